// The documents that a word finds: how well each answers it, and how much of the word it has. The same as
// ranking/documents.py.
const EVERYTHING = 8; // eighths of a word
const MOSTLY = 7;
const MEANT = 6;
const UNSURE = 4;

// The documents that a word finds, in order: their numbers, how well each answers (grade times weight), and how many
// eighths of the word it has. `end` is one more than the last number.
class Documents {
  constructor(numbers, values, counts) {
    Object.assign(this, { numbers, values, counts, size: numbers.length });
    this.end = numbers.length ? numbers[numbers.length - 1] + 1 : 0;
    this.best = 0;
    this.sure = 0; // how many of them have all of the word
    for (let one = 0; one < numbers.length; one += 1) {
      if (values[one] > this.best) this.best = values[one];
      if (counts[one] === EVERYTHING) this.sure += 1;
    }
  }

  // Those of them that are kept.
  only(isKept) {
    const places = [...this.numbers.keys()].filter((place) => isKept(this.numbers[place]));
    const [numbers, values, counts] = [this.numbers, this.values, this.counts].map((all) => all.constructor.from(places, (place) => all[place]));
    return new Documents(numbers, values, counts);
  }

  // With a share (of 100) of the values; and so many eighths, or as many as before.
  scaled(share, eighths = 0) {
    const counts = eighths ? new Uint8Array(this.size).fill(eighths) : this.counts;
    return new Documents(this.numbers, this.values.map((value) => wholes(value * share, 100)), counts);
  }
}

// Documents as they are gathered: of what comes twice the better holds, of each part by itself. None has no eighths.
class Gathering {
  constructor(end) {
    this.values = new Uint16Array(end);
    this.counts = new Uint8Array(end);
  }

  put(document, value, count) {
    if (value > this.values[document]) this.values[document] = value;
    if (count > this.counts[document]) this.counts[document] = count;
  }

  putAll({ numbers, values, counts }) {
    for (let one = 0; one < numbers.length; one += 1) this.put(numbers[one], values[one], counts[one]);
    return this;
  }

  // What the documents are that both have, each with the lower value.
  both(other) {
    for (let document = 0; document < this.counts.length; document += 1) {
      if (!other.counts[document]) this.counts[document] = 0;
      else if (other.values[document] < this.values[document]) this.values[document] = other.values[document];
    }
    return this;
  }

  documents() {
    let size = 0;
    for (let document = 0; document < this.counts.length; document += 1) if (this.counts[document]) size += 1;
    const [numbers, values, counts] = [new Uint32Array(size), new Uint16Array(size), new Uint8Array(size)];
    let one = 0;
    for (let document = 0; one < size; document += 1) {
      if (!this.counts[document]) continue;
      numbers[one] = document;
      values[one] = this.values[document];
      counts[one] = this.counts[document];
      one += 1;
    }
    return new Documents(numbers, values, counts);
  }
}

const NO_DOCUMENTS = new Gathering(0).documents();

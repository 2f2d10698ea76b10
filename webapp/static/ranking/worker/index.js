// An index as those who search have it: opened from its bytes, each term's documents unpacked when they are asked for.
// The same as ranking/index.py; ranking/making.py tells what the bytes are.
const OWN = "~";

class WordIndex {
  constructor(bytes) {
    const line = bytes.indexOf(10);
    const head = JSON.parse(new TextDecoder().decode(bytes.subarray(0, line)));
    const [text, names, counts, steps, weights] = head.sizes;
    const start = line + 1;
    this.documents = head.documents;
    this.first = head.first;
    const written = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(start, start + text));
    this.spelled = head.terms ? written.split("\n") : [];
    this.text = `\n${letters(written)}\n`;
    this.terms = head.terms ? this.text.slice(1, -1).split("\n") : [];
    this.starts = new Uint32Array(this.terms.length + 1);
    let place = 1;
    this.terms.forEach((term, number) => {
      this.starts[number] = place;
      place += term.length + 1;
    });
    this.starts[this.terms.length] = place;
    this.wordsEnd = this.starts[this.placeOf(OWN)];
    let at = start + text;
    const take = (size) => bytes.subarray(at, (at += size));
    this.names = take(names);
    const many = take(counts);
    this.steps = take(steps);
    this.weights = take(weights);
    this.from = new Uint32Array(this.terms.length + 1);
    this.at = new Uint32Array(this.terms.length + 1);
    this.findPlaces(many);
    this.known = new Map();
  }

  // Which of all the postings is each term's first one, and where its steps begin.
  findPlaces(counts) {
    const { steps, from, at } = this;
    let place = 0;
    let step = 0;
    for (let term = 0; term < this.terms.length; term += 1) {
      let many = 0;
      let shift = 0;
      while (counts[place] > 127) {
        many |= (counts[place] & 127) << shift;
        shift += 7;
        place += 1;
      }
      many |= counts[place] << shift;
      place += 1;
      from[term + 1] = from[term] + many;
      for (; many > 0; many -= 1) {
        while (steps[step] > 127) step += 1;
        step += 1;
      }
      at[term + 1] = step;
    }
  }

  // The documents a term stands in, and how much it says of each: [document, weight, document, weight, …]
  postings(term) {
    if (this.known.has(term)) return this.known.get(term);
    const { steps, weights } = this;
    const first = this.from[term];
    const found = new Uint32Array(2 * (this.from[term + 1] - first));
    let place = this.at[term];
    let document = 0;
    for (let one = 0; one < found.length; one += 2) {
      let step = 0;
      let shift = 0;
      while (steps[place] > 127) {
        step |= (steps[place] & 127) << shift;
        shift += 7;
        place += 1;
      }
      document += step | (steps[place] << shift);
      place += 1;
      found[one] = document;
      found[one + 1] = weights[first + one / 2];
    }
    if (this.known.size > 2000) this.known.clear();
    this.known.set(term, found);
    return found;
  }

  // How many documents before the one numbered `end` a term stands in.
  having(term, end) {
    if (end === this.documents) return this.from[term + 1] - this.from[term];
    const postings = this.postings(term);
    let [low, high] = [0, postings.length / 2];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (postings[2 * middle] < end) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  // The first term that does not come before a text.
  placeOf(text) {
    let [low, high] = [0, this.terms.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.terms[middle] < text) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  // The number of a term, or -1.
  find(term) {
    const place = this.placeOf(term);
    return this.terms[place] === term ? place : -1;
  }

  // Whether a term stands only in names.
  isName(term) {
    return Boolean((this.names[term >> 3] >> (term & 7)) & 1);
  }

  // The terms that begin with a part.
  beginning(part) {
    const found = [];
    for (let term = this.placeOf(part); term < this.terms.length && this.terms[term].startsWith(part); term += 1) found.push(term);
    return found;
  }

  // The words that a part stands anywhere in.
  holding(part) {
    const found = [];
    let start = this.text.indexOf(part);
    while (start >= 0 && start < this.wordsEnd) {
      const number = this.termAt(start);
      found.push(number);
      start = this.text.indexOf(part, this.starts[number + 1] - 1);
    }
    return found;
  }

  // The term that holds a place in the text.
  termAt(place) {
    let [low, high] = [0, this.terms.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.starts[middle] <= place) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

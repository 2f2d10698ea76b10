// An index as those who search have it: opened from its bytes, each term's documents unpacked when they are asked for.
// The same as ranking/index.py; ranking/making.py tells what the bytes are.
const OWN = "~";

class WordIndex {
  constructor(bytes) {
    const line = bytes.indexOf(10);
    const head = JSON.parse(new TextDecoder().decode(bytes.subarray(0, line)));
    const [text, names] = head.sizes;
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
    this.names = bytes.subarray(start + text, start + text + names);
    this.body = bytes.subarray(start + text + names);
    this.at = this.places();
    this.known = new Map();
  }

  // Where each term's documents begin.
  places() {
    const at = new Uint32Array(this.terms.length);
    const { body } = this;
    let place = 0;
    for (let term = 0; term < at.length; term += 1) {
      at[term] = place;
      let many = 0;
      let shift = 0;
      while (body[place] > 127) {
        many |= (body[place] & 127) << shift;
        shift += 7;
        place += 1;
      }
      many |= body[place] << shift;
      place += 1;
      for (let number = 0; number < many; number += 1) {
        while (body[place] > 127) place += 1;
        place += 2;
      }
    }
    return at;
  }

  // The documents a term stands in, and how much it says of each: [document, weight, document, weight, …]
  postings(term) {
    if (this.known.has(term)) return this.known.get(term);
    const { body } = this;
    let place = this.at[term];
    const number = () => {
      let read = 0;
      let shift = 0;
      while (body[place] > 127) {
        read |= (body[place] & 127) << shift;
        shift += 7;
        place += 1;
      }
      read |= body[place] << shift;
      place += 1;
      return read;
    };
    const found = new Uint32Array(2 * number());
    let document = 0;
    for (let one = 0; one < found.length; one += 2) {
      document += number();
      found[one] = document;
      found[one + 1] = body[place];
      place += 1;
    }
    if (this.known.size > 2000) this.known.clear();
    this.known.set(term, found);
    return found;
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

// An index as those who search have it: opened from its bytes; the words of its first documents are counted when they are
// asked for. It tells the same as ranking/index.py; ranking/making.py tells what the bytes are.
const OWN = "~";

const KEPT_TERMS = 2000; // whose postings are kept

// The numbers in some bytes.
function numbersIn(bytes) {
  const found = new Uint32Array(bytes.length);
  let many = 0;
  let number = 0;
  let shift = 0;
  for (let place = 0; place < bytes.length; place += 1) {
    const byte = bytes[place];
    number |= (byte & 127) << shift;
    shift += 7;
    if (byte > 127) continue;
    found[many++] = number;
    number = 0;
    shift = 0;
  }
  return found.slice(0, many);
}

// By the weight of fields {usual, lengths}: how many words they usually have, and each counted document's.
function fieldsOf({ usual, lengths, counted }, bytes) {
  let at = 0;
  return new Map(usual.map(([weight, words, having], number) => {
    const width = lengths[number];
    const these = bytes.slice(at, (at += width * counted)); // a copy, so that it begins where numbers of its width may
    return [weight, { usual: words / having || 1, lengths: new ({ 1: Uint8Array, 2: Uint16Array, 4: Uint32Array })[width](these.buffer) }];
  }));
}

function joinedNumbers(first, second) {
  const found = new first.constructor(first.length + second.length);
  found.set(first);
  found.set(second, first.length);
  return found;
}

class WordIndex {
  // `counted` tells what the documents are counted from that the bytes tell no words of: called with a function that
  // tells the number of a term, or -1, and the bytes that follow the index.
  constructor(bytes, counted = null) {
    const line = bytes.indexOf(10);
    const head = JSON.parse(new TextDecoder().decode(bytes.subarray(0, line)));
    const [text, spelled, names, counts, steps, weights, having, lengths] = head.sizes;
    let at = line + 1;
    const take = (size) => bytes.subarray(at, (at += size));
    this.documents = head.documents;
    this.first = head.first;
    const written = new TextDecoder("utf-8", { ignoreBOM: true }).decode(take(text));
    const folded = spelled ? written : letters(written);
    this.text = `\n${folded}\n`;
    this.terms = head.terms ? folded.split("\n") : [];
    this.starts = new Uint32Array(this.terms.length + 1);
    let place = 1;
    for (let term = 0; term < this.terms.length; term += 1) {
      this.starts[term] = place;
      place += this.terms[term].length + 1;
    }
    this.starts[this.terms.length] = place;
    this.wordsEnd = this.starts[this.placeOf(OWN)];
    this.otherwise = spelled ? take(spelled) : bytes.subarray(line + 1, at);
    this.ownLetters = null;
    this.names = new Uint8Array(this.terms.length); // 1 where a term stands only in names
    let name = -1;
    for (const step of numbersIn(take(names))) this.names[name += step] = 1;
    this.read(take(counts), take(steps), take(weights));
    this.counted = head.counted ?? 0;
    this.inCounted = numbersIn(take(having ?? 0));
    const told = take(lengths ?? 0);
    const after = bytes.subarray(at);
    this.known = new Map();
    this.counting = () => {
      const fields = fieldsOf(head, told);
      const made = new Counting(counted((term) => this.find(term), after), fields, head.counted, this.terms);
      this.counting = () => made;
      return made;
    };
  }

  // A folded word with its own letters, when it stands in a text.
  spell(word) {
    this.ownLetters ??= new Map(new TextDecoder("utf-8", { ignoreBOM: true }).decode(this.otherwise).split("\n").map((one) => [letters(one), one]));
    return this.ownLetters.get(word) ?? word;
  }

  // What the bytes tell of: where each term's postings begin, their documents, and how much they say.
  read(counts, steps, weights) {
    this.from = new Uint32Array(this.terms.length + 1);
    const many = numbersIn(counts);
    for (let term = 0; term < many.length; term += 1) this.from[term + 1] = this.from[term] + many[term];
    this.weights = weights;
    this.standing = new Uint32Array(weights.length);
    const all = numbersIn(steps);
    for (let term = 0, place = 0; term < this.terms.length; term += 1) {
      for (let document = 0; place < this.from[term + 1]; place += 1) this.standing[place] = document += all[place];
    }
  }

  // Finds the postings of some terms at once, which is quicker than one by one.
  prepare(terms) {
    if (!this.counted) return;
    if (this.known.size > KEPT_TERMS) this.known.clear();
    const wanted = terms.filter((term) => this.inCounted[term] > 0 && !this.known.has(term));
    if (!wanted.length) return;
    this.counting().count(wanted).forEach((found, number) => this.known.set(wanted[number], this.together(found, wanted[number])));
  }

  together({ documents, weights }, term) {
    const [first, end] = [this.from[term], this.from[term + 1]];
    if (first === end) return { documents, weights };
    if (!documents.length) return { documents: this.standing.subarray(first, end), weights: this.weights.subarray(first, end) };
    return {
      documents: joinedNumbers(documents, this.standing.subarray(first, end)),
      weights: joinedNumbers(weights, this.weights.subarray(first, end)),
    };
  }

  // The documents a term stands in, in order, and how much it says of each.
  postings(term) {
    if (!this.counted || this.inCounted[term] === 0) return this.together(NOT_COUNTED, term);
    if (!this.known.has(term)) this.prepare([term]);
    return this.known.get(term);
  }

  // How many documents before the one numbered `end` a term stands in.
  having(term, end) {
    if (end === this.documents) return (this.inCounted[term] ?? 0) + this.from[term + 1] - this.from[term];
    if (end === this.counted && this.inCounted[term] > 0) return this.inCounted[term];
    const { documents } = this.postings(term);
    let [low, high] = [0, documents.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (documents[middle] < end) low = middle + 1;
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
    return this.names[term] === 1;
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

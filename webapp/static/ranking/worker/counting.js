// Counting words: how much each term says of documents whose texts are at hand anyway. The same as ranking/counting.py;
// large words and what they say are told in ranking/making.py.
const STEPS_OF_WEIGHT = [1, 2, 3, 4, 5, 7, 9, 12, 16, 22, 30, 40, 54, 63];
const STRONGEST = 63; // what a word says at most
const SATURATION = 3;
const LENGTH_COUNTS = 0.45;
const BETWEEN_PIECES = /[\s\x1c-\x1f\x85/|,;:()"“”»«!?&+[\]<>–—…]+/;
const AROUND_WORD = /^[^\p{L}\p{N}_]+|[^\p{L}\p{N}_]+$/gu; // takes milliseconds to be compiled: seldom needed
const SIGNS_AROUND = /^[!-/:-@[-^`{-~]+|[!-/:-@[-^`{-~]+$/g;
const SIMPLE = /^[a-z0-9æøåäöüéèáíóúñç]+$/;
const SIGNS_BEFORE = /\n[!-/:-@[-^`{-~“”»«–—…]+/g;
const SIGNS_AFTER = /[!-/:-@[-^`{-~“”»«–—…]+\n/g;
const NO_TERM = -1;
const FEW_HITS = 2 ** 14;
const SEVERAL = -2;
const NOT_COUNTED = { documents: new Uint32Array(0), weights: new Uint8Array(0) };
const MARKED = /[^a-z0-9]/;

// Reads texts as the numbers of their words' terms, without small words. `numberOf` tells the number of a term, or -1.
class TermReader {
  constructor(small, numberOf) {
    this.small = small;
    this.numberOf = numberOf;
    this.known = new Map();
    this.labels = new Map();
  }

  read(text) {
    if (!BETWEEN_PIECES.test(text)) return this.readPiece(text);
    const terms = [];
    for (const piece of text.split(BETWEEN_PIECES)) for (const term of this.readPiece(piece)) terms.push(term);
    return terms;
  }

  // Labels that are said of many, with signs between them: each is read once.
  readLabels(text, terms) {
    for (const said of text.split(" · ")) {
      for (const label of said.split(", ")) {
        if (!this.labels.has(label)) this.labels.set(label, this.read(label));
        for (const term of this.labels.get(label)) terms.push(term);
      }
    }
  }

  readPiece(piece) {
    let terms = this.known.get(piece);
    if (terms === undefined) {
      terms = largeWords(piece, this.small).map(this.numberOf).filter((number) => number >= 0);
      this.known.set(piece, terms);
    }
    return terms;
  }
}

// Each line without the signs before and after its word, where they say nothing of it.
function withoutSignsAround(text) {
  return `\n${text}\n`.replace(SIGNS_BEFORE, "\n").replace(SIGNS_AFTER, "\n").slice(1, -1);
}

// The words of a piece of a text that are not small, folded.
function largeWords(piece, small) {
  const lower = piece.toLowerCase();
  if (SIMPLE.test(lower)) { // most are: what follows is quick for them
    const spelled = MARKED.test(lower) ? unmarked(lower) : lower;
    return small.has(spelled) ? [] : [united(spelled)];
  }
  const folded = fold(piece);
  let written = lower.replace(SIGNS_AROUND, "");
  if (!SIMPLE.test(written)) written = lower.replace(AROUND_WORD, "");
  if (!folded.includes(" ") && SIMPLE.test(written) && fold(written) === folded) return small.has(unmarked(written)) ? [] : [folded];
  return folded.split(" ").filter((word) => word && !small.has(word));
}

// The documents that terms stand in, once for each time, as they are come upon: column by column.
class Hits {
  constructor() {
    this.kinds = []; // of the columns
    this.many = 0;
    this.slots = new Int32Array(FEW_HITS); // of their terms, from 1
    this.documents = new Uint32Array(FEW_HITS);
    this.columns = new Uint8Array(FEW_HITS);
  }

  add(slot, document) {
    if (this.many === this.slots.length) for (const name of ["slots", "documents", "columns"]) this[name] = joinedNumbers(this[name], new this[name].constructor(this.many));
    this.slots[this.many] = slot;
    this.documents[this.many] = document;
    this.columns[this.many] = this.kinds.length - 1;
    this.many += 1;
  }

  // The hits' numbers in the order of their terms, and where each term's begin.
  byTerm(terms) {
    const starts = new Uint32Array(terms + 1);
    for (let hit = 0; hit < this.many; hit += 1) starts[this.slots[hit]] += 1;
    for (let term = 0; term < terms; term += 1) starts[term + 1] += starts[term];
    const next = starts.slice();
    const order = new Uint32Array(this.many);
    for (let hit = 0; hit < this.many; hit += 1) order[next[this.slots[hit] - 1]++] = hit;
    return { order, starts };
  }
}

// Texts of which each document has one, as their terms one text after another, and where each text's begin. `numbers` tells
// which text each document has; without them each has one of its own, in order.
class ReadTexts {
  constructor({ terms, starts }, numbers) {
    Object.assign(this, { terms, starts, numbers });
  }

  // How many words a document has.
  lengthOf(document) {
    const text = this.numbers ? this.numbers[document] : document;
    return this.starts[text + 1] - this.starts[text];
  }

  // Adds to the hits of each term with a slot the documents that have it, once for each time.
  addHits(slots, hits) {
    const { terms, starts, numbers } = this;
    const slotsOf = new Map(); // of the texts that have such terms
    let text = 0;
    for (let place = 0; place < terms.length; place += 1) {
      const slot = slots[terms[place]];
      if (slot === 0) continue;
      text = textAt(starts, place, text);
      if (!numbers) hits.add(slot, text);
      else if (slotsOf.has(text)) slotsOf.get(text).push(slot);
      else slotsOf.set(text, [slot]);
    }
    if (!slotsOf.size) return;
    const marked = new Uint8Array(starts.length);
    for (const one of slotsOf.keys()) marked[one] = 1;
    for (let document = 0; document < numbers.length; document += 1) {
      if (marked[numbers[document]] === 1) for (const slot of slotsOf.get(numbers[document])) hits.add(slot, document);
    }
  }
}

// The terms of some texts, one text after another, and where each text's begin.
function termsOfTexts(texts, reading) {
  const terms = [];
  const starts = [0];
  for (const text of texts) {
    reading.readLabels(text, terms);
    starts.push(terms.length);
  }
  return { terms: new Uint32Array(terms), starts: new Uint32Array(starts) };
}

// The terms of texts that are put together from others, told by their numbers.
function joinedTexts({ terms, starts }, together) {
  const found = [];
  const ends = [0];
  for (const parts of together) {
    for (const part of parts) for (let place = starts[part]; place < starts[part + 1]; place += 1) found.push(terms[place]);
    ends.push(found.length);
  }
  return { terms: new Uint32Array(found), starts: new Uint32Array(ends) };
}

// Loops here are plain and do little: they run over hundreds of thousands of words, once, before a browser has made them
// quick.

// The documents that terms stand in, counted when they are asked for: a question needs some of ten thousand terms.
// `columns` are the fields of the documents, {weight, texts}: ReadTexts, or what can be asked the same. `own` are [sets of [term, weight], the number of
// each document's set]. `fields` tells by weight what is told of such fields (`fieldsOf`).
class Counting {
  constructor({ columns, own }, fields, documents, terms) {
    Object.assign(this, { columns, own, documents });
    this.slots = new Int32Array(terms); // of the terms that are being counted, from 1
    this.sums = new Float64Array(documents);
    this.inOwn = new Uint8Array(terms); // whether a term is no word of a text
    for (const [sets] of own) for (const set of sets) for (const [term] of set) this.inOwn[term] = 1;
    this.kinds = new Map(); // of fields, by weight
    for (const { weight, texts } of columns) {
      if (!this.kinds.has(weight)) this.kinds.set(weight, { weight, all: [], known: new Float64Array(documents), usual: 1, lengths: null, ...fields.get(weight) });
      this.kinds.get(weight).all.push(texts);
    }
  }

  // For each of some terms {documents, weights}.
  count(terms) {
    terms.forEach((term, number) => (this.slots[term] = number + 1));
    const hits = new Hits();
    for (const { weight, texts } of this.columns) {
      hits.kinds.push(this.kinds.get(weight));
      texts.addHits(this.slots, hits);
    }
    const { order, starts } = hits.byTerm(terms.length);
    const documents = new Uint32Array(hits.many); // of all terms, one after another
    const weights = new Uint8Array(hits.many);
    let end = 0;
    return terms.map((term, number) => {
      const first = end;
      end = this.addUp(hits, order.subarray(starts[number], starts[number + 1]), documents, weights, first);
      this.slots[term] = 0;
      return this.inOwn[term] ? this.ownOf(term) : { documents: documents.subarray(first, end), weights: weights.subarray(first, end) };
    });
  }

  // Puts the documents of a term's hits, in order, and how much it says of each from a place on. The place after them.
  addUp(hits, order, documents, weights, first) {
    const { sums } = this;
    let end = first;
    let inOrder = true;
    for (let one = 0; one < order.length; one += 1) {
      const document = hits.documents[order[one]];
      const kind = hits.kinds[hits.columns[order[one]]];
      if (sums[document] === 0) {
        if (end > first && document < documents[end - 1]) inOrder = false;
        documents[end++] = document;
      }
      sums[document] += kind.known[document] || saidIn(kind, document);
    }
    if (!inOrder) documents.subarray(first, end).sort();
    for (let one = first; one < end; one += 1) {
      weights[one] = stepOf(sums[documents[one]]);
      sums[documents[one]] = 0;
    }
    return end;
  }

  ownOf(term) {
    const found = [];
    for (const [sets, numbers] of this.own) {
      const weightOf = sets.map((set) => set.find(([one]) => one === term)?.[1] ?? 0);
      if (!weightOf.some(Boolean)) continue;
      numbers.forEach((number, document) => { if (weightOf[number]) found.push([document, weightOf[number]]); });
    }
    found.sort(([one], [other]) => one - other);
    return { documents: Uint32Array.from(found, ([document]) => document), weights: Uint8Array.from(found, ([, weight]) => weight) };
  }
}

// What a word says in a document's fields of one kind: less where they are longer than usual.
function saidIn({ weight, all, known, usual, lengths }, document) {
  let length = 0;
  if (lengths) length = lengths[document];
  else for (const texts of all) length += texts.lengthOf(document);
  known[document] = weight / (1 - LENGTH_COUNTS + LENGTH_COUNTS * length / usual);
  return known[document];
}

// The text that holds a place among the terms, which is not before the text `least`.
function textAt(starts, place, least) {
  let [low, high] = [least, starts.length - 1];
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= place) low = middle;
    else high = middle;
  }
  return low;
}

// For each whole number the place of the first step that is no less.
const FIRST_STEP = Uint8Array.from({ length: STRONGEST + 1 }, (_, number) => STEPS_OF_WEIGHT.findIndex((one) => one >= number));

// How much a term says of a document: the step that is nearest by share.
function stepOf(said) {
  const weight = STRONGEST * said / (SATURATION + said);
  const above = FIRST_STEP[Math.ceil(weight)];
  const below = Math.max(above - 1, 0);
  return weight * weight <= STEPS_OF_WEIGHT[below] * STEPS_OF_WEIGHT[above] ? STEPS_OF_WEIGHT[below] : STEPS_OF_WEIGHT[above];
}

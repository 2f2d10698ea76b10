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
const SIMPLE_LETTERS = /[a-z0-9æøåäöüéèáíóúñç]+/g;
const SIGNS_BEFORE = /\n[!-/:-@[-^`{-~“”»«–—…]+/g;
const SIGNS_AFTER = /[!-/:-@[-^`{-~“”»«–—…]+\n/g;
const NO_TERM = -1;
const SEVERAL = -2;
const NOT_COUNTED = { documents: new Uint32Array(0), weights: new Uint8Array(0) };
const MARKED = /[^a-z0-9]/;

// Reads texts as the numbers of their words' terms, without small words. `numberOf` tells the number of a term, or -1.
class TermReader {
  constructor(small, numberOf) {
    this.small = small;
    this.numberOf = numberOf;
    this.known = new Map();
  }

  read(text) {
    if (!BETWEEN_PIECES.test(text)) return this.readPiece(text);
    const terms = [];
    for (const piece of text.split(BETWEEN_PIECES)) for (const term of this.readPiece(piece)) terms.push(term);
    return terms;
  }

  readPiece(piece) {
    let terms = this.known.get(piece);
    if (terms === undefined) {
      terms = largeWords(piece, this.small).map(this.numberOf).filter((number) => number >= 0);
      this.known.set(piece, terms);
    }
    return terms;
  }

  // For each of many pieces, none of which has a line break, its only term or NO_TERM; SEVERAL where it must be read by itself.
  // They are folded as one text, which takes a tenth of the time.
  readMany(pieces) {
    const plain = withoutSignsAround(pieces.join("\n").toLowerCase());
    const odd = plain.replace(SIMPLE_LETTERS, "").split("\n"); // nothing of most
    const words = united(unmarked(plain)).split("\n");
    const found = new Int32Array(pieces.length);
    const small = new Set(Array.from(this.small, united));
    let asWritten = null;
    for (let piece = 0; piece < pieces.length; piece += 1) {
      const word = words[piece];
      if (odd[piece]) found[piece] = SEVERAL;
      else if (!word) found[piece] = NO_TERM;
      else if (small.has(word) && this.small.has(unmarked((asWritten ??= plain.split("\n"))[piece]))) found[piece] = NO_TERM;
      else found[piece] = this.numberOf(word);
    }
    return found;
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
    const hitsOf = new Map();
    let text = 0;
    for (let place = 0; place < terms.length; place += 1) {
      if (!slots[terms[place]]) continue;
      text = textAt(starts, place, text);
      const hit = hits[slots[terms[place]] - 1];
      if (!numbers) hit.push(text);
      else if (hitsOf.has(text)) hitsOf.get(text).push(hit);
      else hitsOf.set(text, [hit]);
    }
    if (!hitsOf.size) return;
    const marked = new Uint8Array(starts.length);
    for (const one of hitsOf.keys()) marked[one] = 1;
    for (let document = 0; document < numbers.length; document += 1) {
      if (marked[numbers[document]]) for (const hit of hitsOf.get(numbers[document])) hit.push(document);
    }
  }
}

// The terms of some texts, one text after another, and where each text's begin.
function termsOfTexts(texts, reading) {
  const terms = [];
  const starts = [0];
  for (const text of texts) {
    for (const term of reading.read(text)) terms.push(term);
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
// each document's set]. `usual` tells by weight how many words such fields have, and how many documents have one.
class Counting {
  constructor({ columns, own }, usual, documents, terms) {
    Object.assign(this, { columns, own, usual, documents });
    this.slots = new Int32Array(terms); // of the terms that are being counted, from 1
    this.sums = new Float64Array(documents);
    this.inOwn = new Uint8Array(terms); // whether a term is no word of a text
    for (const [sets] of own) for (const set of sets) for (const [term] of set) this.inOwn[term] = 1;
    this.kinds = new Map(); // of fields, by weight
    for (const { weight, texts } of columns) {
      if (!this.kinds.has(weight)) this.kinds.set(weight, { weight, all: [], known: new Float64Array(documents), usual: usualOf(usual.get(weight)) });
      this.kinds.get(weight).all.push(texts);
    }
  }

  // For each of some terms {documents, weights}.
  count(terms) {
    const hits = terms.map(() => []);
    terms.forEach((term, number) => (this.slots[term] = number + 1));
    const hitsOf = this.columns.map(({ texts }) => {
      texts.addHits(this.slots, hits);
      return hits.map(({ length }) => length);
    });
    const found = hits.map((hit, number) => this.summed(hit, hitsOf, number));
    terms.forEach((term, number) => {
      if (this.inOwn[term]) found[number] = this.ownOf(term);
      this.slots[term] = 0;
    });
    return found;
  }

  // What the hits of a term, which follow one another column by column, come to. `ends` are, for each column and term, how
  // many hits there were when it was done.
  summed(hits, ends, number) {
    if (!hits.length) return NOT_COUNTED;
    const { sums } = this;
    const standing = new Uint32Array(hits.length);
    let many = 0;
    let hit = 0;
    this.columns.forEach(({ weight }, column) => {
      const end = ends[column][number];
      if (hit === end) return;
      const kind = this.kinds.get(weight);
      for (; hit < end; hit += 1) {
        const document = hits[hit];
        if (sums[document] === 0) standing[many++] = document;
        sums[document] += kind.known[document] || saidIn(kind, document);
      }
    });
    const inOrder = standing.slice(0, many).sort();
    const weights = new Uint8Array(many);
    for (let one = 0; one < many; one += 1) {
      weights[one] = stepOf(sums[inOrder[one]]);
      sums[inOrder[one]] = 0;
    }
    return { documents: inOrder, weights };
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

function usualOf(told) {
  return told ? told[0] / told[1] || 1 : 1;
}

// What a word says in a document's fields of one kind: less where they are longer than usual.
function saidIn({ weight, all, known, usual }, document) {
  let length = 0;
  for (const texts of all) length += texts.lengthOf(document);
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

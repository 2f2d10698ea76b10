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
    return BETWEEN_PIECES.test(text) ? text.split(BETWEEN_PIECES).flatMap((piece) => this.readPiece(piece)) : this.readPiece(text);
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
    const lower = pieces.join("\n").toLowerCase();
    const spelled = unmarked(lower);
    const [asWritten, asSpelled, folded] = [lower, spelled, united(spelled)].map((text) => text.split("\n"));
    const found = new Int32Array(pieces.length);
    for (let piece = 0; piece < pieces.length; piece += 1) {
      if (!SIMPLE.test(asWritten[piece])) found[piece] = SEVERAL;
      else found[piece] = this.small.has(asSpelled[piece]) ? NO_TERM : this.numberOf(folded[piece]);
    }
    return found;
  }
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

// The terms of some texts, one text after another, and where each text's begin.
function termsOfTexts(texts, reading) {
  const terms = [];
  const starts = [0];
  for (const text of texts) {
    terms.push(...reading.read(text));
    starts.push(terms.length);
  }
  return { terms: new Uint32Array(terms), starts: new Uint32Array(starts) };
}

// The terms of texts that are put together from others, told by their numbers.
function joinedTexts({ terms, starts }, together) {
  const found = [];
  const ends = [0];
  for (const parts of together) {
    for (const part of parts) found.push(...terms.subarray(starts[part], starts[part + 1]));
    ends.push(found.length);
  }
  return { terms: new Uint32Array(found), starts: new Uint32Array(ends) };
}

// Loops here are plain and do little: they run over hundreds of thousands of words, once, before a browser has made them
// quick.

// The documents that terms stand in, counted when they are asked for: a question needs some of ten thousand terms.
// `columns` are the fields of the documents, {weight, terms, starts, numbers}: the terms of a field's texts, and which text
// each document has; without numbers each has one of its own, in order. `own` are [sets of [term, weight], the number of
// each document's set]. `usual` tells by weight how many words such fields have, and how many documents have one.
class Counting {
  constructor({ columns, own }, usual, documents, terms) {
    Object.assign(this, { columns, own, usual, documents });
    this.slots = new Int32Array(terms); // of the terms that are being counted, from 1
    this.sums = new Float64Array(documents);
    this.lengths = new Map();
  }

  // How many words each document has in its fields of a weight.
  lengthsOf(weight) {
    if (!this.lengths.has(weight)) {
      const lengths = new Uint32Array(this.documents);
      for (const column of this.columns) if (column.weight === weight) addLengths(lengths, column);
      this.lengths.set(weight, lengths);
    }
    return this.lengths.get(weight);
  }

  // For each of some terms {documents, weights}.
  count(terms) {
    const hits = terms.map(() => []);
    terms.forEach((term, number) => (this.slots[term] = number + 1));
    const hitsOf = this.columns.map((column) => hitsIn(column, this.slots, hits));
    const found = hits.map((hit, number) => this.summed(hit, hitsOf, number));
    terms.forEach((term, number) => {
      const own = this.ownOf(term);
      if (own.documents.length) found[number] = own; // no word of a text
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
      const lengths = this.lengthsOf(weight);
      const [words, having] = this.usual.get(weight);
      const usual = words / having || 1;
      for (; hit < end; hit += 1) {
        const document = hits[hit];
        if (sums[document] === 0) standing[many++] = document;
        sums[document] += weight / (1 - LENGTH_COUNTS + LENGTH_COUNTS * lengths[document] / usual);
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

function addLengths(lengths, { starts, numbers }) {
  for (let document = 0; document < lengths.length; document += 1) {
    const text = numbers ? numbers[document] : document;
    lengths[document] += starts[text + 1] - starts[text];
  }
}

// Adds to the hits of each term with a slot the documents that a column has it in, once for each time. How many hits there
// are then.
function hitsIn({ terms, starts, numbers }, slots, hits) {
  const found = [];
  for (let place = 0; place < terms.length; place += 1) if (slots[terms[place]]) found.push(place);
  const hitsOf = new Map();
  let text = 0;
  for (const place of found) {
    text = textAt(starts, place, text);
    const hit = hits[slots[terms[place]] - 1];
    if (!numbers) hit.push(text);
    else if (hitsOf.has(text)) hitsOf.get(text).push(hit);
    else hitsOf.set(text, [hit]);
  }
  if (hitsOf.size) {
    const marked = new Uint8Array(starts.length);
    for (const one of hitsOf.keys()) marked[one] = 1;
    for (let document = 0; document < numbers.length; document += 1) {
      if (marked[numbers[document]]) for (const hit of hitsOf.get(numbers[document])) hit.push(document);
    }
  }
  return hits.map(({ length }) => length);
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

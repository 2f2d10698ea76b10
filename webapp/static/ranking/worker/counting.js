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
const BETWEEN_TEXTS = "\0";
const USUAL_LENGTHS = 256; // words that nearly all fields have fewer than
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
  readLabels(text) {
    return text.split(" · ").flatMap((said) => said.split(", ")).flatMap((label) => {
      if (!this.labels.has(label)) this.labels.set(label, this.read(label));
      return this.labels.get(label);
    });
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

// Texts of which each document has one, each read as terms when one that is asked for may stand in it. `numbers` tells which
// text each document has, or a function tells them; without them each has one of its own, in order. With `together`
// documents have several: it lists the texts of each set of them, and `numbers` count the sets.
class ReadTexts {
  constructor(texts, reading, numbers, together = null) {
    Object.assign(this, { texts, reading, numbersOf: numbers, together, folded: null });
    this.terms = texts.map(() => null);
  }

  get numbers() {
    if (typeof this.numbersOf === "function") this.numbersOf = this.numbersOf();
    return this.numbersOf;
  }

  // Adds to each list by its slot the documents that have the term with that slot, once for each time. `words` are the terms.
  addTo(lists, slots, words) {
    const found = this.slotsOf(slots, words);
    if (!found.any) return;
    const { numbers } = this;
    const many = numbers ? numbers.length : found.slots.length;
    for (let document = 0; document < many; document += 1) {
      const slot = found.slots[numbers ? numbers[document] : document];
      if (slot > 0) lists[slot].push(document);
      else if (slot < 0) for (const one of found.several[-slot]) lists[one].push(document);
    }
  }

  // The slots of the terms in each text, or in each set of them.
  slotsOf(slots, words) {
    const found = new SlotsOfTexts(this.texts.length);
    this.folded ??= letters(this.texts.join(BETWEEN_TEXTS));
    const there = words.filter((word) => this.folded.includes(word));
    if (!there.length) return found;
    this.folded.split(BETWEEN_TEXTS).forEach((folded, text) => {
      if (!there.some((word) => folded.includes(word))) return;
      this.terms[text] ??= this.reading.readLabels(this.texts[text]);
      for (const term of this.terms[text]) if (slots[term] !== 0) found.add(text, slots[term]);
    });
    if (!this.together || !found.any) return found;
    const ofSets = new SlotsOfTexts(this.together.length);
    this.together.forEach((parts, set) => { for (const part of parts) for (const slot of found.of(part)) ofSets.add(set, slot); });
    return ofSets;
  }
}

// The slots of the terms in each text: 0, one, or below 0 where in `several` there are more.
class SlotsOfTexts {
  constructor(texts) {
    this.slots = new Int32Array(texts);
    this.several = [[]];
    this.any = false;
  }

  add(text, slot) {
    const before = this.slots[text];
    this.any = true;
    if (before === 0) this.slots[text] = slot;
    else if (before < 0) this.several[-before].push(slot);
    else {
      this.slots[text] = -this.several.length;
      this.several.push([before, slot]);
    }
  }

  of(text) {
    const slot = this.slots[text];
    return slot > 0 ? [slot] : this.several[-slot];
  }
}

// Loops here are plain and do little: they run over hundreds of thousands of words, once, before a browser has made them
// quick.

// The documents that terms stand in, counted when they are asked for: a question needs some of ten thousand terms.
// `columns` are the fields of the documents, {weight, texts}: ReadTexts, or what can be asked the same. `own` are [sets of [term, weight], the number of
// each document's set]. `fields` tells by weight what is told of such fields (`fieldsOf`). `terms` are the words themselves.
class Counting {
  constructor({ columns, own }, fields, documents, terms) {
    Object.assign(this, { columns, own, terms });
    this.slots = new Int32Array(terms.length); // of the terms that are being counted, from 1
    this.sums = new Float64Array(documents);
    this.inOwn = new Uint8Array(terms.length); // whether a term is no word of a text
    for (const [sets] of own) for (const set of sets) for (const [term] of set) this.inOwn[term] = 1;
    this.kinds = new Map(); // of fields, by weight
    for (const [weight, told] of fields) {
      const said = Float64Array.from({ length: USUAL_LENGTHS }, (_, length) => saidIn(weight, told.usual, length));
      this.kinds.set(weight, { weight, ...told, said });
    }
  }

  // For each of some terms {documents, weights}.
  count(terms) {
    terms.forEach((term, number) => (this.slots[term] = number + 1));
    const words = terms.map((term) => this.terms[term]);
    const found = this.columns.map(({ weight, texts }) => {
      const lists = Array.from({ length: terms.length + 1 }, () => []);
      texts.addTo(lists, this.slots, words);
      return { kind: this.kinds.get(weight), lists };
    });
    return terms.map((term, number) => {
      this.slots[term] = 0;
      return this.inOwn[term] ? this.ownOf(term) : this.addUp(found, number + 1);
    });
  }

  // {documents, weights}: the documents in the lists of a slot, in order, and how much its term says of each.
  addUp(found, slot) {
    const { sums } = this;
    const documents = [];
    let inOrder = true;
    for (const { kind, lists } of found) {
      for (const document of lists[slot]) {
        if (sums[document] === 0) {
          if (document < documents[documents.length - 1]) inOrder = false;
          documents.push(document);
        }
        const length = kind.lengths[document];
        sums[document] += length < USUAL_LENGTHS ? kind.said[length] : saidIn(kind.weight, kind.usual, length);
      }
    }
    const ordered = new Uint32Array(documents);
    if (!inOrder) ordered.sort();
    const weights = new Uint8Array(ordered.length);
    for (let one = 0; one < weights.length; one += 1) {
      weights[one] = stepOf(sums[ordered[one]]);
      sums[ordered[one]] = 0;
    }
    return { documents: ordered, weights };
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

// What a word says in fields of one kind that have so many words: less where they are longer than usual.
function saidIn(weight, usual, length) {
  return weight / (1 - LENGTH_COUNTS + LENGTH_COUNTS * length / usual);
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

// Scores: what the words of a question together say of each document. The same as ranking/scoring.py.
const FLOOR = 115;
const FLOOR_OF_TEXTS = 64;
const FLOOR_OF_LITTLE = 192;
const ENOUGH = 3;
const LOWERED = 4;
const RAISED = 6;

const NOT_FOUND = -1;

const POWERS = Float64Array.from({ length: WHOLE_SHARE + 1 }, (_, share) => toOneAndAHalf(share)); // of each share

// The score of each document that was found, by its number: looked up in an array, for a question finds thousands. `keys` are
// those that were found, in no order.
class Scores {
  constructor(end) {
    this.of = new Int32Array(end).fill(NOT_FOUND);
    this.numbers = new Uint32Array(end);
    this.size = 0;
  }

  has(document) {
    return document < this.of.length && this.of[document] !== NOT_FOUND;
  }

  get(document) {
    return this.has(document) ? this.of[document] : undefined;
  }

  put(document, score) {
    if (this.of[document] === NOT_FOUND) this.numbers[this.size++] = document;
    this.of[document] = score;
  }

  keys() {
    return this.numbers.subarray(0, this.size);
  }

  *[Symbol.iterator]() {
    for (const document of this.keys()) yield [document, this.of[document]];
  }
}

function scores(everything, floor = FLOOR) {
  const asked = everything.filter(({ raises }) => !raises);
  const known = asked.reduce((sum, one) => sum + (one.known ? one.rarity : 0), 0);
  const called = asked.filter((one) => one.called && one.certain && one.documents.best >= STRONG);
  const strong = called.length > 1 || called.some(({ subject }) => subject);
  // A word that stands nowhere weighs much, unless others are what something is called, or one always says what is sought.
  const weight = (one) => (strong ? Math.min(one.rarity, wholes(known * 6, 5)) : one.rarity);
  const lost = asked.reduce((sum, one) => sum + (one.known ? 0 : weight(one)), 0);
  const whole = (known + lost) * EVERYTHING;
  const many = everything.reduce((most, { documents }) => Math.max(most, documents.end), 0);
  const found = new Scores(many);
  addUp(asked, whole, lost ? FLOOR : floor, found);
  for (const one of everything) if (one.raises) raiseScores(one, found, !asked.length);
  return found;
}

// What is asked for without the words that stand nowhere, for when nothing has enough of all.
function whatIsLeft(asked, personal) {
  const words = asked.filter((one) => one.known && one.documents.size && !one.raises);
  const one = personal || words.some(({ subject }) => subject); // one everyday word, or a word of a title, is enough
  if (words.filter(({ called }) => called).length < (one ? 1 : 2)) return [];
  let unsure = words.map((one) => ({ ...one, certain: false }));
  if (!scores(unsure, FLOOR_OF_TEXTS).size) {
    unsure = [unsure.reduce((best, one) => (one.documents.best > best.documents.best ? one : best))];
  }
  const unknown = asked.filter((one) => !one.known).map((one) => ({ ...one, rarity: 0 }));
  return [...unsure, ...unknown, ...asked.filter((one) => one.raises)];
}

// {asked, found}: the scores of what is asked for, or of the nearest to it where nothing has enough.
function scoresOrNearest(asked, personal, floor = FLOOR) {
  const words = asked.filter(({ raises }) => !raises);
  const little = floor < FLOOR && saysLittle(words);
  // "ny sofa": a word that only begins or ends another one stands nowhere by itself.
  const touched = floor < FLOOR && !personal && words.some(({ known, certain }) => known && !certain);
  const found = scoresApart(asked) ?? scores(asked, leastOf(little, touched, floor));
  const left = found.size || little || touched ? [] : whatIsLeft(asked, personal);
  return left.length ? { asked: left, found: scores(left, FLOOR_OF_TEXTS) } : { asked, found };
}

function leastOf(little, touched, floor) {
  if (little) return FLOOR_OF_LITTLE;
  return touched ? FLOOR : floor;
}

// "kage uden sukker": each word stands somewhere, and none of them is what a text is about.
function saysLittle(words) {
  return words.length > 1 && words.every(({ known, documents }) => known && documents.best < STRONG);
}

// The scores where a question has several needs ("gæld og ingen bolig") and nothing has much of them all: the best for each
// need is as good as the best for another. Null where it has one, or something answers all.
function scoresApart(asked) {
  const words = asked.filter(({ raises }) => !raises);
  const numbers = [...new Set(words.map(({ need = 0 }) => need))];
  const needs = numbers.map((number) => words.filter(({ need = 0 }) => need === number));
  const isANeed = (some) => some.some((one) => one.called && one.certain && one.documents.best >= STRONG);
  if (needs.length < 2 || !needs.every(isANeed)) return null;
  const each = needs.map((some) => scores([...some, ...asked.filter(({ raises }) => raises)]));
  const bests = each.map(({ of }) => of.reduce((most, score) => Math.max(most, score), 0));
  const answersAll = (document) => each.every((found, number) => (found.get(document) ?? 0) * 10 >= bests[number] * ENOUGH);
  if (bests.includes(0) || each[0].keys().some(answersAll)) return null;
  const most = Math.max(...bests);
  const together = new Scores(Math.max(...each.map(({ of }) => of.length)));
  each.forEach((found, number) => {
    for (const [document, score] of found) {
      const share = wholes(score * most, bests[number]) * (score === bests[number] ? 2 : 1);
      together.put(document, Math.max(together.of[document], 0) + share);
    }
  });
  return together;
}

// What is added up for each document, and those that have been met: nothing in between, so that no question needs arrays of
// its own.
const adding = { sums: new Int32Array(0), shares: new Int32Array(0), met: new Uint32Array(0) };

function addUp(asked, whole, floor, found) {
  const end = found.of.length;
  if (adding.sums.length < end) Object.assign(adding, { sums: new Int32Array(end), shares: new Int32Array(end), met: new Uint32Array(end) });
  const { sums, shares, met } = adding;
  let many = 0;
  for (const { documents, rarity: said } of asked) many = addWord(documents, said, sums, shares, met, many);
  const least = wholes(floor * whole + WHOLE_SHARE - 1, WHOLE_SHARE); // the least sum of shares that comes to the floor
  for (let one = 0; one < many; one += 1) {
    const document = met[one];
    const sum = shares[document];
    if (sum >= least) found.put(document, wholes(sums[document] * POWERS[wholes(sum * WHOLE_SHARE, whole)], WHOLE_SHARE));
    sums[document] = 0;
    shares[document] = 0;
  }
}

// Adds what one word says; how many documents have been met by then.
function addWord({ numbers, values, counts }, said, sums, shares, met, before) {
  let many = before;
  for (let one = 0; one < numbers.length; one += 1) {
    const document = numbers[one];
    if (shares[document] === 0) met[many++] = document;
    sums[document] += said * values[one];
    shares[document] += said * counts[one];
  }
  return many;
}

function raiseScores({ documents: { numbers, values }, rarity: said, lowers }, found, alone) {
  for (let one = 0; one < numbers.length; one += 1) {
    const document = numbers[one];
    const score = found.of[document];
    if (lowers) {
      if (score !== NOT_FOUND) found.of[document] = wholes(score, LOWERED);
    } else if (score !== NOT_FOUND) found.of[document] = score + (alone ? said * values[one] : Math.min(RAISED * score, said * values[one]));
    else if (alone) found.put(document, said * values[one]);
  }
}

// How strong a score is against the best one: 0 from six tenths of it, 1 from three, else 2.
function step(score, best) {
  if (score * 10 >= best * 6) return 0;
  return score * 10 >= best * 3 ? 1 : 2;
}

// Scores: what the words of a question together say of each document. The same as ranking/scoring.py.
const FLOOR = 115;
const ENOUGH = 3;
const LOWERED = 4;

const NOT_FOUND = -1;

// The score of each document that was found, by its number: looked up in an array, for a question finds thousands.
class Scores {
  constructor(many) {
    this.of = new Int32Array(many).fill(NOT_FOUND);
  }

  has(document) {
    return document < this.of.length && this.of[document] !== NOT_FOUND;
  }

  get(document) {
    return this.has(document) ? this.of[document] : undefined;
  }

  keys() {
    return Array.from(this.of.keys()).filter((document) => this.has(document));
  }

  *[Symbol.iterator]() {
    for (const document of this.keys()) yield [document, this.of[document]];
  }
}

function scores(everything) {
  const asked = everything.filter(({ raises }) => !raises);
  const known = asked.reduce((sum, one) => sum + (one.known ? one.rarity : 0), 0);
  const strong = asked.some((one) => one.called && one.certain && one.documents.best >= STRONG);
  // A word that stands nowhere weighs much, unless the others are what something is called.
  const weight = (one) => (strong ? Math.min(one.rarity, wholes(known * 6, 5)) : one.rarity);
  const lost = asked.reduce((sum, one) => sum + (one.known ? 0 : weight(one)), 0);
  const whole = (known + lost) * EVERYTHING;
  const many = everything.reduce((most, { documents }) => Math.max(most, documents.end), 0);
  const found = new Scores(many);
  addUp(asked, whole, found.of);
  for (const one of everything) if (one.raises) raiseScores(one, found.of, !asked.length);
  return found;
}

// What is asked for without the words that stand nowhere, for when nothing has enough of all.
function whatIsLeft(asked, personal) {
  const words = asked.filter((one) => one.known && one.documents.size && !one.raises);
  if (words.filter(({ called }) => called).length < (personal ? 1 : 2)) return [];
  let unsure = words.map((one) => ({ ...one, certain: false }));
  if (scores(unsure).of.every((score) => score === NOT_FOUND)) {
    unsure = [unsure.reduce((best, one) => (one.documents.best > best.documents.best ? one : best))];
  }
  const unknown = asked.filter((one) => !one.known).map((one) => ({ ...one, rarity: 0 }));
  return [...unsure, ...unknown, ...asked.filter((one) => one.raises)];
}

// {asked, found}: the scores of what is asked for, or of the nearest to it where nothing has enough.
function scoresOrNearest(asked, personal) {
  const found = scoresApart(asked) ?? scores(asked);
  const words = found.of.every((score) => score === NOT_FOUND) ? whatIsLeft(asked, personal) : [];
  return words.length ? { asked: words, found: scores(words) } : { asked, found };
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
      together.of[document] = Math.max(together.of[document], 0) + share;
    }
  });
  return together;
}

function addUp(asked, whole, found) {
  const sums = new Int32Array(found.length);
  const shares = new Int32Array(found.length); // nothing: the document was not found
  for (const { documents: { numbers, values, counts }, rarity: said } of asked) {
    for (let one = 0; one < numbers.length; one += 1) {
      const document = numbers[one];
      sums[document] += said * values[one];
      shares[document] += said * counts[one];
    }
  }
  const least = wholes(FLOOR * whole + WHOLE_SHARE - 1, WHOLE_SHARE); // the least sum of shares that comes to the floor
  const powers = Float64Array.from({ length: WHOLE_SHARE + 1 }, (_, share) => toOneAndAHalf(share));
  for (let document = 0; document < found.length; document += 1) {
    const sum = shares[document];
    if (sum && sum >= least) found[document] = wholes(sums[document] * powers[wholes(sum * WHOLE_SHARE, whole)], WHOLE_SHARE);
  }
}

function raiseScores({ documents: { numbers, values }, rarity: said, lowers }, found, alone) {
  for (let one = 0; one < numbers.length; one += 1) {
    const document = numbers[one];
    const score = found[document];
    if (lowers) {
      if (score !== NOT_FOUND) found[document] = wholes(score, LOWERED);
    } else if (score !== NOT_FOUND) found[document] = score + said * values[one];
    else if (alone) found[document] = said * values[one];
  }
}

// How strong a score is against the best one: 0 from six tenths of it, 1 from three, else 2.
function step(score, best) {
  if (score * 10 >= best * 6) return 0;
  return score * 10 >= best * 3 ? 1 : 2;
}

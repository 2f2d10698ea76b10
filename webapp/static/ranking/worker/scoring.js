// Scores: what the words of a question together say of each document. The same as ranking/scoring.py.
const FLOOR = 115;
const STRONG = 3000;
const LOWERED = 4;

function scores(everything) {
  const asked = everything.filter(({ raises }) => !raises);
  const known = asked.reduce((sum, one) => sum + (one.known ? one.rarity : 0), 0);
  const strong = asked.some((one) => one.certain && [...one.values.values()].some((value) => value >= STRONG));
  // A word that stands nowhere weighs much, unless the others are what something is called.
  const weight = (one) => (strong ? Math.min(one.rarity, wholes(known * 6, 5)) : one.rarity);
  const lost = asked.reduce((sum, one) => sum + (one.known ? 0 : weight(one)), 0);
  const whole = (known + lost) * EVERYTHING;
  const sums = new Map();
  const shares = new Map();
  for (const one of asked) {
    for (const [document, value] of one.values) {
      sums.set(document, (sums.get(document) ?? 0) + one.rarity * value);
      shares.set(document, (shares.get(document) ?? 0) + one.rarity * one.counts.get(document));
    }
  }
  const found = new Map();
  for (const [document, total] of sums) {
    const share = wholes(shares.get(document) * WHOLE_SHARE, whole);
    if (share >= FLOOR) found.set(document, wholes(total * toOneAndAHalf(share), WHOLE_SHARE));
  }
  for (const one of everything) {
    if (!one.raises) continue;
    for (const [document, value] of one.values) {
      if (one.lowers) {
        if (found.has(document)) found.set(document, wholes(found.get(document), LOWERED));
      } else if (found.has(document) || !asked.length) found.set(document, (found.get(document) ?? 0) + one.rarity * value);
    }
  }
  return found;
}

// How strong a score is against the best one: 0 from six tenths of it, 1 from three, else 2.
function step(score, best) {
  if (score * 10 >= best * 6) return 0;
  return score * 10 >= best * 3 ? 1 : 2;
}

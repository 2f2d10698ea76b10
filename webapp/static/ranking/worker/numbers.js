// Whole numbers in place of fractions, so that every machine that counts them gets the same. The same as ranking/numbers.py.
const WHOLE_SHARE = 256;
const BETWEEN = [0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 15];

// A whole number of times, rounded down; the numbers here stay far below 2^53.
const wholes = (number, by) => Math.floor(number / by);

// How often one doubles to come to a number, in sixteenths.
function doublings(number) {
  const bits = 31 - Math.clz32(number);
  return 16 * bits + BETWEEN[wholes(number * 16, 2 ** bits) & 15];
}

// How much a word says by being there.
function rarity(having, everything) {
  return Math.max(6, doublings(everything + 1) - doublings(having + 1));
}

// A share (of 256) to the power of one and a half, as a share of 256.
function toOneAndAHalf(share) {
  return wholes(Math.floor(Math.sqrt(share * share * share)), 16);
}

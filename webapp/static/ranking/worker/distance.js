// How many slips of a finger lie between two words, and whether they sound alike. The same as ranking/distance.py.

// How many slips are forgiven in a word.
function allowedSlips(word) {
  if (spelledLength(word) < 4 || /[0-9]/.test(word)) return 0;
  return word.length >= 9 ? 2 : 1;
}

// How many letters a folded word has as it is spelled: æ is one.
function spelledLength(word) {
  return word.replaceAll("ae", "a").length;
}

// Which letters a word has, as bits.
function lettersIn(word) {
  let bits = 0;
  for (let place = 0; place < word.length; place += 1) bits |= 1 << (word.charCodeAt(place) & 31);
  return bits;
}

function bitCount(bits) {
  let many = 0;
  for (let left = bits; left; left &= left - 1) many += 1;
  return many;
}

// The slips between two words (optimal string alignment), or `most` + 1 when there are more.
function slips(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let older = [];
  let before = [];
  let row = Array.from({ length: other.length + 1 }, (_, number) => number);
  for (let place = 0; place < one.length; place += 1) {
    older = before;
    before = row;
    row = [place + 1];
    let least = place + 1;
    for (let number = 0; number < other.length; number += 1) {
      let cost = Math.min(before[number] + (one[place] === other[number] ? 0 : 1), before[number + 1] + 1, row[number] + 1);
      if (place && number && one[place] === other[number - 1] && one[place - 1] === other[number]) {
        cost = Math.min(cost, older[number - 1] + 1);
      }
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > most) return most + 1;
  }
  return Math.min(row[row.length - 1], most + 1);
}

// Whether two words begin alike, or with their first two letters changed round.
function sameStart(one, other) {
  return one[0] === other[0] || (one[1] === other[0] && one[0] === other[1]);
}

const LIKE_OTHERS = [
  [/ph/g, "f"], [/^ps/, "s"], [/ch|sh|sj|tj/g, "s"], [/h(?=[vj])/g, ""], [/([dgkt])h/g, "$1"], [/c(?=[eiy])/g, "s"],
  [/x/g, "ks"], [/ae/g, "e"], [/dt/g, "t"], [/ds/g, "s"], [/nd/g, "n"], [/l[dgjv]/g, "l"], [/r[dgj]/g, "r"],
  [/b/g, "p"], [/[cgq]/g, "k"], [/d/g, "t"], [/w/g, "v"], [/z/g, "s"], [/i/g, "e"], [/[ou]/g, "a"],
  [/(.)\1+/g, "$1"], [/re$/, "er"],
];
const ALIKE_LETTERS = ["bp", "fp", "ps", "cszt", "cgkqx", "dt", "hjvw", "ei", "aou"];

// How a folded word sounds, roughly: words that are spelled by ear have the same.
function sound(word) {
  return LIKE_OTHERS.reduce((heard, [letters, one]) => heard.replace(letters, one), word);
}

// The letters of a folded word that are no vowels.
function withoutVowels(word) {
  return word.replace(/[aeiouy]/g, "");
}

// The letters that a word may begin with that sounds as this one.
function firstLetters(word) {
  const groups = ALIKE_LETTERS.filter((letters) => letters.includes(word[0]));
  return [...new Set([word[0], ...groups.join("")])].sort();
}

// Word forms: a folded word without its endings, after Snowball's algorithm for Danish. The same as ranking/forms.py.
const SHORTEST = 3;
const LEFT_OF_ADJECTIVE = 4; // "bolig" is no "bol", and "daglig" no "dag"
const ENDINGS = ("hed ethed ered e erede ende erende ene erne ere en heden eren er heder erer heds es endes erendes enes ernes "
  + "eres ens hedens erens ers ets erets et eret ede edes").split(" ").sort((one, other) => other.length - one.length);
const BEFORE_S = "abcdfghjklmnoprtvyz";
const SECOND = ["gd", "dt", "igt", "ygt", "ngt", "kt", "mt"]; // "trygt" is "tryg", and "misbrugt" is no "misbrug"
const THIRD = ["elig", "lig", "els", "ig"];
const VOWELS = "aeiouy";

function stem(whole) {
  const start = region(whole);
  let word = withoutSecond(withoutEnding(whole, start), start);
  if (word.endsWith("igst") && word.length - 2 >= SHORTEST) word = word.slice(0, -2);
  const ending = THIRD.find((one) => word.endsWith(one) && word.length - one.length >= Math.max(start, LEFT_OF_ADJECTIVE));
  if (ending) word = withoutSecond(word.slice(0, -ending.length), start);
  else if (word.endsWith("lost") && word.length - 4 >= start) word = word.slice(0, -1);
  const last = word[word.length - 1];
  if (word.length > SHORTEST && last === word[word.length - 2] && !VOWELS.includes(last) && last >= "a") word = word.slice(0, -1);
  if (word.length > 4 && (word.endsWith("tr") || word.endsWith("fr"))) word = word.slice(0, -1);
  return word;
}

// After the first consonant that follows a vowel, and at least three letters in.
function region(word) {
  for (let place = 1; place < word.length; place += 1) {
    if (!VOWELS.includes(word[place]) && VOWELS.includes(word[place - 1])) return Math.max(place + 1, SHORTEST);
  }
  return Math.max(word.length, SHORTEST);
}

function withoutEnding(word, start) {
  const ending = ENDINGS.find((one) => word.endsWith(one) && word.length - one.length >= start);
  if (ending) return word.slice(0, -ending.length);
  const isPlural = word.endsWith("s") && word.length - 1 >= start && BEFORE_S.includes(word[word.length - 2]);
  return isPlural ? word.slice(0, -1) : word;
}

function withoutSecond(word, start) {
  return SECOND.some((one) => word.endsWith(one)) && word.length - 2 >= start ? word.slice(0, -1) : word;
}

// A question read into words, and into things with a number. The same as ranking/question.py.
const SMALL = "=";
const PHONE = "t";
const COUNTRY = ["0045", "45"];
const PHONE_DIGITS = 8;
const FEWEST_DIGITS = 5;
const FEWEST_SPACED = 4; // "18 13": together it would be a word
const MOST_LAW_WORDS = 9;
const FEWEST_TOLD = 4;
const FEWEST_SMALL = 4;
const WITHOUT = "uden";
const THE_MAN = "manden";
const FATHER = "far";
const NOT_OR_WITHOUT = ["ikke", WITHOUT];
const AGE_DIGITS = 2;
const OF_AGE = 18;

// The term of a folded phrase of nothing but small words.
function smallTerm(phrase) {
  return SMALL + phrase.replaceAll(" ", "_");
}

// The words of a typed question; the paragraph sign is a word.
function typedWords(query) {
  return tokens(query.replaceAll("§", " paragraf "));
}

// "min mand slår mig": who the other is, while our texts say by that word whom an offer is for.
function isPartner(typed, place, { partner, whose }) {
  return typed.length > 2 && place > 0 && partner.includes(typed[place].spelled) && whose.includes(typed[place - 1].spelled);
}

// "uden mænd", "ikke for mænd": who an offer shall not be for. "ikke politiet", "uden om kommunen": who shall not be asked.
function isDeniedHelp(typed, place, { men, women, authorities, not_for: notFor }) {
  const [first, second, word] = [typed[place - 2]?.word, typed[place - 1]?.word, typed[place].word];
  const isNotFor = NOT_OR_WITHOUT.includes(first) && notFor.includes(second);
  if (authorities.includes(word)) return isNotFor || NOT_OR_WITHOUT.includes(second);
  return [men, women].includes(word) && (second === WITHOUT || isNotFor);
}

// Whether a word says who does it: "manden slår mig", "min far slår mig", "slået af hans far"; and not "min far bliver slået".
function isDoer(words, place, { fathers, passive }) {
  const father = words[place] === FATHER && fathers.includes(words[place - 1]) && !passive.includes(words[place + 1]);
  return words[place] === THE_MAN || father;
}

// Look for no word that says who does it, as our texts say by it whom an offer is for, and for no number of one or two
// digits: it says who asks, or how many times. A father is looked for where an age is
// a child's, whom our texts speak to of one; what is for men alone goes behind all the same.
function leaveOutDoer(question, known) {
  const { words } = question;
  const doers = words.map((_, place) => isDoer(words, place, known));
  const isFather = (word, place) => doers[place] && word === FATHER;
  const isChild = words.some((word, place) => isNumber(word) && Number(word) < OF_AGE && !known.before_while.includes(words[place - 1]));
  const isFew = (word) => isNumber(word) && word.length <= AGE_DIGITS;
  question.skipped = question.skipped.map((small, place) => small || isFew(words[place]) || (doers[place] && !(isChild && isFather(words[place], place))));
  const isOther = (word, place) => !doers[place] && !question.skipped[place] && known.man.includes(word);
  question.partner ||= words.some(isFather) && !words.some(isOther);
}

// {words, skipped, numbered: [[shown, term]], cut}: at most so many words that count. `near` and `far` are words that only raise
// and lower what has them.
function readQuestion(typed, { stopwords, laws, question: known }, most) {
  const question = { words: [], skipped: [], numbered: [], people: [], near: [], far: [], cut: false, partner: false, personal: false, oneNeed: false };
  let many = 0;
  let number = 0;
  while (number < typed.length) {
    if (many === most) {
      question.cut = typed.slice(number).some(({ spelled }) => !stopwords.has(spelled));
      break;
    }
    let used = readParagraph(typed, number, laws, known, question) || readPhone(typed, number, question);
    if (used) {
      many += 1;
    } else {
      const { word, spelled } = typed[number];
      const partner = isPartner(typed, number, known);
      question.partner ||= partner || (spelled === THE_MAN && typed.length > 2); // "uden at manden ved det"
      const denied = isDeniedHelp(typed, number, known);
      if (denied && [known.men, known.women].includes(word)) {
        question.far.push(word);
        question.near.push(...[known.men, known.women].filter((other) => other !== word));
      }
      const small = stopwords.has(spelled) || partner || denied;
      if (!small && !question.words.includes(word)) many += 1;
      question.words.push(word);
      if (known.people.includes(spelled)) question.people.push(word);
      question.skipped.push(small);
      used = 1;
    }
    number += used;
  }
  const told = typed.some(({ spelled }) => known.people.includes(spelled))
    || typed.filter(({ spelled }) => stopwords.has(spelled)).length >= FEWEST_SMALL;
  question.personal = told && typed.length >= FEWEST_TOLD;
  if (question.words.some((word, place) => known.man.includes(word) && !question.skipped[place])) question.partner = false;
  return question;
}

// [short name, words]: the law that is named from a word on.
function lawAt(typed, start, laws) {
  for (let length = Math.min(MOST_LAW_WORDS, typed.length - start); length > 0; length -= 1) {
    const name = typed.slice(start, start + length).map(({ word }) => word).join(" ");
    for (const one of [name, name.replace(/s$/, "")]) if (Object.hasOwn(laws, one)) return [laws[one], length];
  }
  return ["", 0];
}

function readParagraph(typed, start, laws, known, question) {
  const [named, length] = lawAt(typed, start, laws);
  let law = named;
  let place = start + length;
  let said = false;
  while (place < typed.length && known.paragraph.includes(typed[place].word)) {
    place += 1;
    said = true;
  }
  if (place === start || !(law || said) || place >= typed.length) return 0;
  const match = /^([0-9]{1,3})([a-z]?)$/.exec(typed[place].word);
  if (!match) return 0;
  const [, section] = match;
  let [, , letter] = match;
  place += 1;
  if (!letter && place < typed.length && /^[a-h]$/.test(typed[place].word)) {
    letter = typed[place].word;
    place += 1;
  }
  place = afterParts(typed, place, known);
  if (!law) { // "paragraf 12 i serviceloven"
    const after = place + (place < typed.length && typed[place].word === "i" ? 1 : 0);
    const [name, words] = lawAt(typed, after, laws);
    if (name) {
      law = name;
      place = after + words;
    }
  }
  question.numbered.push([`§ ${section}${letter ? ` ${letter}` : ""}`, `${law}${section}${letter}`]);
  return place - start;
}

// Past "stk. 1, nr. 2, litra b".
function afterParts(typed, start, known) {
  let place = start;
  while (place + 1 < typed.length && known.paragraph_parts.includes(typed[place].word)) {
    if (!/^([0-9]{1,2}|[a-z])$/.test(typed[place + 1].word)) break;
    place += 2;
  }
  return place;
}

function readPhone(typed, start, question) {
  let place = start;
  let digits = "";
  while (place < typed.length && /^[0-9]+$/.test(typed[place].word) && digits.length < 12) {
    digits += typed[place].word;
    place += 1;
  }
  if (digits.length < FEWEST_DIGITS && !(digits.length === FEWEST_SPACED && place > start + 1)) return 0;
  const country = COUNTRY.find((one) => digits.startsWith(one) && digits.length === one.length + PHONE_DIGITS);
  if (country) digits = digits.slice(country.length);
  question.numbered.push([digits, PHONE + digits]);
  return place - start;
}

// A question read into words, and into things with a number. The same as ranking/question.py.
const PARAGRAPH = ["paragraf", "paragraffen", "paragraffer", "pgf", "artikel", "artiklen"];
const PARAGRAPH_PARTS = ["stk", "stykke", "nr", "nummer", "litra", "pkt", "punkt"];
const SMALL = "=";
const PHONE = "t";
const COUNTRY = ["0045", "45"];
const PHONE_DIGITS = 8;
const FEWEST_DIGITS = 5;
const FEWEST_SPACED = 4; // "18 13": together it would be a word
const MOST_LAW_WORDS = 9;
const PERSONAL = ("jeg mig han ham hun hende hendes hans borger borgeren patient patienten kaereste kaeresten mand manden kone konen partner "
  + "partneren eks eksen mor far soen datter bror soester veninde kvinde pige dreng").split(" "); // as they are spelled
const FEWEST_TOLD = 4;
const FEWEST_SMALL = 4;
const MAN = ["mand", "maend", "far", "fyr"];
const GENDERS = ["maend", "kvinder"]; // folded
const WITHOUT = "uden";
const FOR = ["for", "med", "hos", "til", "blandt"];
const THE_MAN = "manden";
const PARTNER = ["mand", THE_MAN]; // as they are spelled
const WHOSE = ["min", "sin", "hendes", "din"];
const FATHER = "far";
const PASSIVE = ["bliver", "blev"];

// The term of a folded phrase of nothing but small words.
function smallTerm(phrase) {
  return SMALL + phrase.replaceAll(" ", "_");
}

// The words of a typed question; the paragraph sign is a word.
function typedWords(query) {
  return tokens(query.replaceAll("§", " paragraf "));
}

// "min mand slår mig": who the other is, while our texts say by that word whom an offer is for.
function isPartner(typed, place) {
  return typed.length > 2 && place > 0 && PARTNER.includes(typed[place].spelled) && WHOSE.includes(typed[place - 1].spelled);
}

// "uden mænd", "ikke for mænd": who an offer shall not be for.
function isDeniedGender(typed, place) {
  const [first, second] = [typed[place - 2]?.word, typed[place - 1]?.word];
  return GENDERS.includes(typed[place].word) && (second === WITHOUT || (first === "ikke" && FOR.includes(second)));
}

// Whether a word says who does it: "manden slår mig", "min far slår mig"; and not "min far bliver slået", nor where an age may
// be a child's, whom our texts speak to of a father.
function isDoer(words, place) {
  const father = words[place] === FATHER && WHOSE.includes(words[place - 1]) && !PASSIVE.includes(words[place + 1]);
  return words[place] === THE_MAN || (father && !words.some(isNumber));
}

// Look for no word that says who does it, as our texts say by it whom an offer is for.
function leaveOutDoer(question) {
  question.skipped = question.skipped.map((small, place) => small || isDoer(question.words, place));
}

// {words, skipped, numbered: [[shown, term]], cut}: at most so many words that count. `near` and `far` are words that only raise
// and lower what has them.
function readQuestion(typed, stopwords, laws, most) {
  const question = { words: [], skipped: [], numbered: [], people: [], near: [], far: [], cut: false, partner: false, personal: false, oneNeed: false };
  let many = 0;
  let number = 0;
  while (number < typed.length) {
    if (many === most) {
      question.cut = typed.slice(number).some(({ spelled }) => !stopwords.has(spelled));
      break;
    }
    let used = readParagraph(typed, number, laws, question) || readPhone(typed, number, question);
    if (used) {
      many += 1;
    } else {
      const { word, spelled } = typed[number];
      const partner = isPartner(typed, number);
      question.partner ||= partner || (spelled === THE_MAN && typed.length > 2); // "uden at manden ved det"
      const denied = isDeniedGender(typed, number);
      if (denied) {
        question.far.push(word);
        question.near.push(...GENDERS.filter((other) => other !== word));
      }
      const small = stopwords.has(spelled) || partner || denied;
      if (!small && !question.words.includes(word)) many += 1;
      question.words.push(word);
      if (PERSONAL.includes(spelled)) question.people.push(word);
      question.skipped.push(small);
      used = 1;
    }
    number += used;
  }
  const told = typed.some(({ spelled }) => PERSONAL.includes(spelled))
    || typed.filter(({ spelled }) => stopwords.has(spelled)).length >= FEWEST_SMALL;
  question.personal = told && typed.length >= FEWEST_TOLD;
  if (question.words.some((word, place) => MAN.includes(word) && !question.skipped[place])) question.partner = false;
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

function readParagraph(typed, start, laws, question) {
  const [named, length] = lawAt(typed, start, laws);
  let law = named;
  let place = start + length;
  let said = false;
  while (place < typed.length && PARAGRAPH.includes(typed[place].word)) {
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
  place = afterParts(typed, place);
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
function afterParts(typed, start) {
  let place = start;
  while (place + 1 < typed.length && PARAGRAPH_PARTS.includes(typed[place].word)) {
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

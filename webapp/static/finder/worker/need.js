// What somebody looks for, read from the parameters of a link or a form. The same rules as finder/need.py;
// docs/finder.md is their text.
const LONGEST_QUERY = 200;
const LONGEST_PLACE = 60;
const MOST_WORDS = 12;

const CHOOSING = {
  anonym: "anonymous", anonymt: "anonymous", anonyme: "anonymous",
  aben: "openNow", abent: "openNow", abne: "openNow",
};
const WITHOUT = "uden";
const REFERRAL = "henvisning";
const MUNICIPALITY = ["kommune", "regionskommune"];

const UNKNOWN = {
  k: "Vi kender ikke den kommune. Den er ikke brugt.",
  e: "Vi kender ikke emnet i adressen. Det er ikke brugt.",
  f: "Vi kender ikke kontaktformen i adressen. Den er ikke brugt.",
  m: "Vi kender ikke målgruppen i adressen. Den er ikke brugt.",
  l: "Vi kender ikke sproget i adressen. Det er ikke brugt.",
  a: "Vi kender ikke valget om anonymitet. Det er ikke brugt.",
  u: "Vi kender ikke valget om henvisning. Det er ikke brugt.",
  n: "Vi kender ikke valget om åbningstid. Det er ikke brugt.",
  s: "Vi kender ikke den side. Her er den første.",
};
const TOO_LONG = `Kun de første ${LONGEST_QUERY} tegn er brugt.`;
const TOO_MANY_WORDS = `Kun de første ${MOST_WORDS} ord er brugt.`;

// Typed text on one line, without control characters around or inside it.
function cleaned(text) {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\ufeff]+/g, " ").trim();
}

// The first so many characters: an emoji is one, as it is to Python.
function cut(text, length) {
  return Array.from(text).slice(0, length).join("").trim();
}

// The search that parameters (URLSearchParams or FormData) ask for. Never fails.
function readNeed(params, choices) {
  const notes = [];
  const first = (name) => String(params.get(name) ?? "");
  const unknown = (name) => notes.includes(UNKNOWN[name]) || notes.push(UNKNOWN[name]);
  const several = (name, known) => {
    const asked = params.getAll(name).filter(Boolean);
    if (asked.some((value) => !known.includes(value))) unknown(name);
    return known.filter((code) => asked.includes(code));
  };
  const one = (name, known) => {
    const value = first(name);
    if (!value || known.includes(value)) return value;
    unknown(name);
    return "";
  };
  const ticked = (name) => {
    const value = first(name);
    if (value !== "" && value !== "1") unknown(name);
    return value === "1";
  };

  let query = cleaned(first("q"));
  if (Array.from(query).length > LONGEST_QUERY) {
    query = cut(query, LONGEST_QUERY);
    notes.push(TOO_LONG);
  }
  const typedPlace = cut(cleaned(first("k")), LONGEST_PLACE);
  const municipality = placeNamed(typedPlace, choices);
  if (typedPlace && !municipality) unknown("k");
  const topics = several("e", choices.topics);
  const contactForms = several("f", choices.contactForms);
  const audience = one("m", choices.audiences);
  const language = one("l", choices.languages);
  const ticks = { a: ticked("a"), u: ticked("u"), n: ticked("n") };
  let page = first("s");
  if (page && !/^[1-9][0-9]{0,3}$/.test(page)) {
    unknown("s");
    page = "";
  }
  return understood({
    query, municipality, topics, contactForms, audience, language, notes,
    typedPlace: choices.places.get(municipality) ?? typedPlace,
    anonymous: ticks.a, noReferral: ticks.u, openNow: ticks.n,
    page: Number(page || 1), ticked: ticks,
  }, choices);
}

// The code of the municipality with this code or name, or an empty string.
function placeNamed(text, choices) {
  if (choices.places.has(text)) return text;
  const words = typedWords(text);
  const [code, length] = placeAt(words, 0, choices);
  return length === words.length ? code : "";
}

// The search with its typed words read.
function understood(need, choices) {
  const typed = typedWords(need.query);
  const left = [];
  const said = new Set();
  const changes = {};
  let place = need.municipality;
  let number = 0;
  while (number < typed.length) {
    const { word } = typed[number];
    const [code, length] = place ? ["", 0] : placeAt(typed, number, choices);
    if (code) {
      place = changes.municipality = code;
      said.add(choices.places.get(code));
      number += length;
    } else if (word === WITHOUT && typed[number + 1]?.word === REFERRAL) {
      changes.noReferral = true;
      said.add("uden henvisning");
      number += 2;
    } else {
      if (Object.hasOwn(CHOOSING, word)) {
        changes[CHOOSING[word]] = true;
        said.add(CHOOSING[word] === "anonymous" ? "kun anonyme" : "åbent nu");
      } else {
        left.push(typed[number]);
      }
      number += 1;
    }
  }
  const question = readQuestion(left, choices.stopwords, choices.laws, MOST_WORDS);
  const notes = question.cut ? [...need.notes, TOO_MANY_WORDS] : need.notes;
  return { ...need, question, understood: [...said], notes, ...changes };
}

// "lyngby taarbaek" before "lyngby"; "esbjergs" is Esbjerg's.
function placeAt(typed, number, choices) {
  for (const length of [3, 2, 1]) {
    if (number + length > typed.length) continue;
    const name = typed.slice(number, number + length).map(({ word }) => word).join(" ");
    const code = choices.byName.get(name) ?? choices.byName.get(name.replace(/s$/, ""));
    if (code) return [code, length + (MUNICIPALITY.includes(typed[number + length]?.word) ? 1 : 0)];
  }
  return ["", 0];
}

// What somebody looks for, read from the parameters of a link or a form. The same rules as finder/need.py;
// docs/finder.md is their text.
const LONGEST_QUERY = 200;
const LONGEST_PLACE = 60;
const MOST_WORDS = 12;

const NOT = "ikke";
const FROM = "fra";
const ON = "pa";
const NOW = "nu";
const CHOICE_NAMES = { open_now: "openNow", no_referral: "noReferral" };
// What words alone may choose, with its tick and with the name of what is told when nothing is known to be so.
const WISHES = [["anonymous", "a", "anonymous"], ["noReferral", "u", "no_referral"], ["openNow", "n", "open_now"], ["free", "b", "free"]];

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
  const { said } = choices;
  const notes = [];
  const first = (name) => String(params.get(name) ?? "");
  const unknown = (name) => notes.includes(said.unknown[name]) || notes.push(said.unknown[name]);
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

  let query = cleaned(first(params.has("i") ? "i" : "q")); // what is tapped instead of the typed question
  if (Array.from(query).length > LONGEST_QUERY) {
    query = cut(query, LONGEST_QUERY);
    notes.push(put(said.query_too_long, { most: LONGEST_QUERY }));
  }
  const typedPlace = cut(cleaned(first("k")), LONGEST_PLACE);
  const place = placeInField(typedPlace, choices);
  const municipality = place?.code ?? "";
  if (typedPlace && !place) unknown("k");
  if (place?.others.length) notes.push(inSeveral(place, choices));
  const topics = several("e", choices.topics);
  const contactForms = several("f", choices.contactForms);
  const audience = one("m", choices.audiences);
  const language = one("l", choices.languages);
  const group = one("g", choices.topics);
  const ticks = { a: ticked("a"), u: ticked("u"), n: ticked("n"), b: ticked("b") };
  let page = first("s");
  if (page && !/^[1-9][0-9]{0,3}$/.test(page)) {
    unknown("s");
    page = "";
  }
  return understood({
    query, municipality, topics, contactForms, audience, language, group, notes,
    typedPlace: choices.places.get(municipality) ?? typedPlace,
    anonymous: ticks.a, noReferral: ticks.u, openNow: ticks.n, free: ticks.b,
    page: Number(page || 1), ticked: ticks,
  }, choices);
}

// The municipality, town or postcode with this code or name, or null.
function placeInField(text, choices) {
  if (choices.places.has(text)) return { code: text, others: [], length: 1, town: [] };
  return choices.where.chosen(typedWords(text));
}

function placeNamed(text, choices) {
  return placeInField(text, choices)?.code ?? "";
}

function inSeveral({ code, others }, { places, said }) {
  return put(said.in_several, { others: others.map((one) => places.get(one)).join(", "), chosen: places.get(code) });
}

// "ikke Odense", "ikke i Odense", "væk fra Odense", "andre steder end Odense"
function isDenied(typed, number, { far_from: farFrom, but, before_place: beforePlace }) {
  const [first, second] = [typed[number - 2]?.word, typed[number - 1]?.word];
  if (second === FROM) return [NOT, ...farFrom].includes(first);
  return [NOT, ...but].includes(second) || (first === NOT && [ON, ...beforePlace].includes(second)); // "ikke på Fyn"
}

// The words of the names of municipalities.
function toldAs(codes, names) {
  return codes.flatMap((code) => fold(names.get(code)).split(" "));
}

// {left, near, far}: the words of a sentence but for places; the words of the places that are named, and of those that are
// denied. All of them where nothing else is asked for.
function withoutPlaces(typed, { where, places, vocabulary: { stopwords, question } }) {
  const [left, near, far] = [[], [], []];
  let number = 0;
  while (number < typed.length) {
    const named = where.at(typed, number, stopwords);
    if (named) {
      const some = isDenied(typed, number, question) ? far : near;
      some.push(...typed.slice(number, number + named.length).map(({ word }) => word));
      if (some === near && named.town.length) some.push(...toldAs([named.code, ...named.others], places)); // what is in "Ribe" is told as Esbjerg's
    } else left.push(typed[number]);
    number += named ? named.length : 1;
  }
  const counts = left.some(({ spelled }) => !stopwords.has(spelled));
  return counts ? { left, near, far } : { left: typed, near: [], far: [] };
}

// The search with its typed words read.
function understood(need, choices) {
  const pieces = need.query.split(" ");
  const typed = [];
  const owner = []; // the piece of the question that each word stands in
  pieces.forEach((text, piece) => {
    const found = typedWords(text);
    typed.push(...found);
    owner.push(...found.map(() => piece));
  });
  const instead = (gone, other = "") => pieces
    .map((text, piece) => (piece === gone[0] ? other : gone.includes(piece) ? "" : text))
    .filter(Boolean).join(" ");
  const left = [];
  const said = new Map(); // the pieces of the question that say it
  const [near, far] = [[], []];
  const changes = { elsewhere: [] };
  const names = choices.places;
  const { open_now: openNow, no_referral: noReferral, anonymous, free } = choices.said.choices;
  const saidOf = { openNow, noReferral, anonymous, free };
  let place = need.municipality;
  let number = 0;
  while (number < typed.length) {
    const found = choices.where.at(typed, number, choices.vocabulary.stopwords);
    if (found && isDenied(typed, number, choices.vocabulary.question)) {
      far.push(...typed.slice(number, number + found.length).map(({ word }) => word));
      number += found.length;
      continue;
    }
    const named = place ? null : found;
    const [name, many] = named ? ["", named.length] : choiceAt(typed, number, choices.choosing);
    let length = many;
    const gone = [...new Set(owner.slice(number, number + length))];
    if (named) {
      place = changes.municipality = named.code;
      near.push(...named.town, ...toldAs(named.others, names));
      changes.elsewhere = named.others.map((code) => ({ said: names.get(code), instead: instead(gone, names.get(code)) }));
      said.set(names.get(place), gone);
    } else if (name) {
      changes[name] = true;
      said.set(saidOf[name], [...(said.get(saidOf[name]) ?? []), ...gone]);
    } else if (!length) {
      left.push(typed[number]);
      length = 1;
    }
    number += length;
  }
  const asking = withoutTongues(left, choices.choosing);
  const question = readQuestion(asking, choices.vocabulary, MOST_WORDS);
  question.near.push(...near);
  question.far.push(...far);
  const notes = [...need.notes];
  if (asking.length < left.length) notes.push(choices.said.ask_for_interpreter);
  if (question.cut) notes.push(put(choices.said.too_many_words, { most: MOST_WORDS }));
  const side = sideAskedFor(choices.sides, typed, need.audience);
  question.oneNeed = Boolean(side); // "han slår mig og tager mine penge"
  if (side) leaveOutDoer(question, choices.vocabulary.question);
  const read = Array.from(said, ([text, gone]) => ({ said: text, instead: instead(gone) }));
  const danger = dangersIn(choices.sides, typed, side);
  return { ...need, question, understood: read, notes, side, danger, ...changes };
}

// [choice, words]: the choice that words from here on make. "ikke anonymt" is none, and says nothing.
function choiceAt(typed, number, { words, phrases, between, not_before: notBefore, not_beside: notBeside, not_with: notWith }) {
  for (const [phrase, name] of phrases) {
    if (phrase.every((word, place) => typed[number + place]?.word === word)) return [CHOICE_NAMES[name] ?? name, phrase.length];
  }
  const { word } = typed[number];
  if (word === NOT) {
    let after = number + 1;
    while (between.includes(typed[after]?.word)) after += 1;
    if (after < typed.length && Object.hasOwn(words, typed[after].word)) return ["", after + 1 - number];
  }
  const name = Object.hasOwn(words, word) ? words[word] : "";
  if (!name || notBefore[name]?.includes(typed[number + 1]?.word)) return ["", 0];
  const beside = [typed[number - 1]?.word, typed[number + 1]?.word];
  if (beside.some((other) => notBeside[name]?.includes(other))) return ["", 0];
  const now = typed.some((one) => one.word === NOW) || !typed.some((one) => notWith[name]?.includes(one.word));
  return [now ? CHOICE_NAMES[name] ?? name : "", 1];
}

// The words but for languages ("polsk", "arabisktalende") and, where there is one, what says no more beside it.
function withoutTongues(words, { tongues, beside_tongues: besideTongues }) {
  const isTongue = ({ word }) => tongues.includes(word.replace(/talende$/, ""));
  if (!words.some(isTongue)) return words;
  return words.filter((one) => !isTongue(one) && !besideTongues.includes(one.word));
}

// The search without what words alone chose, or null: for when nothing fits.
function loosened(need, notes) {
  const wished = WISHES.filter(([name, tick]) => need[name] && !need.ticked[tick]);
  if (!wished.length) return null;
  const off = Object.fromEntries(wished.map(([name]) => [name, false]));
  return { ...need, notes: [...need.notes, ...wished.map(([, , told]) => notes[told])], ...off };
}

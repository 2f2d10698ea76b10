// What the worker answers by working it out from the edition's data, as the server does.
// finder/answers.py is the same.
const DATA = "/data/tilbud"; // the offers lie below it
const OFFERS = "/data/tilbud/felter";
const DOCUMENTS = "/data/opslag";
const DOORS = "/data/kommuner.json";
const INDEX = "/data/indeks";
const SENTENCES = "/data/svar";
const KEPT_LASTING = 1000; // parts of pages of single offers, with what lasts put in

// What an edition is answered from, opened once.
function answersOf(edition) {
  if (!edition.answers?.isUpToDate()) edition.answers = openAnswers(edition);
  return edition.answers;
}

function openAnswers(edition) {
  const text = (path) => reader.decode(edition.entries.get(path).body);
  const shared = JSON.parse(text(DATA));
  const clock = () => shared.now ?? Math.floor(Date.now() / 60000);
  const opened = clock();
  const data = asOf(shared, opened);
  const records = new Records(edition.entries.get(OFFERS).body, opened, rowsOf(data.order));
  let [since, until] = turnsAround([shared, { later: records.turns.map((minute) => [minute, {}]) }], opened);
  // What only some questions need is read when it is asked for, as it stands then.
  const read = (path) => {
    const minute = clock();
    const all = edition.entries.has(path) ? Object.entries(JSON.parse(text(path))) : [];
    const [from, to] = turnsAround(all.map(([, one]) => one), minute);
    [since, until] = [Math.max(since, from), Math.min(until, to)];
    return all.map(([name, one]) => [name, asOf(one, minute)]);
  };
  let documents = null;
  let doors = null;
  const filled = (html, slots) => fill(html, (name, args) => (Object.hasOwn(slots, name) ? slots[name](...args) : editionWord(edition, name, args)));
  const lasting = new LruCache(KEPT_LASTING);
  let states = { minute: null, known: new Map() };
  let all = null;
  let index = null;
  let inOffers = null;
  let inEverything = null;
  const vocabulary = { meanings: data.meanings, stopwords: new Set(data.stopwords), laws: data.laws, question: data.question };
  const offersWords = (numberOf, readAlready) => offersCounted(records, shared.foundBy, namesOf(shared.places), vocabulary.stopwords, numberOf, readAlready);
  const words = () => (index ??= new WordIndex(edition.entries.get(INDEX).body, offersWords));
  const reachedAt = (digits) => records.reachedAt(digits);
  const languages = new Languages((path) => JSON.parse(text(path)));
  const said = JSON.parse(text(SENTENCES));
  // A part with what depends on neither the minute nor the question put in.
  const lastingPart = (offer, name, said) => lasting.get([offer.row, name, said.code].join(), () => {
    const slots = {
      code: () => offer.code,
      field: (field) => escaped(offer[field]),
      digits: (field) => offer[field].replaceAll(" ", ""),
      phrase: (key) => said.html(said.get(key)),
      about: () => aboutOffer(offer, said, data.named),
      audience: () => whomAndHow(offer, said, data.named),
      items: (field) => offer[field].map((line) => `<li>${escaped(line)}</li>`).join(""),
      dated: () => datedWords(said, ...offer.dated),
    };
    return partlyFilled(cutAtSlots(offer[name]), (slot, args) => (Object.hasOwn(slots, slot) ? slots[slot](...args) : null));
  });
  const answers = {
    ...data,
    said,
    records,
    get offers() { // one by one: a search goes by the columns
      return (all ??= records.all());
    },
    byCode: { get: (code) => records.withCode(code), has: (code) => records.withCode(code) !== null },
    languages,
    danish: languages.words("da"),
    get documents() {
      return (documents ??= read(DOCUMENTS).map(([, document]) => document));
    },
    get doors() { // of each municipality, by its name
      return (doors ??= new Map(read(DOORS).map(([name, door]) => [name, door.html])));
    },
    placesOf: records.placesOfRows(),
    closed: new Set(data.closed),
    merged: new Map(Object.entries(data.merged ?? {})), // an edition from before offers were merged has none
    regionOf: new Map(data.places.map(([code, , region]) => [code, region])),
    choices: {
      ...data.terms,
      places: namesOf(data.places),
      where: new Places(namesOf(data.places), data.question, data.where),
      said,
      sides: data.sides,
      choosing: data.choosing,
      vocabulary,
    },
    isUpToDate: () => since <= clock() && clock() < until,
    minute: clock,
    isOpen: (hours, minute) => Object.hasOwn(data.hours, hours) && isOpenAt(data.hours[hours], data.zone, data.holidays ?? [], data.covered, minute),
    opening(hours, minute) {
      if (states.minute !== minute) states = { minute, known: new Map() };
      if (!states.known.has(hours)) {
        const table = Object.hasOwn(data.hours, hours) ? data.hours[hours] : null;
        states.known.set(hours, opening(table, data.zone, data.holidays ?? [], data.covered, minute));
      }
      return states.known.get(hours);
    },
    agreement: (municipality) => {
      const path = AGREEMENTS + municipality;
      return edition.entries.has(path) ? JSON.parse(text(path)) : null;
    },
    has: (path) => edition.entries.get(path)?.kind === "template",
    page: (path, slots) => filled(text(path), slots),
    part: (offer, name, minute, said = answers.danish, near = "") => {
      const slots = {
        lines: (field) => [...offer[field], ...datedChanges(offer, minute)].map((line) => said.html(said.line(line))).join("<br>"),
        closures: () => datedChanges(offer, minute).map((line) => `<br>${said.html(said.line(line))}`).join(""),
        state: () => state(answers, offer, minute, said),
        distance: () => near,
      };
      return filledPieces(lastingPart(offer, name, said), (slot, args) => (Object.hasOwn(slots, slot) ? slots[slot](...args) : null));
    },
    inOffers: () => (inOffers ??= new Matcher(words(), vocabulary, true, reachedAt)),
    inEverything: () => (inEverything ??= new Matcher(words(), vocabulary, false, reachedAt)),
  };
  return answers;
}

// The rows that stretches of them are, each [first, how many]; null for all.
function rowsOf(runs) {
  return runs?.flatMap(([first, many]) => Array.from({ length: many }, (_, one) => first + one));
}

// The name of each municipality, by its code.
function namesOf(places) {
  return new Map(places.map(([code, name]) => [code, name]));
}

// The answer to a request that is worked out, or null when it is none of ours.
async function workedOut(edition, request, address) {
  if (edition.facts.format !== FORMAT) return null; // an older edition: the server answers
  const answers = answersOf(edition);
  const asked = {
    edition,
    request,
    address,
    answers,
    words: answers.languages.words(address.searchParams.get("sprog")),
    params: () => paramsOf(request, address.searchParams),
    page: (body, status = 200) => pageAnswer(edition, body, status),
  };
  for (const { pattern, answer } of ROUTES) {
    const match = pattern.exec(address.pathname);
    const answered = match && (await answer(asked, ...match.slice(1)));
    if (answered) return answered;
  }
  return null;
}

// What a link or a form asks for.
async function paramsOf(request, searchParams) {
  if (request.method !== "POST") return searchParams;
  return request.clone().formData().catch(() => new FormData()); // not a form: nothing is asked for
}

function pageAnswer(edition, body, status) {
  const headers = { ...edition.headers, "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" };
  return new Response(body, { status, headers });
}

// What the lines of an offer's dated changes say that are not over at a minute, in no language.
function datedChanges(offer, minute) {
  return (offer.changes ?? []).filter(([over]) => minute < over).map(([, line]) => line);
}

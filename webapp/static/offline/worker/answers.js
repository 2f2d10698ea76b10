// The nearest server: what the worker answers by working it out from the edition's data, as the server does.
// finder/answers.py is the same.
const DATA = "/data/tilbud"; // the offers lie below it
const OFFERS = "/data/tilbud/felter";
const DOCUMENTS = "/data/opslag";
const DOORS = "/data/kommuner.json";
const INDEX = "/data/indeks";
const CODE = /^\/find\/([a-z2-9]{4})$/;
const SHOWN = /^\/b\/([^/]+)$/;
const PICTURE = /^\/b\/([^/]+)\/qr\.svg$/;

// What an edition is answered from, opened once.
function liveOf(edition) {
  if (!edition.live?.isUpToDate()) edition.live = openLive(edition);
  return edition.live;
}

function openLive(edition) {
  const text = (path) => reader.decode(edition.entries.get(path).body);
  const shared = JSON.parse(text(DATA));
  const documents = JSON.parse(text(DOCUMENTS));
  const clock = () => shared.now ?? Math.floor(Date.now() / 60000);
  const opened = clock();
  const doors = edition.entries.has(DOORS) ? Object.entries(JSON.parse(text(DOORS))) : [];
  const data = asOf(shared, opened);
  const records = new Records(edition.entries.get(OFFERS).body, opened, data.order);
  const turning = [shared, ...documents, ...doors.map(([, door]) => door), { later: records.turns.map((minute) => [minute, {}]) }];
  const [since, until] = turnsAround(turning, opened);
  data.documents = documents.map((document) => asOf(document, opened));
  const put = (html, slots) => fill(html, (name, args) => (Object.hasOwn(slots, name) ? slots[name](...args) : editionWord(edition, name, args)));
  let states = { minute: null, known: new Map() };
  let all = null;
  let index = null;
  let inOffers = null;
  let inEverything = null;
  const words = () => (index ??= new WordIndex(edition.entries.get(INDEX).body));
  const live = {
    ...data,
    records,
    get offers() { // one by one: a search goes by the columns
      return (all ??= records.all());
    },
    byCode: { get: (code) => records.withCode(code), has: (code) => records.withCode(code) !== null },
    doors: new Map(doors.map(([name, door]) => [name, asOf(door, opened).html])), // of each municipality, by its name
    placesOf: records.placesOfRows(),
    closed: new Set(data.closed),
    merged: new Map(Object.entries(data.merged ?? {})), // an edition from before offers were merged has none
    regionOf: new Map(data.places.map(([code, , region]) => [code, region])),
    choices: {
      ...data.terms,
      places: new Map(data.places.map(([code, name]) => [code, name])),
      where: new Places(new Map(data.places.map(([code, name]) => [code, name])), data.where),
      sides: { ...data.sides, acts: new Set(data.sides.acts) },
      stopwords: new Set(data.stopwords),
      laws: data.laws,
    },
    isUpToDate: () => since <= clock() && clock() < until,
    minute: clock,
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
    has: (path) => edition.entries.get(path)?.kind === "live",
    page: (path, slots) => put(text(path), slots),
    part: (offer, name, minute, language = "da", near = "") => {
      const slots = {
        kode: () => offer.code,
        felt: (field) => escaped(offer[field]),
        tal: (field) => offer[field].replaceAll(" ", ""),
        linjer: (field) => [...offer[field], ...datedChanges(offer, field, minute)].map(escaped).join("<br>"),
        lukkedage: (field) => datedChanges(offer, field, minute).map((line) => "<br>" + escaped(line)).join(""),
        tilstand: () => state(live, offer, minute, language),
        afstand: () => near,
      };
      return fill(offer[name], (slot, args) => (Object.hasOwn(slots, slot) ? slots[slot](...args) : null));
    },
    inOffers: () => (inOffers ??= new Matcher(words(), data.meanings, true)),
    inEverything: () => (inEverything ??= new Matcher(words(), data.meanings, false)),
  };
  return live;
}

// The answer to a request that is worked out, or null when it is none of ours.
async function answerLive(edition, request, { pathname, searchParams, origin }) {
  if (!edition.entries.has(OFFERS) || !edition.entries.has(INDEX)) return null; // an older edition: the server answers
  const live = liveOf(edition);
  const english = searchParams.get("sprog") === "en";
  const page = (body, status = 200) => pageAnswer(edition, body, status);
  if (pathname === "/find") return page(finderPage(live, await paramsOf(request, searchParams)));
  if (pathname === "/aftale" && live.has("/aftale")) return page(agreementPage(live, await paramsOf(request, searchParams)));
  if (pathname === "/overblik" && live.has("/overblik")) return page(overviewPage(live, searchParams));
  if (pathname === "/soeg") return page(searchPage(live, await paramsOf(request, searchParams)));
  const named = CODE.exec(pathname)?.[1];
  const code = live.merged.get(named) ?? named;
  if (code !== named && request.method !== "POST") return Response.redirect(`/find/${code}`, 302);
  if (code && live.byCode.has(code)) return offerAnswer(live, request, code, page);
  if (code && live.closed.has(code)) return page(live.page("/410.html", {}), 410);
  if (pathname === "/b") return request.method === "POST" ? chosen(await paramsOf(request, searchParams)) : null;
  if (english && live.has(`${pathname}?sprog=en`)) return page(live.page(`${pathname}?sprog=en`, {}));
  const picture = PICTURE.exec(pathname)?.[1];
  if (picture) return pictureAnswer(edition, live, picture, origin, english);
  const name = SHOWN.exec(pathname)?.[1];
  if (name && !edition.entries.has(pathname)) {
    const [status, body] = citizenPage(live, name, english ? "en" : "da");
    return page(body, status);
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

function pictureAnswer(edition, live, name, origin, english) {
  const headers = { ...edition.headers, "Content-Type": "image/svg+xml", "Cache-Control": "no-store" };
  const language = english ? IN.en : IN.da;
  if (SHEETS.includes(name)) {
    return new Response(qrSvg(`${origin}/b/${name}${language}`), { headers });
  }
  const what = shownOffers(live, name, live.minute());
  if (what.status !== 200) return pageAnswer(edition, "", 404);
  return new Response(qrSvg(`${origin}/b/${what.codes.join("-")}${language}`), { headers });
}

// From the ticks in a list of offers to the address that shows them.
function chosen(params) {
  const ticked = new Set(params.getAll("c").filter((code) => /^[a-z2-9]{4}$/.test(code)));
  const codes = [...ticked].slice(0, MOST_SHOWN + 1); // one too many is enough for the page to say so
  return Response.redirect(codes.length ? `/b/${codes.join("-")}` : "/find", 303);
}

// The dated changes of an offer's hours that are not over at a minute, in the language of a field.
function datedChanges(offer, field, minute) {
  const standing = (offer.changes ?? []).filter(([over]) => minute < over);
  return standing.map(([, danish, english]) => (field.endsWith("En") ? english : danish));
}

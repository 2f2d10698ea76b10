// A citizen's pages in a language, on the worker's phone: filled as citizen/render.py fills them.
const MOST_SHOWN = 6;
const SHEETS = ["nu", "spor", "moede"]; // pages under /b that show no offers
const SKELETONS = "/b/-/"; // where the edition has those in no language

// What stands behind every address that leads on, so that the language goes along.
function within(code) {
  return code === "da" ? "" : `?sprog=${code}`;
}

// Which offers an address shows, and the HTTP status it has. What was merged is shown as the one it became.
function shownOffers(answers, name, minute) {
  const named = /^[a-z2-9]{4}(-[a-z2-9]{4})*$/.test(name) ? name.split("-") : [];
  const codes = [...new Set(named.map((code) => answers.merged.get(code) ?? code))];
  if (codes.length > MOST_SHOWN) return { status: 400, codes: [], note: "too_many" };
  const kept = codes.filter((code) => answers.byCode.get(code)?.goneFrom > minute);
  if (!kept.length) {
    const once = codes.some((code) => answers.closed.has(code) || answers.byCode.has(code));
    return { status: once ? 410 : 404, codes: [], note: "none_left" };
  }
  return { status: 200, codes: kept, note: kept.length < codes.length ? "some_left" : null };
}

// [status, page]
function citizenPage(answers, name, words) {
  const minute = answers.minute();
  const what = shownOffers(answers, name, minute);
  const at = what.codes.join("-");
  const page = answers.page("/b", {
    ...citizenSlots(answers.languages, words, at),
    notes: () => citizenNote(what, words),
    offers: () => what.codes.map((code) => answers.part(answers.byCode.get(code), "citizen", minute, words)).join(""),
    onward: () => (at ? citizenPicture(at, words) : ""),
  });
  return [what.status, page];
}

function citizenSheet(answers, name, words) {
  return answers.page(SKELETONS + name, citizenSlots(answers.languages, words, name));
}

function citizenSlots(languages, words, name) {
  const at = name || "nu";
  return {
    lang: () => words.code,
    dir: () => (words.direction === "ltr" ? "" : ` dir="${words.direction}"`),
    language: () => within(words.code),
    phrase: (key) => words.html(words.get(key)),
    languages: () => (words.code === "da" ? citizenRow(languages, words, at) : ""),
    bottom: () => (words.code === "da" ? "" : citizenRow(languages, words, at)),
    unchecked: () => citizenUnchecked(languages, words, at, SHEETS.includes(name) ? name : ""),
    interpreter: () => citizenInterpreter(languages, words),
    dated: (key, value) => datedWords(words, key, value),
    time: (key, minute) => words.html(words.put(key, { time: words.clock(Number(minute)) })),
    hours: (number) => words.html(words.line(languages.lines[number])),
    picture: () => citizenPicture(at, words),
  };
}

// The languages by their own names, each a way to the same page in it.
function citizenRow(languages, words, name) {
  const links = languages.rows.map(([code, own, direction]) => {
    const here = code === words.code ? ' aria-current="true"' : "";
    return `<li><a href="/b/${name}${within(code)}" hreflang="${code}" lang="${code}" dir="${direction}" translate="no"${here}>${words.html(own)}</a></li>`;
  });
  return `<ul class="languages" aria-label="${escaped(words.get("page.languages"))}">${links.join("")}</ul>`;
}

// That nobody who knows the language has read the page, in it and in Danish; and the worker's way to the Danish.
function citizenUnchecked(languages, words, name, page) {
  if (words.code === "da") return "";
  const danish = `<a href="/b/${name}" hreflang="da">Hvad står der?</a>`;
  if (languages.isRead(words, page)) return `<p class="unread" lang="da" dir="ltr">${danish}</p>`;
  const key = "page.unchecked";
  return `<div class="unread"><p>${words.html(words.get(key))}</p>`
    + `<p lang="da" dir="ltr" translate="no">${words.html(languages.words("da").get(key))} ${danish}</p></div>`;
}

// What the citizen can point at: the right to an interpreter, in their language and in Danish.
function citizenInterpreter(languages, words) {
  if (words.code === "da") return "";
  const [own, theirs] = [words, languages.words("da")].map((each) => `${each.get("interpreter.right")} ${each.get("interpreter.no_child")}`);
  return `<div class="interpreter"><p><svg class="picto" aria-hidden="true"><use href="#p-tolk"/></svg>${words.html(words.get("interpreter.show"))}</p><p><b>${words.html(own)}</b></p>`
    + `<p lang="da" dir="ltr" translate="no">${words.html(theirs)}</p></div>`;
}

function datedWords(words, key, value) {
  return words.html(words.put(`dated.${key}`, { date: words.date(value) }));
}

function citizenNote(what, words) {
  if (!what.note) return "";
  const said = words.html(words.put(`offers.${what.note}`, { n: String(MOST_SHOWN) }));
  if (what.codes.length) return `<p class="note screen">${said}</p>`; // not on the slip
  return `<p class="note">${said}</p><p class="screen"><a class="call second" href="/b/nu${within(words.code)}">${words.html(words.get("page.numbers_now"))}</a></p>`;
}

function citizenPicture(name, words) {
  const [title, text] = ["page.take_along", "page.code"].map((key) => words.html(words.get(key)));
  return `<details class="copy"><summary>${title}</summary>`
    + `<img src="/b/${name}/qr.svg${within(words.code)}" alt="${text}" width="280" height="280" loading="lazy"></details>`;
}

// What an offer is, as a paragraph: what is written of it in the language, else what it helps with.
function aboutOffer(offer, words, terms) {
  const text = writtenOf(offer, words);
  if (text) return `<p>${escaped(text)}</p>`;
  return `<p>${words.html(words.get("offer.help_with"))}: ${termNames(words, terms, "topics", offer.topics)}</p>`;
}

// Whom an offer is for and how it is reached, where nothing is written of it in the language.
function whomAndHow(offer, words, terms) {
  if (writtenOf(offer, words)) return "";
  const rows = [["for_whom", "audiences", offer.who], ["ways", "ways", offer.forms]];
  return rows
    .map(([label, section, codes]) => `<div><dt>${words.html(words.get(`offer.${label}`))}</dt><dd>${termNames(words, terms, section, codes)}</dd></div>`)
    .join("");
}

function writtenOf(offer, { code }) {
  return { da: offer.description, en: offer.descriptionEn }[code];
}

function termNames(words, terms, section, codes) {
  return codes.map((code) => words.html(words.get(`${section}.${terms[section][code]}`))).join(" · ");
}

// The QR code of a citizen's page.
function pictureAnswer({ edition, answers, words, page, address: { origin } }, name) {
  const headers = { ...edition.headers, "Content-Type": "image/svg+xml", "Cache-Control": "no-store" };
  const language = within(words.code);
  if (SHEETS.includes(name)) {
    return new Response(qrSvg(`${origin}/b/${name}${language}`), { headers });
  }
  const what = shownOffers(answers, name, answers.minute());
  if (what.status !== 200) {
    const [status, body] = citizenPage(answers, `${name}/qr.svg`, words);
    return page(body, status);
  }
  return new Response(qrSvg(`${origin}/b/${what.codes.join("-")}${language}`), { headers });
}

// From the ticks in a list of offers to the address that shows them.
function chosen(params) {
  const ticked = new Set(params.getAll("c").filter((code) => /^[a-z2-9]{4}$/.test(code)));
  const codes = [...ticked].slice(0, MOST_SHOWN + 1); // one too many is enough for the page to say so
  return Response.redirect(codes.length ? `/b/${codes.join("-")}` : "/find", 303);
}

route(/^\/b$/, async ({ request, params }) => (request.method === "POST" ? chosen(await params()) : null));
route(/^\/b\/(nu|spor|moede)$/, ({ answers, words, page }, name) => (words === answers.danish ? null : page(citizenSheet(answers, name, words))));
route(/^\/b\/([^/]+)\/qr\.svg$/, pictureAnswer);
// An address that names no offer is answered by a citizen's page too.
route(/^\/b(?:\/(.*))?$/, ({ request, answers, words, page }, name = "") => {
  if (request.method === "POST" || SHEETS.includes(name)) return null;
  const [status, body] = citizenPage(answers, name, words);
  return page(body, status);
});

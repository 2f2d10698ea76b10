// Chosen offers for a citizen, on the worker's phone: filled as citizen/render.py fills it.
const MOST_SHOWN = 6;
const SHEETS = ["nu", "spor", "moede"]; // pages under /b that show no offers
const TOO_MANY = {
  da: `Der kan højst stå ${MOST_SHOWN} steder på siden. Gå tilbage, og vælg færre.`,
  en: `The page can hold ${MOST_SHOWN} places at most. Go back and choose fewer.`,
};
const NONE_LEFT = {
  da: "Det sted kan vi ikke vise. Det kan være lukket.",
  en: "We cannot show that place. It may have closed.",
};
const SOME_LEFT = {
  da: "Et af stederne vises ikke mere. Det kan være lukket.",
  en: "One of the places is no longer shown. It may have closed.",
};
const CALL_NOW = { da: "Numre, du kan ringe til nu", en: "Numbers you can call now" };

const IN = { da: "", en: "?sprog=en" }; // behind every address that leads on, so that the language goes along

// Which offers an address shows, and the HTTP status it has. What was merged is shown as the one it became.
function shownOffers(live, name, minute) {
  const named = /^[a-z2-9]{4}(-[a-z2-9]{4})*$/.test(name) ? name.split("-") : [];
  const codes = [...new Set(named.map((code) => live.merged.get(code) ?? code))];
  if (codes.length > MOST_SHOWN) return { status: 400, codes: [], note: TOO_MANY };
  const kept = codes.filter((code) => live.byCode.get(code)?.goneFrom > minute);
  if (!kept.length) {
    const once = codes.some((code) => live.closed.has(code) || live.byCode.has(code));
    return { status: once ? 410 : 404, codes: [], note: NONE_LEFT };
  }
  return { status: 200, codes: kept, note: kept.length < codes.length ? SOME_LEFT : null };
}

// [status, page]
function citizenPage(live, name, language) {
  const minute = live.minute();
  const what = shownOffers(live, name, minute);
  const page = live.page(language === "en" ? "/b?sprog=en" : "/b", {
    noter: () => citizenNote(what, language),
    tilbud: () => what.codes.map((code) => live.part(live.byCode.get(code), language, minute, language)).join(""),
    videre: () => (what.codes.length ? citizenOnward(what.codes.join("-"), language) : ""),
  });
  return [what.status, page];
}

function citizenNote(what, language) {
  if (!what.note) return "";
  const said = `<p class="note">${what.note[language]}</p>`;
  return what.codes.length ? said : `${said}<p><a class="call second" href="/b/nu${IN[language]}">${CALL_NOW[language]}</a></p>`;
}

function citizenOnward(codes, language) {
  const english = language === "en";
  const other = english
    ? `<a href="/b/${codes}" hreflang="da" lang="da">Dansk</a>`
    : `<a href="/b/${codes}?sprog=en" hreflang="en" lang="en">English</a>`;
  const title = english ? "Take this page to your own phone" : "Tag siden med på din egen telefon";
  const text = english
    ? "A code that a phone’s camera can read. It opens this page."
    : "En kode, som telefonens kamera kan læse. Den åbner siden her.";
  return `<p class="onward">${other}</p><details class="copy"><summary>${title}</summary>`
    + `<img src="/b/${codes}/qr.svg${IN[language]}" alt="${text}" width="280" height="280" loading="lazy"></details>`;
}

// The QR code of a citizen's page.
function pictureAnswer({ edition, live, english, address: { origin } }, name) {
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

route(/^\/b$/, async ({ request, params }) => (request.method === "POST" ? chosen(await params()) : null));
route(/^\/b\/[^/]+$/, ({ live, english, address, page }) => {
  const own = `${address.pathname}?sprog=en`;
  return english && live.has(own) ? page(live.page(own, {})) : null;
});
route(/^\/b\/([^/]+)\/qr\.svg$/, pictureAnswer);
route(/^\/b\/([^/]+)$/, ({ edition, live, english, address, page }, name) => {
  if (edition.entries.has(address.pathname)) return null;
  const [status, body] = citizenPage(live, name, english ? "en" : "da");
  return page(body, status);
});

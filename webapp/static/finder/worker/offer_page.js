// A report that something about an offer is wrong. With a network the server takes it; without one it waits here, beside
// the edition, and is sent when there is one. The same checks as registry/report.py.
const WAITING = "beskeder"; // a cache: one entry for each report that waits
const KINDS = ["1", "2", "3", "4"];
const LONGEST_REPORT = 500;
const CPR = /(?<![0-9+])(0[1-9]|[12][0-9]|3[01])(0[1-9]|1[0-2])[0-9]{2}[- ]?[0-9]{4}(?![0-9])/;

const NO_KIND = "Vælg først, hvad der er galt.";
const REPORT_TOO_LONG = `Teksten er for lang. Skriv højst ${LONGEST_REPORT} tegn.`;
const HAS_CPR = "Der står noget, der ligner et CPR-nummer. Slet det, og send igen. Vi gemmer aldrig noget om en borger.";
const KEPT = "Tak. Beskeden venter på telefonen og sendes, når der er net.";

function reportMistake(kind, text) {
  if (!KINDS.includes(kind)) return NO_KIND;
  if (Array.from(text).length > LONGEST_REPORT) return REPORT_TOO_LONG;
  return CPR.test(text) ? HAS_CPR : null;
}

function tidyReport(text) {
  return text.replaceAll("\r\n", "\n").replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, " ").trim();
}

// An offer's page, for one who reads or one who reports.
async function offerAnswer(live, request, code, page) {
  if (request.method !== "POST") return page(offerPage(live, code, {}));
  const params = await paramsOf(request);
  try {
    return await fetch(request);
  } catch {
    const kind = String(params.get("slags") ?? "");
    const text = tidyReport(String(params.get("tekst") ?? ""));
    const wrong = reportMistake(kind, text);
    if (wrong) return page(offerPage(live, code, { wrong, kind, text }), 422);
    await keepReport({ code, kind, text });
    return page(offerPage(live, code, { said: KEPT }));
  }
}

// With `said`, that stands on top; with `wrong`, it does so as a mistake, and the form keeps what was typed.
function offerPage(live, code, { said = "", wrong = "", kind = "", text = "" }) {
  const minute = live.minute();
  const offer = live.byCode.get(code);
  return live.page("/find/-", {
    kode: () => code,
    tilbuddet: () => live.part(offer, "page", minute),
    besked: () => reportMessage(said, wrong),
    slags: (value) => (wrong && value === kind ? " checked" : ""),
    skrevet: () => (wrong ? escaped(text) : ""),
  });
}

function reportMessage(said, wrong) {
  if (wrong) return `<p class="message wrong" role="alert">${escaped(wrong)} <a href="#meld">Til beskeden</a></p>`;
  return said ? `<p class="message" role="status">${escaped(said)}</p>` : "";
}

async function keepReport(report) {
  const cache = await caches.open(WAITING);
  await cache.put(`/find/${report.code}?${crypto.randomUUID()}`, new Response(JSON.stringify(report)));
}

// Send what waits. What the server has answered, a refusal too, waits no more; a full or failing server is asked again.
async function sendReports() {
  if (!(await caches.has(WAITING))) return;
  const cache = await caches.open(WAITING);
  for (const waiting of await cache.keys()) {
    const { code, kind, text } = await (await cache.match(waiting)).json();
    const answer = await fetch(`/find/${code}`, { method: "POST", body: new URLSearchParams({ slags: kind, tekst: text }), credentials: "omit" });
    if (answer.status !== 429 && answer.status < 500) await cache.delete(waiting);
  }
  if (!(await cache.keys()).length) await caches.delete(WAITING);
}

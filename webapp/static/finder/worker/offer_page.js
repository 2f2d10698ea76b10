// A report that something about an offer is wrong. With a network the server takes it; without one it waits here, beside
// the edition, and is sent when there is one. The same checks as registry/report.py.
const WAITING = "beskeder"; // a cache: one entry for each report that waits
const KINDS = ["1", "2", "3", "4"];
const LONGEST_REPORT = 500;
const REPORT_WAIT = 10_000; // milliseconds: a half-dead network is none

function reportMistake(kind, text, said) {
  if (!KINDS.includes(kind)) return said.no_kind;
  if (Array.from(text).length > LONGEST_REPORT) return put(said.too_long, { most: LONGEST_REPORT });
  return hasCpr(text) ? said.cpr : null;
}

// What cannot be seen goes, but for what joins pictures or letters: `tidy` in webapp/typed_text.py is the same.
// Each is asked of one character: Chromium 156 does not find a class at the end of a text, `[😀😁]$`.
const BEFORE_JOINER = /^(?:[\p{So}\p{Lo}\p{Emoji_Modifier}]|\ufe0f)/u;
const AFTER_JOINER = /^[\p{So}\p{Lo}]/u;

function tidyReport(text) {
  const joins = (char, place, all) =>
    "\u200c\u200d".includes(char) &&
    BEFORE_JOINER.test(Array.from(all.slice(0, place)).pop() ?? "") &&
    AFTER_JOINER.test(all.slice(place + 1));
  return text
    .replaceAll("\r\n", "\n")
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, " ")
    .replace(/[\p{Cf}\p{Cs}]/gu, (char, place, all) => (joins(char, place, all) ? char : ""))
    .trim();
}

// An offer's page, for one who reads or one who reports.
async function offerAnswer(answers, request, code, page) {
  if (request.method !== "POST") return page(offerPage(answers, code, {}));
  const params = await paramsOf(request);
  try {
    return await ourAnswer(fetch(request, { signal: endsAfter(REPORT_WAIT) }));
  } catch {
    const kind = String(params.get("slags") ?? "");
    const text = tidyReport(String(params.get("tekst") ?? ""));
    const wrong = reportMistake(kind, text, answers.said.report);
    if (wrong) return page(offerPage(answers, code, { wrong, kind, text }), 422);
    await keepReport({ code, kind, text });
    return page(offerPage(answers, code, { said: answers.said.report.waits }));
  }
}

// With `said`, that stands on top; with `wrong`, it does so as a mistake, and the form keeps what was typed.
function offerPage(answers, code, { said = "", wrong = "", kind = "", text = "" }) {
  const minute = answers.minute();
  const offer = answers.byCode.get(code);
  return answers.page("/find/-", {
    code: () => code,
    offer: () => answers.part(offer, "page", minute),
    message: () => reportMessage(said, wrong, answers.said.report.to_form),
    kind: (value) => (wrong && value === kind ? " checked" : ""),
    typed: () => (wrong ? escaped(text) : ""),
  });
}

function reportMessage(said, wrong, toForm) {
  if (wrong) return `<p class="message wrong" role="alert">${escaped(wrong)} <a href="#meld">${toForm}</a></p>`;
  return said ? `<p class="message" role="status">${escaped(said)}</p>` : "";
}

async function keepReport(report) {
  const cache = await caches.open(WAITING);
  await cache.put(`/find/${report.code}?${crypto.randomUUID()}`, new Response(JSON.stringify(report)));
}

// An answer of ours, told by the content policy that all of them carry. A portal's page, a proxy's error and silence are
// no answer: they throw, as a missing network does, so that the text stays with whoever wrote it.
async function ourAnswer(answering) {
  const answer = await answering;
  if (!(answer.headers.get("Content-Security-Policy") ?? "").startsWith("default-src 'none'")) throw new TypeError("not ours");
  return answer;
}

let sending = null;
let sendingNext = null;

// Send what waits: one round at a time. Who asks during a round gets the next one, for the network may have come back
// after this one gave up.
function sendReports() {
  if (sending) return (sendingNext ??= sending.finally(() => (sendingNext = null)).then(sendReports));
  return (sending = sendOneRound().catch(() => {}).finally(() => (sending = null)));
}

// The offers that a spoilt report was about: told on every page until somebody has seen it, for it must be written again.
let lost = [];

// Only taken (2xx) or gone for good (410) ends a report; everything else is asked again another time.
async function sendOneRound() {
  if (!(await caches.has(WAITING))) return;
  const cache = await caches.open(WAITING);
  const waiting = [];
  const spoilt = new Set();
  for (const entry of await cache.keys()) {
    const report = await readReport(await cache.match(entry));
    if (report) waiting.push([entry, report]);
    else spoilt.add(new URL(entry.url).pathname);
  }
  lost = [...spoilt];
  for (const [entry, report] of waiting) {
    const body = new URLSearchParams({ slags: report.kind, tekst: report.text });
    const signal = endsAfter(REPORT_WAIT);
    const answer = await ourAnswer(fetch(`/find/${report.code}`, { method: "POST", body, signal, credentials: "omit" }));
    if (answer.ok || answer.status === 410) await cache.delete(entry);
  }
  if (!(await cache.keys()).length) await caches.delete(WAITING);
}

// A browser that was killed in the middle can leave an entry that cannot be read. It holds up no other.
async function readReport(kept) {
  try {
    const report = await kept.json();
    return KINDS.includes(report.kind) && typeof report.text === "string" ? report : null;
  } catch {
    return null;
  }
}

// Somebody has read that spoilt reports were not sent.
async function forgetLost() {
  const cache = await caches.open(WAITING);
  for (const entry of await cache.keys()) if (!(await readReport(await cache.match(entry)))) await cache.delete(entry);
  if (!(await cache.keys()).length) await caches.delete(WAITING);
  lost = [];
}

route(/^\/find\/([a-z2-9]{4})$/, ({ answers, request, page }, named) => {
  const code = answers.merged.get(named) ?? named;
  if (code !== named && request.method !== "POST") return Response.redirect(`/find/${code}`, 302);
  if (answers.byCode.has(code)) return offerAnswer(answers, request, code, page);
  return answers.closed.has(code) ? page(answers.page("/410.html", {}), 410) : null;
});

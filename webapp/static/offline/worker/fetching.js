// Looking for a newer edition and taking it: all of it or none. Whatever goes wrong, the edition in force stays.
const FORMAT = 12;
const SILENCE = 20000; // milliseconds without a byte after which a download is given up
const LARGEST = 20_000_000; // bytes

let looking = null;

// One look at a time, however many tabs ask. Tells every open page how it went.
function look() {
  if (looking) return Promise.all([looking, forgotten ? null : sendReports()]);
  looking = lookOnce().finally(() => (looking = null));
  return looking;
}

async function lookOnce() {
  if (forgotten) return;
  let state = "ready";
  try {
    await sendReports(); // what is not taken waits for the next time
    const mine = await current();
    await tell(mine ? "ready" : "fetching");
    if (mine) await keepAgainIfGone(mine);
    const facts = await newestFacts();
    if (facts.format !== FORMAT) {
      // The newer worker takes over when no page of ours is open any more; on a phone an app is seldom closed by itself.
      await registration.update();
      state = mine ? "outdated" : "failed";
    }
    if (facts.format === FORMAT && facts.version !== mine?.facts.version) await keep(await download(facts, mine));
  } catch (error) {
    state = error?.name === "QuotaExceededError" ? "no-room" : "failed";
  }
  if (!forgotten) await tell(state);
}

// A page that was reloaded past the worker, with Shift, is told too: the edition is there for it as well.
async function tell(state) {
  const facts = inForce && { version: inForce.facts.version, dateWords: inForce.facts.dateWords, sizeWords: inForce.facts.sizeWords };
  const pages = await clients.matchAll({ type: "window", includeUncontrolled: true });
  for (const page of pages) page.postMessage({ state, edition: facts, lost });
}

async function newestFacts() {
  const facts = JSON.parse(reader.decode(await fetched("/udgave.json", "application/json")));
  if (!/^[0-9a-f]{64}$/.test(facts.hash) || !/^[0-9a-f]+$/.test(facts.version)) throw new Error("not an edition");
  return facts;
}

async function download(facts, mine) {
  const patch = mine && facts.patches?.[mine.facts.version];
  if (patch) {
    try {
      return await opened(facts, patched(mine.bytes, await fetched(patch.url, "application/octet-stream")));
    } catch {
      // The whole edition is always to be had.
    }
  }
  return opened(facts, await fetched(facts.url, "application/octet-stream"));
}

// The signal that ends a request after so many milliseconds: `AbortSignal.timeout`, which Safari has only from 16 on. The
// phones that stay at 15 (iPhone 6s and 7) are those that are handed on.
function endsAfter(milliseconds) {
  const end = new AbortController();
  setTimeout(() => end.abort(), milliseconds);
  return end.signal;
}

// The bytes at one of our own addresses, and nothing else: a portal's login page, a redirect or an error throws.
async function fetched(path, type) {
  const giveUp = new AbortController();
  let timer = setTimeout(() => giveUp.abort(), SILENCE);
  try {
    const response = await fetch(path, { cache: "no-store", redirect: "error", credentials: "omit", signal: giveUp.signal });
    if (!response.ok || response.type !== "basic" || !response.headers.get("Content-Type")?.startsWith(type)) {
      throw new Error("not what was asked for");
    }
    const pieces = [];
    let length = 0;
    const body = response.body.getReader();
    for (;;) {
      const { done, value } = await body.read();
      if (done) break;
      clearTimeout(timer);
      timer = setTimeout(() => giveUp.abort(), SILENCE);
      pieces.push(value);
      length += value.length;
      if (length > LARGEST) throw new Error("too large");
    }
    const whole = new Uint8Array(length);
    pieces.reduce((place, piece) => (whole.set(piece, place), place + piece.length), 0);
    return whole;
  } finally {
    clearTimeout(timer);
    giveUp.abort();
  }
}

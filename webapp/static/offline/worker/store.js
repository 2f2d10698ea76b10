// The editions on the phone. Each is one entry in one cache, so it is there whole or not at all. The newest that is sound
// is in force; the one before it stays until the next, for the files that open tabs may still ask for.
const CACHE = "udgaver";

let inForce = null;
let before = null;
let reading = null;
let forgotten = false; // "Fjern alt" was chosen, and no page has asked for an edition since

// The edition in force, or null when there is none.
async function current() {
  if (inForce) return inForce;
  reading ??= readKept().finally(() => (reading = null));
  return reading;
}

async function readKept() {
  const sound = [];
  for (const kept of await keptNewestFirst()) {
    const edition = await openedKept(kept).catch(() => null);
    if (edition) sound.push(edition);
    else await (await caches.open(CACHE)).delete(kept.address);
  }
  [inForce = null, before = null] = sound;
  return inForce;
}

// A browser that was killed in the middle can leave an entry whose body cannot be read at all.
async function openedKept({ facts, response }) {
  return opened(facts, new Uint8Array(await response.arrayBuffer()));
}

async function keptNewestFirst() {
  if (!(await caches.has(CACHE))) return []; // reading makes no cache: after "Fjern alt" there is to be none
  const cache = await caches.open(CACHE);
  const kept = [];
  for (const request of await cache.keys()) {
    const response = await cache.match(request);
    try {
      const { taken, facts } = JSON.parse(decodeURIComponent(response.headers.get("X-Edition")));
      kept.push({ address: request.url, response, taken, facts });
    } catch {
      await cache.delete(request); // spoilt, or none of ours
    }
  }
  return kept.sort((one, other) => other.taken - one.taken);
}

// An edition from its bytes. Throws unless they are exactly what the server published.
async function opened(facts, bytes) {
  if ((await sha256(bytes)) !== facts.hash) throw new Error("the edition is not whole");
  return { facts, bytes, ...unpack(bytes) };
}

// Put an edition in force: first kept whole, then in force, then older ones let go.
async function keep(edition) {
  if (forgotten) throw new Error("removed while it was on its way");
  const cache = await caches.open(CACHE);
  const described = encodeURIComponent(JSON.stringify({ taken: Date.now(), facts: edition.facts }));
  const headers = { "Content-Type": "application/octet-stream", "X-Edition": described };
  const put = () => cache.put(addressOf(edition), new Response(edition.bytes, { headers }));
  try {
    await put();
  } catch (error) {
    // No room: let go of everything but the edition in force, and try once more.
    if (!(await letGoOf(cache, [inForce]))) throw error;
    await put();
  }
  if (forgotten) throw new Error("removed while it was being kept"); // forget() empties the cache after us
  if (edition !== inForce) [before, inForce] = [inForce, edition];
  await letGoOf(cache, [inForce, before]);
}

async function letGoOf(cache, allBut) {
  const stay = new Set(allBut.filter(Boolean).map((edition) => new URL(addressOf(edition), location).href));
  let gone = 0;
  for (const request of await cache.keys()) if (!stay.has(request.url) && (await cache.delete(request))) gone += 1;
  return gone;
}

// Someone, or the browser, may have emptied the cache while we held the edition in memory.
async function keepAgainIfGone(edition) {
  const cache = await caches.open(CACHE);
  if (!(await cache.match(addressOf(edition)))) await keep(edition);
}

// "Fjern alt": what is held here goes too, and what is on its way is not kept when it comes.
async function forget() {
  forgotten = true;
  inForce = before = null;
  await tell("removed");
  await looking?.catch(() => {});
  if (forgotten) for (const name of await caches.keys()) await caches.delete(name);
}

function addressOf(edition) {
  return `/udgave/${edition.facts.version}`;
}

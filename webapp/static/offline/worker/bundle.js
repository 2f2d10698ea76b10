// An edition as one file: reading it and checking it. The same as edition/bundle.py.
const reader = new TextDecoder("utf-8", { ignoreBOM: true });

async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// The line that starts at a place, and the place after its newline.
function lineAt(bytes, start) {
  const end = bytes.indexOf(10, start);
  if (end < 0) throw new Error("no line");
  return [bytes.subarray(start, end), end + 1];
}

// {headers, entries: Map of path -> {type, kind, body}}
function unpack(bytes) {
  const [line, first] = lineAt(bytes, 0);
  const index = JSON.parse(reader.decode(line));
  const entries = new Map();
  let start = first;
  for (const [path, type, size, kind] of index.entries) {
    entries.set(path, { type, kind, body: bytes.subarray(start, start + size) });
    start += size;
  }
  if (start !== bytes.length) throw new Error("the bundle's length does not fit its index");
  return { headers: index.headers, entries };
}

// The words of the edition itself, as slots in its pages.
function editionWord({ facts }, name, args) {
  const words = { edition: facts.version, "edition date": facts.dateWords, "edition size": facts.sizeWords };
  const slot = [name, ...args].join(" ");
  return Object.hasOwn(words, slot) ? words[slot] : null;
}

// The answer to a path from an edition, or null when the edition does not have it.
function answerFrom(edition, path) {
  const entry = edition.entries.get(path);
  if (!entry || entry.kind === "template") return null;
  const headers = { ...edition.headers, "Content-Type": entry.type };
  let body = entry.body;
  if (entry.kind === "page") {
    headers["Cache-Control"] = "no-store";
    body = fill(reader.decode(body), (name, args) => editionWord(edition, name, args));
  }
  return new Response(body, { status: path === "/404.html" ? 404 : 200, headers });
}

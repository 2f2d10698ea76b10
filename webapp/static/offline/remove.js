// "Fjern alt": everything of ours leaves the phone, with a network or without one.
const form = document.querySelector("[data-remove]");

// Done when the worker says that it keeps nothing more, or has said nothing for two seconds.
function forgotten(worker) {
  return new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = done;
    setTimeout(done, 2000);
    worker.postMessage("forget", [port2]);
  });
}

function forgetHere() {
  try {
    localStorage.clear();
    sessionStorage.clear();
  } catch {
    // No storage, then nothing lies there.
  }
}

async function removeEverything() {
  forgetHere(); // at once, whatever comes of the rest
  // The workers first: they live on while tabs are open, and what they are fetching must not arrive afterwards.
  const registrations = (await navigator.serviceWorker?.getRegistrations?.()) ?? [];
  const workers = new Set([navigator.serviceWorker?.controller, ...registrations.map(({ active }) => active)]);
  await Promise.all([...workers].filter(Boolean).map(forgotten));
  // The server's answer has the browser clear its storage; the rest does the same by hand, for when there is no server.
  const silence = new AbortController(); // by hand: Safari has AbortSignal.timeout only from 16 on
  setTimeout(() => silence.abort(), 4000);
  const told = fetch("/fjern", { method: "POST", keepalive: true, signal: silence.signal }).catch(() => {});
  for (const registration of registrations) await registration.unregister();
  for (const name of (await self.caches?.keys?.()) ?? []) await caches.delete(name);
  for (const { name } of (await self.indexedDB?.databases?.()) ?? []) indexedDB.deleteDatabase(name);
  forgetHere();
  await told;
}

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  form.querySelector("button").disabled = true;
  try {
    await removeEverything();
  } catch {
    form.submit(); // the browser refused the script; its own way is left
    return;
  }
  const page = document.querySelector("[data-remove-page]");
  page.replaceChildren(document.getElementById("removed").content.cloneNode(true));
  page.querySelector("h1").focus();
});

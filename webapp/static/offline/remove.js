// "Fjern alt": everything of ours leaves the phone, with a network or without one.
const form = document.querySelector("[data-remove]");

async function removeEverything() {
  // The server's answer has the browser clear its storage; the rest does the same by hand, for when there is no server.
  const told = fetch("/fjern", { method: "POST", keepalive: true, signal: AbortSignal.timeout(4000) }).catch(() => {});
  for (const registration of (await navigator.serviceWorker?.getRegistrations?.()) ?? []) {
    registration.active?.postMessage("forget"); // it lives on while other tabs are open
    await registration.unregister();
  }
  for (const name of (await self.caches?.keys?.()) ?? []) await caches.delete(name);
  for (const { name } of (await self.indexedDB?.databases?.()) ?? []) indexedDB.deleteDatabase(name);
  localStorage.clear();
  sessionStorage.clear();
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

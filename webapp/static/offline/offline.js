// Keeps the edition on the phone, and says in one line how that went. The work is the service worker's; this asks and tells.
const root = document.documentElement;
const worker = navigator.serviceWorker;
const say = (place, words) => document.querySelectorAll(place).forEach((element) => (element.textContent = words));

const CANNOT = "Kan ikke gemmes i denne browser. Alt virker, så længe du har net.";
const WORDS = {
  fetching: () => "Gemmer til brug uden net …",
  ready: (edition) => `Klar uden net · udgave ${edition.dateWords} · ${edition.sizeWords}`,
  outdated: (edition) =>
    `Udgaven fra ${edition.dateWords} er blevet gammel. Luk appen helt, og åbn den igen, så kommer den nye.`,
  "no-room": () =>
    "Ikke plads på telefonen til at gemme. Alt virker, så længe du har net. Ryd plads, og åbn siden igen.",
  failed: () => "Ikke gemt endnu. Vi prøver igen, næste gang du åbner en side.",
  removed: () => "Fjernet fra telefonen. Åbner du en side igen, gemmer den en ny udgave.",
};

// The line about the phone. It is read out when it is news: not on each page of a phone that had everything before.
function tell(words, news) {
  if (news) document.querySelectorAll("[data-kept]").forEach((line) => line.removeAttribute("aria-live"));
  say("[data-kept-words]", words);
}

function show({ state, edition }) {
  const shown = edition && state !== "outdated" ? "ready" : state;
  const news = shown !== "ready" || (root.dataset.kept ?? shown) !== shown;
  root.dataset.kept = shown;
  root.toggleAttribute("data-offline-ready", Boolean(edition));
  let words = WORDS[shown](edition);
  if (edition && state === "no-room") words += ". En nyere udgave fik ikke plads.";
  tell(words, news);
  const ready = state === "outdated" ? "Luk og åbn appen" : "Klar uden net";
  say("[data-signal-words]", navigator.onLine ? ready : "Uden net");
  document.querySelectorAll("[data-signal]").forEach((element) => (element.hidden = !edition));
}

// What waited on the phone and cannot be read any more was not sent: said until somebody has seen it.
function showLost(addresses) {
  if (!addresses?.length || document.querySelector("[data-lost]")) return;
  const told = Object.assign(document.createElement("div"), { className: "message wrong" });
  told.dataset.lost = "";
  told.setAttribute("role", "alert");
  told.append("En besked om et tilbud blev ødelagt på telefonen og er ikke sendt. Skriv den igen: ");
  for (const href of addresses)
    told.append(Object.assign(document.createElement("a"), { href, textContent: "til tilbuddet" }), " ");
  const seen = Object.assign(document.createElement("button"), { type: "button", textContent: "Det har jeg set" });
  seen.addEventListener("click", () => {
    worker.controller?.postMessage("lost is seen");
    told.remove();
  });
  told.append(seen);
  document.querySelector("main")?.prepend(told);
}

function cannot() {
  root.dataset.kept = "failed";
  tell(CANNOT, true);
}

// Browsers throw away what a site kept when they need room, unless it is promised to be kept; ask once the app is installed.
function keepForGood() {
  navigator.storage?.persist?.().catch(() => {});
}

// Whether the browser lets pages of ours keep anything. One that does, and has no worker, got none for want of a network.
async function mayKeep() {
  try {
    await caches.keys();
    return true;
  } catch {
    return false;
  }
}

async function switchOff() {
  for (const registration of (await worker?.getRegistrations?.()) ?? []) await registration.unregister();
  for (const name of (await self.caches?.keys?.()) ?? []) await caches.delete(name);
}

async function start() {
  if (root.dataset.worker === "off") return switchOff();
  if (!worker) return cannot();
  try {
    await worker.register("/sw.js", { scope: "/", updateViaCache: "none" });
  } catch {
    // Without a network the worker that is already here goes on; without one at all there is nothing to ask.
    if (!worker.controller) return (await mayKeep()) ? show({ state: "failed" }) : cannot();
  }
  const { active } = await worker.ready;
  active.postMessage("look");
}

if (matchMedia("(display-mode: standalone)").matches || navigator.standalone) keepForGood();
addEventListener("appinstalled", keepForGood);
worker?.addEventListener("message", (event) => {
  show(event.data);
  showLost(event.data.lost);
});
addEventListener("online", () => {
  if (root.dataset.kept === "removed") return;
  if (worker?.controller) worker.controller.postMessage("look");
  else start();
});
addEventListener("offline", () => say("[data-signal-words]", "Uden net"));
if (document.readyState === "complete") start();
else addEventListener("load", start);

// What the municipality chosen on this phone lays over the national pages: each element with data-local is filled with
// the pieces that stand in that place now. A page hears "local" when they have been put in.
(() => {
  const places = document.querySelectorAll("[data-local]");
  if (!places.length) return;
  const json = (address) => fetch(address).then((answer) => (answer.ok ? answer.json() : {}));
  const shown = new Map();
  let timer = null;

  function minute() {
    const { now } = document.documentElement.dataset; // the test clock
    return Math.floor((now ? Date.parse(now) : Date.now()) / 60000);
  }

  async function pieces() {
    const name = localStorage.getItem("kommune");
    if (!name) return {};
    const municipalities = await json("/data/lokalt.json");
    return Object.hasOwn(municipalities, name) ? json(`/data/lokalt/${municipalities[name]}.json`) : {};
  }

  function show(found) {
    const now = minute();
    const edges = [];
    for (const place of places) {
      const all = found[place.dataset.local] ?? [];
      const html = all.filter(([start, end]) => start <= now && now < end).map(([, , text]) => text).join("");
      edges.push(...all.flatMap(([start, end]) => [start, end]).filter((edge) => edge > now));
      if ((shown.get(place) ?? "") === html) continue;
      shown.set(place, html);
      place.innerHTML = html;
      place.hidden = !html;
    }
    clearTimeout(timer);
    const wait = (Math.min(...edges) - now) * 60000; // a page may lie open when a notice begins
    if (wait < 2 ** 31) timer = setTimeout(show, wait, found);
    document.dispatchEvent(new Event("local"));
  }

  const look = () => pieces().then(show).catch(() => {}); // no storage, or no network: the national page stands
  document.addEventListener("visibilitychange", () => document.hidden || look());
  addEventListener("storage", ({ key }) => (key ?? "kommune") === "kommune" && look());
  addEventListener("pageshow", ({ persisted }) => persisted && look());
  look();
})();

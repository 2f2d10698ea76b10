// What the municipality chosen on this phone lays over the national pages: each element with data-local is filled with
// the pieces that stand in that place now; one with data-everybody also with those that every phone is given. A page
// hears "local" when they have been put in.
(() => {
  const places = document.querySelectorAll("[data-local]");
  if (!places.length) return;
  const json = (address) => fetch(address).then((answer) => (answer.ok ? answer.json() : {}));
  const forEverybody = [...places].some((place) => "everybody" in place.dataset);
  const shown = new Map();
  let timer = null;
  let looks = 0;

  function clock() {
    const { now } = document.documentElement.dataset; // the test clock
    return now ? Date.parse(now) : Date.now();
  }

  function chosen() {
    try {
      return localStorage.getItem("kommune");
    } catch {
      return null; // no storage: what is for everybody is shown all the same
    }
  }

  // The door of the chosen municipality, as a record: pieces with their minutes, the later ones after the first.
  async function door() {
    if (!chosen() || ![...places].some((place) => place.dataset.local === "dør")) return [];
    const all = await json("/data/kommuner.json");
    if (!Object.hasOwn(all, chosen())) return [];
    const { html, later = [] } = all[chosen()];
    const versions = [[0, html], ...later.map(([start, changed]) => [start, changed.html])];
    return [{ dør: versions.map(([start, text], number) => [start, versions[number + 1]?.[0] ?? Infinity, text]) }];
  }

  // The records: the chosen municipality's, and everybody's where a place asks for it.
  async function records() {
    return [...(await door()), ...(await laidOver())];
  }

  async function laidOver() {
    const names = [...(chosen() ? [chosen()] : []), ...(forEverybody ? [""] : [])];
    if (!names.length) return [];
    const index = await json("/data/lokalt.json");
    const known = names.filter((name) => Object.hasOwn(index, name));
    return Promise.all(known.map((name) => json(`/data/lokalt/${index[name]}.json`)));
  }

  function show(found) {
    const now = Math.floor(clock() / 60000);
    const edges = [];
    for (const place of places) {
      const all = found.flatMap((record) => record[place.dataset.local] ?? []);
      const html = all
        .filter(([start, end]) => start <= now && now < end)
        .map(([, , text]) => text)
        .join("");
      edges.push(...all.flatMap(([start, end]) => [start, end]).filter((edge) => edge > now && edge < Infinity));
      if ((shown.get(place) ?? "") === html) continue;
      shown.set(place, html);
      place.innerHTML = html;
      place.hidden = !html;
    }
    clearTimeout(timer);
    // A page may lie open when a notice begins. It looks each minute until then, for a timer stands still while a
    // computer sleeps, and the clock may be moved.
    if (edges.length) timer = setTimeout(show, Math.min(Math.min(...edges) * 60000 - clock(), 60000), found);
    document.dispatchEvent(new Event("local"));
  }

  // No network: the national page stands. An answer that comes after a later look is dropped: the choice may be gone.
  function look() {
    const mine = ++looks;
    records()
      .then((found) => mine === looks && show(found))
      .catch(() => {});
  }

  document.addEventListener("visibilitychange", () => document.hidden || look());
  addEventListener("storage", ({ key }) => (key ?? "kommune") === "kommune" && look());
  addEventListener("pageshow", ({ persisted }) => persisted && look());
  look();
})();

// What is ticked in a meeting. It is kept on this phone alone, under one neutral name, and for twelve hours at most from
// the first tick: so long it must outlive a tab that was closed by accident. The quick exit and "Fjern alt" clear it with
// everything else. Nothing here is ever sent. One for all scripts of a page: `meeting`.
globalThis.meeting = (() => {
  const NAME = "moede";
  const LONGEST = 12 * 60 * 60 * 1000; // milliseconds
  const root = document.documentElement;
  const names = (list) => (Array.isArray(list) ? list.filter((name) => /^[a-z0-9]{1,12}$/.test(name)) : []);
  let timer = null;
  let memory = null; // where the browser refuses to store: as long as the page lives

  function clock() {
    return root.dataset.now ? Date.parse(root.dataset.now) : Date.now();
  }

  // What is kept, as it should be; whatever else lies under the name is nothing.
  function kept() {
    try {
      const found = memory ?? JSON.parse(localStorage.getItem(NAME));
      const age = clock() - found.begun;
      // A meeting from the future is one whose clock was set: how old it is nobody knows.
      if (!(age >= 0 && age < LONGEST)) throw new RangeError("too old");
      const contact = Object.entries(found.contact ?? {}).filter((pair) => names(pair).length === 2);
      return {
        begun: found.begun,
        ticks: names(found.ticks),
        branches: names(found.branches),
        first: names(found.first),
        contact: Object.fromEntries(contact),
        phase: names([found.phase])[0] ?? null,
      };
    } catch {
      return null;
    }
  }

  function read() {
    const found = kept();
    if (!found)
      forget(); // what is too old goes at once, not only when it is written over
    else wait(found.begun + LONGEST - clock());
    return found ?? { begun: null, ticks: [], branches: [], first: [], contact: {}, phase: null };
  }

  function wait(milliseconds) {
    clearTimeout(timer);
    timer = setTimeout(tell, Math.max(0, milliseconds));
  }

  function tell() {
    document.dispatchEvent(new Event("meeting"));
  }

  // Changes some of it. After someone has left nothing is written any more.
  function write(change) {
    if (root.classList.contains("left") || root.classList.contains("away")) return;
    const before = read();
    const after = { ...before, ...change, begun: before.begun ?? clock() };
    try {
      localStorage.setItem(NAME, JSON.stringify(after));
    } catch {
      memory = after;
    }
    tell();
  }

  function forget() {
    clearTimeout(timer);
    memory = null;
    try {
      localStorage.removeItem(NAME);
    } catch {
      // Nothing could be kept, then.
    }
  }

  addEventListener("storage", ({ key }) => (key === NAME || key === null) && tell());
  addEventListener("pageshow", tell);
  document.addEventListener("visibilitychange", tell);
  return { read, write, forget, tell };
})();

// Time that passes: what says whether a place is open is worked out anew when the page comes back, and each minute
// while it is looked at. The parts marked data-fresh take the place of those that stand. Without an answer, what stands
// says from when it is. Written for old browsers too, for the exit shares its file.
(() => {
  const root = document.documentElement;
  const PATIENCE = 8000; // milliseconds
  const OLD = 120000; // milliseconds after which a state without an answer says from when it is
  const MINUTE = 60000;
  let looked = Date.now();
  let asked = 0; // a new question of the reader's makes an answer on its way worthless
  let timer = null;

  const parts = (page) => Array.from(page.querySelectorAll("[data-fresh]"));
  document.addEventListener("htmx:config:request", () => {
    asked += 1;
  });

  function request(stop) {
    const form = document.querySelector("form[data-fresh-from]");
    if (!form)
      return fetch(location.pathname + location.search, {
        credentials: "same-origin",
        cache: "no-store",
        signal: stop.signal,
      });
    const body = new URLSearchParams(new FormData(form));
    if (form.dataset.page) body.set("s", form.dataset.page);
    return fetch(form.action, { method: "POST", body, signal: stop.signal });
  }

  function place(old, fresh) {
    const active = old.contains(document.activeElement) ? document.activeElement : null;
    const at =
      active &&
      (active.id
        ? `#${CSS.escape(active.id)}`
        : active.getAttribute("href") && `[href="${CSS.escape(active.getAttribute("href"))}"]`);
    old.replaceWith(fresh);
    const again = at && fresh.querySelector(at);
    if (again) again.focus({ preventScroll: true });
  }

  const said = new WeakMap(); // what the server wrote in a part, before a script touched it
  const written = (part) => said.get(part) || said.set(part, part.innerHTML).get(part);
  const write = () => parts(document).forEach(written);
  write();
  document.addEventListener("DOMContentLoaded", write); // where the script stands in the head
  document.addEventListener("htmx:after:swap", write);

  function putIn(text) {
    const page = new DOMParser().parseFromString(text, "text/html");
    if (!page.documentElement.dataset.edition || !/<\/html>\s*$/.test(text))
      throw new Error("not a page of ours, whole");
    if (page.documentElement.dataset.edition !== root.dataset.edition) {
      const writing = Array.from(document.querySelectorAll("textarea")).some((field) => field.value);
      if (!writing && !root.classList.contains("turned")) location.reload();
      return;
    }
    const before = parts(document);
    const after = parts(page);
    if (before.length !== after.length) return;
    before.forEach((old, number) => {
      const fresh = document.importNode(after[number], true);
      said.set(fresh, fresh.innerHTML);
      if (said.get(old) !== fresh.innerHTML) place(old, fresh);
    });
    document.dispatchEvent(new Event("fresh"));
  }

  function tell(since) {
    if (Date.now() - since < OLD) return;
    const citizens = document.querySelector("main[data-at]"); // a citizen's page says it in its language
    const at = citizens ? citizens.dataset.at : "Kl. {time}: ";
    const clock = new Date(since).toLocaleTimeString(root.lang === "da" ? "da-DK" : "en-GB", {
      hour: "2-digit",
      minute: "2-digit",
      timeZone: "Europe/Copenhagen",
    });
    for (const state of document.querySelectorAll("[data-fresh] [data-open]:not([data-since])")) {
      state.dataset.since = clock;
      state.dataset.open = "unknown";
      state.prepend(at.replace("{time}", clock));
      said.delete(state.closest("[data-fresh]"));
    }
  }

  function look() {
    clearTimeout(timer);
    timer = setTimeout(look, MINUTE - (Date.now() % MINUTE) + 500);
    if (document.hidden || !parts(document).length || root.classList.contains("away")) return;
    const mine = asked;
    const address = location.href;
    const since = looked;
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), PATIENCE);
    request(stop)
      .then((answer) => {
        if (!answer.ok) throw new Error(answer.status);
        return answer.text();
      })
      .then((text) => {
        if (mine !== asked || address !== location.href || root.classList.contains("away")) return;
        putIn(text);
        looked = Date.now();
      })
      .catch(() => tell(since))
      .then(() => clearTimeout(late));
  }

  document.addEventListener("visibilitychange", () => document.hidden || look());
  addEventListener("pageshow", ({ persisted }) => persisted && look());
  timer = setTimeout(look, MINUTE - (Date.now() % MINUTE) + 500);
})();

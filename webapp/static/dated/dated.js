// Truth with a date: a part of a page marked data-holds-from or data-holds-until (days, both included) stands on its days
// and on no other, by the phone's clock, at midnight in Denmark, on an open page too. Without a script every version
// stands, each with its days in words.
(() => {
  const DAY = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Copenhagen" }); // 2026-12-31
  const MINUTE = 60000;

  function show() {
    const { now } = document.documentElement.dataset; // the test clock
    const today = DAY.format(now ? new Date(now) : new Date());
    for (const part of document.querySelectorAll("[data-holds-from], [data-holds-until]")) {
      const { holdsFrom = "", holdsUntil = "9999" } = part.dataset;
      const holds = holdsFrom <= today && today <= holdsUntil;
      if (part.hidden === holds) part.hidden = !holds;
    }
  }

  function tick() {
    show();
    setTimeout(tick, MINUTE - (Date.now() % MINUTE) + 100);
  }

  tick();
  document.addEventListener("visibilitychange", show);
  document.addEventListener("htmx:after:swap", show);
  document.addEventListener("fresh", show);
  addEventListener("pageshow", show);
})();

// The lines to ring at once: one that is closed now, in Denmark, stands after those that answer, and says from when it
// does. data-daily is the minutes of every day between which a line is open; one without is always open. Written for
// old browsers too, for the citizen's pages use it.
(() => {
  const CLOCK = new Intl.DateTimeFormat("en-GB", {
    timeZone: "Europe/Copenhagen",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const DAY = 1440;
  const MINUTE = 60000;

  function minuteOfDay() {
    const fixed = document.documentElement.dataset.now; // the test clock
    const [hour, minute] = CLOCK.format(fixed ? new Date(fixed) : new Date()).split(":");
    return Number(hour) * 60 + Number(minute);
  }

  function isClosed(line, now) {
    if (!line.dataset.daily) return false;
    const [from, to] = line.dataset.daily.split("-").map(Number);
    return !((from <= now && now < to) || (from <= now + DAY && now + DAY < to));
  }

  function tell(line, closed) {
    const words = line.querySelector("[data-when-closed]");
    if (words) words.hidden = !closed;
  }

  function show() {
    const now = minuteOfDay();
    for (const list of document.querySelectorAll("[data-lines]")) {
      const lines = Array.from(list.children);
      lines.forEach((line, number) => {
        line.dataset.place = line.dataset.place || String(number);
        tell(line, isClosed(line, now));
      });
      const key = (line) => (isClosed(line, now) ? 1000 : 0) + Number(line.dataset.place);
      const sorted = lines.slice().sort((one, other) => key(one) - key(other));
      const inOrder = sorted.every((line, number) => line === lines[number]);
      if (inOrder || list.contains(document.activeElement)) continue;
      for (const line of sorted) list.appendChild(line);
    }
  }

  function tick() {
    show();
    setTimeout(tick, MINUTE - (Date.now() % MINUTE) + 100);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", tick);
  else tick();
  document.addEventListener("visibilitychange", show);
  document.addEventListener("htmx:after:swap", show);
  document.addEventListener("fresh", show);
})();

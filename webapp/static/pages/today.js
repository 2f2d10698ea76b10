// The card of the day on the home page: the card that stands at today's date in the list, in Denmark, for everyone.
(() => {
  const line = document.querySelector("[data-today]");
  if (!line) return;
  const days = document.querySelectorAll("[data-days] a");

  function show() {
    const { now } = document.documentElement.dataset; // the test clock
    const date = new Intl.DateTimeFormat("en", { timeZone: "Europe/Copenhagen", day: "numeric" });
    const card = days[date.format(now ? new Date(now) : new Date()) - 1];
    line.href = card.href;
    line.textContent = card.textContent;
    line.hidden = false;
  }

  show();
  document.addEventListener("visibilitychange", show); // a page left open overnight
})();

// The meeting's page on the worker's phone, turned round to the citizen: it shows what has been told, and what the
// citizen asks to hear first is handed on to the checklist. A phone of the citizen's own never gets this script.
(() => {
  const root = document.documentElement;
  const wishes = () => [...document.querySelectorAll("input[data-ask-first]")];

  function show() {
    if (!root.classList.contains("turned")) return;
    const { ticks, first } = meeting.read();
    for (const point of document.querySelectorAll("[data-told]")) {
      point.querySelector("em").hidden = !point.dataset.told.split(" ").some((name) => ticks.includes(name));
    }
    for (const wish of wishes()) wish.checked = first.includes(wish.value);
  }

  document.addEventListener("turned", show);
  document.addEventListener("meeting", show);
  document.addEventListener("change", ({ target }) => {
    if (!root.classList.contains("turned") || !target.matches("input[data-ask-first]")) return;
    meeting.write({
      first: wishes()
        .filter((wish) => wish.checked)
        .map((wish) => wish.value),
    });
  });
  meeting.read(); // any page of ours forgets a meeting that is over
})();

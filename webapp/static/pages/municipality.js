// The line on the home page that tells which municipality this phone has chosen, and leads to where it is chosen.
(() => {
  const line = document.querySelector("[data-municipality]");
  if (!line) return;

  function show() {
    let name = null;
    try {
      name = localStorage.getItem("kommune");
    } catch {
      return; // no storage: a choice would not be kept
    }
    line.querySelector("[data-name]").textContent = name || "ikke valgt";
    line.querySelector("a").textContent = name ? "Skift" : "Vælg";
    line.hidden = false;
  }

  show();
  document.addEventListener("visibilitychange", show);
  addEventListener("storage", show); // chosen, or forgotten, in another tab
  addEventListener("pageshow", ({ persisted }) => persisted && show());
})();

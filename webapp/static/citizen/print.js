// Buttons that print: they are there only where a script can answer them.
(() => {
  document.documentElement.classList.add("scripted");
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-print]")) print();
  });
})();

// Buttons that print: they are there only where a script can answer them. The code that takes a page to another phone
// belongs on its paper, so it is fetched first; a page of offers leaves it out by its style.
(() => {
  document.documentElement.classList.add("scripted");

  async function unfold() {
    for (const copy of document.querySelectorAll(".meeting .copy")) {
      copy.open = true;
      const code = copy.querySelector("img");
      code.loading = "eager";
      await code.decode().catch(() => {}); // without it the paper still says everything
    }
  }

  document.addEventListener("click", async (event) => {
    if (!event.target.closest?.("[data-print]")) return;
    await unfold();
    print();
  });
  addEventListener("beforeprint", unfold);
})();

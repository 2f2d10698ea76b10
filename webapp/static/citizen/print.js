// Buttons that print: they are there only where a script can answer them. The code that takes a page to another phone
// belongs on its paper, so it is fetched first; a page of offers leaves it out by its style. Written for old browsers
// too, for the exit shares its file.
(() => {
  const PATIENCE = 800; // milliseconds: after that the browser may no longer count it as the tap's own doing
  document.documentElement.classList.add("scripted");

  // The pictures that are still on their way.
  function unfold() {
    const pictures = Array.from(document.querySelectorAll(".meeting .copy"), (copy) => {
      copy.open = true;
      const picture = copy.querySelector("img");
      picture.loading = "eager";
      return picture;
    });
    return pictures.filter((picture) => !picture.complete);
  }

  document.addEventListener("click", (event) => {
    if (!event.target.closest || !event.target.closest("[data-print]")) return;
    const missing = unfold();
    if (!missing.length) {
      print(); // within the tap: some browsers open no dialog later
      return;
    }
    const come = Promise.all(missing.map((picture) => picture.decode().catch(() => {})));
    const waited = new Promise((done) => setTimeout(done, PATIENCE)); // without it the paper still says everything
    Promise.race([come, waited]).then(() => print());
  });
  addEventListener("beforeprint", unfold);
})();

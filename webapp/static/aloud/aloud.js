// "Læs op": a page for a citizen, or what a card says to say, read aloud by a voice on the device itself. Where the
// browser has none for the language there is no button. Nothing is sent and nothing is kept. Whatever takes the page from
// sight stops it: the exit does so itself (pages/exit.js). Written for old browsers too, for the exit shares its file.
(() => {
  const engine = window.speechSynthesis;
  if (!engine || !window.SpeechSynthesisUtterance || !window.aloudRules) return;
  const { voiceFor, digits, spoken, sentences } = window.aloudRules;
  const root = document.documentElement;
  const SILENT =
    "button, form, details, template, [hidden], [aria-hidden=true], .dated, .onward, .hint, .languages, .unread [lang=da]";
  const INLINE = "a, b, i, em, q, span, bdi, cite, small, time";
  let reading = null; // what is being read: its button, its pieces, and the one that is on
  let ended = false; // all of it was heard: who asks again wants it from the start

  const buttons = () => Array.from(document.querySelectorAll("[data-aloud]"));
  const voice = (tag) => voiceFor(engine.getVoices(), tag);
  const languageOf = (node) => (node.closest("[lang]") || root).lang;

  // What a button reads: all that the page says, or what the part it stands in tells to say.
  function partsOf(button) {
    const part = button.closest(".said, [data-role=say]");
    return part ? Array.from(part.querySelectorAll("q")) : [document.querySelector("main")];
  }

  function show() {
    for (const button of buttons()) {
      button.hidden = !voice(languageOf(button));
      button.textContent = reading && reading.button === button ? button.dataset.stop : button.dataset.aloud;
    }
  }

  function stop() {
    if (!reading) return;
    const { block } = reading;
    reading = null; // before the engine is told: it answers that the last piece is over
    if (block) block.classList.remove("read-now");
    engine.cancel();
    show();
  }

  // The words of a part in order, as {text, lang, name, block}: one piece for each stretch within a block that is in one
  // language. `name` is for what has no language of its own to be read in: a place's name, an address, a number.
  function pieces(part) {
    const found = [];
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const last = found[found.length - 1];
      if (node.nodeName === "BR" && last) last.text += "\n";
      if (node.nodeType !== Node.TEXT_NODE || !node.data.trim()) continue;
      const within = node.parentElement;
      if (within.closest(SILENT) || !within.getClientRects().length) continue;
      const block = within.closest(`:not(${INLINE.split(", ").join("):not(")}), .call`);
      const lang = languageOf(within);
      const name = Boolean(within.closest("[translate=no]"));
      const text =
        within.closest('[href^="tel:"], [href^="sms:"]') && /\d/.test(node.data) ? digits(node.data) : node.data;
      if (last && last.block === block && last.lang === lang) {
        last.text += text;
        last.name = last.name && name;
      } else found.push({ text, lang, name, block });
    }
    return found;
  }

  function isInView(block) {
    const { top, bottom } = block.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  }

  // The eye follows what the ear hears; but who has scrolled on to something else is left there.
  function mark(mine, block) {
    const follows = !mine.block || isInView(mine.block);
    if (mine.block) mine.block.classList.remove("read-now");
    mine.block = block;
    block.classList.add("read-now");
    if (follows) block.scrollIntoView({ block: "nearest" });
  }

  function next() {
    const mine = reading;
    const piece = mine.rest.shift();
    if (!piece) {
      ended = true;
      return stop();
    }
    // Asked each time, for a voice may go meanwhile. Words in a language without one are left out; names are said as
    // well as the page's voice can.
    const said = voice(piece.lang) || (piece.name && voice(mine.lang));
    if (!said) return next();
    mark(mine, piece.block);
    mine.utterance = new SpeechSynthesisUtterance(piece.text); // held on to: a browser may let go of it and fall silent
    mine.utterance.voice = said;
    mine.utterance.lang = said.lang;
    const over = () => {
      if (reading !== mine) return;
      if (document.hidden || !document.contains(mine.button)) stop();
      else next();
    };
    mine.utterance.onend = over;
    mine.utterance.onerror = () => reading === mine && stop();
    engine.speak(mine.utterance);
  }

  function read(button) {
    engine.cancel(); // what another page of ours may have left in the engine
    const all = [].concat(...partsOf(button).map(pieces));
    // From what is on the screen and on: who has scrolled to a place wants to hear of that one.
    const here = ended ? 0 : all.findIndex(({ block }) => isInView(block));
    ended = false;
    const cut = all
      .slice(Math.max(here, 0))
      .map((piece) => sentences(spoken(piece.text, piece.lang)).map((text) => Object.assign({}, piece, { text })));
    reading = { button, lang: languageOf(button), rest: [].concat(...cut), block: null };
    show();
    next();
  }

  document.addEventListener("click", (event) => {
    if (!event.target.closest || !event.target.closest("[data-aloud]")) return;
    const button = event.target.closest("[data-aloud]");
    const again = reading && reading.button === button;
    stop();
    if (!again) read(button);
  });
  document.addEventListener("visibilitychange", () => document.hidden && stop());
  addEventListener("pagehide", stop);
  // Another page in this one's place: the phone turned or turned back, another card.
  for (const other of ["turned", "turnedback", "htmx:after:swap"]) {
    document.addEventListener(other, () => {
      stop();
      ended = false;
      show();
    });
  }
  // The first question makes some browsers look for their voices, and then they tell.
  if (engine.addEventListener) engine.addEventListener("voiceschanged", show);
  else engine.onvoiceschanged = show;
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", show);
  else show();
})();

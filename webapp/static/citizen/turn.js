// The phone turned round: a citizen's page takes the place of ours, and only a long press, or two presses, bring ours
// back. Without script the same links simply open the citizen's page.
(() => {
  const HOLD = 1200; // milliseconds
  const TWICE = 10000; // milliseconds in which a second press counts
  const IN_A_ROW = 600; // milliseconds between taps that belong together
  const HELD = "Hold nede for at vende tilbage";
  const AGAIN = "Tryk igen for at vende tilbage";
  const root = document.documentElement;
  let ours = null; // what stood here before: nodes, title, language, scroll
  let goingBack = false;

  async function turn(address) {
    let page = null;
    try {
      const answer = await fetch(address, { credentials: "omit" });
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
      await dress(page);
    } catch {
      page = null;
    }
    if (root.classList.contains("away")) return; // someone left meanwhile, which ends what is on its way too
    if (!page) {
      location.assign(address);
      return;
    }
    if (!ours) {
      ours = {
        nodes: [...document.body.childNodes],
        title: document.title,
        lang: root.lang,
        dir: root.dir,
        scroll: scrollY,
      };
      // A place of its own in the history, so that Back can be caught: it must not lead a citizen to the staff side.
      // It is made while the tap counts; browsers pass over places made without one when someone goes Back.
      history.pushState({ turned: true }, "", address);
    } else {
      history.replaceState({ turned: true }, "", address);
    }
    document.body.replaceChildren(...page.body.childNodes, holdButton());
    document.title = page.title;
    root.lang = page.documentElement.lang;
    root.dir = page.documentElement.dir;
    root.classList.add("turned");
    scrollTo(0, 0);
    const heading = document.querySelector("h1");
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    document.dispatchEvent(new Event("turned"));
  }

  // The citizen's style sheet in place of ours.
  async function dress(page) {
    // Throws for anything but a citizen's page, such as a server that says it is out of order.
    const address = page.querySelector('link[rel=stylesheet][href*="/citizen."]').getAttribute("href");
    let sheet =
      document.querySelector(`link[href="${CSS.escape(address)}"]`) ?? document.querySelector("link[data-citizen]");
    if (!sheet) {
      sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address });
      sheet.dataset.citizen = "";
      const loaded = new Promise((done, failed) => {
        sheet.onload = done;
        sheet.onerror = failed;
      });
      document.head.append(sheet);
      await loaded;
    }
    wear(true);
  }

  // The sheets themselves, not their links: a link that is enabled again loads its sheet anew, and a page that has been
  // scrolled to its place meanwhile is pushed away from it.
  function wear(citizens) {
    for (const link of document.querySelectorAll("link[rel=stylesheet]")) {
      (link.sheet ?? link).disabled = "citizen" in link.dataset !== citizens;
    }
  }

  // The finger that held is lifted over a page that came beneath it: that is no tap on what now lies there.
  function swallowTap() {
    const swallow = (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    addEventListener("click", swallow, { capture: true, once: true });
    addEventListener("pointerdown", () => removeEventListener("click", swallow, true), { capture: true, once: true });
    addEventListener("keydown", () => removeEventListener("click", swallow, true), { capture: true, once: true });
  }

  function turnBack(byFinger = false) {
    if (!ours) return;
    if (byFinger) swallowTap();
    document.body.replaceChildren(...ours.nodes);
    document.title = ours.title;
    root.lang = ours.lang;
    root.dir = ours.dir;
    root.classList.remove("turned");
    wear(false);
    const { scroll } = ours;
    ours = null;
    goingBack = true;
    history.back();
    scrollTo(0, scroll);
    document.dispatchEvent(new Event("turnedback"));
  }

  function holdButton() {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "hold" });
    button.textContent = HELD;
    button.lang = "da";
    const told = Object.assign(document.createElement("p"), { className: "hold-told" });
    told.setAttribute("role", "status");
    told.lang = "da";
    let timer = null;
    let asked = false;
    let calm = null;
    const start = ({ type }) => {
      button.classList.add("held");
      timer ??= setTimeout(() => turnBack(type === "pointerdown"), HOLD);
    };
    const stop = () => {
      button.classList.remove("held");
      clearTimeout(timer);
      timer = null;
    };
    button.addEventListener("pointerdown", start);
    for (const end of ["pointerup", "pointerleave", "pointercancel", "blur"]) button.addEventListener(end, stop);
    button.addEventListener("contextmenu", (event) => event.preventDefault());
    button.addEventListener("keydown", (event) => [" ", "Enter"].includes(event.key) && start(event));
    button.addEventListener("keyup", stop);
    // A screen reader, a switch and a voice press without holding, and some of them look just like a finger. Two
    // presses then, the first of which is answered in words; taps in a row, as a playing finger's, are answered last.
    function askAgain() {
      asked = true;
      button.textContent = AGAIN;
      told.textContent = AGAIN;
      calm = setTimeout(() => {
        asked = false;
        button.textContent = HELD;
        told.textContent = "";
      }, TWICE);
    }
    button.addEventListener("click", ({ detail, pointerType }) => {
      if (pointerType === "mouse") return; // a hand on a mouse can hold
      clearTimeout(calm);
      if (asked) turnBack();
      else if (detail === 0 && !pointerType) askAgain();
      else calm = setTimeout(askAgain, IN_A_ROW);
    });
    const both = document.createElement("div");
    both.append(button, told);
    return both;
  }

  addEventListener("popstate", ({ state }) => {
    if (goingBack) goingBack = false;
    else if (root.classList.contains("away") || Boolean(state?.turned) === Boolean(ours)) return;
    else if (ours) history.forward();
    else history.back(); // Forward, to where a citizen's page was
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(ours ? 'a[href^="/b/"]' : "a[data-turn]");
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    turn(link.href);
  });

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-turn]")) return;
    const codes = new FormData(event.target).getAll("c");
    event.preventDefault();
    if (codes.length) turn(`/b/${codes.join("-")}`);
  });
})();

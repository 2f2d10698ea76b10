// The checklist in use: what is ticked, what is shown, and which line comes next.
const PHASES = ["foer", "start", "undervejs", "afslutning", "efter"];

// The next line to say: what cannot wait, then what the citizen asked for, then on from the phase the talk is in.
// Takes the lines in page order, each { phase, asked, shown, ticked }; answers one of them or undefined.
function nextLine(lines, phase) {
  const left = lines.filter((line) => line.shown && !line.ticked);
  const from = Math.max(0, PHASES.indexOf(phase));
  return (
    left.find((line) => line.phase === "nu") ??
    left.find((line) => line.asked) ??
    left.find((line) => PHASES.indexOf(line.phase) >= from) ??
    left.find((line) => !PHASES.includes(line.phase))
  );
}

// Whether a line is shown: its branch is chosen, and none that takes it away. checklist/checklist.py is the same.
function isShown({ when, unless, onlyAsked, asked }, branches) {
  return (!when || branches.includes(when)) && !unless.some((name) => branches.includes(name)) && (!onlyAsked || asked);
}

(() => {
  const form = document.querySelector("[data-checklist]");
  if (!form) return;
  const words = (element, name) => (element.dataset[name] ?? "").split(" ").filter(Boolean);
  const asLine = (element, list) => ({
    element,
    list,
    id: element.dataset.check,
    box: element.querySelector("input[type=checkbox]"),
    place: list?.dataset.phase,
    before: element.dataset.before,
    when: element.dataset.when,
    unless: words(element, "unless"),
    topics: words(element, "topics"),
    onlyAsked: "onlyAsked" in element.dataset,
  });
  const national = [...form.querySelectorAll("[data-check]")].map((element) => asLine(element, element.parentElement));
  const own = form.querySelector("template[data-local]");
  let lines = national;
  let taken = "";
  let brought = null; // what was brought under the thumb last: the element, and how far down the screen
  const branches = [...form.querySelectorAll("[data-branch]")];
  const answers = [...form.querySelectorAll(".contact input")];
  const first = form.querySelector("[data-first]");
  const said = document.querySelector("[data-said]");
  const link = document.querySelector("[data-next]");
  const chosen = document.querySelector("[data-chosen]");
  const hash = location.hash.slice(1);
  let phase = PHASES.includes(hash) ? hash : null;
  let next;

  // Lines that were asked for stand on top; the others where they were.
  function arrange() {
    for (const line of lines) {
      const goal = line.asked && line.shown ? first : line.list;
      if (line.element.parentElement === goal) continue;
      const kept = line.box === document.activeElement;
      const after = lines.find((other, at) => at > lines.indexOf(line) && other.element.parentElement === goal);
      goal.insertBefore(line.element, after?.element ?? null);
      if (kept) line.box.focus({ preventScroll: true });
    }
    first.parentElement.hidden = !first.children.length;
  }

  function show() {
    const state = meeting.read();
    phase ??= state.phase;
    for (const line of lines) {
      line.asked = line.topics.some((topic) => state.first.includes(topic));
      line.shown = isShown(line, state.branches);
      line.ticked = line.box.checked = state.ticks.includes(line.id);
      line.element.hidden = !line.shown;
      line.phase = line.place;
    }
    for (const branch of branches) branch.checked = state.branches.includes(branch.id);
    for (const answer of answers) answer.checked = state.contact[answer.name] === answer.value;
    arrange();
    next = nextLine(lines, phase);
    for (const line of lines) {
      if (line === next) line.element.setAttribute("aria-current", "step");
      else line.element.removeAttribute("aria-current");
    }
    for (const tally of document.querySelectorAll("[data-tally]")) {
      const counted = lines.filter((line) => line.shown && line.phase === tally.dataset.tally);
      tally.textContent = `${counted.filter((line) => line.ticked).length} af ${counted.length}`;
      const within = tally.closest("a");
      if (next?.phase === tally.dataset.tally) within?.setAttribute("aria-current", "step");
      else within?.removeAttribute("aria-current");
    }
    if (chosen) chosen.textContent = state.branches.length || "";
    if (link) link.textContent = next ? "Næste" : "Alt er sagt";
    return state;
  }

  const topOf = (element) => element.getBoundingClientRect().top;

  function toNext() {
    const element = next?.element ?? form.querySelector(".after-all");
    element.scrollIntoView({ block: "start", behavior: "instant" });
    brought = { element, top: topOf(element) };
  }

  // The municipality's own lines among the national ones: each before the line it names, or last in its phase.
  function among(ours) {
    const ids = new Set(national.map((line) => line.id));
    return national.flatMap((line, at) => {
      const last = national[at + 1]?.list !== line.list;
      const here = ours.filter(({ before }) => before === line.id);
      return [
        ...here,
        line,
        ...(last ? ours.filter(({ list, before }) => list === line.list && !ids.has(before)) : []),
      ];
    });
  }

  // What the municipality chosen on this phone lays over the page, whenever that comes, changes or goes.
  function takeIn() {
    if (own.innerHTML === taken) return;
    taken = own.innerHTML;
    stayInPlace(() => {
      const focused = document.activeElement?.id;
      for (const old of form.querySelectorAll("[data-own], [data-note]")) old.remove();
      const come = own.content.cloneNode(true);
      lines = among(
        [...come.querySelectorAll("[data-own]")]
          .map((element) => asLine(element, form.querySelector(`[data-phase="${element.dataset.own}"]`)))
          .filter(({ list }) => list),
      );
      for (const line of national) {
        const note = come.querySelector(`[data-note="${line.id}"]`);
        if (note) line.element.querySelector("details").before(note);
        if (note) line.box.setAttribute("aria-describedby", note.id);
        else line.box.removeAttribute("aria-describedby");
      }
      show();
      if (focused && document.activeElement?.id !== focused)
        document.getElementById(focused)?.focus({ preventScroll: true });
    });
  }

  // Whoever was brought to the next line is at the next line still; whoever reads elsewhere goes on reading there.
  function stayInPlace(change) {
    // About there: a browser that opens a link into a phase scrolls to its heading after us.
    const still = brought && Math.abs(topOf(brought.element) - brought.top) < 40;
    const read = national.find(({ element }) => element.getBoundingClientRect().bottom > innerHeight / 3)?.element;
    const before = read && topOf(read);
    change();
    if (!form.isConnected) return; // turned round: what is on the screen is another page
    if (still) toNext();
    else if (read && scrollY > 0) scrollBy({ top: topOf(read) - before, behavior: "instant" });
  }

  // What was ticked while this script was still on its way: on a slow network a thumb is quicker.
  function takeEarly() {
    const early = (box) => box.checked && !box.defaultChecked;
    const { ticks, branches: before, contact } = meeting.read();
    const change = {
      ticks: lines.filter(({ box, id }) => early(box) && !ticks.includes(id)).map(({ id }) => id),
      branches: branches.filter((box) => early(box) && !before.includes(box.id)).map(({ id }) => id),
      contact: Object.fromEntries(answers.filter(early).map(({ name, value }) => [name, value])),
    };
    if (!change.ticks.length && !change.branches.length && !Object.keys(change.contact).length) return;
    meeting.write({
      ticks: [...ticks, ...change.ticks],
      branches: [...before, ...change.branches],
      contact: { ...contact, ...change.contact },
    });
  }

  // How far we are, for those who do not see it.
  function announce() {
    const counted = lines.filter((line) => line.shown);
    const rest = next ? `Næste: ${next.element.querySelector(".what").textContent}` : "Alt er sagt.";
    said.textContent = `${counted.filter((line) => line.ticked).length} af ${counted.length} sagt. ${rest}`;
  }

  function changed(target) {
    if (target.matches("[data-branch]")) {
      const before = lines.filter((line) => line.shown).map((line) => line.id);
      meeting.write({ branches: branches.filter((branch) => branch.checked).map((branch) => branch.id) });
      const after = lines.filter((line) => line.shown).map((line) => line.id);
      const come = after.filter((name) => !before.includes(name)).length;
      const gone = before.filter((name) => !after.includes(name)).length;
      const parts = [come && `${come} ${come === 1 ? "linje" : "linjer"} lagt til`, gone && `${gone} taget væk`].filter(
        Boolean,
      );
      form.querySelector("[data-changed]").textContent = `${parts.join(", ")}.`;
      return;
    }
    if (target.type === "radio") {
      meeting.write({
        contact: Object.fromEntries(answers.filter(({ checked }) => checked).map(({ name, value }) => [name, value])),
      });
      return;
    }
    const line = lines.find(({ box }) => box === target);
    if (!line) return;
    if (line.ticked === target.checked) return;
    const ticks = meeting.read().ticks.filter((name) => name !== line.id);
    if (target.checked) ticks.push(line.id);
    if (PHASES.includes(line.phase)) phase = line.phase;
    meeting.write({ ticks, phase });
    announce();
    if (target.checked) toNext();
  }

  form.addEventListener("change", ({ target }) => changed(target));
  form.addEventListener("reset", () => {
    meeting.forget();
    phase = null;
    setTimeout(() => {
      show();
      announce();
      scrollTo(0, 0);
    });
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("click", (event) => {
    const way = event.target.closest?.("[data-next], .phases a");
    if (!way || !form.isConnected) return;
    event.preventDefault();
    if (way.matches(".phases a")) {
      phase = way.hash.slice(1);
      show();
      const heading = document.getElementById(phase);
      const ahead = next?.phase === phase ? next.element : heading;
      ahead.scrollIntoView({ block: "start", behavior: "instant" });
    } else {
      toNext();
    }
    next?.box.focus({ preventScroll: true });
  });
  form.querySelector("[popover]")?.addEventListener("toggle", ({ newState }) => {
    if (newState !== "closed") return;
    form.querySelector("[data-changed]").textContent = "";
    if (lines.some((line) => line.when && line.shown)) toNext();
  });
  document.addEventListener("meeting", show);
  document.addEventListener("local", takeIn);
  document.addEventListener("turnedback", () => {
    show();
    if (next?.asked) toNext();
  });

  history.scrollRestoration = "manual"; // the next line is the place to be, not where the page was left
  takeEarly();
  const state = show();
  if (state.begun !== null || phase) toNext();
  takeIn(); // it may have come before this script did
  const branch = branches.find(({ id }) => id === hash);
  if (branch) {
    form.querySelector("[popover]").showPopover?.();
    branch.focus();
  }
})();

// Scenarios: the reading place follows the turn, and the phone remembers which scenarios have been seen to an end.
// That is all it remembers; the quick exit and "Fjern alt" forget it with everything else.
const SEEN = "set";

function seen() {
  try {
    return new Set((localStorage.getItem(SEEN) ?? "").split(" ").filter(Boolean));
  } catch {
    return new Set(); // no storage, then nothing was seen
  }
}

function remember(number) {
  try {
    localStorage.setItem(SEEN, [...seen().add(number)].join(" "));
  } catch {
    // no storage: the scenario works all the same
  }
}

function follow() {
  // Not `:target`, which a page that is just being opened does not have yet.
  const step = document.getElementById(location.hash.slice(1));
  if (!step?.matches(".step")) return;
  if ("end" in step.dataset) remember(document.querySelector("[data-practice]").dataset.practice);
  const heading = step.querySelector("h2");
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

function mark() {
  const numbers = seen();
  for (const line of document.querySelectorAll("[data-practice-line]")) {
    line.querySelector(".seen").hidden = !numbers.has(line.dataset.practiceLine);
  }
}

addEventListener("hashchange", follow);
addEventListener("pageshow", mark); // also when Back brings the list to life again
follow();

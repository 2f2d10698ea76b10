// The clock of a ten-minute session: one step at a time, started, paused and moved on by whoever leads. It never moves
// on by itself. Screen readers are told at the start, with a minute left and when the time is up; not every second.
const stage = document.querySelector("[data-screen]");
const find = (name) => stage.querySelector(`[data-${name}]`);
const steps = [...stage.querySelector("ol").children];
const start = find("start");
const next = find("next");
const MINUTE = 60;

let at = 0;
let left = 0; // seconds of this step that had not passed when the clock last stood still
let since = null; // when it began to run, or null while it stands still
let ticking = null;
let warned = false;

const length = () => Number(steps[at].dataset.minutes ?? 0) * MINUTE;
const now = () => performance.now() / 1000;
const remaining = () => Math.max(0, left - (since === null ? 0 : now() - since));
const minutes = (count) => (count === 1 ? "ét minut" : `${count} minutter`);
const tell = (words) => (find("told").textContent = words);

function show() {
  const seconds = Math.ceil(remaining() - 0.001);
  const words = `${Math.floor(seconds / MINUTE)}:${String(seconds % MINUTE).padStart(2, "0")}`;
  if (find("left").textContent !== words) find("left").textContent = words;
  find("used").value = length() ? 1 - seconds / length() : 1;
  start.textContent = since === null ? "Start" : "Pause";
  start.hidden = length() === 0 || seconds === 0;
  find("left").hidden = find("used").hidden = length() === 0;
  next.textContent = at === steps.length - 1 ? "Forfra" : "Næste";
  stage.toggleAttribute("data-over", length() > 0 && seconds === 0);
}

function halt() {
  left = remaining();
  since = null;
  clearInterval(ticking);
}

function tick() {
  const seconds = remaining();
  if (seconds === 0) {
    halt();
    tell("Tiden er gået. Gå videre, når I er klar.");
    if (document.activeElement === start) next.focus();
  } else if (!warned && seconds <= MINUTE && length() > MINUTE) {
    warned = true;
    tell("Ét minut tilbage.");
  }
  show();
}

function run() {
  since = now();
  ticking = setInterval(tick, 250);
  tell(`${steps[at].querySelector("[data-name]").textContent}: ${minutes(Math.max(1, Math.round(left / MINUTE)))}.`);
}

function enter(number) {
  halt();
  at = number;
  left = length();
  warned = false;
  steps.forEach((step, place) => step.toggleAttribute("data-on", place === at));
}

start.addEventListener("click", () => {
  if (since === null) run();
  else {
    halt();
    tell("Pause.");
  }
  show();
});

next.addEventListener("click", () => {
  const running = since !== null;
  enter((at + 1) % steps.length);
  // The clock goes on with the next step when it was running or had run out; back at the beginning it waits.
  if (length() && at > 0 && (running || stage.hasAttribute("data-over"))) run();
  else tell(steps[at].querySelector("[data-name]").textContent + ".");
  show();
});

stage.classList.add("timed");
find("clock").hidden = false;
enter(0);
show();

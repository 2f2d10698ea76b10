// Turning cards by swipe and arrow keys, and the jump between a card's three depths. All of it follows links that are
// there anyway; htmx fetches the next card's page and takes the card out of it.
const links = () => document.querySelector(".dock");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

function flip(way) {
  links()?.querySelector(`a[rel="${way}"]`)?.click();
}

addEventListener("keydown", (event) => {
  if (
    event.altKey ||
    event.ctrlKey ||
    event.metaKey ||
    event.shiftKey ||
    event.target.closest("input, textarea, select")
  )
    return;
  if (event.key === "ArrowRight") flip("next");
  if (event.key === "ArrowLeft") flip("prev");
});

// A swipe is clearly sideways; anything else is scrolling, zooming or selecting.
const FAR = 64; // pixels
let start = null;
const EDGE = 24; // pixels at either side, where the phone's own Back begins
const isOurs = ({ clientX }) => clientX >= EDGE && clientX <= innerWidth - EDGE && (visualViewport?.scale ?? 1) <= 1.01;
const card = () => document.querySelector("#kort > .card");

addEventListener(
  "touchstart",
  (event) => {
    start =
      event.touches.length === 1 && isOurs(event.touches[0]) && event.target.closest("#kort > .card")
        ? { x: event.touches[0].clientX, y: event.touches[0].clientY }
        : null;
  },
  { passive: true },
);

function sideways(touch) {
  const across = touch.clientX - start.x;
  const down = touch.clientY - start.y;
  return Math.abs(across) > 2 * Math.abs(down) ? across : 0;
}

addEventListener(
  "touchmove",
  (event) => {
    if (event.touches.length > 1 || (visualViewport?.scale ?? 1) > 1.01) {
      if (start) card().style.transform = "";
      start = null; // a second finger, or a page that is zoomed: it is panned
    }
    if (!start || calm.matches) return;
    const across = sideways(event.touches[0]);
    card().style.transform = across ? `translateX(${across * 0.6}px) rotate(${across * 0.01}deg)` : "";
  },
  { passive: true },
);

addEventListener("touchend", (event) => {
  if (!start) return;
  const across = sideways(event.changedTouches[0]);
  start = null;
  card().style.transform = "";
  if (Math.abs(across) > FAR && getSelection().isCollapsed) flip(across < 0 ? "next" : "prev");
});

addEventListener("touchcancel", () => {
  start = null;
  if (card()) card().style.transform = "";
});

document.addEventListener("htmx:after:swap", (event) => {
  const shown = document.getElementById("kort");
  // Turning is not travelling: Back leads to where the reader came from, not through every card on the way.
  history.replaceState(null, "", event.detail.ctx.request.action);
  document.title = shown.dataset.title;
  scrollTo(0, 0);
  const title = shown.querySelector("h1");
  title.tabIndex = -1;
  title.focus({ preventScroll: true });
  watchDepths();
});

let watcher = null;

function watchDepths() {
  watcher?.disconnect();
  const jumps = new Map([...document.querySelectorAll(".depths a")].map((link) => [link.hash.slice(1), link]));
  watcher = new IntersectionObserver(
    (seen) => {
      for (const { target, isIntersecting } of seen) {
        if (!isIntersecting) continue;
        for (const link of jumps.values()) link.removeAttribute("aria-current");
        jumps.get(target.id).setAttribute("aria-current", "true");
      }
    },
    { rootMargin: "-30% 0px -60% 0px" },
  );
  for (const name of jumps.keys()) watcher.observe(document.getElementById(name));
}

// The jump leaves no line in the history. Keyboard and screen reader go on from where it leads.
addEventListener("click", (event) => {
  const link = event.target.closest(".depths a");
  if (!link) return;
  event.preventDefault();
  const section = document.querySelector(link.hash);
  const heading = section.querySelector("h1, h2");
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  section.scrollIntoView({ behavior: calm.matches ? "auto" : "smooth" });
});

watchDepths();

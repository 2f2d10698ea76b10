// The quick exit. Loaded in the head of every page, before anything is shown, because three things must not wait:
// a tap on "Luk", a page brought back by Back after someone left, and a page restored from the back/forward cache.
//
// Leaving happens inside the page: it is covered and emptied, its address becomes /luk, and a neutral page that every
// page carries takes its place. So no request tells anyone, and no network is needed.
//
// Written for browsers of ten years ago too: ECMAScript 2017, and nothing newer without asking whether it is there.
(() => {
  const LEFT = "luk"; // the only thing written, and only for this tab: it makes Back safe
  const root = document.documentElement;
  const onCitizenPage = location.pathname.startsWith("/b/");

  function left() {
    try {
      return sessionStorage.getItem(LEFT) !== null;
    } catch (_error) {
      return false;
    }
  }

  // A citizen's page writes nothing, unless there are pages of ours behind it that Back could show.
  function pagesOfOursBehind() {
    return "navigation" in window ? navigation.entries().length > 1 : history.length > 1;
  }

  function forgetEverything() {
    try {
      localStorage.clear();
      sessionStorage.clear();
      if (!onCitizenPage || pagesOfOursBehind()) sessionStorage.setItem(LEFT, "1");
    } catch (_error) {
      // No storage, then nothing to forget; Back is then guarded only by the emptied page itself.
    }
  }

  function installed() {
    return (
      matchMedia("(display-mode: standalone), (display-mode: fullscreen), (display-mode: minimal-ui)").matches ||
      navigator.standalone === true
    );
  }

  function outsideAddress() {
    const link = document.querySelector("[data-outside]");
    return link ? link.dataset.outside : "";
  }

  function goOutside(address) {
    if (address && navigator.onLine && !installed()) location.replace(address);
  }

  function today() {
    return root.dataset.now ? new Date(root.dataset.now) : new Date();
  }

  // ISO 8601 week number: the week that holds the year's first Thursday is number 1.
  function weekOf(day) {
    const thursday = new Date(Date.UTC(day.getFullYear(), day.getMonth(), day.getDate()));
    thursday.setUTCDate(thursday.getUTCDate() + 4 - (thursday.getUTCDay() || 7));
    const newYear = Date.UTC(thursday.getUTCFullYear(), 0, 1);
    return Math.ceil(((thursday - newYear) / 86400000 + 1) / 7);
  }

  function fillNeutralPage() {
    const day = document.querySelector("[data-day]");
    const week = document.querySelector("[data-week]");
    if (!day || !week) return;
    const words = today().toLocaleDateString("da-DK", { weekday: "long", day: "numeric", month: "long" });
    day.textContent = words.charAt(0).toUpperCase() + words.slice(1);
    week.textContent = `Uge ${weekOf(today())}`;
  }

  function becomeNeutral() {
    if (document.readyState === "loading") {
      document.addEventListener("DOMContentLoaded", becomeNeutral, { once: true });
      return;
    }
    const neutral = document.getElementById("neutral");
    const outside = outsideAddress();
    document.body.textContent = "";
    if (neutral) document.body.appendChild(neutral.content.cloneNode(true));
    document.title = "I dag";
    // The browser's own bar loses our colour. The picture stays: without it Chromium would ask the server for one.
    for (const colour of Array.from(document.querySelectorAll("meta[name=theme-color]"))) colour.remove();
    history.replaceState(null, "", "/luk");
    fillNeutralPage();
    root.classList.remove("left", "covered");
    root.classList.add("away");
    scrollTo(0, 0);
    // Who hears the page learns that it is gone: the date is read out.
    const heading = document.querySelector(".neutral h1");
    if (heading) {
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    }
    goOutside(outside);
  }

  // Our other tabs and windows leave too. They hear it from the browser itself: nothing is sent, and nothing kept.
  let others = null;
  function listenToOthers() {
    try {
      others = new BroadcastChannel("luk");
      others.onmessage = () => {
        if (!root.classList.contains("away") && location.pathname !== "/luk") leave();
      };
    } catch (_error) {
      // An old browser, or one that lets sites keep nothing: each tab is left by itself.
    }
  }

  function leaveEverywhere() {
    leave();
    if (!others) listenToOthers();
    if (others) others.postMessage(null);
  }

  function leave() {
    root.classList.add("left"); // covers the page before anything else is done
    stop(); // a page or a card that is on its way must not arrive afterwards
    if (window.speechSynthesis) speechSynthesis.cancel(); // and nothing of it be heard
    document.dispatchEvent(new CustomEvent("leaving", { detail: {} })); // the desk's forms
    forgetEverything();
    becomeNeutral();
  }

  document.addEventListener(
    "click",
    (event) => {
      if (!event.target.closest || !event.target.closest("[data-quick-exit]")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      leaveEverywhere();
    },
    true,
  );

  let shifts = [];
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Shift") shifts = [];
      else if (!event.repeat) shifts = [...shifts, event.timeStamp].filter((time) => event.timeStamp - time < 5000);
      if (shifts.length >= 3) leaveEverywhere();
    },
    true,
  );
  // Shift held while something is marked with the mouse is no wish to leave.
  document.addEventListener(
    "pointerdown",
    () => {
      shifts = [];
    },
    true,
  );

  // What goes into the back/forward cache goes in covered; whether it is uncovered is decided when it comes back. It
  // keeps its size, so that the browser remembers how far down it stood.
  listenToOthers();
  addEventListener("pagehide", () => {
    if (others) others.close(); // or a browser might not keep the page, and load it anew on Back
    others = null;
    if (!root.classList.contains("away")) root.classList.add("covered");
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    if (!others) listenToOthers();
    if (root.classList.contains("away")) return;
    if (left()) becomeNeutral();
    else root.classList.remove("covered");
  });
  addEventListener("popstate", () => {
    if (root.classList.contains("away")) history.replaceState(null, "", "/luk");
  });

  // What htmx had asked for when someone left is dropped when it arrives, or fails to.
  for (const arrival of ["htmx:after:request", "htmx:before:swap", "htmx:error"]) {
    addEventListener(
      arrival,
      (event) => {
        if (!root.classList.contains("away")) return;
        event.preventDefault();
        event.stopImmediatePropagation();
      },
      true,
    );
  }

  // A page that Back brings to life has, in Firefox, the tab's storage as it was when the page was left, without the
  // mark. A page that holds a lock is loaded anew there instead; in other browsers the lock changes nothing.
  if (navigator.locks) navigator.locks.request("here", { mode: "shared" }, () => new Promise(() => {})).catch(() => {});

  if (location.pathname === "/luk") {
    document.addEventListener("DOMContentLoaded", () => {
      fillNeutralPage();
      goOutside(outsideAddress());
    });
  } else if (left()) {
    // Opened anew, from the address bar, a link or the home screen: that is a wish to be here. Anything else is not.
    const entry = performance.getEntriesByType("navigation")[0];
    if (entry ? entry.type === "navigate" : performance.navigation.type === 0) {
      sessionStorage.removeItem(LEFT);
    } else {
      root.classList.add("left");
      becomeNeutral();
    }
  }
})();

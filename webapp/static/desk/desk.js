// The desk's pages. Loaded in the head, after the exit's script.
(() => {
  // Back after logging out must not bring a page of the desk to life: it is asked for anew, and the server decides.
  // `exit.js` covered it as it went away and would uncover it now; this runs after that and before anything is painted.
  addEventListener("pageshow", (event) => {
    const root = document.documentElement;
    if (!event.persisted || root.classList.contains("away")) return;
    root.classList.add("left");
    location.reload();
  });

  // The secret of an invitation stands after "#", which no browser sends. It moves into the form, and out of the
  // address, before anybody looks over a shoulder.
  document.addEventListener("DOMContentLoaded", () => {
    const place = document.querySelector("[data-from-link]");
    if (!place) return;
    const [field, secret] = [place.querySelector("input"), location.hash.slice(1)];
    if (/^[\w-]{20,}$/.test(secret)) {
      field.value = secret;
      history.replaceState(null, "", location.pathname);
    }
    place.classList.toggle("filled", Boolean(field.value) && !place.querySelector(".error"));
  });

  // A new password is long, and typed blind it is typed wrong on a phone. Whoever is alone may look at it.
  document.addEventListener("DOMContentLoaded", () => {
    for (const field of document.querySelectorAll("[autocomplete=new-password]")) {
      const [row, box, label] = ["p", "input", "label"].map((name) => document.createElement(name));
      Object.assign(box, { type: "checkbox", id: `${field.id}-shown` });
      Object.assign(label, { htmlFor: box.id, textContent: "Vis adgangskoden" });
      box.addEventListener("change", () => Object.assign(field, { type: box.checked ? "text" : "password" }));
      field.form.addEventListener("submit", () => Object.assign(field, { type: "password" })); // a browser keeps text
      row.className = "choice";
      row.append(box, label);
      field.after(row);
    }
  });

  // What is shown once is copied by one press, where the browser lets us; else it is marked, to be copied by hand.
  document.addEventListener("DOMContentLoaded", () => {
    const link = document.querySelector("[data-copy]");
    if (!link) return;
    const [row, button, told] = ["p", "button", "span"].map((name) => document.createElement(name));
    Object.assign(button, { type: "button", className: "second-button", textContent: link.dataset.copy });
    told.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(link.innerText.trim());
        told.textContent = "Kopieret.";
      } catch {
        getSelection().selectAllChildren(link);
        told.textContent = "Markeret. Kopiér det selv.";
      }
    });
    row.className = "buttons";
    row.append(button, told);
    link.after(row);
  });

  // A mistake is the first thing heard: it begins the title, and its summary has the focus.
  function showWrong() {
    const wrong = document.querySelector("main :is(.conflict, .wrong[role=alert]:not([data-standing]))");
    if (!wrong) return;
    if (!document.title.startsWith("Fejl: ")) document.title = `Fejl: ${document.title}`;
    wrong.tabIndex = -1;
    wrong.focus();
  }
  document.addEventListener("DOMContentLoaded", showWrong);

  // A browser writes a date as its own language does (11/29/2026 in an English one). The same stands below it in Danish.
  function inWords(moment) {
    const [day, time] = moment.split("T");
    if (!day) return "";
    const words = new Intl.DateTimeFormat("da-DK", { dateStyle: "full", timeZone: "UTC" }).format(
      new Date(`${day}T00:00Z`),
    );
    return time ? `${words} kl. ${time.slice(0, 5).replace(":", ".")}` : words;
  }
  function sayDates() {
    for (const field of document.querySelectorAll('input[type="date"], input[type="datetime-local"]')) {
      let words = field.nextElementSibling;
      if (!words?.matches("output")) {
        words = document.createElement("output");
        words.className = "soft in-words";
        words.setAttribute("for", field.id);
        field.after(words);
      }
      if (words.textContent !== inWords(field.value)) words.textContent = inWords(field.value); // voices tell of a change
    }
  }
  for (const happened of ["DOMContentLoaded", "input", "filled", "htmx:after:swap"])
    document.addEventListener(happened, sayDates);

  // Without a network the browser would put a page of its own in the place of what was typed. (htmx says it itself.)
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (navigator.onLine || !form.closest("main") || form.matches("[hx-post], [hx-get]")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (form.querySelector(".trouble")) return;
      const [done, here] = form.querySelector(".field") ? ["gemt", " Det, du har skrevet, står her."] : ["sket", ""];
      const said = Object.assign(document.createElement("p"), {
        className: "trouble",
        role: "alert",
        textContent: `Der er intet net, så det er ikke ${done}.${here} Prøv igen, når der er net.`,
      });
      const buttons = form.querySelector(".buttons");
      if (buttons) buttons.before(said);
      else form.append(said);
      said.scrollIntoView({ block: "nearest" });
      addEventListener("online", () => said.remove(), { once: true });
    },
    true,
  );

  // The second press of a double click is no second wish: its answer ("used", "is not there") would take the place of the
  // first one's. After ten seconds of silence, as long as htmx waits, it is.
  const sent = new WeakMap();
  document.addEventListener("submit", (event) => {
    const { target: form, timeStamp: moment } = event;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (moment - (sent.get(form) ?? -Infinity) < 10000) {
      event.preventDefault();
      return;
    }
    sent.set(form, moment);
    const { submitter } = event; // on a slow line nothing else is seen to happen
    submitter?.setAttribute("data-sending", "");
    setTimeout(() => submitter?.removeAttribute("data-sending"), 10000);
  });

  // A part of a page that was opened to be edited takes over from the link that opened it.
  document.addEventListener("htmx:after:swap", () => {
    if (document.activeElement === document.body)
      document.querySelector("main form h2, main section:has(> form) > h2")?.focus();
  });
})();

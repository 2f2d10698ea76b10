// What is being typed in a form of the desk is kept at the server, under the account, while it is being typed. So the
// exit can empty the page and the phone at once, and the form is as it was when it is opened again. The request that the
// exit lets go is one like all the others: it does not say that anybody left.
(() => {
  const SECRET = "[type=password], [autocomplete$=password], [type=file], [autocomplete=one-time-code]";
  const TEXT =
    "textarea, input:not([type]), input:is([type=text], [type=search], [type=tel], [type=email], [type=url])";
  const OURS = ["csrf_token", "kept"];
  const PAUSE = 700; // milliseconds without a key
  const root = document.documentElement;
  let typed = null; // { form, timer, sent, going }

  function isKept(form) {
    const ours = form.closest("main") && form.method === "post" && form.querySelector("[name=csrf_token]");
    const asks = form.matches("[role=search]"); // nothing is lost of what is only looked for
    return Boolean(ours && !asks && form.querySelector(TEXT) && !form.querySelector(SECRET));
  }

  function fieldsOf(form) {
    return [...new FormData(form)].filter(([name, value]) => !OURS.includes(name) && typeof value === "string");
  }

  function path(form) {
    return new URL(form.getAttribute("action") || location.href, location.href).pathname;
  }

  function post(address, form, fields) {
    const body = new URLSearchParams({ csrf_token: form.querySelector("[name=csrf_token]").value, ...fields });
    const going = new AbortController();
    const answer = fetch(address, { method: "POST", body, keepalive: true, redirect: "manual", signal: going.signal });
    return { going, answer };
  }

  // Sends what has changed since it was last kept.
  function keep(state) {
    clearTimeout(state.timer);
    const felter = JSON.stringify(fieldsOf(state.form));
    if (felter === state.sent) return;
    const navn = document.querySelector("main h1")?.textContent.replace(/\s+/g, " ").trim() ?? "";
    state.going?.abort();
    const { going, answer } = post("/intern/kladde", state.form, {
      til: path(state.form),
      sted: location.pathname,
      navn,
      felter,
    });
    state.going = going;
    answer
      .then((got) => {
        if (got.status === 204) state.sent = felter;
      })
      .catch(() => {});
  }

  function forget() {
    if (!typed) return;
    clearTimeout(typed.timer);
    typed.going?.abort();
    typed = null;
  }

  function changed({ target }) {
    const form = target.form;
    if (!form || !isKept(form) || root.classList.contains("away")) return;
    if (typed?.form !== form) {
      if (typed) keep(typed);
      typed = { form, timer: 0, sent: "", going: null };
    }
    clearTimeout(typed.timer);
    const state = typed;
    state.timer = setTimeout(() => keep(state), PAUSE);
  }
  document.addEventListener("input", changed);
  document.addEventListener("change", changed);

  // The exit has stopped what was on its way, and is about to empty the page.
  document.addEventListener("leaving", () => typed && keep(typed));

  // What is sent by its button, or given up, is no draft.
  document.addEventListener("submit", ({ target }) => typed?.form === target && forget());
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".buttons a");
    const form = link?.closest("form");
    if (!form || !isKept(form) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    forget();
    const { going, answer } = post("/intern/kladde/slet", form, { til: path(form) });
    setTimeout(() => going.abort(), 3000); // on a network that says nothing
    // The exit ends it too, and leads nowhere.
    answer.catch(() => {}).finally(() => root.classList.contains("away") || location.assign(link.href));
  });

  function fill(form, fields) {
    const left = new Map();
    for (const [name, value] of fields) left.set(name, [...(left.get(name) ?? []), value]);
    for (const control of form.elements) {
      if (!control.name || OURS.includes(control.name) || control.matches("button, fieldset")) continue;
      const values = left.get(control.name) ?? [];
      if (control.matches("[type=checkbox], [type=radio]")) control.checked = values.includes(control.value);
      else if (values.length) control.value = values.shift();
    }
    // Lines that the page did not have when it was opened.
    for (const [name, values] of left)
      if (!form.elements.namedItem(name))
        for (const value of values)
          form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }

  function bringBack() {
    const draft = document.querySelector("[data-draft]");
    if (!draft) return;
    const form = [...document.querySelectorAll("main form")].find(
      (one) => isKept(one) && path(one) === draft.dataset.of,
    );
    const fields = JSON.parse(draft.dataset.draft);
    if (!form) {
      draft.querySelector("p").textContent = "Det her skrev du, og det er ikke gemt. Formularen er her ikke mere.";
      for (const [, text] of fields.filter(([, text]) => text.length > 2 && /\p{L}/u.test(text)))
        draft.append(Object.assign(document.createElement("blockquote"), { className: "typed", textContent: text }));
      return;
    }
    if (typed?.form === form) return;
    const before = JSON.stringify(fieldsOf(form));
    fill(form, fields);
    document.dispatchEvent(new Event("filled"));
    typed = { form, timer: 0, sent: JSON.stringify(fieldsOf(form)), going: null };
    if (typed.sent === before) draft.remove(); // it was saved meanwhile
  }
  document.addEventListener("DOMContentLoaded", bringBack);

  // The answer to a form that was sent stands at its page's address, so that Back and reload ask for the page and not to
  // send the form anew. What was typed in it is a draft until it has been saved.
  document.addEventListener("DOMContentLoaded", () => {
    const here = document.querySelector("main[data-here]");
    if (!here) return;
    const sentTo = location.pathname;
    history.replaceState(null, "", here.dataset.here);
    const form = [...here.querySelectorAll("form")].find((one) => isKept(one) && path(one) === sentTo);
    if (!form) return;
    typed = { form, timer: 0, sent: "", going: null };
    keep(typed);
  });
  document.addEventListener("htmx:after:swap", bringBack);
})();

// What somebody asked stays theirs: on the way to a page of results, on Back, Forward and reload. It is kept by this tab
// alone, and only while the page of results is not the one that stands; the exit, a link to the page and the tab's end
// forget it. So no question stands in an address or the history, and none has to be sent again.
(() => {
  const KEPT = "soegt"; // in sessionStorage
  const form = document.querySelector("form[role=search][hx-post]");

  function keep(asked) {
    try {
      sessionStorage.setItem(KEPT, JSON.stringify(asked));
      return true;
    } catch {
      return false; // no storage: the form is sent as without script
    }
  }

  function take() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(KEPT));
      if (form) sessionStorage.removeItem(KEPT);
      return kept;
    } catch {
      return null;
    }
  }

  const fieldsOf = (asked) => [...new FormData(asked)].filter(([, value]) => value);

  // From another page, such as the front page: the question goes along in the tab, and the address is opened by itself.
  document.addEventListener("submit", (event) => {
    const asked = event.target;
    if (event.defaultPrevented || !asked.matches("form[role=search]:not([hx-post])")) return;
    const path = new URL(asked.action).pathname;
    if (!keep({ path, fields: fieldsOf(asked), sent: true })) return;
    event.preventDefault();
    location.assign(path);
  });

  if (!form) return;
  const path = new URL(form.action).pathname;
  let page = null; // of the results that were last asked for
  let wanted = null;
  let settle = null;
  const restored = take();
  const came = performance.getEntriesByType("navigation")[0]?.type;
  const isComing = restored?.path === path && (restored.sent || came !== "navigate");
  // What stands there answers no question: nobody is told to type a word who just did.
  if (isComing) document.querySelector("[data-counted]")?.replaceChildren();

  document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
    if (ctx.sourceElement !== form) return;
    if (wanted) ctx.request.body.set("s", wanted);
    page = ctx.request.body.get("s");
    form.dataset.page = page ?? "";
    wanted = null;
  });
  document.addEventListener("htmx:after:swap", () => {
    settle?.();
    settle = null;
  });

  function fill({ fields }) {
    for (const field of form.elements) {
      if (!field.name) continue;
      const values = fields.filter(([name]) => name === field.name).map(([, value]) => value);
      if (field.type === "checkbox") field.checked = values.includes(field.value);
      else field.value = values[0] ?? "";
    }
    const more = form.querySelector("details");
    if (more && fields.some(([name]) => more.querySelector(`[name="${CSS.escape(name)}"]`))) more.open = true;
  }

  // Something understood is taken away, or another word is meant: the field gets the question of the button.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=i]");
    if (!button || button.form !== form) return;
    event.preventDefault();
    form.elements.q.value = button.value;
    settle = () => document.getElementById("fundne")?.focus();
    ask();
  });

  // What was typed is asked for while it is typed. Asking again when the field is left would change the list under the
  // finger that is on its way to it.
  form.addEventListener("change", (event) => event.target.type === "search" && event.stopPropagation(), true);

  // A browser fills in by itself what it remembers: then the list is asked for as the form says, never another one.
  const isChanged = (field) =>
    field.type === "checkbox"
      ? field.checked !== field.defaultChecked
      : field.matches("select")
        ? field.value !== ([...field.options].find((option) => option.defaultSelected) ?? field.options[0]).value
        : field.matches("input") && field.type !== "hidden" && field.value !== field.defaultValue;

  function ask() {
    if (form.hasAttribute("data-htmx-powered")) form.dispatchEvent(new Event("ask"));
    else form.addEventListener("htmx:after:init", () => setTimeout(ask), { once: true });
  }

  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) {
      take();
      return;
    }
    if (isComing) {
      fill(restored);
      wanted = restored.page ?? null;
      document.dispatchEvent(new CustomEvent("asked", { detail: restored }));
      settle = () => {
        if (restored.scroll) scrollTo(0, restored.scroll);
        if (restored.at)
          document.querySelector(`main a[href="${CSS.escape(restored.at)}"]`)?.focus({ preventScroll: true });
      };
    } else if (![...form.elements].some(isChanged)) {
      return;
    }
    ask();
  });

  function standing(more) {
    const asked = {
      path,
      fields: fieldsOf(form),
      page,
      scroll: scrollY,
      at: document.activeElement?.getAttribute?.("href"),
      ...more,
    };
    document.dispatchEvent(new CustomEvent("leaving", { detail: asked }));
    return asked;
  }

  addEventListener("pagehide", () => {
    if (!form.isConnected || document.documentElement.classList.contains("away")) return; // somebody left
    const asked = standing();
    if (asked.fields.length || asked.page || asked.picked?.length) keep(asked);
  });

  // A newer edition answered: its own page is opened, with the question, and no form has to be sent again.
  let sent = restored?.sent;
  document.addEventListener("plainly", (event) => {
    if (event.detail !== form || sent || !keep(standing({ sent: true }))) return;
    sent = true;
    event.preventDefault();
    location.reload();
  });
})();

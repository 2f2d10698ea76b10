// What stands between htmx and the page. Only a part of a page of this very edition takes the place of a part: anything
// else, an error, a portal's page, a login page, silence, leaves what stands, and says so. Loaded after htmx.
(() => {
  const TROUBLE = "Svaret kom ikke. Det, du ser, er fra før.";
  const again = { go: null };

  // Whether an answer is the part that was asked for, a page to be opened whole, or nothing to be trusted.
  function kindOf(ctx) {
    const { status } = ctx.response;
    if (status === 401 && document.body.classList.contains("desk")) return "page"; // the session has ended
    const edition = /<html[^>]*\sdata-edition="([^"]*)"/.exec(ctx.text)?.[1];
    // A network that breaks off in the middle is no error to every browser: WebKit hands on the half that came.
    const half = !ctx.text.trimEnd().endsWith("</html>");
    if (edition === undefined || half || status === 429 || status >= 500) return "trouble";
    // A page of the desk is of no edition: nothing of it is kept.
    const fits = edition === document.documentElement.dataset.edition || document.body.classList.contains("desk");
    const whole = fits && ctx.text.includes(`id="${ctx.select.slice(1)}"`);
    return whole && ![401, 403, 404, 410].includes(status) ? "part" : "page";
  }

  // The same question without htmx: the browser opens what the server answers, a login page with what was typed kept.
  function plainly({ sourceElement, request }) {
    const form = sourceElement.form ?? sourceElement.closest("form");
    if (!form || request.method === "GET") {
      location.assign(request.action);
      return;
    }
    const button = request.submitter ?? (sourceElement === form ? null : sourceElement);
    if (button?.name)
      form.append(
        Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }),
      );
    if (document.dispatchEvent(new CustomEvent("plainly", { cancelable: true, detail: form }))) form.submit();
  }

  function line() {
    const made = document.createElement("div");
    made.className = "trouble";
    made.setAttribute("role", "alert");
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Prøv igen" });
    button.addEventListener("click", () => again.go?.());
    made.append(Object.assign(document.createElement("p"), { textContent: TROUBLE }), button);
    return made;
  }

  function settle() {
    document.querySelector(".trouble")?.remove();
    document.querySelector("[data-stale]")?.removeAttribute("data-stale");
    again.go = null;
  }

  function say(ctx) {
    settle();
    const target = document.querySelector(ctx.select);
    target?.setAttribute("data-stale", "");
    target?.before(line());
    const { sourceElement, sourceEvent } = ctx;
    again.go = () => {
      const form = sourceElement.matches("form") ? sourceElement : null;
      if (!form) sourceElement.click();
      else if (sourceEvent?.submitter?.isConnected) form.requestSubmit(sourceEvent.submitter);
      else form.requestSubmit();
    };
  }

  document.addEventListener("htmx:after:request", (event) => {
    const { ctx } = event.detail;
    const kind = kindOf(ctx);
    if (kind === "part") {
      settle();
      return;
    }
    event.preventDefault();
    if (kind === "page") plainly(ctx);
    else say(ctx);
  });
  document.addEventListener("htmx:error", ({ detail }) => detail.ctx?.request && say(detail.ctx));
  addEventListener("online", () => again.go?.());

  // What is told aloud stands outside the part that is swapped, and is told once: when the number is another one.
  const counted = () => {
    const found = document.querySelector("[data-counted]");
    return (found?.querySelector(".none, .count b") ?? found)?.textContent.replace(/\s+/g, " ").trim() ?? "";
  };
  let last = null;
  document.addEventListener("DOMContentLoaded", () => {
    last = counted();
  });
  document.addEventListener("htmx:after:swap", () => {
    const now = counted();
    const told = document.querySelector("[data-told]");
    if (!told || now === last) return;
    last = now;
    told.textContent = now;
  });
})();

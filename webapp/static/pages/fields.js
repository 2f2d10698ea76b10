// What was typed or ticked stands when Back shows the page as it was. WebKit sets fields and forms that are not to be
// remembered (autocomplete=off) back to what they are by default, though the list beneath still answers what stood there:
// some time after pageshow, and without an event. So what stands is made the default: in the page itself, which goes when
// the page does. The gate before a screening is let go: it is to be forgotten.
(() => {
  const NOT_REMEMBERED = "input[autocomplete=off]:not([type=password]), [data-checklist] input";
  const own = new Map(); // field: what it is by default

  const isTicked = (field) => field.type === "checkbox" || field.type === "radio";

  function hold() {
    for (const field of document.querySelectorAll(NOT_REMEMBERED)) {
      const name = isTicked(field) ? "defaultChecked" : "defaultValue";
      if (!own.has(field)) own.set(field, field[name]);
      field[name] = isTicked(field) ? field.checked : field.value;
    }
  }

  // "Begynd forfra" goes back to the page's own.
  document.addEventListener(
    "reset",
    () => {
      for (const [field, value] of own) field[isTicked(field) ? "defaultChecked" : "defaultValue"] = value;
      own.clear();
    },
    true,
  );
  addEventListener("pagehide", hold);
  addEventListener("pageshow", ({ persisted }) => persisted && hold()); // what other scripts have set by now stands too
})();

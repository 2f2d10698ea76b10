// The finder's page: the municipality is remembered on this phone, the ticked offers survive a new search, and the
// next page begins at its top. What is looked for goes into no address.
const form = document.getElementById("soeg");
const place = document.getElementById("k");
const PLACE = "kommune"; // in localStorage; the exit and "Fjern alt" clear it
const MOST = 6;
const picked = new Set();

const known = (name) =>
  Array.from(document.querySelectorAll("#kommuner option")).some((option) => option.value === name);

function remember() {
  try {
    if (!place.value) localStorage.removeItem(PLACE);
    else if (known(place.value)) localStorage.setItem(PLACE, place.value);
  } catch {
    // No storage, then it is chosen anew each time.
  }
}

function recall() {
  try {
    return localStorage.getItem(PLACE);
  } catch {
    return null;
  }
}

function showPicked() {
  const list = document.getElementById("valgte");
  if (!list) return;
  const boxes = [...list.querySelectorAll("input[name=c]")];
  for (const box of boxes) {
    box.checked = picked.has(box.value);
    box.disabled = picked.size >= MOST && !box.checked;
  }
  // Those that are ticked but not in this result go along all the same.
  list.querySelectorAll("input[type=hidden]").forEach((field) => field.remove());
  for (const code of picked) {
    if (!boxes.some((box) => box.value === code))
      list.append(Object.assign(document.createElement("input"), { type: "hidden", name: "c", value: code }));
  }
  const count = picked.size < MOST ? picked.size : `${MOST} er det højeste`;
  list.querySelector("[data-count]").textContent = picked.size ? ` (${count})` : "";
  list.classList.toggle("some", picked.size > 0);
}

document.addEventListener("change", (event) => {
  if (event.target.name === "c") {
    if (event.target.checked) picked.add(event.target.value);
    else picked.delete(event.target.value);
    showPicked();
  }
  if (event.target === place) remember();
});

// A phone whose list of municipalities is tapped tells of no change before the field is left.
place?.addEventListener("input", () => {
  if (known(place.value)) place.dispatchEvent(new Event("change", { bubbles: true }));
});

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  showPicked();
  if (ctx.request?.submitter?.name !== "s") return;
  // The next page begins at its top, for the eye, the ear and the Tab key.
  document.getElementById("resultater").scrollIntoView();
  document.getElementById("fundne").focus({ preventScroll: true });
});
document.addEventListener("fresh", showPicked);
document.addEventListener("leaving", ({ detail }) => {
  detail.picked = [...picked];
});
document.addEventListener("asked", ({ detail }) => {
  (detail.picked ?? []).forEach((code) => picked.add(code));
});

if (form) {
  const remembered = recall();
  if (remembered && !place.value && known(remembered)) place.value = remembered; // the list follows when the page shows
  // The browser may have ticked again what was ticked before Back or a reload.
  document.querySelectorAll("input[name=c]:checked").forEach((box) => picked.add(box.value));
  showPicked();
  // A link that brings choices along unfolds them, and on a phone they fill the screen: the list is what was asked for.
  const came = performance.getEntriesByType("navigation")[0]?.type;
  const list = form.querySelector("details.more[open]") && document.getElementById("resultater");
  if (came === "navigate" && list?.getBoundingClientRect().top > innerHeight / 2)
    list.scrollIntoView({ behavior: "instant" });
}

// Finding a card among those on the page, letter by letter. What is typed goes nowhere.
const form = document.querySelector("[data-find]");
const field = form.querySelector("input");
const found = form.querySelector("[data-found]");

// "aendring" finds "ændring", and upper case is lower case.
const folded = (text) => text.toLowerCase().replaceAll("æ", "ae").replaceAll("ø", "oe").replaceAll("å", "aa");

const items = [...document.querySelectorAll(".list li")].map((element) => ({
  element,
  text: folded(element.textContent),
}));
const besides = document.querySelectorAll("[data-deck], .group .soft");

function narrow() {
  const words = folded(field.value).split(/\s+/).filter(Boolean);
  let first = null;
  let count = 0;
  for (const { element, text } of items) {
    const fits = words.every((word) => text.includes(word));
    element.hidden = !fits;
    if (fits) count += 1;
    if (fits) first ??= element;
  }
  document.querySelectorAll(".group, .group h3").forEach((group) => {
    const list = group.matches("h3") ? group.nextElementSibling : group;
    group.hidden = !list.querySelector("li:not([hidden])");
  });
  besides.forEach((element) => (element.hidden = words.length > 0));
  if (!words.length) found.textContent = "";
  else found.textContent = count ? `${count} fundet` : "Ingen kort med de ord. Prøv et kortere ord.";
  return first;
}

form.hidden = false;
field.addEventListener("input", narrow);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (field.value.trim()) narrow()?.querySelector("a").click();
});
narrow();

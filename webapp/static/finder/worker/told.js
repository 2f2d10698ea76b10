// What a search says about how its words were read. The same as finder/told.py.
const APART = {
  uses: ["Hjælp til den, der udøver vold, står for sig.", "Se den"],
  meets: ["Hjælp til den, der bliver udsat for vold, står for sig.", "Se den"],
};

// A button that asks another question in place of the typed one.
function tap(text, instead, form, remove = false) {
  const label = remove ? ` aria-label="Fjern ${escaped(text)}"` : "";
  return `<button class="tap" form="${form}" name="i" value="${escaped(instead)}"${label}>${escaped(text)}</button>`;
}

function withWord(query, word, other) {
  return query ? query.split(" ").map((piece) => (fold(piece) === word ? other : piece)).join(" ") : other;
}

function apartNote(side, links) {
  if (!side) return "";
  const [text, to] = APART[side];
  return `<p class="note">${text} <a href="${escaped(links[side])}">${to}</a></p>`;
}

function wordNotes(asked, nobody, query, form) {
  const said = [];
  for (const { word, corrected, others, halves } of asked) {
    if (corrected) {
      const taps = others.map((other) => tap(other, withWord(query, word, other), form)).join(" eller ");
      said.push(`Viser <em>${escaped(corrected)}</em>.${taps && ` Mente du ${taps}?`}`);
    }
    if (halves) said.push(`Deler ${escaped(word)} i ${escaped(halves[0])} og ${escaped(halves[1])}.`);
  }
  const unknown = asked.filter(({ known }) => !known).map(({ word }) => word);
  if (unknown.length && unknown.length < asked.filter(({ raises }) => !raises).length) {
    said.push(`${nobody}: ${escaped(unknown.join(", "))}. De andre ord er brugt.`);
  }
  return said.map((text) => `<p class="note">${text}</p>`).join("");
}

// What a search says about how its words were read. The same as finder/told.py.
const SIGNS = /^[.,;:!?()"'»«„“”]+|[.,;:!?()"'»«„“”]+$/g;
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

// A folded word as it stands in the typed question, in lower case and without signs around it.
function asTyped(query, word) {
  const piece = query.split(" ").find((one) => fold(one) === word);
  return piece?.replace(SIGNS, "").toLowerCase() || word;
}

// The beginning or the end of a typed word that is folded so.
function partAsTyped(whole, part) {
  const letters = Array.from(whole);
  for (let place = 1; place < letters.length; place += 1) {
    for (const end of [letters.slice(0, place), letters.slice(place)]) if (fold(end.join("")) === part) return end.join("");
  }
  return part;
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
    if (halves) {
      const whole = asTyped(query, word);
      const [first, second] = halves.map((half) => partAsTyped(whole, half));
      said.push(`Deler ${escaped(whole)} i ${escaped(first)} og ${escaped(second)}.`);
    }
  }
  const unknown = asked.filter(({ known }) => !known).map(({ word }) => asTyped(query, word));
  if (unknown.length && unknown.length < asked.filter(({ raises }) => !raises).length) {
    said.push(`${nobody}: ${escaped(unknown.join(", "))}. De andre ord er brugt.`);
  }
  return said.map((text) => `<p class="note">${text}</p>`).join("");
}

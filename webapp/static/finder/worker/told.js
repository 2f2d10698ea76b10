// What a search says about how its words were read. The same as finder/told.py.
const LAST_OF_LATIN = 2; // in 256s of Unicode
const SIGNS = /^[.,;:!?()"'»«„“”]+|[.,;:!?()"'»«„“”]+$/g;
// A button that asks another question in place of the typed one; one that takes something away has a label.
function tap(text, instead, form, label = "") {
  const labelled = label ? ` aria-label="${escaped(label)}"` : "";
  return `<button class="tap" form="${form}" name="i" value="${escaped(instead)}"${labelled}>${escaped(text)}</button>`;
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

function apartNote(side, links, said) {
  if (!side) return "";
  return `<p class="note">${said.apart[side]} <a href="${escaped(links[side])}">${said.see_apart}</a></p>`;
}

// A question in the letters of languages that are not written in Latin ones: the numbers to ring, in each of them.
function inOtherLetters(query, languages, said) {
  const blockOf = (letter) => letter.codePointAt(0) >> 8;
  const blocks = Array.from(query, blockOf);
  const links = languages.rows.filter(([, own]) => blockOf(own) > LAST_OF_LATIN && blocks.includes(blockOf(own))).map(([code, , direction]) => (
    `<a href="/b/nu?sprog=${code}" hreflang="${code}" lang="${code}" dir="${direction}" translate="no">`
    + `${escaped(languages.words(code).get("page.numbers_now"))}</a>`
  ));
  return links.length ? `<p class="note">${said.other_letters} ${links.join(" · ")}</p>` : "";
}

// What else may have been meant, each on a button.
function didYouMean(taps, said) {
  return put(said.did_you_mean, { parts: taps.join(` ${said.either} `) });
}

function wordNotes(asked, nowhere, query, form, said) {
  const notes = [];
  for (const { word, corrected, others, halves } of asked) {
    if (corrected) {
      const taps = others.map((other) => tap(other, withWord(query, word, other), form));
      const asks = taps.length ? ` ${didYouMean(taps, said)}` : "";
      notes.push(put(said.corrected, { word: `<em>${escaped(corrected)}</em>` }) + asks);
    }
    if (halves) {
      const whole = asTyped(query, word);
      const [first, second] = halves.map((half) => escaped(partAsTyped(whole, half)));
      notes.push(put(said.halved, { whole: escaped(whole), first, second }));
    }
  }
  const unknown = asked.filter(({ known }) => !known).map(({ word }) => asTyped(query, word));
  if (unknown.length && unknown.length < asked.filter(({ raises }) => !raises).length) {
    notes.push(put(nowhere, { words: escaped(unknown.join(", ")) }));
  }
  return notes.map((text) => `<p class="note">${text}</p>`).join("");
}

// What is typed, made into something that finds: folding, inflection, compounds and everyday words. The same rules as
// finder/words.py; docs/finder.md is their text.
const ENDINGS = ["renes", "ernes", "rene", "erne", "enes", "rets", "ene", "ers", "ens", "ets", "ret", "er", "en", "et", "es", "re", "e", "s", "t"];
const SHORTEST_STEM = 4;
const SHORT = 3;
const SHORTEST_PART = 4;

// Lower-case ASCII words with one space between: "Århus", "Aarhus" and "Arhus" become the same.
function fold(text) {
  const lower = text.normalize("NFC").toLowerCase().replaceAll("æ", "ae").replaceAll("ø", "oe").replaceAll("å", "aa");
  const plain = lower.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/aa+/g, "a").replace(/oe+/g, "o");
  return plain.replace(/[^a-z0-9]+/g, " ").trim();
}

// A folded word without its ending, where enough is left of it.
function stem(word) {
  const ending = ENDINGS.find((one) => word.endsWith(one) && word.length - one.length >= SHORTEST_STEM);
  return ending ? word.slice(0, -ending.length) : word;
}

// What to look for in a text that begins with a space: a short word only where a word begins.
function needle(part) {
  return part.length <= SHORT ? ` ${part}` : part;
}

// What a typed word asks for: every list must be met, by any one needle in it. Empty when nothing anywhere fits.
function needles(word, synonyms, occurs) {
  const own = stem(word);
  const also = Object.hasOwn(synonyms, own) ? synonyms[own] : [];
  const found = [own, ...also].map(needle).filter(occurs);
  if (found.length) return [found];
  for (let middle = SHORTEST_PART; middle <= own.length - SHORTEST_PART; middle += 1) {
    const halves = [own.slice(0, middle), own.slice(middle)];
    if (halves.every(occurs)) return halves.map((half) => [half]);
  }
  return [];
}

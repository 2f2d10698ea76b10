// Folding: text as plain lower-case words, so that Århus, Aarhus and Arhus are the same. The same as ranking/folding.py.
const SPELLED_OUT = Object.entries({ æ: "ae", ø: "oe", å: "aa", Æ: "Ae", Ø: "Oe", Å: "Aa" });
const PLAIN = /^[\0-\x7f]*$/;

// æ, ø and å written out, and no accents.
function unmarked(text) {
  if (PLAIN.test(text)) return text;
  const spelled = SPELLED_OUT.reduce((done, [letter, plain]) => done.replaceAll(letter, plain), text);
  return PLAIN.test(spelled) ? spelled : spelled.normalize("NFD").replace(/[\u0300-\u036f]/g, "");
}

// One letter for å, aa and a; one for ø, oe and o.
function united(text) {
  return /aa|oe/.test(text) ? text.replace(/aa+/g, "a").replace(/oe+/g, "o") : text;
}

// The same as united(unmarked(text)) of lower-case text, sooner for much of it: "ø" is "oe", which is "o".
function foldedLower(text) {
  const plain = text.replaceAll("æ", "ae").replaceAll("ø", "o").replaceAll("å", "a");
  return united(PLAIN.test(plain) ? plain : unmarked(plain));
}

// Text with its letters folded and everything else left.
function letters(text) {
  return foldedLower(text.normalize("NFC").toLowerCase());
}

// Lower-case ASCII words with one space between.
function fold(text) {
  return letters(text).replace(/[^a-z0-9]+/g, " ").trim();
}

// The words of a text: {word, spelled, capital}. `spelled` keeps "får" from "far".
function tokens(text) {
  const plain = text.normalize("NFC");
  const spelled = unmarked(plain.toLowerCase()).replace(/[^a-z0-9]+/g, " ").split(" ").filter(Boolean);
  let typed = unmarked(plain).replace(/[^A-Za-z0-9]+/g, " ").split(" ").filter(Boolean);
  if (typed.length !== spelled.length) typed = spelled; // a letter whose capital is another kind of sign
  return spelled.map((one, number) => ({ word: united(one), spelled: one, capital: /^[A-Z]/.test(typed[number]) }));
}

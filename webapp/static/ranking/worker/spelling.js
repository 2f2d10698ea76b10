// Spelling correction: the words of an index that a typed one may have been meant for. The same as ranking/spelling.py.
const LONG_NAME = 9;
const MOST_OTHERS = 3;
const ALIKE = 2;
const LONG_SOUND = 6;

class Spelling {
  constructor(expansion) {
    this.expansion = expansion;
    this.byLength = null;
    this.bySound = new Map(); // first letter -> sound -> words
  }

  // [the word that is meant, others that may be]: as few slips away as any; folded, and as they are spelled.
  corrections(word, atMost = 2) {
    const most = Math.min(allowedSlips(word), atMost);
    if (!most) return ["", []];
    const bits = lettersIn(word);
    const near = [];
    const consider = (other, meant, having) => {
      const apart = slips(word, meant, most);
      if (apart > most || (spelledLength(word) === 4 && !mayBeMeant(word, other))) return;
      const many = having();
      if (many) near.push([2 * apart + (sameStart(word, other) ? 0 : 1), -many, other]);
    };
    const { index } = this.expansion;
    for (const term of this.ofLengths(Math.max(4, word.length - most), word.length + most, bits, 2 * most)) {
      consider(index.terms[term], index.terms[term], () => this.expansion.having(term));
    }
    // "offerådgivning" for Offerrådgivningen: a long name may be asked for without its article.
    for (const term of word.length >= LONG_NAME ? this.ofLengths(word.length + 2, word.length + most + 2, bits, 2 * most + 2) : []) {
      const other = index.terms[term];
      for (const article of this.expansion.articles) {
        if (other.endsWith(article)) consider(other, other.slice(0, -article.length), () => this.expansion.having(term));
      }
    }
    for (const other of Object.keys(this.expansion.meanings)) {
      if (other.length >= 4 && bitCount(lettersIn(other) ^ bits) <= 2 * most) consider(other, other, () => this.expansion.documents(other).size);
    }
    for (const other of this.alike(word, atMost)) {
      if (spelledLength(word) === 4 && !this.soundsAs(word, other)) continue;
      const many = this.expansion.documents(other).size;
      if (many) near.push([ALIKE - (slips(word, other, 1) <= 1 ? 1 : 0), -many, other]);
    }
    if (!near.length) return ["", []];
    near.sort((one, two) => one[0] - two[0] || one[1] - two[1] || (one[2] < two[2] ? -1 : one[2] > two[2] ? 1 : 0));
    const [[least, , chosen]] = near;
    const others = new Map();
    for (const [cost, , other] of near) {
      const root = stem(other);
      if (cost === least && root !== stem(chosen) && !others.has(root)) others.set(root, index.spell(other));
    }
    return [chosen, [...others.values()].slice(0, MOST_OTHERS)];
  }

  // Of four letters the vowels alone may be others, and no name is meant: "drag" is not "drak", "kage" no Køge.
  soundsAs(word, other) {
    const term = this.expansion.index.find(other);
    const named = term >= 0 && this.expansion.index.isName(term);
    return !named && (word.length !== other.length || withoutVowels(word) === withoutVowels(other));
  }

  // "bisitter" for "bisidder": words that are spelled by ear. A short one must begin with the same letter, and is no
  // half of a word.
  alike(word, atMost) {
    const whole = sound(word);
    if (whole.length < LONG_SOUND && atMost < 2) return [];
    const root = sound(stem(word));
    const found = [];
    for (const letter of whole.length < LONG_SOUND ? word[0] : firstLetters(word)) {
      if (!this.bySound.has(letter)) this.bySound.set(letter, this.sounding(letter));
      found.push(...(this.bySound.get(letter).get(whole) ?? []));
      if (root !== whole && root.length >= LONG_SOUND) found.push(...(this.bySound.get(letter).get(root) ?? []));
    }
    return found;
  }

  // The words that begin with a letter, and everyday words, by how they sound.
  sounding(letter) {
    const found = new Map();
    const terms = this.expansion.index.beginning(letter).map((term) => this.expansion.index.terms[term]);
    for (const one of new Set([...terms, ...Object.keys(this.expansion.meanings).filter((other) => other.startsWith(letter))])) {
      if (one.length < SHORTEST || !/^[a-z]+$/.test(one)) continue;
      const heard = sound(one);
      if (!found.has(heard)) found.set(heard, []);
      found.get(heard).push(one);
    }
    return found;
  }

  // The words of some lengths that differ from these letters by at most so many.
  ofLengths(from, to, bits, most) {
    this.byLength ??= wordsByLength(this.expansion.index.terms);
    const found = [];
    for (let length = from; length <= to; length += 1) {
      const { terms, letters } = this.byLength.get(length) ?? NO_WORDS;
      for (let one = 0; one < terms.length; one += 1) if (bitCount(letters[one] ^ bits) <= most) found.push(terms[one]);
    }
    return found;
  }
}

// Four letters with another one among them are another word: "telt" is not "test".
function mayBeMeant(word, other) {
  const letters = (text) => Array.from(text).sort().join("");
  return word.slice(0, 2) === other.slice(0, 2) && (word.length !== other.length || letters(word) === letters(other));
}

const NO_WORDS = { terms: [], letters: [] };

// For each length the words that have it, by number, and their letters as bits.
function wordsByLength(all) {
  const found = new Map();
  all.forEach((word, term) => {
    if (word >= OWN) return;
    if (!found.has(word.length)) found.set(word.length, { terms: [], letters: [] });
    const { terms, letters } = found.get(word.length);
    terms.push(term);
    letters.push(lettersIn(word));
  });
  return found;
}

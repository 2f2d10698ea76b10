// What a typed word means in an index: which documents it finds, and how well. The same as ranking/matching.py.
const STRONGEST = 63; // what a word says at most
const WHOLE = 100;
const OTHER_FORM = 92;
const SHORT_FORM = 50;
const END = 60;
const MIDDLE = 30;
const BEGINNING = 10;
const BEGINNING_SHARE = 70;
const LONG_ENOUGH_FOR_MIDDLE = 6;
const NO_COMPOUNDS = new Map([["aeldr", "foraeldr"], ["sorg", "forsorg"], ["hold", "forhold"]]);
const SURE = 60;
const SLIP = 85;
const MEANING = 50;
const TOGETHER = 70;
const PARTS = 60;
const LAST_HALF = 15;
const HALVES_AT_LEAST = 800;
const SHORTEST_FIRST_HALF = 6;
const LONG_FIRST_HALF = 8;
const CARRIES = 1500;
const FIRST_HALF = 35;
const AGE = ["ar", "ars", "arig", "arige"];
const OF_AGE = 18;
const YOUTH = 10;
const YOUNG = "unge";
const MEN = "maend";
const WOMEN = "kvinder";
const EVERYTHING = 8;
const MOSTLY = 7;
const MEANT = 6;
const UNSURE = 4;
const FORM_OF = "="; // begins a meaning that is the same word in another form
const LONG_SECOND_HALF = 5;
const MOST_SMALL = 6;
const MOST_TOGETHER = 3;
const SHORTEST_TOGETHER = 6;
const MOST_OTHERS = 3;

const isNumber = (word) => /^[0-9]+$/.test(word);
const raise = (map, key, value) => {
  if (value > (map.get(key) ?? 0)) map.set(key, value);
};

class Matcher {
  // `reachedAt` tells the documents with a telephone number, by its digits.
  constructor(index, meanings, onlyFirst, reachedAt = () => []) {
    this.index = index;
    this.reachedAt = reachedAt;
    this.meanings = meanings;
    this.end = onlyFirst ? index.first : index.documents;
    this.bits = null;
    this.known = new Map();
  }

  // What a question asks for.
  answer(question, near = []) {
    const numbered = question.numbered.map(([shown, term]) => this.numbered(shown, term));
    const raising = near.map((word) => this.raising(word)).filter(({ values }) => values.size);
    const small = numbered.length || !question.skipped.every(Boolean) ? [] : this.smallPhrase(question.words);
    const found = [...numbered, ...small, ...this.ask(question.words, question.skipped), ...raising];
    return question.partner && found.length ? [...found, this.forMenAlone()] : found;
  }

  // "hun vil ikke have hjælp": nothing but small words, and yet what somebody says.
  smallPhrase(words) {
    for (let many = Math.min(words.length, MOST_SMALL); many > 1; many -= 1) {
      for (let start = 0; start + many <= words.length; start += 1) {
        const phrase = words.slice(start, start + many).join(" ");
        const one = this.numbered(phrase, smallTerm(phrase));
        if (one.known) return [one];
      }
    }
    return [];
  }

  // "min mand slår mig" is seldom asked by a man.
  forMenAlone() {
    const one = this.raising(MEN);
    for (const document of this.raising(WOMEN).values.keys()) one.values.delete(document);
    return { ...one, lowers: true, certain: false };
  }

  raising(word) {
    const values = new Map();
    const counts = new Map();
    const number = this.index.find(word);
    if (number >= 0) this.put(values, counts, number, WHOLE, EVERYTHING);
    return this.asked(word, values, counts, { raises: true });
  }

  ask(words, skipped) {
    const found = [];
    let number = 0;
    while (number < words.length) {
      let many = this.together(words, skipped, number);
      if (many > 1) found.push(this.several(words.slice(number, number + many), skipped.slice(number, number + many)));
      else if (this.isAge(words, number)) {
        const young = words[number] >= YOUTH && words[number] < OF_AGE && this.values(YOUNG)[0].size;
        if (young && found.every(({ word }) => word !== YOUNG)) found.push(this.one(YOUNG));
        many = 2;
      } else if (!this.isHowMany(words, number) && !skipped[number] && found.every(({ word }) => word !== words[number])) found.push(this.one(words[number]));
      number += many;
    }
    return found;
  }

  // "17 år" says who asks, and not what for; but a law may be about it.
  isAge(words, number) {
    if (!isNumber(words[number]) || words[number].length > SHORTEST || !AGE.includes(words[number + 1])) return false;
    return this.end < this.index.documents || !this.values(words[number])[0].size;
  }

  // "drenge over 14": a number that stands nowhere says how many, and not what.
  isHowMany(words, number) {
    const word = words[number];
    return isNumber(word) && word.length < SHORTEST && words.length > 1 && !this.values(word)[0].size;
  }

  numbered(shown, term) {
    const values = new Map();
    const counts = new Map();
    const number = this.index.find(OWN + term);
    if (number >= 0) this.put(values, counts, number, WHOLE, EVERYTHING);
    for (const document of term.startsWith(PHONE) ? this.reachedAt(term.slice(PHONE.length)) : []) {
      values.set(document, WHOLE * STRONGEST);
      counts.set(document, EVERYTHING);
    }
    if (!values.size) return { ...this.nothing(shown), rarity: rarity(0, this.end) };
    return this.asked(shown, values, counts);
  }

  // One word

  one(word) {
    const [values, counts] = this.values(word);
    if (values.size) return this.asked(word, values, counts, { certain: [...counts.values()].includes(EVERYTHING) });
    const [chosen, others] = this.corrections(word);
    if (chosen) {
      const [meant, known] = this.values(chosen);
      if (meant.size) return this.asked(word, scaled(meant, SLIP), known, { corrected: this.spell(chosen), others });
    }
    const halves = this.halves(word);
    if (halves) {
      const [values, counts] = this.both(halves);
      if ([...values.values()].some((value) => value >= HALVES_AT_LEAST)) {
        this.carried(halves[0], values, counts);
        return this.asked(word, values, counts, { halves, certain: false });
      }
    }
    const parts = this.firstHalf(word, SHORTEST + 1, LONG_FIRST_HALF);
    if (parts) {
      const [values, counts] = [new Map(), new Map()];
      this.carried(parts[0], values, counts);
      if (values.size) return this.asked(word, values, counts, { halves: parts, certain: false });
    }
    return this.nothing(word);
  }

  // What a first half finds by itself goes behind what both halves find.
  carried(first, values, counts) {
    if (first.length < LONG_FIRST_HALF && !this.isEveryday(first)) return;
    const [found] = this.values(first);
    if (![...found.values()].some((value) => value >= CARRIES)) return;
    for (const [document, value] of found) {
      if (!values.has(document)) values.set(document, wholes(value * FIRST_HALF, 100));
      if (!counts.has(document)) counts.set(document, UNSURE);
    }
  }

  nothing(word) {
    const share = wholes(rarity(0, this.end) * 5, 4);
    return { word, values: new Map(), counts: new Map(), rarity: share, known: false, corrected: "", others: [], halves: null, certain: false, raises: false };
  }

  asked(word, values, counts, more = {}) {
    let sure = 0;
    for (const count of counts.values()) if (count === EVERYTHING) sure += 1;
    const share = rarity(sure || values.size, this.end);
    return { word, values, counts, rarity: share, known: true, corrected: "", others: [], halves: null, certain: true, raises: false, ...more };
  }

  // The documents that a word finds as typed, in other forms, as part of a word and by what it means.
  values(word) {
    if (this.known.has(word)) return this.known.get(word);
    const values = new Map();
    const counts = new Map();
    for (const [term, grade] of this.terms(word)) this.put(values, counts, term, grade, grade >= SURE ? EVERYTHING : UNSURE);
    for (const phrase of this.meant(word)) {
      if (phrase.startsWith(FORM_OF)) {
        const [base, having] = this.values(phrase.slice(FORM_OF.length));
        for (const [document, value] of base) {
          raise(values, document, wholes(value * OTHER_FORM, 100));
          raise(counts, document, having.get(document));
        }
        continue;
      }
      for (const [document, value] of this.phrase(phrase)) {
        raise(values, document, wholes(value * MEANING, 100));
        raise(counts, document, MEANT);
      }
    }
    if (this.known.size > 500) this.known.clear();
    this.known.set(word, [values, counts]);
    return this.known.get(word);
  }

  meant(word) {
    const root = stem(word);
    return Object.hasOwn(this.meanings, root) ? this.meanings[root] : [];
  }

  // The terms a word finds by its letters, each with its grade.
  terms(word) {
    const { index } = this;
    const exact = index.find(word);
    const found = new Map(exact >= 0 ? [[exact, WHOLE]] : []);
    if (word.length <= SHORTEST || isNumber(word)) return found;
    const root = stem(word);
    const beginning = (typed, other) => BEGINNING + wholes(BEGINNING_SHARE * typed, other.length);
    if (root.length <= SHORTEST) {
      for (const term of index.beginning(root)) {
        const other = index.terms[term];
        if (term !== exact && stem(other) === root) found.set(term, SHORT_FORM);
        else if (term !== exact && other.startsWith(word)) found.set(term, beginning(word.length, other));
      }
      return found;
    }
    for (const term of index.holding(root)) {
      if (term === exact) continue;
      const other = index.terms[term];
      const own = stem(other);
      if (own === root) found.set(term, OTHER_FORM);
      else if (other.startsWith(root)) found.set(term, beginning(other.startsWith(word) ? word.length : root.length, other));
      else if (index.isName(term)) continue;
      else if (own.endsWith(root) && !own.endsWith(NO_COMPOUNDS.get(root) ?? "~")) found.set(term, END);
      else if (root.length >= LONG_ENOUGH_FOR_MIDDLE) found.set(term, MIDDLE);
    }
    return found;
  }

  put(values, counts, term, grade, count) {
    const postings = this.index.postings(term);
    for (let place = 0; place < postings.length && postings[place] < this.end; place += 2) {
      raise(values, postings[place], grade * postings[place + 1]);
      if (counts) raise(counts, postings[place], count);
    }
  }

  // Every word of it must be there; the weakest says how well.
  phrase(phrase) {
    let together = null;
    for (const word of phrase.replace(FORM_OF, "").split(" ").filter(Boolean)) {
      const values = new Map();
      for (const [term, grade] of this.terms(word)) {
        const begins = this.index.terms[term].startsWith(word);
        if (grade >= SURE || begins) this.put(values, null, term, begins ? Math.max(grade, 80) : grade, EVERYTHING);
      }
      if (together) {
        const both = new Map();
        for (const [document, value] of together) if (values.has(document)) both.set(document, Math.min(value, values.get(document)));
        together = both;
      } else {
        together = values;
      }
    }
    return together ?? new Map();
  }

  // Slips of a finger

  corrections(word) {
    const most = allowedSlips(word);
    if (!most) return ["", []];
    this.bits ??= Int32Array.from(this.index.terms, lettersIn);
    const bits = lettersIn(word);
    const near = [];
    const consider = (other, having) => {
      const apart = slips(word, other, most);
      if (apart > most || (word.length === 4 && !mayBeMeant(word, other))) return;
      const many = having();
      if (many) near.push([2 * apart + (sameStart(word, other) ? 0 : 1), -many, other]);
    };
    this.index.terms.forEach((other, term) => {
      if (Math.abs(other.length - word.length) > most || other.length < 4 || other >= OWN) return;
      if (bitCount(this.bits[term] ^ bits) <= 2 * most) consider(other, () => this.having(term));
    });
    for (const other of Object.keys(this.meanings)) {
      if (other.length >= 4 && bitCount(lettersIn(other) ^ bits) <= 2 * most) consider(other, () => this.values(other)[0].size);
    }
    if (!near.length) return ["", []];
    near.sort((one, two) => one[0] - two[0] || one[1] - two[1] || (one[2] < two[2] ? -1 : one[2] > two[2] ? 1 : 0));
    const [[least, , chosen]] = near;
    const others = new Map();
    for (const [cost, , other] of near) {
      const root = stem(other);
      if (cost === least && root !== stem(chosen) && !others.has(root)) others.set(root, this.spell(other));
    }
    return [chosen, [...others.values()].slice(0, MOST_OTHERS)];
  }

  having(term) {
    const postings = this.index.postings(term);
    let many = 0;
    while (many * 2 < postings.length && postings[many * 2] < this.end) many += 1;
    return many;
  }

  // A folded word with its own letters, when it stands in a text.
  spell(word) {
    const term = this.index.find(word);
    return term >= 0 ? this.index.spelled[term] : word;
  }

  // Words put together, and words taken apart

  halves(word) {
    let best = null;
    let found = null;
    for (let place = SHORTEST; place <= word.length - SHORTEST; place += 1) {
      const second = word.slice(place);
      if (!this.isWord(second)) continue;
      for (const one of this.joints(word.slice(0, place), SHORTEST)) {
        const whole = this.isWord(one);
        if (whole || (one.length > SHORTEST && this.begins(one))) {
          const rank = [whole ? 1 : 0, Math.min(place, word.length - place)];
          if (!best || rank[0] > best[0] || (rank[0] === best[0] && rank[1] > best[1])) {
            best = rank;
            found = [one, second];
          }
          break;
        }
      }
    }
    return found ?? this.firstHalf(word, SHORTEST_FIRST_HALF);
  }

  // A half that is shorter than `unlessEveryday` must be an everyday word.
  firstHalf(word, shortest, unlessEveryday = 0) {
    for (let place = word.length - SHORTEST; place >= shortest; place -= 1) {
      for (const first of this.joints(word.slice(0, place), shortest - 1)) {
        const short = first.length < unlessEveryday;
        if (short && (word.length - place < LONG_SECOND_HALF || !this.isEveryday(first))) continue;
        if (this.whole(first).some((term) => this.having(term))) return [first, word.slice(place)];
      }
    }
    return null;
  }

  isEveryday(word) {
    const root = stem(word);
    return root.length > SHORTEST && Object.hasOwn(this.meanings, root) && this.index.find(word) >= 0; // "vinte" is no word
  }

  // A first half with the s or e that joins it to the second, and without. What is a word stands first.
  joints(first, shorter) {
    const bare = first.slice(0, -1);
    if (!/[se]$/.test(first) || bare.length <= shorter) return [first];
    return this.index.find(bare) >= 0 ? [bare, first] : [first, bare];
  }

  isWord(word) {
    return this.whole(word).some((term) => this.having(term))
      || (word.length > SHORTEST && this.meant(word).some((phrase) => this.phrase(phrase).size));
  }

  // The terms that are a word, in any form.
  whole(word) {
    const exact = this.index.find(word);
    const found = exact >= 0 ? [exact] : [];
    if (word.length > SHORTEST) {
      const root = stem(word);
      found.push(...this.index.beginning(root).filter((term) => term !== exact && stem(this.index.terms[term]) === root));
    }
    return found;
  }

  begins(part) {
    return this.index.beginning(part).some((term) => this.having(term));
  }

  both([one, two]) {
    const [first] = this.values(one);
    const [second] = this.values(two);
    const values = new Map();
    const counts = new Map();
    for (const [document, value] of second) {
      if (!first.has(document)) continue;
      values.set(document, wholes(Math.min(value, first.get(document)) * TOGETHER, 100));
      counts.set(document, MOSTLY);
    }
    if (!values.size) {
      for (const [document, value] of second.size ? second : first) {
        values.set(document, wholes(value * LAST_HALF, 100));
        counts.set(document, UNSURE);
      }
    }
    return [values, counts];
  }

  // How many words from here on are one word, written apart.
  together(words, skipped, number) {
    for (let many = Math.min(MOST_TOGETHER, words.length - number); many > 1; many -= 1) {
      const parts = words.slice(number, number + many);
      const joined = parts.join("");
      if (joined.length < SHORTEST_TOGETHER || parts.some(isNumber)) continue;
      if (skipped.slice(number, number + many).every(Boolean)) continue;
      if (this.whole(joined).some((term) => this.having(term)) || Object.hasOwn(this.meanings, stem(joined))) return many;
    }
    return 1;
  }

  several(words, skipped) {
    const joined = words.join("");
    const [values, counts] = this.values(joined).map((one) => new Map(one));
    const parts = words.filter((_, place) => !skipped[place]).map((word) => this.values(word)[0]);
    if (!parts.length) return this.asked(joined, values, counts);
    for (const document of parts[0].keys()) {
      if (!parts.every((part) => part.has(document))) continue;
      raise(values, document, wholes(Math.min(...parts.map((part) => part.get(document))) * PARTS, 100));
      if (!counts.has(document)) counts.set(document, MEANT);
    }
    return this.asked(joined, values, counts);
  }
}

// Four letters with another one among them are another word: "telt" is not "test".
function mayBeMeant(word, other) {
  const letters = (text) => Array.from(text).sort().join("");
  return word.slice(0, 2) === other.slice(0, 2) && (word.length !== other.length || letters(word) === letters(other));
}

function scaled(values, share) {
  return new Map(Array.from(values, ([document, value]) => [document, wholes(value * share, 100)]));
}

// What a typed word means in an index: which documents it finds, and how well. The same as ranking/matching.py.
const SLIP = 85;
const HALVES_AT_LEAST = 800;
const SHORTEST_FIRST_HALF = 6;
const YOUTH = 10;
const LATE = 21;
const EARLY = 6;
const HOURS = 24;
const BESIDE = 50; // of 100: how much who somebody is, or when it is, raises beside what is sought
const MOST_SMALL = 6;
const SAID = -1; // the need of a phrase of small words
const STRONG = 3000; // grade times weight: a word that says much somewhere
const CALLED = 3600; // a word of a title
const TITLED = 5000; // a title's own word, whole

// "efter kl 22", "kl 3", "åbent efter 22": an hour of the night; and not "efter 22 uger".
function isLate(words, number, { clock, late }) {
  const [word, before] = [words[number], words[number - 1]];
  const hour = isNumber(word) && word.length < SHORTEST ? Number(word) : -1;
  if (clock.includes(before)) return hour >= 0 && (hour < EARLY || (hour >= LATE && hour <= HOURS));
  return late.includes(before) && hour >= LATE && hour < HOURS && number === words.length - 1;
}

function besides(one) {
  return { ...one, documents: one.documents.scaled(BESIDE), raises: true };
}

class Matcher {
  // `reachedAt` tells the documents with a telephone number, by its digits.
  constructor(index, vocabulary, onlyFirst, reachedAt = () => []) {
    Object.assign(this, { index, reachedAt, known: vocabulary.question, menAlone: null });
    this.expansion = new Expansion(index, vocabulary, onlyFirst);
    this.spelling = new Spelling(this.expansion);
    this.compounds = new Compounds(this.expansion, this.spelling);
    this.answered = new LruCache(KEPT_WORDS);
  }

  // What a question asks for.
  answer(question) {
    this.expansion.prepare(question.words.filter((_, place) => !question.skipped[place]));
    const numbered = question.numbered.map(([shown, term]) => this.numbered(shown, term));
    const raising = question.near.map((word) => this.raising(word)).filter(({ documents }) => documents.size);
    const small = numbered.length ? [] : this.smallPhrase(question.words, question.skipped);
    let found = [...numbered, ...this.ask(question.words, question.skipped), ...raising];
    if (found.some(({ known, raises }) => known && !raises)) {
      for (const one of numbered) if (!one.known && one.word.startsWith("§")) one.rarity = 0; // texts name few paragraphs
    }
    if (question.oneNeed) found = found.map((one) => ({ ...one, need: 0 }));
    // "min søn vil ikke være her mere": whom it is said of is no need beside it
    if (small.length) found = found.map((one) => (question.people.includes(one.word) ? besides(one) : one));
    found.push(...small.map((one) => ({ ...one, need: SAID })));
    found.push(...question.far.map((word) => ({ ...this.raising(word), lowers: true, certain: false })));
    found = found.map((one) => (this.isAlone(one, found) ? { ...this.nothing(one.word), need: one.need } : one));
    if (found.length > 1) found = this.withSubjects(found);
    return question.partner && found.length ? [...found, (this.menAlone ??= this.forMenAlone())] : found;
  }

  ask(words, skipped) {
    const { between_needs: betweenNeeds, young, night, age } = this.known;
    const found = [];
    let number = 0;
    let need = 0;
    let told = 0;
    while (number < words.length) {
      if (betweenNeeds.includes(words[number]) && found.length > told) {
        need += 1;
        told = found.length;
      }
      let many = this.compounds.together(words, skipped, number);
      if (many > 1) {
        const parts = words.slice(number, number + many);
        found.push(this.asked(parts.join(""), this.compounds.several(parts, skipped.slice(number, number + many))));
      } else if (this.isAge(words, number)) {
        const isYoung = words[number] >= YOUTH && words[number] < OF_AGE && this.expansion.documents(young).size;
        if (isYoung && found.every(({ word }) => word !== young)) found.push(this.beside(young));
        many = age.includes(words[number + 1]) ? 2 : 1;
      } else if (isLate(words, number, this.known)) {
        if (found.every(({ word }) => word !== night)) found.push(this.beside(night));
      } else if (words.length > 1 && words[number].length === 1) {
        // "hepatitis c": one letter is no word beside others
      } else if (!this.isHowMany(words, number) && !skipped[number] && found.every(({ word }) => word !== words[number])) found.push(this.one(words[number]));
      for (let one = told; one < found.length; one += 1) found[one] = { ...found[one], need };
      number += many;
    }
    return found.some(({ raises }) => !raises) ? found : found.map((one) => ({ ...one, raises: false }));
  }

  // Who asks, or when: it raises what has it, and finds nothing by itself.
  beside(word) {
    return besides(this.one(word));
  }

  // "17 år" and "på 60" say who asks, and not what for; but a law may be about it, of the young.
  isAge(words, number) {
    if (!isNumber(words[number]) || words[number].length > SHORTEST) return false;
    const told = this.known.before_age.includes(words[number - 1]) && Number(words[number]) >= YOUTH;
    if (told && Number(words[number]) > OF_AGE) return true;
    if (!told && !this.known.age.includes(words[number + 1])) return false;
    return this.expansion.end < this.index.documents || this.expansion.documents(words[number]).best < STRONG;
  }

  // "drenge over 14": a number that stands nowhere says how many, and not what.
  isHowMany(words, number) {
    const word = words[number];
    const counts = this.known.how_many.includes(word) || (isNumber(word) && word.length < SHORTEST);
    return counts && words.length > 1 && !this.expansion.documents(word).size;
  }

  // No other word says more than what help is sought for, however rare: "starte på testo", "ældre misbruger".
  withSubjects(found) {
    const lost = found.some(({ known }) => !known);
    const told = found.map((one) => ({ ...one, called: lost ? this.isCalled(one) : one.called, subject: this.isSubject(one) }));
    const most = told.reduce((said, one) => (one.subject ? Math.max(said, one.rarity) : said), 0);
    return told.map((one) => (most && one.known && !one.subject ? { ...one, rarity: Math.min(one.rarity, most) } : one));
  }

  // Read as another word, though nothing says much of that and has any other word too: "regneark formler".
  isAlone(one, found) {
    const others = found.filter((other) => other.known && !other.corrected && !other.raises);
    if (!one.corrected || !others.length) return false;
    const { numbers, values } = one.documents;
    const much = new Set(numbers.filter((_, place) => values[place] >= CARRIES));
    return !others.some(({ documents }) => documents.numbers.some((document) => much.has(document)));
  }

  // "krisecentret" and "krisecenter" are; "skift" is none because a title has "skifter", nor what was misspelt so.
  isCalled(one) {
    const word = one.readAs || one.word;
    if (Object.hasOwn(this.expansion.meanings, stem(word)) || !/^[a-z]+$/.test(word)) return one.known;
    if (one.documents.best < STRONG || !one.certain) return false;
    for (const [term, grade] of this.expansion.terms(word)) {
      if (grade >= OTHER_FORM && this.isNounOf(this.index.terms[term], word) && grade * this.expansion.mostSaid(term) >= CALLED) return true;
    }
    return false;
  }

  // A word, or the same with the ending of a noun: "flytte" is none of "flyt".
  isNounOf(title, word) {
    return word.startsWith(title) && this.known.noun_endings.includes(word.slice(title.length));
  }

  // "exit fra prostitution": one word that stands nowhere, and one that says it all; so does a name or a title's word.
  isSubject({ word: typed, known, corrected, readAs, halves }) {
    const word = readAs || (halves ? halves[0] : typed);
    if (!known || (corrected && word.length < LONG_NAME)) return false;
    const root = stem(word);
    if (!corrected && (!/^[a-z]+$/.test(word) || (Object.hasOwn(this.expansion.meanings, root) && this.expansion.meanings[root][0] === SUBJECT))) return true;
    const exact = this.index.find(word);
    return exact >= 0 && (this.index.isName(exact) || WHOLE * this.expansion.mostSaid(exact) >= (corrected ? CALLED : TITLED));
  }

  // "hun vil ikke have hjælp": nothing but small words, and yet what somebody says.
  smallPhrase(words, skipped) {
    const inFull = this.known.in_full;
    for (let many = Math.min(words.length, MOST_SMALL); many > 1; many -= 1) {
      for (let start = 0; start + many <= words.length; start += 1) {
        if (!skipped.slice(start, start + many).every(Boolean)) continue;
        const phrase = words.slice(start, start + many).map((word) => (Object.hasOwn(inFull, word) ? inFull[word] : word)).join(" ");
        const one = this.numbered(phrase, smallTerm(phrase));
        if (one.known) return [one];
      }
    }
    return [];
  }

  // "min mand slår mig" is seldom asked by a man.
  forMenAlone() {
    const women = new Set(this.expansion.standing(this.known.women).numbers);
    const men = this.raising(this.known.men);
    const alone = men.documents.only((document) => document < this.index.first && !women.has(document));
    return { ...men, documents: alone, lowers: true, certain: false };
  }

  raising(word) {
    return this.asked(word, this.expansion.standing(word), { raises: true });
  }

  numbered(shown, term) {
    let documents = this.expansion.standing(OWN + term);
    if (term.startsWith(PHONE)) {
      const found = new Gathering(this.expansion.end).putAll(documents);
      const named = new Set(this.expansion.standing(term.slice(PHONE.length)).numbers); // "Lev Uden Vold, national hotline 1888"
      for (const document of this.reachedAt(term.slice(PHONE.length))) {
        found.put(document, WHOLE * STRONGEST * (named.has(document) ? 2 : 1), EVERYTHING);
      }
      documents = found.documents();
    }
    if (!documents.size) return { ...this.nothing(shown), rarity: rarity(0, this.expansion.end) };
    return this.asked(shown, documents);
  }

  one(word) {
    return this.answered.get(word, () => this.readWord(word));
  }

  readWord(word) {
    const documents = this.expansion.documents(word);
    if (documents.size) return this.asked(word, documents, { certain: documents.sure > 0 });
    const [chosen, others] = this.spelling.corrections(word);
    if (chosen) {
      const meant = this.expansion.documents(chosen);
      if (meant.size) return this.asked(word, meant.scaled(SLIP), { corrected: this.index.spell(chosen), readAs: chosen, others });
    }
    const whole = this.compounds.halves(word);
    const misspelt = whole ? null : this.compounds.misspeltHalves(word);
    if (misspelt) {
      const both = this.compounds.both(misspelt);
      const [first, second] = misspelt;
      const shown = [word.startsWith(first) ? first : this.index.spell(first), word.endsWith(second) ? second : this.index.spell(second)];
      if (!both.sure && both.best >= HALVES_AT_LEAST) return this.asked(word, both, { halves: shown, certain: false });
    }
    const halves = whole ?? this.compounds.firstHalf(word, SHORTEST_FIRST_HALF);
    if (halves) {
      const both = this.compounds.both(halves);
      if (both.best >= HALVES_AT_LEAST) return this.asked(word, this.compounds.carried(halves[0], both), { halves, certain: false });
    }
    const parts = this.compounds.firstHalf(word, SHORTEST + 1, LONG_FIRST_HALF);
    if (parts) {
      const documents = this.compounds.carried(parts[0], NO_DOCUMENTS);
      if (documents.size) return this.asked(word, documents, { halves: parts, certain: false });
    }
    return this.nothing(word);
  }

  nothing(word) {
    return this.asked(word, NO_DOCUMENTS, { rarity: wholes(rarity(0, this.expansion.end) * 5, 4), known: false, certain: false });
  }

  asked(word, documents, more = {}) {
    const share = rarity(documents.sure || documents.size, this.expansion.end);
    return { word, documents, rarity: share, known: true, corrected: "", readAs: "", others: [], halves: null, certain: true, raises: false, called: true, ...more };
  }
}

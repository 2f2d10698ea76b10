// What a typed word means in an index: which documents it finds, and how well. The same as ranking/matching.py.
const WHOLE = 100;
const OTHER_FORM = 92;
const SHORT_FORM = 50;
const END = 60;
const MIDDLE = 30;
const BEGINNING = 10;
const BEGINNING_SHARE = 70;
const LONG_ENOUGH_FOR_MIDDLE = 6;
const NO_COMPOUNDS = new Map([["aeldr", "foraeldr"], ["sorg", "forsorg"], ["hold", "forhold"]]);
const NO_BEGINNINGS = new Map([["vold", ["voldt", "voldsom"]]]); // "voldtægt" is no "vold"
const LONG_ENOUGH_TO_BEGIN = 8;
const SHORTEST_BEFORE_END = 3; // letters of a compound's first half: "svært" is no "ært"
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
const BEFORE_AN_AGE = ["pa", "er"];
const YOUTH = 10;
const YOUNG = "unge";
const MEN = "maend";
const WOMEN = "kvinder";
const EVERYTHING = 8;
const MOSTLY = 7;
const MEANT = 6;
const UNSURE = 4;
const FORM_OF = "="; // begins a meaning that is the same word in another form
const SUBJECT = "!"; // stands first among the meanings of a word that always says what help is sought for
const LONG_SECOND_HALF = 5;
const COUNTING = ["to", "tre", "fire", "fem", "seks"]; // folded
const BETWEEN_NEEDS = ["og", "eller", "samt", "and", "or"];
const MOST_SMALL = 6;
const SAID = -1; // the need of a phrase of small words
const MOST_TOGETHER = 3;
const SHORTEST_TOGETHER = 6;
const LONG_NAME = 9;
const MOST_OTHERS = 3;
const ALIKE = 2;
const LONG_SOUND = 6;
const STRONG = 3000; // grade times weight: a word that says much somewhere
const CALLED = 3600; // a word of a title
const TITLED = 5000; // a title's own word, whole
const NOUN_ENDINGS = ["", "s", "e", "n", "r", "en", "et", "er", "ne", "ens", "ets", "ers", "erne", "ene", "ernes", "enes"];

const isNumber = (word) => /^[0-9]+$/.test(word);
const KEPT_WORDS = 500;

// The documents that a word finds, in order: their numbers, how well each answers (grade times weight), and how many
// eighths of the word it has. `end` is one more than the last number.
class Documents {
  constructor(numbers, values, counts) {
    Object.assign(this, { numbers, values, counts, size: numbers.length });
    this.end = numbers.length ? numbers[numbers.length - 1] + 1 : 0;
    this.best = 0;
    this.sure = 0; // how many of them have all of the word
    for (let one = 0; one < numbers.length; one += 1) {
      if (values[one] > this.best) this.best = values[one];
      if (counts[one] === EVERYTHING) this.sure += 1;
    }
  }

  // Those of them that are kept.
  only(isKept) {
    const places = [...this.numbers.keys()].filter((place) => isKept(this.numbers[place]));
    const [numbers, values, counts] = [this.numbers, this.values, this.counts].map((all) => all.constructor.from(places, (place) => all[place]));
    return new Documents(numbers, values, counts);
  }

  // With a share (of 100) of the values; and so many eighths, or as many as before.
  scaled(share, eighths = 0) {
    const counts = eighths ? new Uint8Array(this.size).fill(eighths) : this.counts;
    return new Documents(this.numbers, this.values.map((value) => wholes(value * share, 100)), counts);
  }
}

// Documents as they are gathered: of what comes twice the better holds, of each part by itself. None has no eighths.
class Gathering {
  constructor(end) {
    this.values = new Uint16Array(end);
    this.counts = new Uint8Array(end);
  }

  put(document, value, count) {
    if (value > this.values[document]) this.values[document] = value;
    if (count > this.counts[document]) this.counts[document] = count;
  }

  putAll({ numbers, values, counts }) {
    for (let one = 0; one < numbers.length; one += 1) this.put(numbers[one], values[one], counts[one]);
    return this;
  }

  // What the documents are that both have, each with the lower value.
  both(other) {
    for (let document = 0; document < this.counts.length; document += 1) {
      if (!other.counts[document]) this.counts[document] = 0;
      else if (other.values[document] < this.values[document]) this.values[document] = other.values[document];
    }
    return this;
  }

  documents() {
    let size = 0;
    for (let document = 0; document < this.counts.length; document += 1) if (this.counts[document]) size += 1;
    const [numbers, values, counts] = [new Uint32Array(size), new Uint16Array(size), new Uint8Array(size)];
    let one = 0;
    for (let document = 0; one < size; document += 1) {
      if (!this.counts[document]) continue;
      numbers[one] = document;
      values[one] = this.values[document];
      counts[one] = this.counts[document];
      one += 1;
    }
    return new Documents(numbers, values, counts);
  }
}

const NO_DOCUMENTS = new Gathering(0).documents();

class Matcher {
  // `reachedAt` tells the documents with a telephone number, by its digits.
  constructor(index, meanings, onlyFirst, reachedAt = () => []) {
    this.index = index;
    this.reachedAt = reachedAt;
    this.meanings = meanings;
    this.end = onlyFirst ? index.first : index.documents;
    this.byLength = null;
    this.bySound = new Map(); // first letter -> sound -> words
    this.known = new Map();
    this.answered = new Map();
    this.read = new Map();
    this.menAlone = null;
  }

  // What a question asks for.
  answer(question) {
    this.prepare(question.words.filter((word, place) => !question.skipped[place] && !this.known.has(word)));
    const numbered = question.numbered.map(([shown, term]) => this.numbered(shown, term));
    const raising = question.near.map((word) => this.raising(word)).filter(({ documents }) => documents.size);
    const small = numbered.length ? [] : this.smallPhrase(question.words, question.skipped);
    let found = [...numbered, ...this.ask(question.words, question.skipped), ...raising];
    if (found.some(({ known, raises }) => known && !raises)) {
      for (const one of numbered) if (!one.known && one.word.startsWith("§")) one.rarity = 0; // texts name few paragraphs
    }
    if (question.oneNeed) found = found.map((one) => ({ ...one, need: 0 }));
    found.push(...small.map((one) => ({ ...one, need: SAID }))); // "min søn vil ikke være her mere"
    found.push(...question.far.map((word) => ({ ...this.raising(word), lowers: true, certain: false })));
    found = found.map((one) => (this.isAlone(one, found) ? { ...this.nothing(one.word), need: one.need } : one));
    if (found.length > 1) found = this.withSubjects(found);
    return question.partner && found.length ? [...found, (this.menAlone ??= this.forMenAlone())] : found;
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
    if (Object.hasOwn(this.meanings, stem(word)) || !/^[a-z]+$/.test(word)) return one.known;
    if (one.documents.best < STRONG || !one.certain) return false;
    for (const [term, grade] of this.terms(word)) {
      if (grade >= OTHER_FORM && isNounOf(this.index.terms[term], word) && grade * this.mostSaid(term) >= CALLED) return true;
    }
    return false;
  }

  // "exit fra prostitution": one word that stands nowhere, and one that says it all; so does a name or a title's word.
  isSubject({ word: typed, known, corrected, readAs, halves }) {
    const word = readAs || (halves ? halves[0] : typed);
    if (!known || (corrected && word.length < LONG_NAME)) return false;
    const root = stem(word);
    if (!corrected && (!/^[a-z]+$/.test(word) || (Object.hasOwn(this.meanings, root) && this.meanings[root][0] === SUBJECT))) return true;
    const exact = this.index.find(word);
    return exact >= 0 && (this.index.isName(exact) || WHOLE * this.mostSaid(exact) >= (corrected ? CALLED : TITLED));
  }

  // How much a term says of the document that it says most of.
  mostSaid(term) {
    const { documents, weights } = this.index.postings(term);
    let most = 0;
    for (let place = 0; place < documents.length && documents[place] < this.end; place += 1) most = Math.max(most, weights[place]);
    return most;
  }

  // "hun vil ikke have hjælp": nothing but small words, and yet what somebody says.
  smallPhrase(words, skipped) {
    for (let many = Math.min(words.length, MOST_SMALL); many > 1; many -= 1) {
      for (let start = 0; start + many <= words.length; start += 1) {
        if (!skipped.slice(start, start + many).every(Boolean)) continue;
        const phrase = words.slice(start, start + many).join(" ");
        const one = this.numbered(phrase, smallTerm(phrase));
        if (one.known) return [one];
      }
    }
    return [];
  }

  // "min mand slår mig" is seldom asked by a man.
  forMenAlone() {
    const women = new Set(this.standing(WOMEN).numbers);
    const men = this.raising(MEN);
    const alone = men.documents.only((document) => document < this.index.first && !women.has(document));
    return { ...men, documents: alone, lowers: true, certain: false };
  }

  raising(word) {
    return this.asked(word, this.standing(word), { raises: true });
  }

  // What has a term as it stands.
  standing(term) {
    const number = this.index.find(term);
    if (number < 0) return NO_DOCUMENTS;
    const { documents, weights } = this.index.postings(number);
    const many = this.index.having(number, this.end);
    const values = Uint16Array.from(weights.subarray(0, many), (weight) => WHOLE * weight);
    return new Documents(documents.subarray(0, many), values, new Uint8Array(many).fill(EVERYTHING));
  }

  ask(words, skipped) {
    const found = [];
    let number = 0;
    let need = 0;
    let told = 0;
    while (number < words.length) {
      if (BETWEEN_NEEDS.includes(words[number]) && found.length > told) {
        need += 1;
        told = found.length;
      }
      let many = this.together(words, skipped, number);
      if (many > 1) found.push(this.several(words.slice(number, number + many), skipped.slice(number, number + many)));
      else if (this.isAge(words, number)) {
        const young = words[number] >= YOUTH && words[number] < OF_AGE && this.documents(YOUNG).size;
        if (young && found.every(({ word }) => word !== YOUNG)) found.push({ ...this.one(YOUNG), raises: true });
        many = AGE.includes(words[number + 1]) ? 2 : 1;
      } else if (words.length > 1 && words[number].length === 1) {
        // "hepatitis c": one letter is no word beside others
      } else if (!this.isHowMany(words, number) && !skipped[number] && found.every(({ word }) => word !== words[number])) found.push(this.one(words[number]));
      for (let one = told; one < found.length; one += 1) found[one] = { ...found[one], need };
      number += many;
    }
    return found.some(({ raises }) => !raises) ? found : found.map((one) => ({ ...one, raises: false }));
  }

  // "17 år" and "på 60" say who asks, and not what for; but a law may be about it, of the young.
  isAge(words, number) {
    if (!isNumber(words[number]) || words[number].length > SHORTEST) return false;
    const told = BEFORE_AN_AGE.includes(words[number - 1]) && Number(words[number]) >= YOUTH;
    if (told && Number(words[number]) > OF_AGE) return true;
    if (!told && !AGE.includes(words[number + 1])) return false;
    return this.end < this.index.documents || this.documents(words[number]).best < STRONG;
  }

  // "drenge over 14": a number that stands nowhere says how many, and not what.
  isHowMany(words, number) {
    const word = words[number];
    const counts = COUNTING.includes(word) || (isNumber(word) && word.length < SHORTEST);
    return counts && words.length > 1 && !this.documents(word).size;
  }

  numbered(shown, term) {
    let documents = this.standing(OWN + term);
    if (term.startsWith(PHONE)) {
      const found = new Gathering(this.end).putAll(documents);
      const named = new Set(this.standing(term.slice(PHONE.length)).numbers); // "Lev Uden Vold, national hotline 1888"
      for (const document of this.reachedAt(term.slice(PHONE.length))) {
        found.put(document, WHOLE * STRONGEST * (named.has(document) ? 2 : 1), EVERYTHING);
      }
      documents = found.documents();
    }
    if (!documents.size) return { ...this.nothing(shown), rarity: rarity(0, this.end) };
    return this.asked(shown, documents);
  }

  // One word

  one(word) {
    if (!this.answered.has(word)) {
      if (this.answered.size > KEPT_WORDS) this.answered.clear();
      this.answered.set(word, this.readWord(word));
    }
    return this.answered.get(word);
  }

  readWord(word) {
    const documents = this.documents(word);
    if (documents.size) return this.asked(word, documents, { certain: documents.sure > 0 });
    const [chosen, others] = this.corrections(word);
    if (chosen) {
      const meant = this.documents(chosen);
      if (meant.size) return this.asked(word, meant.scaled(SLIP), { corrected: this.spell(chosen), readAs: chosen, others });
    }
    const whole = this.halves(word);
    const misspelt = whole ? null : this.misspeltHalves(word);
    if (misspelt) {
      const both = this.both(misspelt);
      const [first, second] = misspelt;
      const shown = [word.startsWith(first) ? first : this.spell(first), word.endsWith(second) ? second : this.spell(second)];
      if (!both.sure && both.best >= HALVES_AT_LEAST) return this.asked(word, both, { halves: shown, certain: false });
    }
    const halves = whole ?? this.firstHalf(word, SHORTEST_FIRST_HALF);
    if (halves) {
      const both = this.both(halves);
      if (both.best >= HALVES_AT_LEAST) return this.asked(word, this.carried(halves[0], both), { halves, certain: false });
    }
    const parts = this.firstHalf(word, SHORTEST + 1, LONG_FIRST_HALF);
    if (parts) {
      const documents = this.carried(parts[0], NO_DOCUMENTS);
      if (documents.size) return this.asked(word, documents, { halves: parts, certain: false });
    }
    return this.nothing(word);
  }

  // What a first half finds by itself goes behind what both halves find.
  carried(first, documents) {
    const found = this.documents(first);
    if (found.best < CARRIES || (first.length < LONG_FIRST_HALF && !this.isEveryday(first))) return documents;
    const carried = new Gathering(this.end).putAll(found.scaled(FIRST_HALF, UNSURE));
    documents.numbers.forEach((document, one) => {
      carried.values[document] = documents.values[one];
      carried.counts[document] = documents.counts[one];
    });
    return carried.documents();
  }

  nothing(word) {
    const share = wholes(rarity(0, this.end) * 5, 4);
    return { word, documents: NO_DOCUMENTS, rarity: share, known: false, corrected: "", readAs: "", others: [], halves: null, certain: false, raises: false, called: true };
  }

  asked(word, documents, more = {}) {
    const share = rarity(documents.sure || documents.size, this.end);
    return { word, documents, rarity: share, known: true, corrected: "", readAs: "", others: [], halves: null, certain: true, raises: false, called: true, ...more };
  }

  // The documents that a word finds as typed, in other forms, as part of a word and by what it means.
  documents(word) {
    if (this.known.has(word)) return this.known.get(word);
    const found = new Gathering(this.end);
    this.prepare([word]);
    for (const [term, grade] of this.terms(word)) this.put(found, term, grade, grade >= SURE ? EVERYTHING : UNSURE);
    for (const phrase of this.meant(word)) {
      if (phrase.startsWith(FORM_OF)) found.putAll(this.documents(phrase.slice(FORM_OF.length)).scaled(OTHER_FORM));
      else found.putAll(this.phrase(phrase).scaled(MEANING, MEANT));
    }
    if (this.known.size > KEPT_WORDS) this.known.clear();
    this.known.set(word, found.documents());
    return this.known.get(word);
  }

  // Finds the postings at once of all that some words find.
  prepare(words) {
    const terms = new Set();
    for (const word of words) {
      for (const term of this.terms(word).keys()) terms.add(term);
      for (const phrase of this.meant(word)) {
        if (phrase.startsWith(FORM_OF)) for (const term of this.terms(phrase.slice(FORM_OF.length)).keys()) terms.add(term);
        else for (const one of phrase.split(" ").filter(Boolean)) for (const [term] of this.termsInPhrase(one)) terms.add(term);
      }
    }
    this.index.prepare([...terms]);
  }

  meant(word) {
    const root = stem(word);
    let phrases = Object.hasOwn(this.meanings, root) ? this.meanings[root] : [];
    if (!phrases.length && word.length >= LONG_ENOUGH_TO_BEGIN && this.index.find(word) < 0) { // "natherber"
      phrases = this.meanings[Object.keys(this.meanings).find((one) => one.startsWith(word))] ?? [];
    }
    return phrases[0] === SUBJECT ? phrases.slice(1) : phrases;
  }

  // The terms a word finds by its letters, each with its grade.
  terms(word) {
    if (!this.read.has(word)) {
      if (this.read.size > KEPT_WORDS) this.read.clear();
      this.read.set(word, this.readTerms(word));
    }
    return this.read.get(word);
  }

  readTerms(word) {
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
      else if (NO_BEGINNINGS.get(root)?.some((one) => other.startsWith(one))) continue;
      else if (other.startsWith(root)) found.set(term, beginning(other.startsWith(word) ? word.length : root.length, other));
      else if (index.isName(term)) continue;
      else if (own.endsWith(root) && !own.endsWith(NO_COMPOUNDS.get(root) ?? "~")) {
        if (own.length - root.length >= SHORTEST_BEFORE_END) found.set(term, END);
      } else if (root.length >= LONG_ENOUGH_FOR_MIDDLE) found.set(term, MIDDLE);
    }
    return found;
  }

  put({ values, counts }, term, grade, count) {
    const { documents, weights } = this.index.postings(term);
    for (let place = 0; place < documents.length && documents[place] < this.end; place += 1) {
      const document = documents[place];
      const value = grade * weights[place];
      if (value > values[document]) values[document] = value;
      if (count > counts[document]) counts[document] = count;
    }
  }

  // Every word of it must be there; the weakest says how well.
  phrase(phrase) {
    let together = null;
    for (const word of phrase.replace(FORM_OF, "").split(" ").filter(Boolean)) {
      const found = new Gathering(this.end);
      const terms = this.termsInPhrase(word);
      this.index.prepare(terms.map(([term]) => term));
      for (const [term, grade] of terms) this.put(found, term, grade, EVERYTHING);
      together = together ? together.both(found) : found;
    }
    return together ? together.documents() : NO_DOCUMENTS;
  }

  // The terms that a word of a phrase finds, [term, grade]: it must begin them, or be most of them.
  termsInPhrase(word) {
    const found = [];
    for (const [term, grade] of this.terms(word)) {
      if (this.index.terms[term].startsWith(word)) found.push([term, Math.max(grade, 80)]);
      else if (grade >= SURE) found.push([term, grade]);
    }
    return found;
  }

  // Slips of a finger

  corrections(word, atMost = 2) {
    const most = Math.min(allowedSlips(word), atMost);
    if (!most) return ["", []];
    this.byLength ??= wordsByLength(this.index.terms);
    const bits = lettersIn(word);
    const near = [];
    const consider = (other, having) => {
      const apart = slips(word, other, most);
      if (apart > most || (spelledLength(word) === 4 && !mayBeMeant(word, other))) return;
      const many = having();
      if (many) near.push([2 * apart + (sameStart(word, other) ? 0 : 1), -many, other]);
    };
    for (let length = Math.max(4, word.length - most); length <= word.length + most; length += 1) {
      const { terms, letters } = this.byLength.get(length) ?? NO_WORDS;
      for (let one = 0; one < terms.length; one += 1) {
        const term = terms[one];
        if (bitCount(letters[one] ^ bits) <= 2 * most) consider(this.index.terms[term], () => this.having(term));
      }
    }
    // "offerådgivning" for Offerrådgivningen: a long name may be asked for without its article.
    for (let length = word.length + 2; word.length >= LONG_NAME && length <= word.length + most + 2; length += 1) {
      const { terms, letters } = this.byLength.get(length) ?? NO_WORDS;
      for (let one = 0; one < terms.length; one += 1) {
        const other = this.index.terms[terms[one]];
        if (!/e[nt]$/.test(other) || bitCount(letters[one] ^ bits) > 2 * most + 2) continue;
        const apart = slips(word, other.slice(0, -2), most);
        const many = apart <= most ? this.having(terms[one]) : 0;
        if (many) near.push([2 * apart + (sameStart(word, other) ? 0 : 1), -many, other]);
      }
    }
    for (const other of Object.keys(this.meanings)) {
      if (other.length >= 4 && bitCount(lettersIn(other) ^ bits) <= 2 * most) consider(other, () => this.documents(other).size);
    }
    for (const other of this.alike(word, atMost)) {
      if (spelledLength(word) === 4 && !this.soundsAs(word, other)) continue;
      const many = this.documents(other).size;
      if (many) near.push([ALIKE - (slips(word, other, 1) <= 1 ? 1 : 0), -many, other]);
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

  // Of four letters the vowels alone may be others, and no name is meant: "drag" is not "drak", "kage" no Køge.
  soundsAs(word, other) {
    const term = this.index.find(other);
    const named = term >= 0 && this.index.isName(term);
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
    const terms = this.index.beginning(letter).map((term) => this.index.terms[term]);
    for (const one of new Set([...terms, ...Object.keys(this.meanings).filter((other) => other.startsWith(letter))])) {
      if (one.length < SHORTEST || !/^[a-z]+$/.test(one)) continue;
      const heard = sound(one);
      if (!found.has(heard)) found.set(heard, []);
      found.get(heard).push(one);
    }
    return found;
  }

  having(term) {
    return this.index.having(term, this.end);
  }

  // A folded word with its own letters, when it stands in a text.
  spell(word) {
    return this.index.spell(word);
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
    return found;
  }

  // A half that is shorter than `unlessEveryday` must be an everyday word.
  firstHalf(word, shortest, unlessEveryday = 0) {
    for (let place = word.length - SHORTEST; place >= shortest; place -= 1) {
      for (const first of this.joints(word.slice(0, place), shortest - 1)) {
        const short = first.length < unlessEveryday;
        const second = word.slice(place).replace(/^e/, ""); // "børnehave" is no "børn + ehave"
        if (short && (second.length < LONG_SECOND_HALF || !this.isEveryday(first))) continue;
        if (this.isWord(first)) return [first, word.slice(place)];
      }
    }
    return null;
  }

  // "alkholrådgivning": one half is a word, the other one slip away from one, and something has both.
  misspeltHalves(word) {
    for (let place = word.length - LONG_SECOND_HALF; place >= LONG_SECOND_HALF; place -= 1) {
      let first = word.slice(0, place);
      let second = word.slice(place);
      const isWord = (one) => this.isWord(one);
      if (second.replace(/^s/, "").length < LONG_SECOND_HALF) continue; // "ungdomsklub" is no "ungdom + skub"
      if (this.isWord(second)) first = this.oneSlip(first);
      else if (this.joints(first, SHORTEST).some(isWord)) {
        first = this.joints(first, SHORTEST).find(isWord);
        second = this.oneSlip(second);
      } else continue;
      if (!first || !second) continue;
      const has = new Set(this.documents(second).numbers);
      if (this.documents(first).numbers.some((document) => has.has(document))) return [first, second];
    }
    return null;
  }

  oneSlip(part) {
    const [near] = this.corrections(part, 1);
    return near && sameStart(part, near) ? near : "";
  }

  isEveryday(word) {
    const root = stem(word);
    const subject = Object.hasOwn(this.meanings, root) && this.meanings[root][0] === SUBJECT; // and "rejse" in "rejseforsikring" is none
    return root.length > SHORTEST && subject && this.index.find(word) >= 0; // "vinte" is no word
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
    const [first, second] = [this.documents(one), this.documents(two)];
    const both = new Gathering(this.end).putAll(second).both(new Gathering(this.end).putAll(first)).documents();
    return both.size ? both.scaled(TOGETHER, MOSTLY) : (second.size ? second : first).scaled(LAST_HALF, UNSURE);
  }

  // How many words from here on are one word, written apart.
  together(words, skipped, number) {
    for (let many = Math.min(MOST_TOGETHER, words.length - number); many > 1; many -= 1) {
      const parts = words.slice(number, number + many);
      const joined = parts.join("");
      if (joined.length < SHORTEST_TOGETHER || parts.some(isNumber)) continue;
      if (skipped.slice(number, number + many).every(Boolean)) continue;
      if (skipped[number + many - 1] && stem(joined) === stem(words[number])) continue; // "koster en" is no "kosteren"
      if (this.whole(joined).some((term) => this.having(term)) || Object.hasOwn(this.meanings, stem(joined))) return many;
    }
    return 1;
  }

  several(words, skipped) {
    const joined = words.join("");
    const found = new Gathering(this.end).putAll(this.documents(joined));
    const parts = words.filter((_, place) => !skipped[place]).map((word) => new Gathering(this.end).putAll(this.documents(word)));
    if (!parts.length) return this.asked(joined, found.documents());
    const { numbers, values } = parts.reduce((one, other) => one.both(other)).documents();
    numbers.forEach((document, one) => found.put(document, wholes(values[one] * PARTS, 100), found.counts[document] || MEANT));
    return this.asked(joined, found.documents());
  }
}

// A word, or the same with the ending of a noun: "flytte" is none of "flyt".
function isNounOf(title, word) {
  return word.startsWith(title) && NOUN_ENDINGS.includes(word.slice(title.length));
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

// The terms of an index that a word finds: query expansion by word forms, beginnings, compounds and synonyms. The same as
// ranking/expansion.py.
const WHOLE = 100;
const OTHER_FORM = 92;
const SHORT_FORM = 50;
const END = 60;
const MIDDLE = 30;
const BEGINNING = 10;
const BEGINNING_SHARE = 70;
const MEANING = 50;
const LONG_ENOUGH_FOR_MIDDLE = 6;
const LONG_ENOUGH_TO_BEGIN = 8;
const SHORTEST_BEFORE_END = 3; // letters of a compound's first half: "svært" is no "ært"
const SURE = 60;
const FORM_OF = "="; // begins a meaning that is the same word in another form
const SUBJECT = "!"; // stands first among the meanings of a word that always says what help is sought for
const KEPT_WORDS = 500;

const isNumber = (word) => /^[0-9]+$/.test(word);

class Expansion {
  constructor(index, { meanings, question }, onlyFirst) {
    this.index = index;
    this.meanings = meanings;
    this.noBeginning = new Map(Object.entries(question.no_beginning));
    this.noCompound = new Map(Object.entries(question.no_compound));
    this.articles = question.articles;
    this.end = onlyFirst ? index.first : index.documents;
    this.known = new LruCache(KEPT_WORDS);
    this.read = new LruCache(KEPT_WORDS);
  }

  // The documents that a word finds as typed, in other forms, as part of a word and by what it means.
  documents(word) {
    return this.known.get(word, () => this.readDocuments(word));
  }

  readDocuments(word) {
    const found = new Gathering(this.end);
    this.prepare([word]);
    for (const [term, grade] of this.terms(word)) this.put(found, term, grade, grade >= SURE ? EVERYTHING : UNSURE);
    for (const phrase of this.meant(word)) {
      if (phrase.startsWith(FORM_OF)) found.putAll(this.documents(phrase.slice(FORM_OF.length)).scaled(OTHER_FORM));
      else found.putAll(this.phrase(phrase).scaled(MEANING, MEANT));
    }
    return found.documents();
  }

  // Finds the postings at once of all that some words find.
  prepare(words) {
    const terms = new Set();
    for (const word of words) {
      if (this.known.has(word)) continue;
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
    return this.read.get(word, () => this.readTerms(word));
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
      else if (this.noBeginning.get(root)?.some((one) => other.startsWith(one))) continue;
      else if (other.startsWith(root)) found.set(term, beginning(other.startsWith(word) ? word.length : root.length, other));
      else if (index.isName(term)) continue;
      else if (own.endsWith(root) && !own.endsWith(this.noCompound.get(root) ?? "~")) {
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

  having(term) {
    return this.index.having(term, this.end);
  }

  // How much a term says of the document that it says most of.
  mostSaid(term) {
    const { documents, weights } = this.index.postings(term);
    let most = 0;
    for (let place = 0; place < documents.length && documents[place] < this.end; place += 1) most = Math.max(most, weights[place]);
    return most;
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

  // What has a term as it stands.
  standing(term) {
    const number = this.index.find(term);
    if (number < 0) return NO_DOCUMENTS;
    const { documents, weights } = this.index.postings(number);
    const many = this.index.having(number, this.end);
    const values = Uint16Array.from(weights.subarray(0, many), (weight) => WHOLE * weight);
    return new Documents(documents.subarray(0, many), values, new Uint8Array(many).fill(EVERYTHING));
  }
}

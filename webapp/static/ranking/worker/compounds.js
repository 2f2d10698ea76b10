// Compounds: words taken apart into the two that they are put together from, and words that were typed apart. The same as
// ranking/compounds.py.
const TOGETHER = 70;
const PARTS = 60;
const LAST_HALF = 15;
const LONG_FIRST_HALF = 8;
const CARRIES = 1500;
const FIRST_HALF = 35;
const LONG_SECOND_HALF = 5;
const MOST_TOGETHER = 3;
const SHORTEST_TOGETHER = 6;

class Compounds {
  constructor(expansion, spelling) {
    Object.assign(this, { expansion, spelling });
  }

  halves(word) {
    let best = null;
    let found = null;
    for (let place = SHORTEST; place <= word.length - SHORTEST; place += 1) {
      const second = word.slice(place);
      if (!this.expansion.isWord(second)) continue;
      for (const one of this.joints(word.slice(0, place), SHORTEST)) {
        const whole = this.expansion.isWord(one);
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
        if (this.expansion.isWord(first)) return [first, word.slice(place)];
      }
    }
    return null;
  }

  // "alkholrådgivning": one half is a word, the other one slip away from one, and something has both.
  misspeltHalves(word) {
    for (let place = word.length - LONG_SECOND_HALF; place >= LONG_SECOND_HALF; place -= 1) {
      let first = word.slice(0, place);
      let second = word.slice(place);
      const isWord = (one) => this.expansion.isWord(one);
      if (second.replace(/^s/, "").length < LONG_SECOND_HALF) continue; // "ungdomsklub" is no "ungdom + skub"
      if (this.expansion.isWord(second)) first = this.oneSlip(first);
      else if (this.joints(first, SHORTEST).some(isWord)) {
        first = this.joints(first, SHORTEST).find(isWord);
        second = this.oneSlip(second);
      } else continue;
      if (!first || !second) continue;
      const has = new Set(this.expansion.documents(second).numbers);
      if (this.expansion.documents(first).numbers.some((document) => has.has(document))) return [first, second];
    }
    return null;
  }

  oneSlip(part) {
    const [near] = this.spelling.corrections(part, 1);
    return near && sameStart(part, near) ? near : "";
  }

  isEveryday(word) {
    const root = stem(word);
    const subject = Object.hasOwn(this.expansion.meanings, root) && this.expansion.meanings[root][0] === SUBJECT; // and "rejse" in "rejseforsikring" is none
    return root.length > SHORTEST && subject && this.expansion.index.find(word) >= 0; // "vinte" is no word
  }

  // A first half with the s or e that joins it to the second, and without. What is a word stands first.
  joints(first, shorter) {
    const bare = first.slice(0, -1);
    if (!/[se]$/.test(first) || bare.length <= shorter) return [first];
    return this.expansion.index.find(bare) >= 0 ? [bare, first] : [first, bare];
  }

  begins(part) {
    return this.expansion.index.beginning(part).some((term) => this.expansion.having(term));
  }

  both([one, two]) {
    const [first, second] = [this.expansion.documents(one), this.expansion.documents(two)];
    const both = new Gathering(this.expansion.end).putAll(second).both(new Gathering(this.expansion.end).putAll(first)).documents();
    return both.size ? both.scaled(TOGETHER, MOSTLY) : (second.size ? second : first).scaled(LAST_HALF, UNSURE);
  }

  // What a first half finds by itself goes behind what both halves find.
  carried(first, documents) {
    const found = this.expansion.documents(first);
    if (found.best < CARRIES || (first.length < LONG_FIRST_HALF && !this.isEveryday(first))) return documents;
    const carried = new Gathering(this.expansion.end).putAll(found.scaled(FIRST_HALF, UNSURE));
    documents.numbers.forEach((document, one) => {
      carried.values[document] = documents.values[one];
      carried.counts[document] = documents.counts[one];
    });
    return carried.documents();
  }

  // How many words from here on are one word, written apart.
  together(words, skipped, number) {
    for (let many = Math.min(MOST_TOGETHER, words.length - number); many > 1; many -= 1) {
      const parts = words.slice(number, number + many);
      const joined = parts.join("");
      if (joined.length < SHORTEST_TOGETHER || parts.some(isNumber)) continue;
      if (skipped.slice(number, number + many).every(Boolean)) continue;
      if (skipped[number + many - 1] && stem(joined) === stem(words[number])) continue; // "koster en" is no "kosteren"
      if (this.expansion.whole(joined).some((term) => this.expansion.having(term)) || Object.hasOwn(this.expansion.meanings, stem(joined))) return many;
    }
    return 1;
  }

  // What is found by words that are one word, written apart.
  several(words, skipped) {
    const documentsOf = (word) => new Gathering(this.expansion.end).putAll(this.expansion.documents(word));
    const found = documentsOf(words.join(""));
    const parts = words.filter((_, place) => !skipped[place]).map(documentsOf);
    if (!parts.length) return found.documents();
    const { numbers, values } = parts.reduce((one, other) => one.both(other)).documents();
    numbers.forEach((document, one) => found.put(document, wholes(values[one] * PARTS, 100), found.counts[document] || MEANT));
    return found.documents();
  }
}

// Places in typed words: municipalities, towns and postcodes. The same rules as finder/places.py.
const LONGEST_NAME = 4;

class Places {
  // `names`: Map of code to name; `around`: the words around a place; `tables`: {towns, postcodes, alike, busy}
  constructor(names, around, { towns = {}, postcodes = [], alike = [], busy = [] } = {}) {
    this.names = names;
    this.around = around;
    this.byName = new Map(Array.from(names, ([code, name]) => [fold(name), code]));
    this.towns = new Map(Object.entries(towns));
    this.postcodes = postcodes;
    this.alike = new Set(alike);
    this.busy = new Set(busy);
  }

  // The place that all of these words name, or null.
  chosen(words) {
    if (!words.length) return null;
    const place = this.postcode(words, 0) ?? this.named(words, 0);
    return place?.length === words.length ? place : null;
  }

  // The place that is named from a word on in a sentence, or null.
  at(words, number, small) {
    const coded = this.postcode(words, number);
    if (coded) return coded;
    const place = this.named(words, number);
    if (!place || place.length > 1 || !this.alike.has(words[number].word) || words.length === 1) return place;
    const shown = number
      ? words[number].capital || this.around.before_place.includes(words[number - 1].word)
      : words[0].capital && !small.has(words[1].spelled);
    return shown ? place : null;
  }

  named(words, number) {
    for (let length = Math.min(LONGEST_NAME, words.length - number); length > 0; length -= 1) {
      const own = words.slice(number, number + length).map(({ word }) => word);
      const name = own.join(" ");
      const longer = length + (this.around.municipality.includes(words[number + length]?.word) ? 1 : 0);
      for (const one of [name, name.replace(/s$/, "")]) {
        if (this.byName.has(one)) return { code: this.byName.get(one), others: [], length: longer, town: [] };
        if (this.towns.has(one)) {
          const [code, ...others] = this.towns.get(one).split(" ");
          return { code, others, length: longer, town: own };
        }
      }
    }
    return null;
  }

  postcode(words, number) {
    const digits = words[number].word;
    if (!/^[0-9]{4}$/.test(digits) || this.busy.has(digits) || this.around.money.includes(words[number + 1]?.word)) return null;
    if ([number - 1, number + 1].some((beside) => /^[0-9]{4}$/.test(words[beside]?.word))) return null; // "7020 1201"
    const row = this.postcodes.find(([first, last]) => first <= Number(digits) && Number(digits) <= last);
    if (!row) return null;
    const [code, ...others] = row[2].split(" ");
    const place = this.named(words, number + 1);
    if (!place && /^(19|20)/.test(digits) && this.around.before_year.includes(words[number - 1]?.word)) return null; // "født i 1960"
    if (!place) return { code, others, length: 1, town: [] };
    const after = words[number + 1 + place.length];
    const part = after && after.word.length <= 2 && after.capital ? 1 : 0;
    return { code, others, length: 1 + place.length + part, town: place.town };
  }
}

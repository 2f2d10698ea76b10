// Texts told as words, as a column of the offers' records has them, each put together when it is asked for. The same as
// finder/told_texts.py; finder/packing.py tells what the bytes are.
const TOWN = "\x02";
const DATED = "\x03";
const FIRST_NUMBER = 2;
const LONG_NUMBERS = 192;
const OWN_WORD = 1;
const SECONDS = 256 - FIRST_NUMBER; // bytes that may follow the first of a long number
const SHORT_NUMBERS = LONG_NUMBERS - FIRST_NUMBER;

// Texts told as words, each put together when it is asked for.
class ToldTexts {
  constructor(rows, numbers, words) {
    this.rows = rows;
    this.numbers = numbers;
    this.words = words;
    this.lists = [null, null];
    this.kept = null;
    this.places = null;
  }

  // The words that have a number.
  get common() {
    this.lists[0] ??= reader.decode(this.words.subarray(0, this.words.indexOf(0))).split("\n");
    return this.lists[0];
  }

  // Those that have none, in the order they stand in.
  get own() {
    this.lists[1] ??= reader.decode(this.words.subarray(this.words.indexOf(0) + 1)).split("\n");
    return this.lists[1];
  }

  // Where each text begins.
  get ends() {
    this.kept ??= placesAfter(this.numbers, 0, this.rows);
    return this.kept;
  }

  // The number among those without one of the first such word from a place on.
  ownFrom(place) {
    this.places ??= placesAfter(this.numbers, OWN_WORD, this.own.length);
    let [low, high] = [0, this.own.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.places[middle + 1] <= place) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  value(row) {
    const { numbers, common } = this;
    const end = this.ends[row + 1] - 1;
    const found = [];
    for (let place = this.ends[row]; place < end; place += 1) {
      const code = numbers[place];
      if (code === OWN_WORD) found.push(this.own[this.ownFrom(place)]);
      else found.push(common[code < LONG_NUMBERS ? code - FIRST_NUMBER : longNumber(code, numbers[(place += 1)])]);
    }
    return found.join(" ");
  }
}

// The terms of the common words of told texts, to be asked as ReadTexts is: an index tells where the others stand, and how
// long texts are. Most words are one term; the others are read with their row, when it is asked for. `townOf` tells which
// of the towns each row has.
class ToldTerms {
  constructor(told, reading, towns, townOf, terms) {
    Object.assign(this, { told, reading, towns, townOf, terms });
    this.known = new Map();
  }

  // Adds to each list by its slot the rows that have the term with that slot, once for each time. Learns in passing where
  // texts end.
  addTo(lists, slots) {
    const { numbers } = this.told;
    const marks = this.marksOf(slots);
    if (!marks.some(Boolean)) return;
    const ends = new Uint32Array(this.told.rows + 1);
    let row = 0;
    for (let place = 0; place < numbers.length; place += 1) {
      const code = numbers[place];
      if (code < FIRST_NUMBER) {
        if (code !== OWN_WORD) ends[(row += 1)] = place + 1;
        continue;
      }
      const number = code < LONG_NUMBERS ? code - FIRST_NUMBER : longNumber(code, numbers[(place += 1)]);
      const mark = marks[number];
      if (mark > 0) lists[mark].push(row);
      else if (mark === SEVERAL) {
        for (const term of this.termsIn(this.told.common[number], this.townOf[row])) if (slots[term]) lists[slots[term]].push(row);
      }
    }
    this.told.kept = ends;
  }

  // For each word the slot of its term, or SEVERAL where it must be read with its row.
  marksOf(slots) {
    const marks = new Int16Array(this.terms.length);
    for (let word = 0; word < marks.length; word += 1) {
      const term = this.terms[word];
      if (term >= 0) marks[word] = slots[term];
      else if (term === SEVERAL && this.mayHave(this.told.common[word], slots)) marks[word] = SEVERAL;
    }
    return marks;
  }

  // Whether a word that is read with its row is, in any, a term with a slot.
  mayHave(word, slots) {
    const wanted = (town) => this.termsIn(word, town).some((term) => slots[term]);
    return word.includes(TOWN) ? this.towns.some((_, town) => wanted(town)) : wanted(0);
  }

  termsIn(word, town) {
    if (!this.known.has(word)) this.known.set(word, this.inTowns(word));
    const found = this.known.get(word);
    return found.length > 1 ? found[town] : found[0];
  }

  // The terms of a word in each town, or once where it has none.
  inTowns(word) {
    if (!word.includes(TOWN)) return [this.reading.read(word)];
    const plain = withoutSignsAround(word) === TOWN ? TOWN : word; // signs around it say nothing
    if (plain !== word) this.termsIn(TOWN, 0);
    return (plain !== word && this.known.get(TOWN)) || this.towns.map((name) => this.reading.read(plain.replaceAll(TOWN, () => name)));
  }
}

function longNumber(first, second) {
  return SHORT_NUMBERS + (first - LONG_NUMBERS) * SECONDS + second - FIRST_NUMBER;
}

// 0, and the places that follow a byte that stands so many times.
function placesAfter(bytes, byte, many) {
  const found = new Uint32Array(many + 1);
  for (let one = 1; one <= many; one += 1) found[one] = bytes.indexOf(byte, found[one - 1]) + 1;
  return found;
}

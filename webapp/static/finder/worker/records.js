// The offers' records: read from their columns, each value when it is asked for. The same as finder/records.py;
// finder/packing.py tells what the bytes are.
const KEPT_PARTS = 500; // parts of pages that are kept put together
const WORDS = -1; // the width of a column of texts told as words
const TOWN = "\x02";
const DATED = "\x03";
const FIRST_NUMBER = 2;
const LONG_NUMBERS = 192;
const NO_TERMS = [];
const SHORT_NUMBERS = LONG_NUMBERS - FIRST_NUMBER;

class Records {
  // `order` has the rows that are there at the minute; null: all of them, in order.
  constructor(bytes, minute, order) {
    const [line, start] = lineAt(bytes, 0);
    const head = JSON.parse(reader.decode(line));
    this.rows = head.rows;
    this.turns = head.turns;
    this.minute = minute;
    this.order = order;
    this.columns = new Map();
    this.read = new Map();
    this.html = new Map();
    let place = start;
    const take = (size) => bytes.subarray(place, (place += size));
    for (const [fields, width, numbers, values] of head.columns) {
      const column = width === WORDS ? new ToldTexts(take(numbers), take(values)) : new Column(width, take(numbers), take(values));
      fields.forEach((name, number) => this.columns.set(name, { column, place: fields.length > 1 ? number : null }));
    }
    this.pieces = new Lines(take(head.pieces));
    this.skeletons = new Lines(take(head.skeletons));
    this.parts = new Set(head.parts);
    this.Record = recordOf(this);
  }

  get length() {
    return this.order ? this.order.length : this.rows;
  }

  // The record at a place in the order.
  at(place) {
    return new this.Record(this.order ? this.order[place] : place);
  }

  // Every record that is there, in order.
  all() {
    return Array.from({ length: this.length }, (_, place) => this.at(place));
  }

  // The record with a code, when it is there.
  withCode(code) {
    if (!this.rows) return null;
    const row = this.columns.get("code").column.find(code);
    return row < 0 || this.placesOfRows()[row] === null ? null : new this.Record(row);
  }

  // The value of a field of a record.
  value(row, name) {
    const { column, place } = this.columns.get(name);
    if (column instanceof ToldTexts) {
      const text = column.value(row);
      if (text[0] === DATED) return this.asOf(JSON.parse(text.slice(1)), null);
      return text.includes(TOWN) ? text.replaceAll(TOWN, () => this.value(row, "town")) : text;
    }
    const found = this.asOf(column.value(row), place);
    if (found === true && name === "sourceHost") return this.value(row, "website").split("/")[2];
    return this.parts.has(name) ? this.part(found) : found;
  }

  // A field of all that are there: for each in order a number, and the values that the numbers count.
  column(name) {
    if (!this.rows) return [[], []];
    if (!this.read.has(name)) {
      const { column, place } = this.columns.get(name);
      const numbers = this.order ? Uint32Array.from(this.order, (row) => column.numbers[row]) : column.numbers;
      this.read.set(name, [numbers, column.values.map((value) => this.asOf(value, place))]);
    }
    return this.read.get(name);
  }

  // A field of every row as it was when the records were packed: for each row a number, and the values that the numbers
  // count; no numbers where each row has a value of its own, in order.
  asPublished(name) {
    const { column, place } = this.columns.get(name);
    return [column.numbers, column.values.map((value) => firstOf(place === null ? value : value[place]))];
  }

  // The terms of a field's texts as they were when the records were packed, told as `asPublished` tells them.
  inTexts(name, reading) {
    const { column } = this.columns.get(name);
    if (column instanceof ToldTexts) {
      const [numbers, towns] = this.asPublished("town");
      return [null, column.allRead(reading, towns, numbers)];
    }
    const [numbers, texts] = this.asPublished(name);
    return [numbers, termsOfTexts(texts, reading)];
  }

  // The rows of the records that have a telephone number, now or at another time, told by its digits.
  reachedAt(digits) {
    return ["phone", "sms"].flatMap((name) => {
      const column = this.columns.get(name)?.column;
      return column instanceof Column ? column.rowsWith(digits) : [];
    });
  }

  // For every row where in the order its record is, or null. The index of words counts rows.
  placesOfRows() {
    if (!this.found) {
      this.found = Array.from({ length: this.rows }, (_, row) => (this.order ? null : row));
      this.order?.forEach((row, place) => (this.found[row] = place));
    }
    return this.found;
  }

  asOf(packed, place) {
    const value = place === null ? packed : packed[place];
    return !changes(value) ? value : value.later.reduce((now, [minute, changed]) => (minute <= this.minute ? changed : now), value.now);
  }

  part(skeleton) {
    if (!this.html.has(skeleton)) {
      if (this.html.size >= KEPT_PARTS) this.html.clear();
      this.html.set(skeleton, this.skeletons.value(skeleton).map((piece) => this.pieces.value(piece)).join(""));
    }
    return this.html.get(skeleton);
  }
}

const changes = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

// A value as it is before it changes.
const firstOf = (value) => (changes(value) ? value.now : value);

function digitsOf(number) {
  return number.replaceAll(" ", "").replaceAll("+", "");
}

// What one offer's record is: its fields as properties.
function recordOf(records) {
  class Record {
    constructor(row) {
      this.row = row;
    }
  }
  for (const name of records.columns.keys()) {
    Object.defineProperty(Record.prototype, name, { get() { return records.value(this.row, name); } });
  }
  return Record;
}

// Lines of JSON, each read when it is asked for.
class Lines {
  constructor(bytes) {
    this.bytes = bytes;
    this.starts = null;
  }

  value(line) {
    this.starts ??= startsOf(this.bytes);
    const text = reader.decode(this.bytes.subarray(this.starts[line], this.starts[line + 1] - 1));
    return text[0] === '"' && !text.includes("\\") ? text.slice(1, -1) : JSON.parse(text); // a plain text needs no reading
  }
}

function startsOf(bytes) {
  const starts = [0];
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, end + 1)) starts.push(end + 1);
  starts.push(bytes.length + 1);
  return Uint32Array.from(starts);
}

// Texts told as words, each put together when it is asked for.
class ToldTexts {
  constructor(numbers, words) {
    this.numbers = numbers;
    this.common = reader.decode(words).split("\n");
    this.ends = null;
  }

  value(row) {
    const { numbers } = this;
    this.ends ??= endsOf(numbers);
    const end = this.ends[row + 1] - 1;
    const found = [];
    for (let place = this.ends[row]; place < end; place += 1) {
      const number = numbers[place];
      if (number === 1) {
        const after = numbers.indexOf(1, place + 1);
        found.push(reader.decode(numbers.subarray(place + 1, after)));
        place = after;
      } else if (number < LONG_NUMBERS) {
        found.push(this.common[number - FIRST_NUMBER]);
      } else {
        place += 1;
        found.push(this.common[longNumber(number, numbers[place])]);
      }
    }
    return found.join(" ");
  }

  // The terms that the words of each text are read as. `numbers` tells which of the towns each row has. Most words are
  // common and one term: for them the loop does as little as it can, as it is seldom run twice.
  allRead(reading, towns, numbers) {
    const only = reading.readMany(this.common);
    const ofOne = this.ownWords();
    const onlyOfOwn = reading.readMany(ofOne);
    let own = 0;
    const others = this.otherWords(reading, towns);
    const codes = this.numbers;
    const starts = new Uint32Array(numbers.length + 1);
    const at = { place: 0, end: 0 };
    let terms = new Uint32Array(codes.length);
    for (let row = 0; row < numbers.length; at.place += 1) {
      readPlain(codes, only, terms, at);
      const code = codes[at.place];
      let list = NO_TERMS;
      if (code > 1) {
        const number = code < LONG_NUMBERS ? code - FIRST_NUMBER : longNumber(code, codes[(at.place += 1)]);
        list = others.common(number, numbers[row]);
      } else if (code) {
        at.place = codes.indexOf(1, at.place + 1);
        const term = onlyOfOwn[own++];
        if (term >= 0) terms[at.end++] = term;
        else if (term === SEVERAL) list = others.own(ofOne[own - 1], numbers[row]);
      } else if (others.isDated()) {
        at.end = starts[row];
        list = reading.read(JSON.parse(this.value(row).slice(1)).now);
      }
      // Room for these, and for one of each byte that is left.
      if (terms.length < at.end + list.length + codes.length - at.place) terms = longer(terms, list.length);
      for (const term of list) terms[at.end++] = term;
      if (!code) starts[row += 1] = at.end;
    }
    return { terms: terms.slice(0, at.end), starts };
  }

  // The words that stand in one text alone, in order.
  ownWords() {
    const codes = this.numbers;
    const found = new Uint8Array(codes.length);
    let end = 0;
    for (let place = 0; place < codes.length; place += 1) {
      if (codes[place] !== 1) {
        if (codes[place] >= LONG_NUMBERS) place += 1;
        continue;
      }
      const after = codes.indexOf(1, place + 1);
      found.set(codes.subarray(place + 1, after), end);
      end += after - place;
      found[end - 1] = 10;
      place = after;
    }
    return end ? reader.decode(found.subarray(0, end - 1)).split("\n") : [];
  }

  // Reads words that are not the same in every row: those of one text alone, and those with the row's town in them.
  otherWords(reading, towns) {
    const known = new Map();
    let dated = false;
    const readIn = (word, town) => {
      dated ||= word[0] === DATED;
      return reading.read(word.includes(TOWN) ? word.replaceAll(TOWN, () => towns[town]) : word);
    };
    return {
      own: readIn,
      common: (number, town) => {
        const word = this.common[number];
        const key = word.includes(TOWN) ? number * towns.length + town : -1 - number;
        if (!known.has(key)) known.set(key, readIn(word, town));
        dated ||= word[0] === DATED;
        return known.get(key);
      },
      // Whether one since the last time it was asked begins a value that changes on a known day.
      isDated() {
        const was = dated;
        dated = false;
        return was;
      },
    };
  }
}

// Reads common words of one term from a place on, as far as it comes; both are moved. It does little and is called often:
// so a browser has made it quick soon.
function readPlain(codes, only, terms, at) {
  let { place, end } = at;
  for (; ; place += 1) {
    const code = codes[place];
    if (code < FIRST_NUMBER) break;
    const number = code < LONG_NUMBERS ? code - FIRST_NUMBER : longNumber(code, codes[place + 1]);
    const term = only[number];
    if (term === SEVERAL) break;
    if (code >= LONG_NUMBERS) place += 1;
    if (term >= 0) terms[end++] = term;
  }
  at.place = place;
  at.end = end;
}

function longNumber(first, second) {
  return SHORT_NUMBERS + (first - LONG_NUMBERS) * 255 + second - 1;
}

function longer(numbers, most) {
  const found = new Uint32Array(2 * numbers.length + most);
  found.set(numbers);
  return found;
}

function endsOf(numbers) {
  const ends = [0];
  for (let end = numbers.indexOf(0); end >= 0; end = numbers.indexOf(0, end + 1)) ends.push(end + 1);
  return Uint32Array.from(ends);
}

// The numbers of a column, or null; the lines of its values.
class Column {
  constructor(width, numbers, lines) {
    // A copy, so that it begins where numbers of its width may. What carries a browser has the lowest byte first.
    const { buffer } = width ? numbers.slice() : { buffer: null };
    this.numbers = { 0: () => null, 1: () => new Uint8Array(buffer), 2: () => new Uint16Array(buffer), 4: () => new Uint32Array(buffer) }[width]();
    this.bytes = lines;
    this.lines = new Lines(lines);
    this.known = null;
    this.text = null;
  }

  // Every value, as they were packed.
  get values() {
    this.known ??= this.bytes.length ? reader.decode(this.bytes).split("\n").map((line) => JSON.parse(line)) : [];
    return this.known;
  }

  // The value of a row, as it was packed.
  value(row) {
    return this.numbers ? this.values[this.numbers[row]] : this.lines.value(row);
  }

  // The rows whose value has a text of these digits, spaces and a plus left out.
  rowsWith(digits) {
    const having = new Set();
    digitsOf(reader.decode(this.bytes)).split("\n").forEach((line, number) => {
      if (line.includes(`"${digits}"`)) having.add(number);
    });
    if (!this.numbers || !having.size) return [...having];
    const rows = [];
    this.numbers.forEach((number, row) => {
      if (having.has(number)) rows.push(row);
    });
    return rows;
  }

  // The row whose line is this text, or -1.
  find(value) {
    this.text ??= `\n${reader.decode(this.bytes)}\n`;
    const at = this.text.indexOf(`\n${JSON.stringify(value)}\n`);
    let row = at < 0 ? -1 : 0;
    for (let end = this.text.indexOf("\n"); end < at; end = this.text.indexOf("\n", end + 1)) row += 1;
    return row;
  }
}

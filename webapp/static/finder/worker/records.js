// The offers' records: read from their columns, each value when it is asked for. The same as finder/records.py;
// finder/packing.py tells what the bytes are.
const KEPT_PARTS = 500; // parts of pages that are kept put together
const WORDS = -1; // the width of a column of texts told as words

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
      const column = width === WORDS ? new ToldTexts(head.rows, take(numbers), take(values)) : new Column(width, take(numbers), take(values));
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
      const [, changed, after] = text[0] === DATED ? text.split(DATED) : [];
      const before = after === undefined ? text : after.slice(1);
      const now = before.includes(TOWN) ? before.replaceAll(TOWN, () => this.value(row, "town")) : before;
      return changed ? this.asOf({ now, later: JSON.parse(changed) }, null) : now;
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

  // The terms of a field's texts as they were when the records were packed; `terms` are those of the common words that
  // they are told as.
  inTexts(name, reading, terms) {
    const { column } = this.columns.get(name);
    const [numbers, texts] = this.asPublished(column instanceof ToldTexts ? "town" : name);
    return column instanceof ToldTexts ? new ToldTerms(column, reading, texts, numbers, terms) : new ReadTexts(texts, reading, numbers);
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
      const { order, length } = this;
      this.found = order ? Array(this.rows).fill(null) : new Uint32Array(this.rows);
      if (order) for (let place = 0; place < length; place += 1) this.found[order[place]] = place;
      else for (let place = 0; place < length; place += 1) this.found[place] = place;
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
  let starts = new Uint32Array(1024);
  let many = 1;
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, end + 1)) {
    if (many + 1 === starts.length) starts = joinedNumbers(starts, new Uint32Array(many));
    starts[many++] = end + 1;
  }
  starts[many] = bytes.length + 1;
  return starts;
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
    this.known ??= JSON.parse(`[${reader.decode(this.bytes).replaceAll("\n", ",")}]`); // as one text: a line holds no line break
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

// The words of the offers, counted from their records. The same as finder/counted.py; its fields are finder/found_by.py's.
const ALWAYS_OPEN = "24/7";

// {columns, own}: what the offers' words are counted from. `tables` is the data set's `foundBy`, `places` a Map of the
// municipalities' names, `small` the words that do not count, `numberOf` tells the number of a term, or -1;
// `readAlready` are the bytes of counted.py's function of that name.
function offersCounted(records, tables, places, small, numberOf, readAlready = new Uint8Array(0)) {
  const reading = new TermReader(small, numberOf);
  const read = termsRead(readAlready);
  const texts = (weight, name) => ({ weight, texts: records.inTexts(name, reading, read.get(name)) });
  const column = (weight, those, numbers) => ({ weight, texts: new ReadTexts(those, reading, numbers) });
  const { kinds, own, audiences, open, others, weights } = tables;
  const named = (codes, nameOf) => codes.map((code) => nameOf(code) ?? "").join(" · ");
  const other = otherDays(others, records.rows);
  const termsOf = (set) => Object.entries(set).map(([term, weight]) => [numberOf(OWN + term), weight]).filter(([number]) => number >= 0);
  const [numbers, values] = records.asPublished("kinds");
  const body = bodyTexts(records, [
    ["topicWords", (text) => text],
    ["formWords", (text) => text],
    ["languageWords", (text) => text],
    ["city", (text) => text],
    ["who", (codes) => named(codes, (code) => audiences[code])],
    ["regions", (names) => names.map((name) => `Region ${name}`).join(" · ")],
    ["municipalities", (codes) => named(codes, (code) => places.get(code))],
    ["hours", (hours) => (hours.split(" | ")[0] === ALWAYS_OPEN ? open : "")],
  ]);
  return {
    columns: [
      texts(weights.name, "name"),
      texts(weights.organization, "organization"),
      texts(weights.description, "description"),
      ...body.map(([those, count]) => column(weights.body, those, count)),
      column(weights.body, ...liesIn(records, (code) => places.get(code) ?? "")),
      { weight: weights.spoken, texts: new ReadTexts(kinds, reading, numbers, values) },
      column(weights.otherDays, ["", ...others.map(([words]) => words)], other),
    ],
    own: [
      [values.map((those) => termsOf(own[those.join(",")] ?? {})), numbers],
      [[[], ...others.map(([, terms]) => termsOf(terms))], other],
    ],
  };
}

// By the name of a field that is told as words the terms of its common words: what the server has read already.
function termsRead(bytes) {
  if (!bytes.length) return new Map();
  const [line, start] = lineAt(bytes, 0);
  const { width, words } = JSON.parse(reader.decode(line));
  const steps = new ({ 2: Int16Array, 4: Int32Array })[width](bytes.slice(start).buffer);
  const least = -(2 ** (8 * width - 1));
  let place = 0;
  return new Map(Object.entries(words).map(([name, many]) => {
    const terms = new Int32Array(many);
    let term = 0;
    for (let word = 0; word < many; word += 1) {
      const step = steps[place++];
      terms[word] = step > least + 1 ? (term += step) : step === least ? NO_TERM : SEVERAL;
    }
    return [name, terms];
  }));
}

// What fields say that are read value by value, [texts, numbers]: those that the records have in one column together.
function bodyTexts(records, fields) {
  const found = new Map();
  for (const [name, said] of fields) {
    const [numbers, values] = records.asPublished(name);
    const texts = values.map(said);
    const before = found.get(numbers);
    found.set(numbers, before ? before.map((text, value) => `${text} · ${texts[value]}`) : texts);
  }
  return [...found].map(([numbers, texts]) => [texts, numbers]);
}

// For each row the number of what its offer has on other days, counted from 1.
function otherDays(others, many) {
  const found = new Uint32Array(many);
  others.forEach(([, , steps], number) => {
    let row = -1;
    for (const step of steps) found[row += step] = number + 1;
  });
  return found;
}

// The municipality that an offer lies in, unless it is named among those it serves: the texts, and what tells for each row a
// number.
function liesIn(records, nameOf) {
  const [lying, codes] = records.asPublished("municipality");
  const chosen = () => {
    const [serving, served] = records.asPublished("municipalities");
    const named = new Uint8Array(served.length * codes.length);
    const liesWith = new Map(codes.map((code) => [code, []])); // a code may come with several towns
    codes.forEach((code, lies) => liesWith.get(code).push(lies));
    served.forEach((those, serves) => those.forEach((code) => {
      for (const lies of liesWith.get(code) ?? []) named[serves * codes.length + lies] = 1;
    }));
    const found = new Uint32Array(records.rows);
    for (let row = 0; row < found.length; row += 1) {
      found[row] = named[serving[row] * codes.length + lying[row]] ? codes.length : lying[row];
    }
    return found;
  };
  return [[...codes.map(nameOf), ""], chosen];
}

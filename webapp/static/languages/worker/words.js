// Saying things in a language, from the record that the edition has of it; the same as languages/words.py and spoken.py.
const LANGUAGES = "/data/sprog"; // what all have in common; each language lies below it, by its code
const ISOLATED = { "\u2066": '<bdi dir="ltr">', "\u2069": "</bdi>" };

// The languages of an edition. `read` gives a part of it by its address.
class Languages {
  constructor(read) {
    const { keys, languages, lines } = read(LANGUAGES);
    Object.assign(this, { rows: languages, lines });
    this.read = (code) => ({ keys, ...read(`${LANGUAGES}/${code}`) });
    this.known = new Map();
  }

  // A language by its tag, of whatever case, script and region; Danish for one that there is not.
  words(tag) {
    const asked = (tag ?? "").split(/[-_]/, 1)[0].toLowerCase();
    const [code, , direction] = this.rows.find(([one]) => one === asked) ?? this.rows.find(([one]) => one === "da");
    if (!this.known.has(code)) this.known.set(code, new Words(code, direction, this.read(code)));
    return this.known.get(code);
  }

  // Whether somebody who knows a language has read all that a page can say.
  isRead(words, page) {
    return this.rows.some(([code, , , read]) => code === words.code && read.includes(page));
  }
}

class Words {
  constructor(code, direction, { keys, phrases, calendar }) {
    Object.assign(this, { code, direction, calendar });
    this.phrases = new Map(keys.map((key, place) => [key, phrases[place]]));
  }

  get(key) {
    return this.phrases.get(key);
  }

  put(key, said) {
    let text = this.get(key);
    for (const [name, words] of Object.entries(said)) text = text.replaceAll(`{${name}}`, () => words);
    return text;
  }

  counted(key, number) {
    return this.get(key)[Number(this.calendar.plural[number])].replaceAll("{n}", String(number));
  }

  clock(minute) {
    return this.figures(this.clockFigures(minute));
  }

  clockFigures(minute) {
    const hour = Math.floor(minute / 60);
    const past = minute % 60;
    return this.calendar.whole && !past ? `${hour}` : `${hour}${this.calendar.hour}${String(past).padStart(2, "0")}`;
  }

  figures(text) {
    return this.direction === "rtl" ? `\u2066${text}\u2069` : text;
  }

  date(value) {
    const [year, month = 0, day = 0] = value.split("-").map(Number);
    const months = day ? this.calendar.months : this.calendar.alone;
    const pattern = this.calendar[day ? "full" : month ? "month" : "year"];
    return filledWords(pattern, { d: day, m: months[month - 1], y: year });
  }

  line(expression) {
    const text = this.said(expression);
    const [first = ""] = text;
    return (this.code === "tr" && first === "i" ? "\u0130" : first.toUpperCase()) + text.slice(first.length);
  }

  said([name, ...parts]) {
    const { calendar } = this;
    const all = () => parts.map((part) => this.said(part));
    if (name === "d") return calendar.days[parts[0]];
    if (name === "m") return calendar.alone[parts[0]];
    if (name === "t") return this.clock(parts[0]);
    if (name === "n") return String(parts[0]);
    if (name === "–") {
      if (parts.every(([kind]) => kind === "t")) {
        return this.figures(parts.map(([, minute]) => this.clockFigures(minute)).join("–"));
      }
      const range = all().join("–");
      return parts.every(([kind]) => kind === "n") ? this.figures(range) : range;
    }
    if (name === "day") return this.dated("day", parts.slice(2), { m: calendar.months[parts[0]], d: parts[1] });
    if (name === "span") {
      return this.dated("span", parts.slice(3), { m: calendar.months[parts[0]], d: parts[1], e: parts[2] });
    }
    if (name === "between") return all().join(calendar.between);
    if (name === "list") return this.listed(all());
    if (name === ":") return all().join(": ");
    if (name === "lines") return all().join("; ");
    const said = Object.entries(parts[0] ?? {}).map(([key, part]) => [key, this.said(part)]);
    return this.put(`hours.${name}`, Object.fromEntries(said));
  }

  // Text as it stands in HTML: what is isolated becomes `bdi`, and no line breaks within `9–16`.
  html(text) {
    if (this.direction !== "rtl") return escaped(text).replace(/[0-9][0-9.:]*–[0-9][0-9.:]*/g, '<span class="whole">$&</span>');
    const apart = escaped(text).replace(/[A-Za-z][A-Za-z0-9-]*\+/g, "\u2066$&\u2069"); // LGBT+
    return apart.replace(/[\u2066\u2069]/g, (mark) => ISOLATED[mark]);
  }

  dated(pattern, [year], said) {
    const named = filledWords(this.calendar[pattern], said);
    return year === undefined ? named : named + filledWords(this.calendar.full.split(/\{[dm]\}/).at(-1), { y: year });
  }

  listed(parts) {
    const { two, more, last } = this.calendar;
    const both = (pattern, one, other) => pattern.replace("{0}", () => one).replace("{1}", () => other);
    if (parts.length === 1) return parts[0];
    if (parts.length === 2) return both(two, ...parts);
    return both(last, parts.slice(1, -1).reduce((said, part) => both(more, said, part), parts[0]), parts.at(-1));
  }
}

function filledWords(pattern, said) {
  return Object.entries(said).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, () => String(value)), pattern);
}

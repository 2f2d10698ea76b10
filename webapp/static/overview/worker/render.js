// The overview's page and its sheet for the wall, filled as overview/render.py fills them, byte for byte.
const WIDE_HEADING = 2; // columns; whom to ring has the others
const ON_SHEET = 2;
const WEEK_LINES = 2;

function overviewPage(answers, params) {
  const typed = cut(cleaned(String(params.get("k") ?? "")), LONGEST_PLACE);
  const code = placeNamed(typed, answers.choices);
  const asked = String(params.get("m") ?? "");
  const audience = answers.choices.audiences.includes(asked) ? asked : "";
  const unknown = [...(typed && !code ? [answers.said.unknown.k] : []), ...(asked && !audience ? [answers.said.unknown.m] : [])];
  const said = answers.said.overview;
  const sheet = Boolean(code) && params.get("ark") === "1";
  const name = answers.choices.places.get(code) ?? "";
  const minute = answers.minute();
  return answers.page(sheet ? "/overblik/ark" : "/overblik", {
    text: () => escaped(name || typed),
    selected: (_name, one) => (one === audience ? " selected" : ""),
    notes: () => unknown.map((note) => `<p class="note">${note}</p>`).join(""),
    door: () => answers.doors.get(name) ?? "",
    choose: () => (code ? "" : `<p class="none" data-choose>${said.choose}</p>`),
    sheet: () => (code ? `<p><a class="sheet-link" href="/overblik?k=${code}&amp;ark=1">${said.to_sheet}</a></p>` : ""),
    table: () => (code ? overviewTable(answers, code, minute, audience) : ""),
    rows: () => sheetRows(answers, code, minute),
  });
}

// For each need a cell for each group, everybody last. Needs and groups are bits: what they make of a field's value is
// worked out once for each value, and for each offer only looked up. With them whom to ring for each need: the nearest
// with a number that may be shown, of those equally near one for no group alone, and then one that is open now.
function overviewCells(answers, municipality, minute, audience) {
  const { needs, groups } = answers.matrix;
  const { topics, forms, audiences, anonymous, hours, callFrom, goneFrom, near } = overviewColumns(answers, municipality);
  const rowsOf = (kind, values) => values.map((has) => bitsWhere(needs, (need) => meets(need[kind], has)));
  const rowsByTopic = rowsOf(1, topics.values);
  const rowsByForm = rowsOf(2, forms.values);
  const columnsByTopic = topics.values.map((has) => bitsWhere(groups, ([, code]) => has.includes(code)) | (1 << groups.length));
  const named = anonymous.values.map((answer) => (answer === "yes" ? 1 : 0));
  const isStale = callFrom.values.map((start) => (start <= minute ? 1 : 0));
  const openNow = hours.values.map((text) => (answers.isOpen(text, minute) ? 1 : 0));
  const takenIn = audiences.values.map((has) => !audience || has.includes(audience));
  const toRing = needs.map(() => ({ place: -1, turn: Infinity }));
  const found = needs.map(() => [...groups, null].map(() => ({ own: 0, region: 0, national: 0, total: 0, anonymous: 0, open: 0, ringFirst: 0 })));
  for (let place = 0; place < near.length; place += 1) {
    const kind = near[place];
    const rows = rowsByTopic[topics.numbers[place]] & rowsByForm[forms.numbers[place]];
    if (kind < 0 || !rows || !takenIn[audiences.numbers[place]]) continue;
    const columns = columnsByTopic[topics.numbers[place]];
    const ringFirst = isStale[callFrom.numbers[place]];
    const open = ringFirst ? 0 : openNow[hours.numbers[place]];
    const anonymously = named[anonymous.numbers[place]];
    const apart = columns === 1 << groups.length ? 0 : 1;
    const turn = 4 * kind + 2 * apart + 1 - open;
    for (let row = 0; row < needs.length; row += 1) {
      if (!((rows >> row) & 1)) continue;
      if (turn < toRing[row].turn && goneFrom.values[goneFrom.numbers[place]] > minute && hasNumber(answers, place)) {
        toRing[row] = { place, turn };
      }
      for (let column = 0; column <= groups.length; column += 1) {
        if (!((columns >> column) & 1)) continue;
        const cell = found[row][column];
        cell[NEARNESS[kind]] += 1;
        cell.total += 1;
        cell.anonymous += anonymously;
        cell.open += open;
        cell.ringFirst += ringFirst;
      }
    }
  }
  return found.map((row, number) => ({ cells: row, toRing: toRing[number].place < 0 ? null : answers.records.at(toRing[number].place) }));
}

// Whether an offer has a number that may be shown; read from its record once.
function hasNumber(answers, place) {
  if (!lastColumns.hasNumber[place]) {
    const offer = answers.records.at(place);
    lastColumns.hasNumber[place] = offer.phone && offer.citizen ? 2 : 1;
  }
  return lastColumns.hasNumber[place] === 2;
}

const bitsWhere = (list, test) => list.reduce((bits, one, number) => (test(one) ? bits | (1 << number) : bits), 0);

// The fields that the overview counts by, as columns: for each offer a number, and the values that the numbers count;
// and how near each offer is to a municipality: the place in NEARNESS, or -1. Kept for the last ones asked for.
const COUNTED_BY = ["topics", "forms", "audiences", "anonymous", "hours", "callFrom", "goneFrom", "national", "regions", "municipalities", "municipality", "region"];
let lastColumns = { answers: null };
function overviewColumns(answers, municipality) {
  if (lastColumns.answers !== answers) {
    const column = (name) => {
      const [numbers, values] = answers.records.column(name);
      return { numbers, values };
    };
    lastColumns = { answers, ...Object.fromEntries(COUNTED_BY.map((name) => [name, column(name)])) };
    lastColumns.hasNumber = new Uint8Array(answers.records.length);
  }
  if (lastColumns.nearTo !== municipality) {
    lastColumns.near = nearOf(lastColumns, municipality, answers.regionOf.get(municipality));
    lastColumns.nearTo = municipality;
  }
  return lastColumns;
}

function nearOf({ national, regions, municipalities, municipality, region }, code, name) {
  const named = municipalities.values.map((all) => all.includes(code));
  const itsRegion = regions.values.map((all) => all.includes(name));
  const here = municipality.values.map((one) => one === code);
  const inRegion = region.values.map((one) => one === name);
  return Int8Array.from(national.numbers, (number, place) => {
    const own = named[municipalities.numbers[place]];
    const served = itsRegion[regions.numbers[place]];
    if (!own && !served && !national.values[number]) return -1;
    if (own || here[municipality.numbers[place]]) return 0;
    return served || inRegion[region.numbers[place]] ? 1 : 2;
  });
}

function overviewTable(answers, municipality, minute, audience) {
  const said = answers.said.overview;
  const groups = [...answers.matrix.groups, [said.everyone, ""]];
  const head = groups.map(([label]) => `<th scope="col">${escaped(label)}</th>`).join("");
  const rows = overviewCells(answers, municipality, minute, audience);
  const chosen = { municipality, audience };
  const bodies = answers.matrix.needs.map((need, number) => {
    const { cells, toRing } = rows[number];
    const tds = groups.map((group, column) => `<td>${overviewCell(said, chosen, need, group, cells[column], cells.at(-1))}</td>`).join("");
    const heading = `<th id="behov${number}" scope="rowgroup" colspan="${WIDE_HEADING}">${escaped(need[0])}</th>`;
    const call = `<td headers="behov${number}" colspan="${groups.length - WIDE_HEADING}">${callToMake(said, toRing, groups)}</td>`;
    return `<tbody><tr>${heading}${call}</tr><tr>${tds}</tr></tbody>`;
  });
  const marks = [["now", said.now], ["unnamed", said.unnamed], ["first", said.first]].map(([mark, words]) => `<span class="sign ${mark}">${words}</span>`);
  return `<p class="signs">${marks.join(" ")}</p><table class="matrix"><caption class="unseen">${said.caption}</caption><thead><tr>${head}</tr></thead>${bodies.join("")}</table>`;
}

function callToMake(said, offer, groups) {
  if (!offer) return `<small>${said.nobody}</small>`;
  const about = groups.map(([label, code]) => (offer.topics.includes(code) ? ` · ${escaped(label)}` : "")).join("");
  const whom = `<span translate="no">${escaped(offer.name)}</span> · ${escaped(offer.audienceWords.toLowerCase())}${about}`;
  const number = escaped(offer.phone);
  return `<a class="ring" href="tel:${number.replaceAll(" ", "")}"><b translate="no">${number}</b> <small>${whom}</small></a>`;
}

function overviewCell(said, chosen, need, group, cell, everybody) {
  const called = `<span class="unseen">${escaped(need[0])}, ${escaped(group[0])}: </span>`;
  if (cell.total) return `<a href="${finderLink(chosen, need, group[1])}">${called}<b>${cell.total}</b>${cellWords(said, cell)}</a>`;
  if (everybody.total) {
    return `<a class="gap" href="${finderLink(chosen, need, "")}">${called}<b>${said.none}</b> <small>${put(said.all, { nearest: nearestWords(said, everybody) })}</small></a>`;
  }
  return `<a class="gap" href="${finderLink(chosen, ["", [], []], group[1])}">${called}<b>${said.none}</b> <small>${said.other}</small></a>`;
}

const REGIONAL = '<span class="unseen">i </span>region<span class="unseen">en</span>';
const nearestWords = (said, cell) => (cell.own ? put(said.here, { n: cell.own }) : cell.region ? REGIONAL : said.national);

function cellWords(said, cell) {
  const marks = [["now", cell.open, said.now], ["unnamed", cell.anonymous, said.unnamed], ["first", cell.ringFirst, said.first]];
  const told = marks.filter(([, many]) => many).map(([mark, many, words]) => ` <small class="sign ${mark}">${many}<span class="unseen"> ${words}</span></small>`);
  return ` <small class="near">${nearestWords(said, cell)}</small>${told.join("")}`;
}

function finderLink({ municipality, audience }, [, topics, forms], group) {
  const chosen = [`k=${municipality}`, ...topics.map((code) => `e=${code}`), ...forms.map((code) => `f=${code}`)];
  if (audience) chosen.push(`m=${audience}`);
  if (group) chosen.push(`g=${group}`);
  return `/find?${chosen.join("&amp;")}#resultater`; // past what is chosen, to the list
}

function sheetRows(answers, municipality, minute) {
  const taken = new Set();
  const { near, topics: about } = overviewColumns(answers, municipality);
  const apart = about.values.map((has) => answers.matrix.groups.some(([, code]) => has.includes(code)));
  const turn = Int8Array.from(near, (kind, place) => (kind < 0 ? -1 : 2 * kind + Number(apart[about.numbers[place]])));
  return answers.matrix.needs.map(([label, topics, forms]) => {
    const chosen = [];
    for (let now = 0; now < 2 * NEARNESS.length; now += 1) {
      for (let place = 0; place < near.length && chosen.length < ON_SHEET; place += 1) {
        if (turn[place] !== now) continue;
        const offer = answers.records.at(place);
        if (!meets(topics, offer.topics) || !meets(forms, offer.forms) || taken.has(offer.code)) continue;
        if (chosen.some((other) => other.phone === offer.phone)) continue;
        if (offer.phone && offer.citizen && offer.goneFrom > minute) chosen.push(offer);
      }
    }
    for (const { code } of chosen) taken.add(code);
    const lines = chosen.map((offer) => sheetLine(answers, offer, minute)).join("") || `<li>${answers.said.overview.nobody}.</li>`;
    return `<section><h2>${escaped(label)}</h2><ul>${lines}</ul></section>`;
  }).join("");
}

function sheetLine(answers, offer, minute) {
  const hours = offer.week.slice(0, WEEK_LINES).map((line) => answers.danish.line(line)).join(", ") + (offer.week.length > WEEK_LINES ? " …" : "");
  const said = answers.said.overview;
  const mark = offer.callFrom <= minute ? ` · ${said.first}` : "";
  return `<li><b translate="no">${escaped(offer.phone)}</b> <span translate="no">${escaped(offer.name)}</span> <small>${escaped(hours) || said.unknown_hours}${mark}</small></li>`;
}

route(/^\/overblik$/, ({ answers, address, page }) => answers.has("/overblik") && page(overviewPage(answers, address.searchParams)));

// The overview's page and its sheet for the wall, filled as overview/render.py fills them, byte for byte.
const EVERYBODY_COLUMN = "Alle";
const ON_SHEET = 2;
const WEEK_LINES = 2;

function overviewPage(answers, params) {
  const typed = cut(cleaned(String(params.get("k") ?? "")), LONGEST_PLACE);
  const code = placeNamed(typed, answers.choices);
  const sheet = Boolean(code) && params.get("ark") === "1";
  const name = answers.choices.places.get(code) ?? "";
  const minute = answers.minute();
  return answers.page(sheet ? "/overblik/ark" : "/overblik", {
    text: () => escaped(name || typed),
    notes: () => (typed && !code ? `<p class="note">${UNKNOWN.k}</p>` : ""),
    door: () => answers.doors.get(name) ?? "",
    choose: () => (code ? "" : '<p class="none" data-choose>Vælg en kommune. Så ser du, hvad der er.</p>'),
    sheet: () => (code ? `<p><a class="sheet-link" href="/overblik?k=${code}&amp;ark=1">Ark til væggen</a></p>` : ""),
    table: () => (code ? overviewTable(answers, code, minute) : ""),
    rows: () => sheetRows(answers, code, minute),
  });
}

// For each need a cell for each group, everybody last. Needs and groups are bits: what they make of a field's value is
// worked out once for each value, and for each offer only looked up.
function overviewCells(answers, municipality, minute) {
  const { needs, groups } = answers.matrix;
  const { topics, forms, anonymous, hours, callFrom, near } = overviewColumns(answers, municipality);
  const rowsOf = (kind, values) => values.map((has) => bitsWhere(needs, (need) => meets(need[kind], has)));
  const rowsByTopic = rowsOf(1, topics.values);
  const rowsByForm = rowsOf(2, forms.values);
  const columnsByTopic = topics.values.map((has) => bitsWhere(groups, ([, code]) => has.includes(code)) | (1 << groups.length));
  const named = anonymous.values.map((answer) => (answer === "yes" ? 1 : 0));
  const isStale = callFrom.values.map((start) => (start <= minute ? 1 : 0));
  const openNow = hours.values.map((text) => (answers.opening(text, minute).kind === "open" ? 1 : 0));
  const found = needs.map(() => [...groups, null].map(() => ({ own: 0, region: 0, national: 0, total: 0, anonymous: 0, open: 0, ringFirst: 0 })));
  for (let place = 0; place < near.length; place += 1) {
    const kind = near[place];
    const rows = rowsByTopic[topics.numbers[place]] & rowsByForm[forms.numbers[place]];
    if (kind < 0 || !rows) continue;
    const columns = columnsByTopic[topics.numbers[place]];
    const ringFirst = isStale[callFrom.numbers[place]];
    const open = ringFirst ? 0 : openNow[hours.numbers[place]];
    const anonymously = named[anonymous.numbers[place]];
    for (let row = 0; row < needs.length; row += 1) {
      if (!((rows >> row) & 1)) continue;
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
  return found;
}

const bitsWhere = (list, test) => list.reduce((bits, one, number) => (test(one) ? bits | (1 << number) : bits), 0);

// The fields that the overview counts by, as columns: for each offer a number, and the values that the numbers count;
// and how near each offer is to a municipality: the place in NEARNESS, or -1. Kept for the last ones asked for.
const COUNTED_BY = ["topics", "forms", "anonymous", "hours", "callFrom", "national", "regions", "municipalities", "municipality", "region"];
let lastColumns = { answers: null };
function overviewColumns(answers, municipality) {
  if (lastColumns.answers !== answers) {
    const column = (name) => {
      const [numbers, values] = answers.records.column(name);
      return { numbers, values };
    };
    lastColumns = { answers, ...Object.fromEntries(COUNTED_BY.map((name) => [name, column(name)])) };
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

function overviewTable(answers, municipality, minute) {
  const groups = [...answers.matrix.groups, [EVERYBODY_COLUMN, ""]];
  const head = groups.map(([label]) => `<th scope="col">${escaped(label)}</th>`).join("");
  const cells = overviewCells(answers, municipality, minute);
  const bodies = answers.matrix.needs.map((need, number) => {
    const row = cells[number];
    const tds = groups.map((group, column) => `<td>${overviewCell(municipality, need, group, row[column], row.at(-1))}</td>`).join("");
    return `<tbody><tr><th scope="rowgroup" colspan="${groups.length}">${escaped(need[0])}</th></tr><tr>${tds}</tr></tbody>`;
  });
  return `<table class="matrix"><caption class="unseen">Tilbud efter behov og gruppe</caption><thead><tr>${head}</tr></thead>${bodies.join("")}</table>`;
}

function overviewCell(municipality, need, group, cell, everybody) {
  const called = `<span class="unseen">${escaped(need[0])}, ${escaped(group[0])}: </span>`;
  if (cell.total) return `<a href="${finderLink(municipality, need, group[1])}">${called}<b>${cell.total}</b>${cellWords(cell)}</a>`;
  if (everybody.total) return `<a class="gap" href="${finderLink(municipality, need, "")}">${called}<b>Ingen</b><small>alle: ${everybody.total}</small></a>`;
  return `<a class="gap" href="${finderLink(municipality, ["", [], []], group[1])}">${called}<b>Ingen</b><small>se andet</small></a>`;
}

function cellWords(cell) {
  const said = [cell.own ? `${cell.own} her` : cell.region ? `${cell.region} i regionen` : "hele landet"];
  if (cell.anonymous) said.push(`${cell.anonymous} uden navn`);
  if (cell.open) said.push(`${cell.open} åbne nu`);
  if (cell.ringFirst) said.push(`${cell.ringFirst} ring først`);
  return said.map((words) => ` <small>${words}</small>`).join("");
}

function finderLink(municipality, [, topics, forms], group) {
  const chosen = [`k=${municipality}`, ...topics.map((code) => `e=${code}`), ...forms.map((code) => `f=${code}`)];
  if (group) chosen.push(`g=${group}`);
  return `/find?${chosen.join("&amp;")}`;
}

function sheetRows(answers, municipality, minute) {
  const taken = new Set();
  const { near } = overviewColumns(answers, municipality);
  return answers.matrix.needs.map(([label, topics, forms]) => {
    const chosen = [];
    for (let kind = 0; kind < NEARNESS.length; kind += 1) {
      for (let place = 0; place < near.length && chosen.length < ON_SHEET; place += 1) {
        if (near[place] !== kind) continue;
        const offer = answers.records.at(place);
        if (!meets(topics, offer.topics) || !meets(forms, offer.forms) || taken.has(offer.code)) continue;
        if (offer.phone && offer.citizen && offer.goneFrom > minute) chosen.push(offer);
      }
    }
    for (const { code } of chosen) taken.add(code);
    const lines = chosen.map((offer) => sheetLine(answers, offer, minute)).join("") || "<li>Ingen med et nummer.</li>";
    return `<section><h2>${escaped(label)}</h2><ul>${lines}</ul></section>`;
  }).join("");
}

function sheetLine(answers, offer, minute) {
  const hours = offer.week.slice(0, WEEK_LINES).map((line) => answers.danish.line(line)).join(", ") + (offer.week.length > WEEK_LINES ? " …" : "");
  const mark = offer.callFrom <= minute ? " · ring først" : "";
  return `<li><b>${escaped(offer.phone)}</b> <span>${escaped(offer.name)}</span> <small>${escaped(hours) || "åbningstid ukendt"}${mark}</small></li>`;
}

route(/^\/overblik$/, ({ answers, address, page }) => answers.has("/overblik") && page(overviewPage(answers, address.searchParams)));

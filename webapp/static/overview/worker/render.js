// The overview's page and its sheet for the wall, filled as overview/render.py fills them, byte for byte.
const EVERYBODY_COLUMN = "Alle";
const ON_SHEET = 2;
const WEEK_LINES = 2;

function overviewPage(live, params) {
  const typed = cut(cleaned(String(params.get("k") ?? "")), LONGEST_PLACE);
  const code = placeNamed(typed, live.choices);
  const sheet = Boolean(code) && params.get("ark") === "1";
  const name = live.choices.places.get(code) ?? "";
  const minute = live.minute();
  return live.page(sheet ? "/overblik/ark" : "/overblik", {
    tekst: () => escaped(name || typed),
    noter: () => (typed && !code ? `<p class="note">${UNKNOWN.k}</p>` : ""),
    dør: () => live.doors.get(name) ?? "",
    vælg: () => (code ? "" : '<p class="none" data-choose>Vælg en kommune. Så ser du, hvad der er.</p>'),
    arket: () => (code ? `<p><a class="sheet-link" href="/overblik?k=${code}&amp;ark=1">Ark til væggen</a></p>` : ""),
    skema: () => (code ? overviewTable(live, code, minute) : ""),
    numre: () => sheetRows(live, code, minute),
  });
}

// For each need a cell for each group, everybody last.
function overviewCells(live, municipality, minute) {
  const { needs, groups } = live.matrix;
  const found = needs.map(() => [...groups, null].map(() => ({ own: 0, region: 0, national: 0, total: 0, anonymous: 0, open: 0, ringFirst: 0 })));
  for (const offer of live.offers) {
    const near = distance(offer, municipality, live.regionOf);
    if (!near) continue;
    const ringFirst = offer.callFrom <= minute ? 1 : 0;
    const open = !ringFirst && isOpen(live, offer, minute) ? 1 : 0;
    const anonymous = offer.anonymous === "yes" ? 1 : 0;
    const columns = groups.flatMap(([, code], number) => (offer.topics.includes(code) ? [number] : []));
    columns.push(groups.length);
    needs.forEach(([, topics, forms], row) => {
      if (!meets(topics, offer.topics) || !meets(forms, offer.forms)) return;
      for (const column of columns) {
        const cell = found[row][column];
        cell[near] += 1;
        cell.total += 1;
        cell.anonymous += anonymous;
        cell.open += open;
        cell.ringFirst += ringFirst;
      }
    });
  }
  return found;
}

function overviewTable(live, municipality, minute) {
  const groups = [...live.matrix.groups, [EVERYBODY_COLUMN, ""]];
  const head = groups.map(([label]) => `<th scope="col">${escaped(label)}</th>`).join("");
  const cells = overviewCells(live, municipality, minute);
  const bodies = live.matrix.needs.map((need, number) => {
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

function sheetRows(live, municipality, minute) {
  const taken = new Set();
  const near = new Map(live.offers.map((offer) => [offer, distance(offer, municipality, live.regionOf)]));
  return live.matrix.needs.map(([label, topics, forms]) => {
    const fitting = live.offers.filter((offer) => offer.phone && offer.citizen && offer.goneFrom > minute && near.get(offer)
      && meets(topics, offer.topics) && meets(forms, offer.forms));
    const nearest = NEARNESS.flatMap((kind) => fitting.filter((offer) => near.get(offer) === kind));
    const chosen = nearest.filter(({ code }) => !taken.has(code)).slice(0, ON_SHEET);
    for (const { code } of chosen) taken.add(code);
    const lines = chosen.map((offer) => sheetLine(live, offer, minute)).join("") || "<li>Ingen med et nummer.</li>";
    return `<section><h2>${escaped(label)}</h2><ul>${lines}</ul></section>`;
  }).join("");
}

function sheetLine(live, offer, minute) {
  const hours = offer.week.slice(0, WEEK_LINES).map((line) => live.danish.line(line)).join(", ") + (offer.week.length > WEEK_LINES ? " …" : "");
  const mark = offer.callFrom <= minute ? " · ring først" : "";
  return `<li><b>${escaped(offer.phone)}</b> <span>${escaped(offer.name)}</span> <small>${escaped(hours) || "åbningstid ukendt"}${mark}</small></li>`;
}

route(/^\/overblik$/, ({ live, address, page }) => live.has("/overblik") && page(overviewPage(live, address.searchParams)));

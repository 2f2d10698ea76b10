// Which offers fit a search, and in which order. docs/finder.md is the rule; finder/index.py answers the same.
const PER_PAGE = 50;

const meets = (asked, has) => !asked.length || asked.some((value) => has.includes(value));

const NEARNESS = ["own", "region", "national"];

// For each place in the order 1 where the offer fits every choice of a need, else 0.
function fittingOf(need, records, openAt) {
  const one = (value) => (value ? [value] : []);
  const asked = [
    ["topics", need.topics],
    ["forms", need.contactForms],
    ["audiences", one(need.audience)],
    ["topics", one(need.group)],
    ["languages", one(need.language)],
    ["anonymous", need.anonymous ? ["yes"] : []],
    ["noReferral", need.noReferral ? ["yes"] : []],
    ["free", need.free ? ["yes"] : []],
  ];
  const fits = need.openNow ? openAt.slice() : new Uint8Array(records.length).fill(1);
  for (const [name, chosen] of asked) {
    if (!chosen.length) continue;
    const [numbers, values] = records.column(name);
    const having = marksOf(values, (value) => chosen.some((code) => (Array.isArray(value) ? value.includes(code) : value === code)));
    for (let place = 0; place < fits.length; place += 1) fits[place] &= having[numbers[place]];
  }
  return fits;
}

// For each value 1 where something is true of it, else 0. A plain loop: `Uint8Array.from` takes several times as long.
function marksOf(values, isTrue) {
  const marks = new Uint8Array(values.length);
  for (let number = 0; number < marks.length; number += 1) if (isTrue(values[number])) marks[number] = 1;
  return marks;
}

// For each place in the order how near it is: 0, 1 or 2, or -1 where the municipality is not served. Without a
// municipality nothing is nearer than anything else.
function nearnessOf(municipality, records, regionOf) {
  const near = new Int8Array(records.length);
  if (!municipality) return near;
  const region = regionOf.get(municipality);
  const [serving, national] = records.column("national"); // whom it serves is one column, where it lies another
  const [, regions] = records.column("regions");
  const [, municipalities] = records.column("municipalities");
  const [lying, liesIn] = records.column("municipality");
  const [, regionOfIt] = records.column("region");
  const own = marksOf(municipalities, (all) => all.includes(municipality));
  const itsRegion = marksOf(regions, (all) => all.includes(region));
  const serves = marksOf(national, (all) => all);
  const liesHere = marksOf(liesIn, (code) => code === municipality);
  const liesNear = marksOf(regionOfIt, (code) => code === region);
  for (let place = 0; place < near.length; place += 1) {
    const served = serving[place];
    if (own[served]) continue;
    if (!itsRegion[served] && !serves[served]) near[place] = -1;
    else if (!liesHere[lying[place]]) near[place] = itsRegion[served] || liesNear[lying[place]] ? 1 : 2;
  }
  return near;
}

// For each place in the order 1 where it is open, and told so recently enough to believe it, else 0. Worked out once a
// minute.
function openingOf(records, isOpen, minute) {
  if (records.openAt?.minute !== minute) {
    const [hours, texts] = records.column("hours");
    const [dates, callFrom] = records.column("callFrom");
    const open = marksOf(texts, isOpen);
    const fresh = marksOf(callFrom, (start) => start > minute);
    const marks = new Uint8Array(records.length);
    for (let place = 0; place < marks.length; place += 1) marks[place] = open[hours[place]] & fresh[dates[place]];
    records.openAt = { minute, marks };
  }
  return records.openAt.marks;
}

// "own", "region" or "national"; null when the offer does not serve the municipality.
function distance(offer, municipality, regionOf) {
  const region = regionOf.get(municipality);
  const own = offer.municipalities.includes(municipality);
  const serves = own || offer.national || offer.regions.includes(region);
  if (!serves) return null;
  if (own || offer.municipality === municipality) return "own";
  if (offer.regions.includes(region) || offer.region === region) return "region";
  return "national";
}

const MOST_UNSURE = 12;
const FIRST = 3; // offers, one of which answers each danger told of
const HIDDEN = 3; // tenths of the best score that what has a wish must come to
const STEPS = 3; // of strength
const LISTS = NEARNESS.length * STEPS * 2;
const HIGHEST = 2 ** 32; // more than any score
const MOST_PLACES = 2 ** 20; // together they stay within the whole numbers that are exact
const FEW = 200; // places that are found without putting all in order
const NOWHERE = -1;

// {total, offers, page, pages, sure, apart, missing}: the page of offers that a search asks for. `asked` is what its
// words ask for; `isOpen` says whether the hours with a text are open at the minute; `missing` are words that stand
// somewhere, but nowhere among what fits.
function find(need, answers, asked, isOpen, minute) {
  const { records, regionOf } = answers;
  const openAt = openingOf(records, isOpen, minute);
  const near = nearnessOf(need.municipality, records, regionOf);
  const fits = fittingOf(need, records, openAt);
  return led(need, records, foundBy(need, answers, asked, fits, near, openAt), fits, near);
}

function foundBy(need, answers, asked, fits, near, openAt) {
  const found = findAll(need, answers, asked, fits, near, openAt);
  if (found.total || !asked.length) return { ...found, missing: [] };
  for (const words of [asked, whatIsLeft(asked, need.question.personal)]) {
    const left = wordsThere(answers.placesOf, words, fits, near);
    const other = left.length ? findAll(need, answers, left, fits, near, openAt) : found;
    if (other.total) return { ...other, missing: words.filter((one) => !left.includes(one)).map(({ word }) => word) };
  }
  return { ...found, missing: [] };
}

// Whoever is in danger finds an answer to it among the first, whatever else the question tells: "sidder i kørestol og
// han slår mig". What gave way follows them. A later page is as it was. A life goes first, and so does everything that is
// known for sure, where what the words found is not.
function led(need, records, found, fits, near) {
  if (!need.danger?.length || found.page > 1) return found;
  const first = found.offers.slice(0, FIRST);
  const rest = found.offers.slice(FIRST);
  const has = (some, { code }) => some.some((one) => one.code === code);
  const sure = [];
  for (const { lines, phrases, violence, enough = [] } of need.danger.slice(0, FIRST)) {
    const answer = first.find(({ code }) => lines.includes(code) || enough.includes(code)) ?? nearestOf(lines, need, records, fits, near);
    if (!answer) continue;
    sure.push(answer);
    if (has(first, answer)) continue;
    if (first.length === FIRST) rest.unshift(...first.splice(first.findLastIndex((one) => !has(sure, one)), 1));
    first.splice((phrases.length && !violence) || !found.sure ? sure.length - 1 : FIRST, 0, answer);
  }
  const offers = [...first, ...rest.filter((one) => !has(first, one))];
  return { ...found, offers, total: found.total + (found.pages === 1 ? offers.length - found.offers.length : 0) };
}

// Of the offers with these codes that fit and are for the question's side the nearest one, else the first; undefined for none.
function nearestOf(codes, need, records, fits, near) {
  const places = records.placesOfRows();
  const able = codes.map((code) => records.withCode(code)).filter((one) => {
    return one && fits[places[one.row]] === 1 && near[places[one.row]] >= 0 && !(need.side && one.side === OTHER_SIDE[need.side]);
  });
  return able.sort((one, other) => near[places[one.row]] - near[places[other.row]])[0];
}

// The words without those that stand somewhere, but nowhere among what fits; none when that leaves all or none.
function wordsThere(placesOf, asked, fits, near) {
  const fitting = (place) => place !== null && place !== undefined && fits[place] && near[place] >= 0;
  const stands = ({ documents }) => documents.numbers.some((document) => fitting(placesOf[document]));
  const left = asked.filter((one) => !one.known || one.raises || stands(one));
  return left.length < asked.length && left.some(({ known, raises }) => known && !raises) ? left : [];
}

// Whether what only has a wish is poorer than what is found without it: farther away where that has what the words ask
// for, or with little of it.
function isHiddenBy(found, wished) {
  return (found.strong && found.nearest < wished.nearest) || wished.best * 10 < found.best * HIDDEN;
}

function findAll(need, { records, placesOf }, typed, fits, near, openAt) {
  const { asked, found } = scoresOrNearest(typed, need.question.personal);
  if (need.municipality) addNearer(asked, found, placesOf, fits, near);
  const score = asked.length ? new Int32Array(records.length).fill(NOT_FOUND) : null;
  const { places, lists, counts, apart, best = 0 } = score
    ? ranked(need, records, score, scoredPlaces(need, records, score, asked, found, placesOf, fits, near), near, openAt)
    : unranked(need, records, fits, near, openAt);
  const sure = !score || asked.some(({ certain }) => certain);
  const many = counts.reduce((sum, count) => sum + count, 0);
  const total = sure ? many : Math.min(many, MOST_UNSURE);
  const pages = Math.max(1, Math.ceil(total / PER_PAGE));
  const page = Math.min(need.page, pages);
  const onPage = someOf(places, lists, counts, (page - 1) * PER_PAGE, Math.min(page * PER_PAGE, total), score);
  const leading = score ? Math.max(0, counts.findIndex((count) => count)) : 0; // near, strength, open or not
  const [nearest, strong] = [Math.trunc(leading / (2 * STEPS)), Math.trunc(leading / 2) % STEPS === 0 && score !== null];
  return { total, offers: onPage.map((place) => records.at(place)), page, pages, sure, apart, best, nearest, strong };
}

// Where all that is found is for the whole country, what is near may have less of the question: "grønlandsk kvinde på gaden".
function addNearer(asked, found, placesOf, fits, near) {
  const nearness = (document) => {
    const place = placesOf[document] ?? null;
    return place !== null && fits[place] === 1 ? near[place] : NOWHERE;
  };
  const isClose = (document) => [0, 1].includes(nearness(document));
  if (found.keys().some(isClose) || found.keys().every((one) => nearness(one) === NOWHERE)) return;
  for (const [document, score] of scores(asked, FLOOR_OF_TEXTS)) if (isClose(document)) found.put(document, score);
}

// The places in the order that fit and were found; puts the score of each into `score`. Where only a place is asked for,
// all are found.
function scoredPlaces(need, records, score, asked, found, placesOf, fits, near) {
  const all = asked.every(({ raises }) => raises);
  if (all) score.fill(0);
  const { numbers, size, of } = found;
  const places = new Uint32Array(all || need.side ? score.length : size);
  let many = 0;
  for (let one = 0; one < size; one += 1) {
    const row = numbers[one];
    const place = row < placesOf.length ? placesOf[row] : null;
    if (place === null) continue;
    score[place] = of[row];
    if (fits[place] === 1 && near[place] >= 0) places[many++] = place;
  }
  if (need.side) raiseSide(need.side, score, records, fits);
  if (!all && !need.side) return places.subarray(0, many);
  many = 0;
  for (let place = 0; place < score.length; place += 1) {
    if (score[place] !== NOT_FOUND && fits[place] === 1 && near[place] >= 0) places[many++] = place;
  }
  return places.subarray(0, many);
}

// Few are for those who use violence: they are the answer, whatever the words. Those for who meets it are when the words
// find none of them.
function raiseSide(side, score, records, fits) {
  const [numbers, sides] = records.column("side");
  const theirs = marksOf(sides, (one) => one === side);
  const helps = [];
  let most = 0;
  for (let place = 0; place < score.length; place += 1) {
    if (!fits[place]) continue;
    if (theirs[numbers[place]]) helps.push(place);
    if (score[place] > most) most = score[place];
  }
  if (side !== USES && helps.some((place) => score[place] !== NOT_FOUND)) return;
  for (const place of helps) score[place] = Math.max(score[place], 0) + 2 * most;
}

// For each place the list it stands in, or NOWHERE, and how many each list has. Lists follow one another: open now, then near.
// Something typed may tell a side, and have nothing that counts: "jeg kunne finde på at gøre hende noget".
function unranked(need, records, fits, near, openAt) {
  const lists = new Int8Array(fits.length).fill(NOWHERE);
  const counts = new Uint32Array(LISTS);
  const out = need.question.words.length ? OTHER_SIDE[need.side] : "";
  const [numbers, sides] = records.column("side");
  const leaving = out ? marksOf(sides, (side) => side === out) : null;
  let apart = "";
  for (let place = 0; place < lists.length; place += 1) {
    if (fits[place] === 0 || near[place] < 0) continue;
    if (leaving !== null && leaving[numbers[place]] === 1) apart = out;
    else counts[lists[place] = near[place] + (openAt[place] === 1 ? 0 : NEARNESS.length)] += 1;
  }
  return { places: null, lists, counts, apart };
}

// The same with words, for the places that were found: near, strength in steps, open now. Within a list the score and the
// place decide.
function ranked(need, records, score, places, near, openAt) {
  const { numbers, leaving, best, apart } = oneSide(need.side, places, records, score);
  const lists = new Int8Array(places.length).fill(NOWHERE);
  const counts = new Uint32Array(LISTS);
  for (let one = 0; one < places.length; one += 1) {
    const place = places[one];
    if (leaving !== null && leaving[numbers[place]] === 1) continue;
    counts[lists[one] = (near[place] * STEPS + step(score[place], best)) * 2 + 1 - openAt[place]] += 1;
  }
  return { places, lists, counts, apart, best };
}

// The places from a first to a last one; with scores each list is put in order when it is reached. `places` has the place
// of each in the lists; null: they are all places, in order.
function someOf(places, lists, counts, first, last, score) {
  const found = [];
  let passed = 0;
  counts.forEach((count, list) => {
    if (passed < last && passed + count > first) {
      const these = placesIn(list, places, lists, score ? count : Math.min(count, last - passed));
      const inOrder = score ? byScore(these, (place) => score[place], last - passed) : these;
      found.push(...inOrder.slice(Math.max(0, first - passed), last - passed));
    }
    passed += count;
  });
  return found;
}

// The first so many of a list.
function placesIn(list, places, lists, most) {
  const found = new Uint32Array(most);
  let many = 0;
  for (let one = 0; many < most; one += 1) if (lists[one] === list) found[many++] = places === null ? one : places[one];
  return found;
}

// So many of the places, the best score first, then the first place: as plain numbers, which are compared many times
// faster than by a function.
function byScore(places, scoreOf, most) {
  const keys = new Float64Array(places.length);
  for (let one = 0; one < keys.length; one += 1) keys[one] = (HIGHEST - scoreOf(places[one])) * MOST_PLACES + places[one];
  return Array.from(most > FEW ? keys.sort().subarray(0, most) : lowest(keys, most), (key) => key % MOST_PLACES);
}

// The lowest of some numbers, in order: each takes its place among those that are the lowest so far.
function lowest(keys, most) {
  const found = keys.slice(0, most).sort();
  for (let one = found.length; one < keys.length; one += 1) {
    const key = keys[one];
    let place = found.length - 1;
    if (key >= found[place]) continue;
    for (; place > 0 && found[place - 1] > key; place -= 1) found[place] = found[place - 1];
    found[place] = key;
  }
  return found;
}

// Help for those who use violence and for those who meet it are never in one answer: which of them is left out, a mark for
// each value of the column that tells them, and the best score of the others.
function oneSide(asked, places, records, score) {
  const [numbers, sides] = records.column("side");
  const bestOf = new Int32Array(sides.length).fill(NOT_FOUND);
  for (let one = 0; one < places.length; one += 1) {
    const place = places[one];
    if (score[place] > bestOf[numbers[place]]) bestOf[numbers[place]] = score[place];
  }
  const there = sides.map((side, number) => [side, bestOf[number]]).filter(([side, best]) => side && best !== NOT_FOUND);
  const out = OTHER_SIDE[asked || sideOfAnswers(there)];
  const apart = there.some(([side]) => side === out) ? out : "";
  const leaving = apart ? marksOf(sides, (side) => side === apart) : null;
  const best = bestOf.reduce((most, one, number) => (leaving?.[number] ? most : Math.max(most, one)), 0);
  const bestApart = bestOf.reduce((most, one, number) => (leaving?.[number] ? Math.max(most, one) : most), 0);
  const told = asked || 2 * bestApart >= best; // "angst" asks about no violence, and none of it is told of
  return { numbers, leaving, best, apart: told ? apart : "" };
}

// Which offers fit a search, and in which order. docs/finder.md is the rule; finder/index.py answers the same.
const PER_PAGE = 50;

const meets = (asked, has) => !asked.length || asked.some((value) => has.includes(value));

// For each choice of a need the numbers of its column, and which of them fit.
function choicesOf(need, records) {
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
  return asked.filter(([, chosen]) => chosen.length).map(([name, chosen]) => {
    const [numbers, values] = records.column(name);
    return [numbers, values.map((value) => chosen.some((code) => (Array.isArray(value) ? value.includes(code) : value === code)))];
  });
}

// For each place in the order how near it is: 0, 1 or 2, or -1 where the municipality is not served. Without a
// municipality nothing is nearer than anything else.
function nearnessOf(municipality, records, regionOf) {
  if (!municipality) return () => 0;
  const region = regionOf.get(municipality);
  const [serving, national] = records.column("national"); // whom it serves is one column, where it lies another
  const [, regions] = records.column("regions");
  const [, municipalities] = records.column("municipalities");
  const [lying, liesIn] = records.column("municipality");
  const [, regionOfIt] = records.column("region");
  const own = municipalities.map((all) => all.includes(municipality));
  const itsRegion = regions.map((all) => all.includes(region));
  return (place) => {
    const served = serving[place];
    if (own[served]) return 0;
    if (!itsRegion[served] && !national[served]) return -1;
    if (liesIn[lying[place]] === municipality) return 0;
    return itsRegion[served] || regionOfIt[lying[place]] === region ? 1 : 2;
  };
}

// For each place in the order whether it is open, and told so recently enough to believe it.
function openingOf(records, isOpen, minute) {
  const [hours, texts] = records.column("hours");
  const [dates, callFrom] = records.column("callFrom");
  const open = texts.map(isOpen);
  const fresh = callFrom.map((start) => start > minute);
  return (place) => open[hours[place]] && fresh[dates[place]];
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

const NEARNESS = ["own", "region", "national"];

const MOST_UNSURE = 12;
const STEPS = 3; // of strength
const HIGHEST = 2 ** 32; // more than any score
const MOST_PLACES = 2 ** 20; // together they stay within the whole numbers that are exact

// {total, offers, page, pages, sure, apart}: the page of offers that a search asks for. `asked` is what its words ask
// for; `isOpen` says whether the hours with a text are open at the minute.
function find(need, { records, regionOf, placesOf }, asked, isOpen, minute) {
  const score = asked.length ? scoresByPlace(scores(asked), placesOf) : null;
  if (score && asked.every(({ raises }) => raises)) for (let place = 0; place < records.length; place += 1) if (!score.has(place)) score.set(place, 0);
  const choices = choicesOf(need, records);
  const openAt = openingOf(records, isOpen, minute);
  const nearAt = nearnessOf(need.municipality, records, regionOf);
  const fits = (place) => choices.every(([numbers, fitting]) => fitting[numbers[place]]) && (!need.openNow || openAt(place));
  if (score && need.side) raiseSide(need.side, score, records, fits);
  const sure = !score || asked.some(({ certain }) => certain);
  const { buckets, apart } = score ? ranked(need, records, score, fits, nearAt, openAt) : { buckets: unranked(records, fits, nearAt, openAt), apart: "" };
  const many = buckets.reduce((sum, { length }) => sum + length, 0);
  const total = sure ? many : Math.min(many, MOST_UNSURE);
  const pages = Math.max(1, Math.ceil(total / PER_PAGE));
  const page = Math.min(need.page, pages);
  const onPage = someOf(buckets, (page - 1) * PER_PAGE, Math.min(page * PER_PAGE, total), score);
  return { total, offers: onPage.map((place) => records.at(place)), page, pages, sure, apart };
}

function scoresByPlace(found, placesOf) {
  const score = new Map();
  for (const [row, value] of found) if (placesOf[row] !== null) score.set(placesOf[row], value);
  return score;
}

// Few are for those who use violence: they are the answer, whatever the words. Those for who meets it are when the words
// find none of them.
function raiseSide(side, score, records, fits) {
  const [numbers, sides] = records.column("side");
  const theirs = sides.map((one) => one === side);
  const helps = [];
  for (let place = 0; place < records.length; place += 1) if (theirs[numbers[place]] && fits(place)) helps.push(place);
  if (side !== USES && helps.some((place) => score.has(place))) return;
  let most = 0;
  for (const [place, value] of score) if (value > most && fits(place)) most = value;
  for (const place of helps) score.set(place, (score.get(place) ?? 0) + 2 * most);
}

// The places that fit, as lists that follow one another: open now, then near.
function unranked(records, fits, nearAt, openAt) {
  const buckets = Array.from({ length: 2 * NEARNESS.length }, () => []);
  for (let place = 0; place < records.length; place += 1) {
    if (!fits(place)) continue;
    const near = nearAt(place);
    if (near >= 0) buckets[(openAt(place) ? 0 : NEARNESS.length) + near].push(place);
  }
  return buckets;
}

// The same with words: near, strength in steps, open now. Within a list the score and the place decide.
function ranked(need, records, score, fits, nearAt, openAt) {
  const fitting = [];
  for (const place of score.keys()) if (fits(place) && nearAt(place) >= 0) fitting.push(place);
  const [found, apart] = oneSide(need.side, fitting, records, score);
  const best = found.reduce((most, place) => Math.max(most, score.get(place)), 0);
  const buckets = Array.from({ length: NEARNESS.length * STEPS * 2 }, () => []);
  for (const place of found) {
    buckets[(nearAt(place) * STEPS + step(score.get(place), best)) * 2 + (openAt(place) ? 0 : 1)].push(place);
  }
  return { buckets, apart };
}

// The places from a first to a last one; with scores each list is put in order when it is reached.
function someOf(buckets, first, last, score) {
  const found = [];
  let passed = 0;
  for (const bucket of buckets) {
    if (passed < last && passed + bucket.length > first) {
      const inOrder = score ? byScore(bucket, score) : bucket;
      found.push(...inOrder.slice(Math.max(0, first - passed), last - passed));
    }
    passed += bucket.length;
  }
  return found;
}

// The best score first, then the first place: sorted as plain numbers, which is many times faster than by a function.
function byScore(places, score) {
  const keys = Float64Array.from(places, (place) => (HIGHEST - score.get(place)) * MOST_PLACES + place);
  return Array.from(keys.sort(), (key) => key % MOST_PLACES);
}

// Help for those who use violence and for those who meet it are never in one answer: [left, the side left out].
function oneSide(asked, found, records, score) {
  const [numbers, sides] = records.column("side");
  const sideAt = (place) => sides[numbers[place]];
  const side = asked || sideOfAnswers(found.filter(sideAt).map((place) => [sideAt(place), score.get(place)]));
  const left = side ? found.filter((place) => sideAt(place) !== OTHER_SIDE[side]) : found;
  return [left, left.length < found.length ? OTHER_SIDE[side] : ""];
}

// Which offers fit a search, and in which order. docs/finder.md is the rule; finder/index.py answers the same.
const PER_PAGE = 50;

const meets = (asked, has) => !asked.length || asked.some((value) => has.includes(value));

function fits(offer, need) {
  return meets(need.topics, offer.topics)
    && meets(need.contactForms, offer.forms)
    && (!need.audience || offer.audiences.includes(need.audience))
    && (!need.group || offer.topics.includes(need.group))
    && (!need.language || offer.languages.includes(need.language))
    && (!need.anonymous || offer.anonymous === "yes")
    && (!need.noReferral || offer.noReferral === "yes")
    && (!need.free || offer.free === "yes");
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

// {total, offers, page, pages, sure, apart}: the page of offers that a search asks for. `offers` are in the order that does not
// depend on the search; `asked` is what its words ask for, and null scores mean that there are none.
function find(need, { offers, regionOf, placesOf }, asked, isOpen) {
  const score = asked.length ? new Map(Array.from(scores(asked), ([one, value]) => [placesOf[one], value])) : null;
  if (score && asked.every(({ raises }) => raises)) offers.forEach((_, number) => score.has(number) || score.set(number, 0));
  if (score && need.side === USES) { // few are for those who use violence: they are the answer, whatever the words
    const able = offers.map((offer, number) => [offer, number]).filter(([offer]) => fits(offer, need) && (!need.openNow || isOpen(offer)));
    const most = able.reduce((best, [, number]) => Math.max(best, score.get(number) ?? 0), 0);
    for (const [offer, number] of able) if (offer.side === USES) score.set(number, (score.get(number) ?? 0) + most);
  }
  const fitting = [];
  offers.forEach((offer, number) => {
    if ((score && !score.has(number)) || !fits(offer, need)) return;
    const near = need.municipality ? distance(offer, need.municipality, regionOf) : "own";
    if (!near) return;
    const opened = isOpen(offer);
    if (need.openNow && !opened) return;
    const value = score ? score.get(number) : 0;
    fitting.push({ offer, number, value, near: NEARNESS.indexOf(near), shut: opened ? 0 : 1 });
  });
  const [found, apart] = score ? oneSide(need.side, fitting) : [fitting, ""];
  const best = found.reduce((most, { value }) => Math.max(most, value), 0);
  const ranked = (one, two) => one.near - two.near || one.step - two.step || one.shut - two.shut || two.value - one.value || one.number - two.number;
  const unranked = (one, two) => one.shut - two.shut || one.near - two.near || one.number - two.number;
  for (const one of found) one.step = step(one.value, best);
  found.sort(score ? ranked : unranked);
  const sure = !score || asked.some(({ certain }) => certain);
  const shown = sure ? found : found.slice(0, MOST_UNSURE);
  const pages = Math.max(1, Math.ceil(shown.length / PER_PAGE));
  const page = Math.min(need.page, pages);
  const onPage = shown.slice((page - 1) * PER_PAGE, page * PER_PAGE).map(({ offer }) => offer);
  return { total: shown.length, offers: onPage, page, pages, sure, apart };
}

// Help for those who use violence and for those who meet it are never in one answer: [left, the side left out].
function oneSide(asked, found) {
  const sided = found.filter(({ offer }) => offer.side);
  const side = asked || sideOfAnswers(sided.map(({ offer, value }) => [offer.side, value]));
  const left = side ? found.filter(({ offer }) => offer.side !== OTHER_SIDE[side]) : found;
  return [left, left.length < found.length ? OTHER_SIDE[side] : ""];
}

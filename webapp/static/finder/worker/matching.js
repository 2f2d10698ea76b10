// Which offers fit a search, and in which order. docs/finder.md is the rule; finder/index.py answers the same.
const PER_PAGE = 50;

// The folded words an offer is found by, with a space first: what it is called, what it does, for whom, how and where.
function searchedOffer(offer, labels, places) {
  const named = ["topics", "forms", "audiences", "languages"].flatMap((kind) => offer[kind].map((code) => labels[kind][code]));
  const around = [offer.municipality, ...offer.municipalities].filter(Boolean).map((code) => places.get(code));
  const said = [offer.name, offer.organization, offer.description, offer.phone, offer.words];
  return ` ${fold([...said, ...named, ...around].join(" "))}`;
}

const meets = (asked, has) => !asked.length || asked.some((value) => has.includes(value));

// Every word of the offers once, as one text: a word that stands nowhere is missed sooner there than in the offers.
const everyWord = new WeakMap();

function everyWordOf(offers) {
  if (!everyWord.has(offers)) {
    const known = new Set();
    for (const { text } of offers) for (const word of text.split(" ")) known.add(word);
    everyWord.set(offers, ` ${[...known].join(" ")}`);
  }
  return everyWord.get(offers);
}

// Words as what offers must mention, and the words that no offer mentions.
function asWords(words, offers, synonyms) {
  const isPhrase = (one) => one.trim().includes(" ");
  const occurs = (one) => (isPhrase(one) ? offers.some(({ text }) => text.includes(one)) : everyWordOf(offers).includes(one));
  const required = [];
  const unused = [];
  for (const word of words) {
    const lists = needles(word, synonyms, occurs);
    required.push(...lists);
    if (!lists.length) unused.push(word);
  }
  return { required, unused };
}

function fits(offer, need, required) {
  return meets(need.topics, offer.topics)
    && meets(need.contactForms, offer.forms)
    && (!need.audience || offer.audiences.includes(need.audience))
    && (!need.group || offer.topics.includes(need.group))
    && (!need.language || offer.languages.includes(need.language))
    && (!need.anonymous || offer.anonymous === "yes")
    && (!need.noReferral || offer.noReferral === "yes")
    && required.every((alternatives) => alternatives.some((one) => offer.text.includes(one)));
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

// {total, offers, page, pages, unused}: the page of offers that a search asks for. `offers` are in the order that does
// not depend on the search; open before not open, then nearest first.
function find(need, { offers, synonyms, regionOf }, isOpen) {
  const { required, unused } = asWords(need.words, offers, synonyms);
  const nothing = need.words.length > 0 && unused.length === need.words.length;
  const buckets = [[[], [], []], [[], [], []]];
  if (!nothing) {
    for (const offer of offers) {
      if (!fits(offer, need, required)) continue;
      const near = need.municipality ? distance(offer, need.municipality, regionOf) : "own";
      if (!near) continue;
      const opened = isOpen(offer);
      if (need.openNow && !opened) continue;
      buckets[opened ? 0 : 1][NEARNESS.indexOf(near)].push(offer);
    }
  }
  const found = buckets.flat(2);
  const pages = Math.max(1, Math.ceil(found.length / PER_PAGE));
  const page = Math.min(need.page, pages);
  return { total: found.length, offers: found.slice((page - 1) * PER_PAGE, page * PER_PAGE), page, pages, unused };
}

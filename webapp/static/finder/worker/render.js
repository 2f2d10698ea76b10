// The finder's page for a search, filled as finder/render.py fills it, byte for byte.
const FINDER_FORM = "soeg";

function finderPage(answers, params) {
  const { said } = answers;
  let need = readNeed(params, answers.choices);
  const minute = answers.minute();
  const asked = asksWords(need) ? answers.inOffers().answer(need.question) : []; // the index is opened when it is needed
  const isOpen = (hours) => answers.isOpen(hours, minute);
  let found = find(need, answers, asked, isOpen, minute);
  const other = loosened(need, found.total ? said.not_all : said.not_known);
  const moreFound = other && find(other, answers, asked, isOpen, minute);
  if (moreFound?.total && (!found.total || isHiddenBy(moreFound, found))) [need, found] = [other, moreFound];
  const lines = found.offers.map((offer) => answers.part(offer, "line", minute, answers.danish, distanceWords(answers, offer, need))).join("");
  return answers.page("/find", {
    text: (name) => escaped(name === "q" ? need.query : need.typedPlace),
    checked: (name, value) => (isChosen(need, name, value) ? " checked" : ""),
    selected: (name, value) => (isChosen(need, name, value) ? " selected" : ""),
    open: () => (hasMoreChoices(need) ? " open" : ""),
    door: () => answers.doors.get(answers.choices.places.get(need.municipality)) ?? "",
    notes: () => notes(need, found, asked, said)
      + inOtherLetters(need.query, answers.languages, said)
      + wordNotes(asked, said.not_in_offers, need.query, FINDER_FORM, said)
      + apartNote(found.apart, answers.sides.links, said),
    count: () => countWords(need, found, said),
    offers: () => lines,
    more: () => more(found, said),
  });
}

function asksWords({ question }) {
  return question.words.length + question.numbered.length + question.near.length > 0;
}

// An offer's opening state as HTML.
function state(answers, offer, minute, said) {
  const now = answers.opening(offer.hours, minute);
  const ringFirst = offer.callFrom <= minute;
  if ((ringFirst || now.kind === "call") && !offer.phone) return `<span class="open" data-open="unknown">${said.html(said.get("offer.unknown"))}</span>`;
  if (ringFirst) return `<span class="open" data-open="call">${said.html(said.get("state.ring_first"))}</span>`;
  now.words ??= new Map(); // by language: hours are common to many offers
  if (!now.words.has(said.code)) now.words.set(said.code, said.html(openingWords(now, answers.zone, minute, said)));
  return `<span class="open" data-open="${now.kind}">${now.words.get(said.code)}</span>`;
}

function isChosen(need, name, value) {
  if (name in need.ticked) return need.ticked[name];
  if (name === "e") return need.topics.includes(value);
  if (name === "f") return need.contactForms.includes(value);
  return { m: need.audience, l: need.language, g: need.group }[name] === (value ?? "");
}

function hasMoreChoices(need) {
  const choices = need.topics.length || need.contactForms.length || need.audience || need.language || need.group;
  return Boolean(choices || need.ticked.u || need.ticked.b);
}

function distanceWords(answers, offer, need) {
  const { near: words } = answers.said;
  const place = offer.place === words.national ? offer.place : `<span translate="no">${escaped(offer.place)}</span>`;
  if (!need.municipality) return place;
  const near = distance(offer, need.municipality, answers.regionOf);
  return near === "own" || !offer.municipality ? words[near] : `${words[near]} · ${place}`;
}

function notes(need, found, asked, said) {
  const told = need.notes.map(escaped);
  const { understood: read, elsewhere } = need;
  const parts = read.map((one) => tap(one.said, one.instead, FINDER_FORM, put(said.take_away, { part: one.said })));
  if (parts.length) told.push(put(said.understood, { parts: parts.join(", ") }));
  if (elsewhere.length) told.push(didYouMean(elsewhere.map((one) => tap(one.said, one.instead, FINDER_FORM)), said));
  if (need.query && !read.length && !asked.length && !need.notes.includes(said.ask_for_interpreter)) told.push(said.too_little);
  if (found.missing.length) {
    const words = found.missing.map((word) => asTyped(need.query, word)).join(", ");
    told.push(put(said.not_here, { words: escaped(words) }));
  }
  if (found.page < need.page) told.push(said.no_such_page);
  if (need.language && found.total) told.push(said.few_tell_languages);
  return told.map((text) => `<p class="note">${text}</p>`).join("");
}

function countWords(need, found, said) {
  if (!found.total) return `<p class="none"><b>${said.no_offers}</b> ${whatToTry(need, said.advice)}</p>`;
  let number = found.total === 1 ? said.one_offer : put(said.offers, { n: found.total });
  if (found.pages > 1) number += `, ${put(said.page_of, { page: found.page, pages: found.pages })}`;
  return `<p class="count"><b>${number}</b> ${orderWords(need, found, said)}</p>`;
}

// Why they stand as they do.
function orderWords({ municipality, question }, found, said) {
  if (!found.sure) return said.unsure;
  if (question.numbered.length || question.skipped.includes(false) || question.near.length) return municipality ? said.ranked_near : said.ranked;
  return municipality ? said.ordered_near : said.ordered;
}

function whatToTry(need, advice) {
  if (need.language) return advice.language;
  if (need.openNow) return advice.open_now;
  if (need.free) return advice.free;
  if (need.question.words.length) return advice.words;
  if (need.anonymous) return advice.anonymous;
  const chosen = need.topics.length || need.contactForms.length || need.audience || need.noReferral;
  return need.municipality && chosen ? advice.choices_and_place : advice.choices;
}

function more(found, said) {
  const pages = [];
  if (found.page > 1) pages.push(`<button form="soeg" name="s" value="${found.page - 1}">${said.previous}</button>`);
  if (found.page < found.pages) pages.push(`<button form="soeg" name="s" value="${found.page + 1}">${said.next}</button>`);
  return pages.length ? `<p class="pages">${pages.join("")}</p>` : "";
}

route(/^\/find$/, async ({ answers, params, page }) => page(finderPage(answers, await params())));

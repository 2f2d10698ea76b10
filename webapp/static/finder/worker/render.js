// The finder's page for a search, filled as finder/render.py fills it, byte for byte.
const FINDER_FORM = "soeg";
const NEAR = { own: "Din kommune", region: "Din region", national: "Hele landet" };
const RANKED = "Det, der ligner mest, først.";
const RANKED_WITH_PLACE = "Nærmest først, så det, der ligner mest.";
const ORDER = "Åbent nu først, så ";
const ORDER_WITH_PLACE = "nærmest, så ";
const ORDER_REST = "anonymt, uden henvisning og navn.";

function finderPage(answers, params) {
  let need = readNeed(params, answers.choices);
  const minute = answers.minute();
  const asked = answers.inOffers().answer(need.question, need.near);
  const isOpen = (hours) => answers.opening(hours, minute).kind === "open";
  let found = find(need, answers, asked, isOpen, minute);
  const other = found.total ? null : loosened(need);
  const moreFound = other && find(other, answers, asked, isOpen, minute);
  if (moreFound?.total) [need, found] = [other, moreFound];
  const lines = found.offers.map((offer) => answers.part(offer, "line", minute, answers.danish, distanceWords(answers, offer, need))).join("");
  return answers.page("/find", {
    text: (name) => escaped(name === "q" ? need.query : need.typedPlace),
    checked: (name, value) => (isChosen(need, name, value) ? " checked" : ""),
    selected: (name, value) => (isChosen(need, name, value) ? " selected" : ""),
    open: () => (hasMoreChoices(need) ? " open" : ""),
    door: () => answers.doors.get(answers.choices.places.get(need.municipality)) ?? "",
    notes: () => notes(need, found)
      + wordNotes(asked, "Ingen tilbud nævner", need.query, FINDER_FORM)
      + apartNote(found.apart, answers.sides.links),
    count: () => countWords(need, found),
    offers: () => lines,
    more: () => more(found),
  });
}

// An offer's opening state as HTML.
function state(answers, offer, minute, said) {
  const now = answers.opening(offer.hours, minute);
  const ringFirst = offer.callFrom <= minute;
  if (!offer.phone && (ringFirst || now.kind === "call")) return `<span class="open" data-open="unknown">${said.html(said.get("offer.unknown"))}</span>`;
  if (ringFirst) return `<span class="open" data-open="call">${said.html(said.get("state.ring_first"))}</span>`;
  return `<span class="open" data-open="${now.kind}">${said.html(openingWords(now, answers.zone, minute, said))}</span>`;
}

function isChosen(need, name, value) {
  if (name in need.ticked) return need.ticked[name];
  const chosen = { e: need.topics, f: need.contactForms, m: [need.audience], l: [need.language], g: [need.group] };
  return chosen[name].includes(value ?? "");
}

function hasMoreChoices(need) {
  const choices = need.topics.length || need.contactForms.length || need.audience || need.language || need.group;
  return Boolean(choices || need.ticked.u || need.ticked.b);
}

function distanceWords(answers, offer, need) {
  const place = offer.place === NEAR.national ? offer.place : `<span translate="no">${escaped(offer.place)}</span>`;
  if (!need.municipality) return place;
  const near = distance(offer, need.municipality, answers.regionOf);
  return near === "own" || !offer.municipality ? NEAR[near] : `${NEAR[near]} · ${place}`;
}

function notes(need, found) {
  const said = need.notes.map(escaped);
  const taps = (parts, remove) => parts.map((one) => tap(one.said, one.instead, FINDER_FORM, remove));
  if (need.understood.length) said.push(`Forstået: ${taps(need.understood, true).join(", ")}.`);
  if (need.elsewhere.length) said.push(`Mente du ${taps(need.elsewhere, false).join(" eller ")}?`);
  if (found.missing.length) {
    const words = found.missing.map((word) => asTyped(need.query, word)).join(", ");
    said.push(`Blandt dem, der passer, nævner ingen: ${escaped(words)}. De andre ord er brugt.`);
  }
  if (found.page < need.page) said.push("Så mange sider er der ikke. Her er den sidste.");
  if (need.language && found.total) said.push("Andre steder har ikke oplyst sprog, men kan måske tale det. Ring, spørg, og bed om tolk.");
  return said.map((text) => `<p class="note">${text}</p>`).join("");
}

function countWords(need, found) {
  if (!found.total) return `<p class="none"><b>Ingen tilbud passer på det hele.</b> ${whatToTry(need)}</p>`;
  const place = need.municipality ? ORDER_WITH_PLACE : "";
  let number = found.total === 1 ? "1 tilbud" : `${found.total} tilbud`;
  if (found.pages > 1) number += `, side ${found.page} af ${found.pages}`;
  if (!found.sure) return `<p class="count"><b>${number}</b> Intet sikkert fund. Nærmest:</p>`;
  if (need.question.numbered.length || need.question.skipped.includes(false) || need.near.length) {
    return `<p class="count"><b>${number}</b> ${need.municipality ? RANKED_WITH_PLACE : RANKED}</p>`;
  }
  return `<p class="count"><b>${number}</b> ${ORDER}${place}${ORDER_REST}</p>`;
}

function whatToTry(need) {
  if (need.language) return "Næsten ingen tilbud har oplyst sprog. Vælg “Uanset sprog” under Kan tale, ring, og bed om tolk.";
  if (need.openNow) return "Slå “Åbent nu” fra. Så ser du også dem, der åbner senere.";
  if (need.free) return "Slå “Gratis” fra. Meget er gratis, også hvor det ikke er oplyst.";
  if (need.question.words.length) return "Prøv et kortere ord, eller vælg et emne under “Flere valg”.";
  if (need.anonymous) return "Slå “Anonymt” fra, og spørg på telefonen, om man kan være anonym.";
  if (need.municipality && (need.topics.length || need.contactForms.length || need.audience || need.noReferral)) {
    return "Fjern et af valgene, eller tøm kommunen, så hele landet er med.";
  }
  return "Fjern et af valgene. Numrene øverst virker altid.";
}

function more(found) {
  const pages = [];
  if (found.page > 1) pages.push(`<button form="soeg" name="s" value="${found.page - 1}">Forrige side</button>`);
  if (found.page < found.pages) pages.push(`<button form="soeg" name="s" value="${found.page + 1}">Næste side</button>`);
  return pages.length ? `<p class="pages">${pages.join("")}</p>` : "";
}

route(/^\/find$/, async ({ answers, params, page }) => page(finderPage(answers, await params())));

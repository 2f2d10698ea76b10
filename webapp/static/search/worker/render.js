// The page of the search in everything, filled as search/render.py fills it, byte for byte.
const MOST = 40;
const SEARCH_FORM = "soeg";

function searchPage(live, params) {
  const query = cut(cleaned(String(params.get("i") ?? params.get("q") ?? "")), LONGEST_QUERY);
  const minute = live.minute();
  const typed = typedWords(query);
  const question = readQuestion(typed, live.choices.stopwords, live.choices.laws, MOST_WORDS);
  const asked = live.inEverything().answer(question);
  const [hits, apart] = foundDocuments(live, asked, sideAskedFor(live.choices.sides, typed, ""));
  const line = (hit) => (hit.code ? live.part(hit, "line", minute, "da", escaped(hit.place)) : hit.line);
  return live.page("/soeg", {
    tekst: () => escaped(query),
    antal: () => wordNotes(asked, "Ingen tekst nævner", query, SEARCH_FORM)
      + apartNote(apart, live.sides.links)
      + searchCountWords(query, hits.length, asked.some(({ certain }) => certain)),
    fund: () => hits.slice(0, MOST).map(line).join(""),
  });
}

// The documents and offers that have enough of what was asked for, the best first; of equals documents before offers.
function foundDocuments(live, asked, askedSide) {
  const first = live.placesOf.length;
  const byScore = Array.from(scores(asked)).filter(([document]) => document >= first || live.placesOf[document] !== null)
    .map(([document, score]) => (document < first
      ? [score, live.placesOf[document] + live.documents.length]
      : [wholes(score * live.documents[document - first].factor, 100), document - first]));
  byScore.sort((one, two) => two[0] - one[0] || one[1] - two[1]);
  const everything = [...live.documents, ...live.offers];
  const hits = byScore.map(([, place]) => everything[place]);
  const side = askedSide || sideOfAnswers(hits.map((hit, number) => [hit.side, byScore[number][0]]).filter(([one]) => one));
  const left = side ? hits.filter((hit) => hit.side !== OTHER_SIDE[side]) : hits;
  const apart = left.length < hits.length ? OTHER_SIDE[side] : "";
  return [asked.some(({ certain }) => certain) ? left : left.slice(0, MOST_UNSURE), apart];
}

function searchCountWords(query, total, sure) {
  if (!query) return '<p class="none">Skriv et ord: frø, underretning, bange, gæld …</p>';
  if (!total) {
    return '<p class="none"><b>Intet fundet.</b> Prøv et kortere ord eller et andet ord for det samme. '
      + '<a href="/find">Find et tilbud</a> <a href="/kort">Se alle kort</a></p>';
  }
  if (!sure) return `<p class="count"><b>${total} fundet</b> Intet sikkert fund. Nærmest:</p>`;
  if (total > MOST) {
    return `<p class="count"><b>${total} fundet</b> De første ${MOST} vises. Skriv et ord mere for at komme nærmere.</p>`;
  }
  return `<p class="count"><b>${total} fundet</b></p>`;
}

route(/^\/soeg$/, async ({ live, params, page }) => page(searchPage(live, await params())));

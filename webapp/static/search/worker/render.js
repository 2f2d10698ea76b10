// The page of the search in everything, filled as search/render.py fills it, byte for byte.
const MOST = 40;
const SEARCH_FORM = "soeg";

function searchPage(answers, params) {
  const query = cut(cleaned(String(params.get("i") ?? params.get("q") ?? "")), LONGEST_QUERY);
  const minute = answers.minute();
  const typed = typedWords(query);
  const { left, near, far } = withoutPlaces(typed, answers.choices);
  const question = readQuestion(left, answers.choices.vocabulary, MOST_WORDS);
  question.near.push(...near);
  question.far.push(...far);
  const side = sideAskedFor(answers.choices.sides, typed, "");
  if (side) leaveOutDoer(question, answers.choices.vocabulary.question);
  const asked = question.words.length + question.numbered.length ? answers.inEverything().answer(question) : [];
  const { total, hits, apart, sure } = foundDocuments(answers, asked, side, isBystander(answers.choices.sides, typed), question.personal);
  const line = (hit) => (hit.code ? answers.part(hit, "line", minute, answers.danish, escaped(hit.place)) : hit.line);
  return answers.page("/soeg", {
    text: () => escaped(query),
    count: () => inOtherLetters(query, answers.languages, answers.said)
      + wordNotes(asked, answers.said.not_in_texts, query, SEARCH_FORM, answers.said)
      + apartNote(apart, answers.sides.links, answers.said)
      + searchCountWords(query, total, sure, answers.said),
    hits: () => hits.map(line).join(""),
  });
}

function bestScore(found) {
  return found.reduce((best, [score]) => Math.max(best, score), 0);
}

// {total, hits, apart, sure}: the documents and offers that have enough of what was asked for, the best first; of equals
// documents before offers.
function foundDocuments(answers, typed, askedSide, bystander, personal) {
  const first = answers.placesOf.length;
  const many = answers.documents.length;
  const [numbers, sides] = answers.records.column("side");
  const sideAt = (place) => (place < many ? answers.documents[place].side : sides[numbers[place - many]]);
  const found = [];
  const { asked, found: scored } = scoresOrNearest(typed, personal, FLOOR_OF_TEXTS);
  for (const document of scored.keys()) {
    const score = scored.of[document];
    if (document >= first) found.push([wholes(score * answers.documents[document - first].factor, 100), document - first]);
    else if (answers.placesOf[document] !== null) found.push([score, answers.placesOf[document] + many]);
  }
  // Few are for those who use violence: they are the answer, whatever the words. Those for who meets it are too when the words
  // find nothing of their side, but behind a text that is about it: "hun råber ad mig". So are both where who asks is to do
  // something: "naboen slår sine børn, skal jeg ringe".
  if (askedSide === USES || (askedSide && !found.some(([, place]) => sideAt(place) === askedSide))) addSide(askedSide, askedSide === USES && !bystander, found, numbers, sides, many);
  const side = askedSide || sideOfAnswers(found.filter(([, place]) => sideAt(place)).map(([score, place]) => [sideAt(place), score]));
  const left = side ? found.filter(([, place]) => sideAt(place) !== OTHER_SIDE[side]) : found;
  const others = left.length < found.length ? found.filter(([, place]) => sideAt(place) === OTHER_SIDE[side]) : [];
  // "angst" asks about no violence, and none of it is told of
  const told = others.length && (askedSide || 2 * bestScore(others) >= bestScore(left));
  const apart = told ? OTHER_SIDE[side] : "";
  const sure = asked.some(({ certain }) => certain);
  const total = sure ? left.length : Math.min(left.length, MOST_UNSURE);
  const score = new Map(left.map(([score, place]) => [place, score]));
  const best = byScore([...score.keys()], (place) => score.get(place), Math.min(total, MOST));
  const hits = best.map((place) => (place < many ? answers.documents[place] : answers.records.at(place - many)));
  return { total, hits, apart, sure };
}

function addSide(side, leads, found, numbers, sides, many) {
  const best = found.reduce((most, [score]) => Math.max(most, score), 0);
  const most = (leads ? best : Math.ceil(best / 2)) + 1;
  const known = new Map(found.map((one) => [one[1], one]));
  numbers.forEach((number, one) => {
    if (sides[number] !== side) return;
    const place = many + one;
    const hit = known.get(place);
    if (hit) hit[0] = leads ? hit[0] + most : Math.max(hit[0], most);
    else found.push([most, place]);
  });
}

function searchCountWords(query, total, sure, { search: said, unsure }) {
  if (!query) return `<p class="none">${said.empty}</p>`;
  if (!total) {
    const ways = `<a href="/find">${said.to_finder}</a> <a href="/kort">${said.to_cards}</a>`;
    return `<p class="none"><b>${said.none}</b> ${said.advice} ${ways}</p>`;
  }
  let rest = sure ? "" : ` ${unsure}`;
  if (sure && total > MOST) rest = ` ${put(said.first, { most: MOST })}`;
  return `<p class="count"><b>${put(said.found, { n: total })}</b>${rest}</p>`;
}

route(/^\/soeg$/, async ({ answers, params, page }) => page(searchPage(answers, await params())));

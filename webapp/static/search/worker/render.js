// The page of the search in everything, filled as search/render.py fills it, byte for byte.
const MOST = 40;

function searchPage(live, params) {
  const query = cut(cleaned(String(params.get("q") ?? "")), LONGEST_QUERY);
  const minute = live.minute();
  const words = queryWords(query, live.choices.stopwords);
  const hits = foundDocuments(live, words);
  const line = (hit) => (hit.code ? live.part(hit, "line", minute, "da", escaped(hit.place)) : hit.line);
  return live.page("/soeg", {
    tekst: () => escaped(query),
    antal: () => searchCountWords(query, words, hits.length),
    fund: () => hits.slice(0, MOST).map(line).join(""),
  });
}

function queryWords(query, stopwords) {
  const typed = [...new Set(fold(query).split(" ").filter(Boolean))];
  const counting = typed.filter((word) => !stopwords.has(word));
  return (counting.length ? counting : typed).slice(0, MOST_WORDS);
}

// Those with most of the words in their title first, then documents before offers, each in their own order.
function foundDocuments(live, words) {
  const texts = [...live.texts(), ...live.offers.map(({ text }) => text)];
  const occurs = (one) => texts.some((text) => text.includes(one));
  const required = words.flatMap((word) => needles(word, live.synonyms, occurs));
  if (!required.length) return [];
  const mentions = (text, group) => group.some((one) => text.includes(one));
  const inTitle = (title) => required.filter((group) => mentions(title, group)).length;
  return [...live.documents, ...live.offers]
    .filter((_, number) => required.every((group) => mentions(texts[number], group)))
    .map((hit) => ({ hit, inTitle: inTitle(hit.title ?? ` ${fold(hit.name)}`) }))
    .sort((one, other) => other.inTitle - one.inTitle)
    .map(({ hit }) => hit);
}

// The folded words a document is searched in, with a space first.
function searchedText(document, page) {
  if (document.page) {
    const [, main] = /<main id="indhold"[^>]*>([^]*?)<\/main>/.exec(page(document.page));
    // What the glossary says about a word on the page is the glossary's text, not the page's.
    // Nor is what a box says: it is a document of its own.
    const own = main.replace(/<span class="explained"[^]*?<\/button><\/span>/g, "").replace(/<section class="box"[^]*?<\/section>/g, "");
    return ` ${fold(own.replace(/<[^>]*>/g, " "))}`;
  }
  return `${document.title} ${fold(document.line.replace(/<[^>]*>/g, " "))}`;
}

function searchCountWords(query, words, total) {
  if (!query) return '<p class="none">Skriv et ord: frø, underretning, bange, gæld …</p>';
  if (!words.length || !total) {
    return '<p class="none"><b>Intet fundet.</b> Prøv et kortere ord eller et andet ord for det samme. '
      + '<a href="/find">Find et tilbud</a> <a href="/kort">Se alle kort</a></p>';
  }
  if (total > MOST) {
    return `<p class="count"><b>${total} fundet</b> De første ${MOST} vises. Skriv et ord mere for at komme nærmere.</p>`;
  }
  return `<p class="count"><b>${total} fundet</b></p>`;
}

// Other search engines, asked the same queries: {engine, texts: [[title, text]], queries, folder} on standard input, and
// for each query the numbers of the best ten texts on standard output. Pagefind only writes its index into the folder:
// it is asked in a browser (bench/search.py).
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const { engine, texts, queries, folder } = JSON.parse(readFileSync(0, "utf8"));
const require = createRequire(`${process.cwd()}/`);
const MOST = 10;
const BOOST = 3; // of a title

function miniSearch() {
  const MiniSearch = require("minisearch");
  const search = new MiniSearch({ fields: ["title", "text"] });
  search.addAll(texts.map(([title, text], id) => ({ id, title, text })));
  const options = { prefix: true, fuzzy: 0.2, boost: { title: BOOST } };
  return (query) => search.search(query, options).map(({ id }) => id);
}

function lunrSearch() {
  const lunr = require("lunr");
  require("lunr-languages/lunr.stemmer.support")(lunr);
  require("lunr-languages/lunr.da")(lunr);
  const index = lunr(function build() {
    this.use(lunr.da);
    this.ref("id");
    this.field("title", { boost: BOOST });
    this.field("text");
    texts.forEach(([title, text], id) => this.add({ id, title, text }));
  });
  const asked = (query) => index.query((words) => {
    for (const token of lunr.tokenizer(query)) {
      words.term(token, { boost: 10 });
      words.term(token, { boost: 3, wildcard: lunr.Query.wildcard.TRAILING, usePipeline: false });
      words.term(token, { boost: 1, editDistance: 1 });
    }
  });
  return (query) => (query.trim() ? asked(query).map(({ ref }) => Number(ref)) : []);
}

async function oramaSearch() {
  const { create, insertMultiple, search } = await import(require.resolve("@orama/orama"));
  const { stemmer, language } = await import(require.resolve("@orama/stemmers/danish"));
  const tokenizer = { language, stemming: true, stemmer };
  const index = create({ schema: { id: "string", title: "string", text: "string" }, components: { tokenizer } });
  await insertMultiple(index, texts.map(([title, text], id) => ({ id: String(id), title, text })));
  return async (term) => {
    const { hits } = await search(index, { term, tolerance: 1, boost: { title: BOOST }, limit: MOST });
    return hits.map(({ id }) => Number(id));
  };
}

async function pagefindIndex() {
  const { createIndex, close } = await import(`${process.cwd()}/node_modules/pagefind/lib/index.js`);
  const { index } = await createIndex({ forceLanguage: "da" });
  for (const [id, [title, content]] of texts.entries()) {
    await index.addCustomRecord({ url: `/${id}`, content: `${title}. ${content}`, language: "da", meta: { title } });
  }
  await index.writeFiles({ outputPath: folder });
  await close();
  return () => [];
}

const ENGINES = { minisearch: miniSearch, lunr: lunrSearch, orama: oramaSearch, pagefind: pagefindIndex };
const ask = await ENGINES[engine]();
const found = [];
for (const query of queries) found.push((await ask(query)).slice(0, MOST));
process.stdout.write(JSON.stringify(found));

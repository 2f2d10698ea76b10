"""The page of the search in everything: the edition's page with its slots filled. The service worker answers the same,
byte for byte (`static/search/worker/render.js`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from webapp.danish import fold
from webapp.edition.slots import escaped
from webapp.finder.answers import Live
from webapp.finder.need import LONGEST_QUERY, MOST_WORDS, cleaned
from webapp.finder.words import needles
from webapp.search.documents import searched

PAGE = "/soeg"
MOST = 40  # results


def search_page(live: Live, params: Mapping[str, Sequence[str]]) -> str:
    """The whole page at /soeg for these parameters; only `q` counts."""
    query = cleaned((params.get("q") or [""])[0])[:LONGEST_QUERY].strip()
    minute = live.minute()
    words = query_words(query, live.vocabulary.stopwords)
    hits = found(live, words)
    return live.page(
        PAGE,
        {
            "tekst": lambda _name: escaped(query),
            "antal": lambda: count_words(query, words, len(hits)),
            "fund": lambda: "".join(line(live, hit, minute) for hit in hits[:MOST]),
        },
    )


def documents_text(live: Live) -> list[str]:
    """What each document is searched in."""
    return [searched(document, live.pages) for document in live.documents]


def line(live: Live, hit: dict, minute: int) -> str:
    """A hit as it stands in the list: a document's own line, an offer's line from the finder."""
    return live.part(hit, "line", minute, near=escaped(hit["place"])) if "code" in hit else hit["line"]


def query_words(query: str, stopwords: frozenset[str]) -> list[str]:
    """The words that count, folded, each once; a search of nothing but small words keeps them."""
    typed = list(dict.fromkeys(fold(query).split()))
    return ([word for word in typed if word not in stopwords] or typed)[:MOST_WORDS]


def found(live: Live, words: list[str]) -> list[dict]:
    """The documents and offers that mention every word that is mentioned anywhere: those with most of the words in
    their title first, then documents before offers, each in their own order."""
    texts = [*live.once(documents_text), *(offer["text"] for offer in live.offers)]

    def occurs(one: str) -> bool:
        return any(one in text for text in texts)

    required = [alternatives for word in words for alternatives in needles(word, live.vocabulary, occurs)]
    if not required:
        return []
    hits = [
        hit
        for hit, text in zip([*live.documents, *live.offers], texts, strict=True)
        if all(any(one in text for one in group) for group in required)
    ]

    def in_title(hit: dict) -> int:
        title = hit["title"] if "title" in hit else " " + fold(hit["name"])
        return -sum(any(one in title for one in group) for group in required)

    return sorted(hits, key=in_title)


def count_words(query: str, words: list[str], total: int) -> str:
    """How many were found; with none, what to try next."""
    if not query:
        return '<p class="none">Skriv et ord: frø, underretning, bange, gæld …</p>'
    if not words or not total:
        return (
            '<p class="none"><b>Intet fundet.</b> Prøv et kortere ord eller et andet ord for det samme. '
            '<a href="/find">Find et tilbud</a> <a href="/kort">Se alle kort</a></p>'
        )
    if total > MOST:
        narrow = f"De første {MOST} vises. Skriv et ord mere for at komme nærmere."
        return f'<p class="count"><b>{total} fundet</b> {narrow}</p>'
    return f'<p class="count"><b>{total} fundet</b></p>'

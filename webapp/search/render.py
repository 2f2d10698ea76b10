"""The page of the search in everything: the edition's page with its slots filled. The service worker answers the same,
byte for byte (`static/search/worker/render.js`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from webapp.edition.slots import escaped
from webapp.finder.answers import Live
from webapp.finder.need import LONGEST_QUERY, MOST_WORDS, cleaned
from webapp.finder.sides import OTHER, side_of_answers
from webapp.finder.told import apart_note, word_notes
from webapp.ranking.matching import Asked
from webapp.ranking.question import read_question, typed
from webapp.ranking.scoring import scores

PAGE, FORM = "/soeg", "soeg"
MOST = 40  # results
MOST_UNSURE = 12  # when nothing is found for sure


def search_page(live: Live, params: Mapping[str, Sequence[str]]) -> str:
    """The whole page at /soeg for these parameters; only `q` counts."""
    typed_text = params.get("i") or params.get("q") or [""]  # what is tapped goes before what was typed
    query = cleaned(typed_text[0])[:LONGEST_QUERY].strip()
    minute = live.minute()
    asked = ask(live, query)
    hits, apart = found(live, asked, live.choices.sides.asked_for(typed(query), ""))
    sure = any(one.certain for one in asked)
    return live.page(
        PAGE,
        {
            "tekst": lambda _name: escaped(query),
            "antal": lambda: (
                word_notes(asked, "Ingen tekst nævner", query, FORM)
                + apart_note(apart, live.choices.sides.links)
                + count_words(query, len(hits), sure)
            ),
            "fund": lambda: "".join(line(live, hit, minute) for hit in hits[:MOST]),
        },
    )


def line(live: Live, hit: dict, minute: int) -> str:
    """A hit as it stands in the list: a document's own line, an offer's line from the finder."""
    return live.part(hit, "line", minute, near=escaped(hit["place"])) if "code" in hit else hit["line"]


def ask(live: Live, query: str) -> list[Asked]:
    """What the words of a search ask for; a search of nothing but small words keeps them."""
    question = read_question(typed(query), live.vocabulary.stopwords, live.vocabulary.laws, MOST_WORDS)
    return live.in_everything.answer(question)


def found(live: Live, asked: list[Asked], side: str) -> tuple[list[dict], str]:
    """The documents and offers that have enough of what was asked for, the best first; of equals documents before
    offers, each in their own order. With the side of violence whose help is left out, as in the finder."""
    first = live.words.first
    by_score = []
    for document, score in scores(asked).items():
        if document >= first:
            score = score * live.documents[document - first]["factor"] // 100
            by_score.append((-score, document - first))
        elif (here := live.places_of[document]) is not None:
            by_score.append((-score, here + len(live.documents)))
    by_score.sort()
    everything = [*live.documents, *live.offers]
    hits = [everything[place] for _, place in by_score]
    side = side or side_of_answers(
        (hit["side"], -score) for hit, (score, _) in zip(hits, by_score, strict=True) if hit.get("side")
    )
    left = [hit for hit in hits if hit.get("side", "") != OTHER.get(side, "-")]
    apart = OTHER[side] if len(left) < len(hits) else ""
    return left if any(one.certain for one in asked) else left[:MOST_UNSURE], apart


def count_words(query: str, total: int, sure: bool) -> str:
    """How many were found; with none, what to try next."""
    if not query:
        return '<p class="none">Skriv et ord: frø, underretning, bange, gæld …</p>'
    if not total:
        return (
            '<p class="none"><b>Intet fundet.</b> Prøv et kortere ord eller et andet ord for det samme. '
            '<a href="/find">Find et tilbud</a> <a href="/kort">Se alle kort</a></p>'
        )
    if not sure:
        return f'<p class="count"><b>{total} fundet</b> Intet sikkert fund. Nærmest:</p>'
    if total > MOST:
        narrow = f"De første {MOST} vises. Skriv et ord mere for at komme nærmere."
        return f'<p class="count"><b>{total} fundet</b> {narrow}</p>'
    return f'<p class="count"><b>{total} fundet</b></p>'

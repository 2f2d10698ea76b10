"""The page of the search in everything: the edition's page with its slots filled. The service worker answers the same,
byte for byte (`static/search/worker/render.js`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import Any

from webapp.edition.slots import escaped
from webapp.finder.answers import Answers
from webapp.finder.need import LONGEST_QUERY, MOST_WORDS, cleaned, without_places
from webapp.finder.records import Record
from webapp.finder.sentences import Sentences
from webapp.finder.sides import OTHER, USES, side_of_answers
from webapp.finder.told import apart_note, in_other_letters, word_notes
from webapp.ranking.matching import Asked
from webapp.ranking.question import read_question, typed
from webapp.ranking.scoring import FLOOR_OF_TEXTS, scores_or_nearest

PAGE, FORM = "/soeg", "soeg"
MOST = 40  # results
MOST_UNSURE = 12  # when nothing is found for sure


def search_page(answers: Answers, params: Mapping[str, Sequence[str]]) -> str:
    """The whole page at /soeg for these parameters; only `q` counts."""
    typed_text = params.get("i") or params.get("q") or [""]  # what is tapped goes before what was typed
    query = cleaned(typed_text[0])[:LONGEST_QUERY].strip()
    minute = answers.minute()
    words, near, far = without_places(typed(query), answers.choices)
    question = read_question(words, answers.vocabulary, MOST_WORDS)
    question.near += near
    question.far += far
    sides = answers.choices.sides
    side = sides.asked_for(typed(query), "")
    if side:
        question.leave_out_doer(answers.vocabulary.question)
    asked = answers.in_everything.answer(question) if question.asks else []  # the index is opened when needed
    hits = found(answers, asked, side, sides.is_bystander(typed(query)), question.personal)
    return answers.page(
        PAGE,
        {
            "text": lambda _name: escaped(query),
            "count": lambda: (
                in_other_letters(query, answers.languages, answers.said)
                + word_notes(asked, answers.said.not_in_texts, query, FORM, answers.said)
                + apart_note(hits.apart, answers.choices.sides.links, answers.said)
                + count_words(query, hits.total, hits.sure, answers.said)
            ),
            "hits": lambda: "".join(line(answers, hit, minute) for hit in hits.best),
        },
    )


def line(answers: Answers, hit: Mapping[str, Any], minute: int) -> str:
    """A hit as it stands in the list: a document's own line, an offer's line from the finder."""
    return answers.part(hit, "line", minute, near=escaped(hit["place"])) if isinstance(hit, Record) else hit["line"]


@dataclass(frozen=True)
class Hits:
    """What a search found: how many, the best of them, the side of violence whose help is left out, and whether any
    word was found for sure."""

    total: int
    best: list[Mapping[str, Any]]
    apart: str
    sure: bool


def found(answers: Answers, typed_words: Sequence[Asked], side: str, bystander: bool, personal: bool) -> Hits:
    """The documents and offers that have enough of what was asked for, the best first; of equals documents before
    offers, each in their own order."""
    first, many = len(answers.places_of), len(answers.documents)
    numbers, sides = answers.offers.column("side")

    def side_at(place: int) -> str:
        return answers.documents[place].get("side", "") if place < many else sides[numbers[place - many]]

    by_score: list[tuple[int, int]] = []
    asked, scored = scores_or_nearest(typed_words, personal, FLOOR_OF_TEXTS)
    for document, score in scored.items():
        if document >= first:
            score = score * answers.documents[document - first]["factor"] // 100
            by_score.append((-score, document - first))
        elif (here := answers.places_of[document]) is not None:
            by_score.append((-score, here + many))
    helps = [many + one for one, number in enumerate(numbers) if side and sides[number] == side]
    known = {place: score for score, place in by_score}
    # Few are for those who use violence: they are the answer, whatever the words. Those for who meets it are too when
    # the words find nothing of their side, but behind a text that is about it: "hun råber ad mig". So are both where
    # who asks is to do something: "naboen slår sine børn, skal jeg ringe".
    if side == USES or (side and not any(side_at(place) == side for place in known)):
        leads = side == USES and not bystander
        most = min(known.values(), default=0) // (1 if leads else 2) - 1
        known |= {place: known.get(place, 0) + most if leads else min(known.get(place, 0), most) for place in helps}
        by_score = [(score, place) for place, score in known.items()]
    shown = side or side_of_answers((side_at(place), -score) for score, place in by_score if side_at(place))
    left = [one for one in by_score if side_at(one[1]) != OTHER.get(shown, "-")]
    apart = OTHER[shown] if len(left) < len(by_score) else ""
    if apart and not side:  # "angst" asks about no violence, and none of it is told of
        others = min(score for score, place in by_score if side_at(place) == apart)
        apart = apart if 2 * others <= min(left, default=(0, 0))[0] else ""
    sure = any(one.certain for one in asked)
    total = len(left) if sure else min(len(left), MOST_UNSURE)
    best = [place for _, place in nsmallest(min(total, MOST), left)]
    hits = [answers.documents[place] if place < many else answers.offers[place - many] for place in best]
    return Hits(total, hits, apart, sure)


def count_words(query: str, total: int, sure: bool, sentences: Sentences) -> str:
    """How many were found; with none, what to try next."""
    said = sentences.search
    if not query:
        return f'<p class="none">{said.empty}</p>'
    if not total:
        ways = f'<a href="/find">{said.to_finder}</a> <a href="/kort">{said.to_cards}</a>'
        return f'<p class="none"><b>{said.none}</b> {said.advice} {ways}</p>'
    more = "" if sure else f" {sentences.unsure}"
    if sure and total > MOST:
        more = f" {said.first.format(most=MOST)}"
    return f'<p class="count"><b>{said.found.format(n=total)}</b>{more}</p>'

"""Making an index of documents, at publishing: which words stand where, and how much each says about the document.

A document is fields of text, each with a weight, and terms of its own (a paragraph, a telephone number). How much a
term says is BM25F (Robertson and Zaragoza, 2009) over the fields, as a whole number from 1 to 63: worked out here,
once, so that those who search need no fractions. It is one of a few, each about a third more than the one before:
told finer, no answer gets better, and the index weighs a fifth more.

The bytes of an index:

    a line of JSON         {"documents": N, "first": F, "terms": T, "sizes": [bytes of each part that follows]}
    terms                  one on each line, as they are spelled, sorted as they are folded
    names                  one bit for each term: it stands only in names
    postings               for each term: how many documents; for each the step from the one before it, and the weight

Numbers are written seven bits to a byte, the lowest first, the eighth bit set when more follow. The `first` documents
(offers) may be searched alone.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from webapp.danish import fold
from webapp.ranking.folding import spelled as as_spelled

OWN = "~"  # begins a term that is no word of a text: a paragraph, a telephone number
STRONGEST = 63
STEPS = (1, 2, 3, 4, 5, 7, 9, 12, 16, 22, 30, 40, 54, STRONGEST)
KEPT_PIECES = 50_000  # of texts whose words are remembered: most words come again
SATURATION = 3.0  # how soon more of the same word stops saying more
LENGTH_COUNTS = 0.45  # how much a long text makes each of its words say less

_PIECE = re.compile(r"[^\s/|,;:()\"“”»«!?&+\[\]<>–—…]+")
_SIMPLE = re.compile("[a-z0-9æøåäöüéèáíóúñç]+")


@dataclass(frozen=True)
class Field:
    """A piece of a document's text. `weight` is how much a word here says against one in the body (1); `name` when it
    is what somebody is called."""

    text: str
    weight: float = 1.0
    name: bool = False


@dataclass(frozen=True)
class Document:
    """What one document is found by. `own` are terms that are no words of a text, with their weight (1 to 63)."""

    fields: Sequence[Field]
    own: dict[str, int] = field(default_factory=dict)


def words_of(text: str) -> list[tuple[str, str]]:
    """The words of a text: folded, and as they are spelled in lower case."""
    return [word for piece in _PIECE.findall(text) for word in _words_in(piece)]


@lru_cache(KEPT_PIECES)
def _words_in(piece: str) -> tuple[tuple[str, str], ...]:
    written = re.sub(r"^[^\w]+|[^\w]+$", "", piece).lower()
    folded = fold(piece)
    if " " in folded or not _SIMPLE.fullmatch(written) or fold(written) != folded:
        return tuple((word, word) for word in folded.split())
    return ((folded, written),) if folded else ()


def make_index(documents: Sequence[Document], first: int, small: frozenset[str] = frozenset()) -> bytes:
    """The index of these documents as bytes, of which the first so many may be searched alone. Small words
    (`vocabulary.small_words`) are left out, as nobody is answered by them."""
    lengths: list[Counter] = [Counter() for _ in documents]
    standing: list[dict[str, float]] = []
    spelled: dict[str, Counter] = {}
    in_text: set[str] = set()
    read = [[(one, _large(words_of(one.text), small)) for one in document.fields] for document in documents]
    for number, fields in enumerate(read):
        for one, words in fields:
            lengths[number][one.weight] += len(words)
    totals: Counter = Counter()
    having: Counter = Counter()
    for length in lengths:
        totals.update(length)
        having.update(length.keys())
    for number, fields in enumerate(read):
        weights: dict[str, float] = {}
        for one, words in fields:
            usual = totals[one.weight] / having[one.weight] or 1
            longer = 1 - LENGTH_COUNTS + LENGTH_COUNTS * lengths[number][one.weight] / usual
            for word, written in words:
                weights[word] = weights.get(word, 0) + one.weight / longer
                spelled.setdefault(word, Counter())[written] += 1
                if not one.name:
                    in_text.add(word)
        standing.append(weights)
    postings: dict[str, list[tuple[int, int]]] = {}
    for number, (weights, document) in enumerate(zip(standing, documents, strict=True)):
        for word, said in weights.items():
            postings.setdefault(word, []).append((number, _step(STRONGEST * said / (SATURATION + said))))
        for term, weight in document.own.items():
            postings.setdefault(OWN + term, []).append((number, weight))
    terms = sorted(postings)
    text = "\n".join(_usual(spelled[term]) if term in spelled else term for term in terms).encode()
    names = bytearray((len(terms) + 7) // 8)
    for number, term in enumerate(terms):
        if term not in in_text and not term.startswith(OWN):
            names[number >> 3] |= 1 << (number & 7)
    body = bytearray()
    for term in terms:
        _add(body, len(postings[term]))
        before = 0
        for number, weight in postings[term]:
            _add(body, number - before)
            body.append(weight)
            before = number
    head: dict[str, object] = {"documents": len(documents), "first": first, "terms": len(terms)}
    head["sizes"] = [len(text), len(names), len(body)]
    return json.dumps(head, separators=(",", ":")).encode() + b"\n" + text + bytes(names) + bytes(body)


def _large(words: list[tuple[str, str]], small: frozenset[str]) -> list[tuple[str, str]]:
    return [one for one in words if one[1] not in small and _as_spelled(one[1]) not in small]


_as_spelled = lru_cache(KEPT_PIECES)(as_spelled)


def _step(weight: float) -> int:
    # The step that is nearest by share: 8 is nearer to 7 than to 9.
    above = bisect_left(STEPS, weight, hi=len(STEPS) - 1)
    below = max(above - 1, 0)
    return STEPS[below] if weight * weight <= STEPS[below] * STEPS[above] else STEPS[above]


def _usual(spellings: Counter) -> str:
    return min(spellings, key=lambda one: (-spellings[one], one))


def _add(body: bytearray, number: int) -> None:
    while number > 127:
        body.append(number & 127 | 128)
        number >>= 7
    body.append(number)

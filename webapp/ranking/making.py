"""Making an index of documents, at publishing: which words stand where, and how much each says about the document.

A document is fields of text, each with a weight, and terms of its own (a paragraph, a telephone number). How much a
term says is BM25F (Robertson and Zaragoza, 2009) over the fields, as a whole number from 1 to 63: worked out here,
once, so that those who search need no fractions. It is one of a few, each about a third more than the one before:
told finer, no answer gets better, and the index weighs a fifth more.

The bytes of an index:

    a line of JSON         {"documents": N, "first": F, "counted": C, "terms": T,
                           "usual": [[a field's weight, the words of such fields, the documents that have one], ...],
                           "sizes": [bytes of each part that follows]}
    terms                  one on each line, as they are spelled, sorted as they are folded
    spelled                nothing; of very many counted documents the terms are folded, and here are those that are
                           spelled otherwise, as they are, one on each line
    names                  the terms that stand only in names, each told by the step from the one before it, the first
                           from -1
    counts                 for each term: how many documents it stands in
    steps                  for each term, for each of its documents: the step from the one before it
    weights                in the same order: how much the term says of the document, a byte
    counted                for each term: how many of the counted documents it stands in, when they are to be counted
    lengths                for each weight of `usual`, for each of the counted documents: how many words its fields of
                           that weight have, in 1, 2 or 4 bytes

Numbers are written seven bits to a byte, the lowest first, the eighth bit set when more follow. The `first` documents
(offers) may be searched alone. Of the `counted` first documents no counts, steps and weights are sent: their texts are
there anyway, and whoever opens the index counts their words (`counting.py`). Some terms are told all the same, of every
document: those that are not to be counted. `usual` tells how long fields are. One term more moves no number of another.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache

from webapp.danish import fold
from webapp.ranking.folding import spelled as as_spelled

OWN = "~"  # begins a term that is no word of a text: a paragraph, a telephone number
STRONGEST = 63
VERY_MANY = 1000  # counted documents
STEPS = (1, 2, 3, 4, 5, 7, 9, 12, 16, 22, 30, 40, 54, STRONGEST)
KEPT_PIECES = 50_000  # of texts whose words are remembered: most words come again
SATURATION = 3.0  # how soon more of the same word stops saying more
LENGTH_COUNTS = 0.45  # how much a long text makes each of its words say less

_PIECE = re.compile(r"[^\s/|,;:()\"“”»«!?&+\[\]<>–—…]+")
_SIMPLE = re.compile("[a-z0-9æøåäöüéèáíóúñç]+")


@dataclass(frozen=True)
class Field:
    """A piece of a document's text. `weight` is how much a word here says against one in the body (1); `name` when it
    is what somebody is called; a `listed` one is a list of phrases: each says as much, however many there are."""

    text: str
    weight: float = 1.0
    name: bool = False
    listed: bool = False


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
    return index_of([read(document, small) for document in documents], first)


def large_words(text: str, small: frozenset[str]) -> list[str]:
    """The words of a text that are not small, folded."""
    return [word for word, _written in _large(words_of(text), small)]


def read(document: Document, small: frozenset[str] = frozenset()) -> list:
    """A document as its words, which can be written as JSON: [[weight, whether it is a name, whether it is a list, the
    folded words, the same as they are spelled], ...] for its fields, with a blank between words; and its own terms."""
    fields = []
    for one in document.fields:
        words = _large(words_of(one.text), small)
        folded, written = (" ".join(pair[place] for pair in words) for place in (0, 1))
        fields.append([one.weight, one.name, one.listed, folded, written])
    return [fields, document.own]


def index_of(
    documents: Sequence[list],
    first: int,
    counted: int = 0,
    very_many: int = VERY_MANY,
    told: Set[str] = frozenset(),
) -> bytes:
    """The index of documents that were `read`; the words of so many first ones are counted by whoever opens it, but for
    the terms that are `told`. Of very many counted documents the terms are folded."""
    lengths: list[Counter] = [Counter() for _ in documents]
    spelled: dict[str, Counter] = {}
    postings: dict[str, list[tuple[int, int]]] = {}
    in_text: set[str] = set()
    texts = [
        [(weight, name, listed, folded.split(), written.split()) for weight, name, listed, folded, written in fields]
        for fields, _own in documents
    ]
    for number, fields in enumerate(texts):
        for weight, _name, _listed, words, _written in fields:
            lengths[number][weight] += len(words)
    usual = _usual_lengths(lengths)
    for number, (fields, (_fields, own)) in enumerate(zip(texts, documents, strict=True)):
        weights: dict[str, float] = {}
        for weight, name, listed, words, as_written in fields:
            said = weight if listed else said_by(weight, lengths[number][weight], *usual[weight])
            for word, written in zip(words, as_written, strict=True):
                weights[word] = weights.get(word, 0) + said
                spelled.setdefault(word, Counter())[written] += 1
            if not name:
                in_text.update(words)
        for word, said in weights.items():
            postings.setdefault(word, []).append((number, step_of(said) if number >= counted or word in told else 0))
        for term, weight in own.items():
            postings.setdefault(OWN + term, []).append((number, weight))
    terms = sorted(postings)
    usually = [_usual(spelled[term]) if term in spelled else term for term in terms]
    folds = bool(counted) and counted >= very_many
    otherwise = [written for term, written in zip(terms, usually, strict=True) if written != term]
    names = bytearray()
    before = -1
    for number, term in enumerate(terms):
        if term not in in_text and not term.startswith(OWN):
            _add(names, number - before)
            before = number
    counts, steps, weights_of, of_counted = bytearray(), bytearray(), bytearray(), bytearray()
    for term in terms:
        start = 0 if term in told else bisect_left(postings[term], (counted,))
        _add(of_counted, start)
        _add(counts, len(postings[term]) - start)
        before = 0
        for number, weight in postings[term][start:]:
            _add(steps, number - before)
            weights_of.append(weight)
            before = number
    head: dict[str, object] = {"documents": len(documents), "first": first, "counted": counted, "terms": len(terms)}
    head["usual"] = [[weight, *told] for weight, told in sorted(usual.items())]
    texts_of = ("\n".join(lines).encode() for lines in ((terms, otherwise) if folds else (usually, ())))
    parts: tuple[bytes, ...] = (*texts_of, bytes(names), bytes(counts), bytes(steps), bytes(weights_of))
    of_fields = [_lengths(lengths[:counted], weight) for weight in sorted(usual)] if counted else []
    head["lengths"] = [len(those) // counted for those in of_fields]
    parts += (bytes(of_counted) if counted else b"", b"".join(of_fields))
    head["sizes"] = [len(part) for part in parts]
    return json.dumps(head, separators=(",", ":")).encode() + b"\n" + b"".join(parts)


def _large(words: list[tuple[str, str]], small: frozenset[str]) -> list[tuple[str, str]]:
    return [one for one in words if one[1] not in small and _as_spelled(one[1]) not in small]


_as_spelled = lru_cache(KEPT_PIECES)(as_spelled)


def _usual_lengths(lengths: Iterable[Counter]) -> dict[float, tuple[int, int]]:
    # For each weight how many words the fields that have it come to, and how many documents have one.
    totals: Counter = Counter()
    having: Counter = Counter()
    for length in lengths:
        totals.update(length)
        having.update(length.keys())
    return {weight: (totals[weight], having[weight]) for weight in having}


def _lengths(lengths: Sequence[Counter], weight: float) -> bytes:
    # How many words fields of a weight have, the lowest byte first.
    numbers = [length[weight] for length in lengths]
    width = next(width for width in (1, 2, 4) if max(numbers) < 1 << 8 * width)
    return b"".join(number.to_bytes(width, "little") for number in numbers)


def said_by(weight: float, length: int, words: int, documents: int) -> float:
    """What a word in a field says: less where the document's fields of its weight are longer than they usually are,
    with so many words in so many documents."""
    return weight / (1 - LENGTH_COUNTS + LENGTH_COUNTS * length / (words / documents or 1))


def step_of(said: float) -> int:
    """How much a term says of a document, as a whole number: the step that is nearest by share; 8 is nearer to 7 than
    to 9."""
    weight = STRONGEST * said / (SATURATION + said)
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

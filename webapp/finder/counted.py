"""The words of the offers, counted from their records: whoever answers has their texts anyway, so the index need not be
sent what stands in them.

An offer's fields are those of `found_by.py`. What they have that no record has is a table of the data set, `foundBy`:

    kinds        what is said of each kind of offer; a record has the numbers of its own
    own          for the kinds of an offer (`"0,7"`) the terms it has besides its words
    audiences    what an audience is called, by its code, where that is a text
    open         what is said of who is always open
    weights      of each kind of field, by its name
    others       [words, own terms, rows]: what offers have on other days than the one of the edition; each row is told
                 by the step from the one before it, the first from -1

`static/finder/worker/counted.js` does the same.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import accumulate, pairwise
from typing import Any

from webapp.finder.found_by import (
    ALWAYS_OPEN,
    BODY,
    DESCRIPTION,
    NAME,
    OPEN_WORDS,
    ORGANIZATION,
    OTHER_DAYS,
    SPOKEN,
    is_told,
    own_terms,
    spoken,
)
from webapp.finder.packing import DATED, TOWN
from webapp.finder.records import Records
from webapp.ranking.counting import Column, Counted, OwnTerms
from webapp.ranking.index import Index
from webapp.ranking.making import OWN, large_words

Read = Callable[[str], Sequence[int]]
NO_TERM, SEVERAL = -1, -2  # of a word that is not one term
LEAST = {"h": -(1 << 15), "i": -(1 << 31)}  # number of such an array
IN_WORDS = ("name", "organization", "description")  # fields that may be told as words
RARE = 3  # offers: what stands in no more is sooner told than counted


def found_by_tables(records: Iterable[Mapping[str, Any]], searched: Sequence[list], library) -> dict[str, Any]:
    """The table `foundBy` for these records, of whose offers the words were `read` (`ranking/making.py`)."""
    own: dict[str, dict[str, int]] = {}
    others: dict[tuple, list[int]] = {}
    for row, (record, (fields, its_own)) in enumerate(zip(records, searched, strict=False)):
        of_kinds = _kinds(record["kinds"])
        if of_kinds not in own:
            own[of_kinds] = own_terms([library.kinds[number] for number in record["kinds"]], library)
        words = fields[-1][-1]
        its_others = tuple((term, weight) for term, weight in its_own.items() if term not in own[of_kinds])
        if words or its_others:
            others.setdefault((words, its_others), []).append(row)
    audiences = library.taxonomy.audiences
    return {
        "kinds": list(map(spoken, library.kinds)),
        "own": {kinds: terms for kinds, terms in sorted(own.items()) if terms},
        "audiences": {term.code: term.label for name, term in audiences.items() if is_told(name)},
        "open": OPEN_WORDS,
        "weights": {
            "name": NAME,
            "organization": ORGANIZATION,
            "description": DESCRIPTION,
            "spoken": SPOKEN,
            "body": BODY,
            "otherDays": OTHER_DAYS,
        },
        "others": [
            [words, dict(terms), [row - before for before, row in pairwise((-1, *rows))]]
            for (words, terms), rows in others.items()
        ],
    }


def _kinds(numbers: Iterable[int]) -> str:
    return ",".join(map(str, numbers))


def counted(
    records: Records, tables: Mapping[str, Any], places: Mapping[str, str], small: frozenset[str], index: Index
) -> Counted:
    """What the offers' words are counted from. `tables` is `foundBy`, `places` the names of the municipalities, `small`
    the words that do not count."""

    def read(text: str) -> list[int]:
        return [number for word in large_words(text, small) if (number := index.find(word)) >= 0]

    def by_value(weight: float, name: str, said: Callable[[Any], str]) -> Column:
        numbers, values = records.as_published(name)
        return Column(weight, [read(said(value)) for value in values], numbers)

    def texts(weight: float, name: str) -> Column:
        numbers, found = records.in_texts(name, read)
        return Column(weight, found, numbers)

    def many(values: Iterable[str], names: Mapping[str, str]) -> str:
        return " · ".join(names[value] for value in values if value in names)

    kinds, rows_of = tables["kinds"], records.rows
    columns = [
        texts(NAME, "name"),
        texts(ORGANIZATION, "organization"),
        texts(DESCRIPTION, "description"),
        *(by_value(BODY, name, str) for name in ("topicWords", "formWords", "languageWords", "city")),
        by_value(BODY, "who", partial(many, names=tables["audiences"])),
        by_value(BODY, "regions", lambda names: " · ".join(f"Region {name}" for name in names)),
        by_value(BODY, "municipalities", partial(many, names=places)),
        _lies_in(records, places, read),
        by_value(BODY, "hours", lambda hours: tables["open"] if hours.split(" | ")[0] == ALWAYS_OPEN else ""),
        by_value(SPOKEN, "kinds", lambda numbers: " · ".join(kinds[number] for number in numbers)),
    ]
    other = [0] * rows_of
    for number, (_words, _terms, rows) in enumerate(tables["others"], start=1):
        for row in accumulate(rows):
            other[row - 1] = number
    columns.append(Column(OTHER_DAYS, [(), *(read(words) for words, _terms, _rows in tables["others"])], other))

    def numbered(terms: Mapping[str, int]) -> dict[int, int]:
        found = {index.find(OWN + term): weight for term, weight in terms.items()}
        return {number: weight for number, weight in found.items() if number >= 0}

    numbers, values = records.as_published("kinds")
    own = OwnTerms([numbered(tables["own"].get(_kinds(value), {})) for value in values], numbers or ())
    return Counted(columns, [own, OwnTerms([{}, *(numbered(terms) for _, terms, _ in tables["others"])], other)])


def frequent_terms(searched: Iterable[list]) -> frozenset[str]:
    """The terms that stand in more than `RARE` of the offers whose words were `read` (`ranking/making.py`)."""
    having: Counter = Counter()
    for fields, _own in searched:
        having.update({word for _weight, _name, _listed, words, _written in fields for word in words.split()})
    return frozenset(term for term, many in having.items() if many > RARE)


def told_terms(records: Records, small: frozenset[str]) -> frozenset[str]:
    """The terms that an index tells, as the offers' texts have them in words without a number: nobody need read those
    to count words."""
    told = (records.told_words(name) for name in IN_WORDS)
    return frozenset(term for both in told if both for word in both[1] for term in large_words(word, small))


def read_already(records: Records, small: frozenset[str], packed: bytes) -> bytes:
    """The terms of the common words that the offers' texts are told as, so that a phone need not read thousands of
    words before the first question; empty where none are told so. It stands behind the bytes of the index, `packed`: a
    line of JSON with the width of the numbers, and for each field how many there are; then for each word, signed, the
    lowest byte first, how much higher its term's number is than the one before it, so that a term more moves few of
    them. The least number there is stands for no term, the next for several."""
    told = {name: both[0] for name in IN_WORDS if (both := records.told_words(name))}
    if not told:
        return b""
    index = Index(packed)
    kind = "h" if len(index.terms) < -LEAST["h"] - 1 else "i"
    steps = array(kind)
    for words in told.values():
        before = 0
        for word in words:
            term = _only_term(word, small, index)
            if term >= 0:
                steps.append(term - before)
                before = term
            else:
                steps.append(LEAST[kind] + (term == SEVERAL))
    if sys.byteorder == "big":
        steps.byteswap()
    head = {"width": steps.itemsize, "words": {name: len(words) for name, words in told.items()}}
    return json.dumps(head, separators=(",", ":")).encode() + b"\n" + steps.tobytes()


def _only_term(word: str, small: frozenset[str], index: Index) -> int:
    if word.startswith(DATED):
        return NO_TERM
    if TOWN in word:
        return SEVERAL
    found = large_words(word, small)
    if len(found) > 1:
        return SEVERAL
    return index.find(found[0]) if found else NO_TERM


def _lies_in(records: Records, places: Mapping[str, str], read: Read) -> Column:
    # The municipality that an offer lies in, unless it is named among those it serves.
    numbers, codes = records.as_published("municipality")
    served, served_codes = records.as_published("municipalities")
    named = [{number for number, code in enumerate(codes) if code in those} for those in served_codes]
    nothing = len(codes)
    chosen = [
        nothing if lies in named[serves] else lies for lies, serves in zip(numbers or (), served or (), strict=True)
    ]
    return Column(BODY, [*(read(places.get(code, "")) for code in codes), ()], chosen)

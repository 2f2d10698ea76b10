"""Places in typed words: municipalities, towns and postcodes, each led to its municipality.

The same rules as `static/finder/worker/places.js`; `docs/finder.md` is their text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from webapp.danish import fold
from webapp.ranking.folding import Token
from webapp.ranking.vocabulary import QuestionWords

CENTURIES = ("19", "20")
LONGEST_NAME = 4  # words


@dataclass(frozen=True)
class Place:
    """A place that words name: its municipality, the others it may lie in, how many words it is, and the words of the
    town, where it is one."""

    code: str
    others: tuple[str, ...] = ()
    length: int = 1
    town: tuple[str, ...] = ()


@dataclass(frozen=True)
class Places:
    """The municipalities by code; towns and postcodes with the codes of those they lie in, the most likely first; names
    that are words too; numbers that are no postcode, because somebody answers them; and the words around a place."""

    names: Mapping[str, str]
    around: QuestionWords
    towns: Mapping[str, str] = field(default_factory=dict)
    postcodes: Sequence[tuple[int, int, str]] = ()
    alike: frozenset[str] = frozenset()
    busy: frozenset[str] = frozenset()
    by_name: Mapping[str, str] = field(init=False)  # folded name -> code

    def __post_init__(self):
        object.__setattr__(self, "by_name", {fold(name): code for code, name in self.names.items()})

    def chosen(self, words: Sequence[Token]) -> Place | None:
        """The place that all of these words name, as in a field for it."""
        place = self._postcode(words, 0) or self._named(words, 0)
        return place if place and place.length == len(words) else None

    def at(self, words: Sequence[Token], number: int, small: frozenset[str]) -> Place | None:
        """The place that is named from a word on in a sentence. A name that is also a word counts when it shows that
        it is meant: by a capital (which says nothing where a sentence begins: "Vejen ud"), "i" before it, "kommune"
        after it, or by standing alone. `small` are the words too small to count."""
        if place := self._postcode(words, number):
            return place
        place = self._named(words, number)
        if place is None or place.length > 1 or words[number].word not in self.alike or len(words) == 1:
            return place
        if number:
            shown = words[number].capital or words[number - 1].word in self.around.before_place
        else:
            shown = words[0].capital and words[1].spelled not in small
        return place if shown else None

    def _named(self, words: Sequence[Token], number: int) -> Place | None:
        # "lyngby taarbaek" before "lyngby"; "esbjergs" is Esbjerg's.
        for length in range(min(LONGEST_NAME, len(words) - number), 0, -1):
            name = " ".join(one.word for one in words[number : number + length])
            after = words[number + length : number + length + 1]
            longer = length + (bool(after) and after[0].word in self.around.municipality)
            for one in (name, name.removesuffix("s")):
                if code := self.by_name.get(one):
                    return Place(code, (), longer)
                if codes := self.towns.get(one):
                    first, *others = codes.split(" ")
                    town = tuple(word.word for word in words[number : number + length])
                    return Place(first, tuple(others), longer, town)
        return None

    def _postcode(self, words: Sequence[Token], number: int) -> Place | None:
        # "6760", "6760 Ribe", "8000 Aarhus C"
        digits = words[number].word
        if len(digits) != 4 or not digits.isdigit() or digits in self.busy:
            return None
        if words[number + 1 : number + 2] and words[number + 1].word in self.around.money:
            return None
        if any(len(one.word) == 4 and one.word.isdigit() for one in _beside(words, number)):
            return None  # half a telephone number: "7020 1201"
        row = bisect_right(self.postcodes, int(digits), key=lambda one: one[0]) - 1
        if row < 0 or int(digits) > self.postcodes[row][1]:
            return None
        first, *others = self.postcodes[row][2].split(" ")
        place = self._named(words, number + 1)
        if place is None and digits[:2] in CENTURIES and number and words[number - 1].word in self.around.before_year:
            return None  # "født i 1960"
        if place is None:
            return Place(first, tuple(others))
        after = number + 1 + place.length
        part = after < len(words) and len(words[after].word) <= 2 and words[after].capital
        return Place(first, tuple(others), 1 + place.length + part, place.town)


def _beside(words: Sequence[Token], number: int) -> list[Token]:
    return [words[one] for one in (number - 1, number + 1) if 0 <= one < len(words)]


def place_names(where: Mapping) -> dict:
    """The tables of the data set as `Places` has them."""
    return {
        "towns": where["towns"],
        "postcodes": where["postcodes"],
        "alike": frozenset(where["alike"]),
        "busy": frozenset(where["busy"]),
    }

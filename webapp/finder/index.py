"""Which offers fit a search, and in which order: fast, for tens of thousands of offers.

The rule is told in `docs/finder.md`; the service worker follows it offer by offer (`static/finder/worker/index.js`).
Here each property is a set of offers held as the bits of one integer, so that a search is a handful of ANDs. Offers
stand in the order that does not depend on the search (anonymous, no referral, name); bit 0 is the first.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from heapq import nlargest
from itertools import chain, islice

from webapp.finder.need import Need
from webapp.finder.records import Records
from webapp.finder.sides import MEETS, OTHER, USES, side_of_answers
from webapp.ranking.matching import Asked
from webapp.ranking.scoring import FLOOR_OF_TEXTS, scores, scores_or_nearest, steps, what_is_left

OWN, REGION, NATIONAL = "own", "region", "national"
MOST_UNSURE = 12  # offers, when no word is found for sure
FIRST = 3  # offers, one of which answers each danger told of
HIDDEN = 3  # tenths of the best score that what has a wish must come to


@dataclass(frozen=True)
class Found:
    """What a search found: how many, the positions on the page asked for, and whether any word was found for sure."""

    total: int
    positions: list[int]
    page: int
    pages: int
    sure: bool = True
    apart: str = ""  # the side of violence whose help is left out, because the question is the other's
    missing: tuple[str, ...] = ()  # words that stand somewhere, but nowhere among what fits
    best: int = 0  # the highest score of all that were found
    nearest: int = 0  # how near the first one is: 0 the municipality's own, 1 its region's, 2 the rest
    strong: bool = False  # whether the first one is among those that the words find best

    def is_hidden_by(self, wished: Found) -> bool:
        """Whether what only has a wish is poorer than this: farther away where this has what the words ask for, or
        with little of it."""
        return (self.strong and self.nearest < wished.nearest) or wished.best * 10 < self.best * HIDDEN


class Index:
    """The offers of one edition, ready to be searched. `places_of` says where in their order each of the index of
    words is, if it is there."""

    def __init__(
        self,
        offers: Records,
        region_of: dict[str, str],
        per_page: int,
        places_of: Sequence[int | None] | None = None,
    ):
        self._places_of = range(len(offers)) if places_of is None else places_of
        self._many = len(offers)
        self._row_of = partial(offers.row_of, "code")
        self._region_of = region_of  # municipality code -> region
        self._per_page = per_page
        self._everything = (1 << len(offers)) - 1
        self._having = {
            kind: _by_value(offers, kind) for kind in ("topics", "forms", "audiences", "languages", "hours", "callFrom")
        }
        yes = {kind: _by_value(offers, kind).get("yes", 0) for kind in ("anonymous", "noReferral", "free")}
        self.anonymous, self._no_referral, self._free = yes["anonymous"], yes["noReferral"], yes["free"]  # as bits
        by_side = _by_value(offers, "side")
        self._sided = {side: by_side.get(side, 0) for side in (USES, MEETS)}
        self._national = _by_value(offers, "national").get(True, 0)
        self._serves_municipality = _by_value(offers, "municipalities")
        self._serves_region = _by_value(offers, "regions")
        self._lies_in = _by_value(offers, "municipality")
        self._lies_in_region = _by_value(offers, "region")
        self._open: tuple[int, int] = (-1, 0)  # the minute it was worked out for, and the offers open then

    def find(self, need: Need, asked: Sequence[Asked], is_open: Callable[[str], bool], minute: int) -> Found:
        """The page of offers that a search asks for. `asked` is what its words ask for.

        `is_open` says whether the hours with a text are open at `minute` (UTC minutes since the epoch).
        """
        open_now = self.open_at(minute, is_open)
        fits = self._fitting(need, open_now)
        return self._led(need, self._found(need, asked, fits, open_now), fits)

    def _found(self, need: Need, asked: Sequence[Asked], fits: int, open_now: int) -> Found:
        if not asked:
            return self._unranked(need, fits, open_now)
        found = self._ranked(need, asked, fits, open_now)
        if found.total:
            return found
        for words in (asked, what_is_left(asked, need.question.personal)):
            there = self._there(need, words, fits)
            other = self._ranked(need, there, fits, open_now) if there else found
            if other.total:
                return replace(other, missing=tuple(one.word for one in words if one not in there))
        return found

    def _led(self, need: Need, found: Found, fits: int) -> Found:
        # Whoever is in danger finds an answer to it among the first, whatever else the question tells: "sidder i
        # kørestol og han slår mig". What gave way follows them. A later page is as it was. A life goes first,
        # and so does everything that is known for sure, where what the words found is not.
        if not need.danger or found.page > 1:
            return found
        able = fits & ~self._sided.get(OTHER.get(need.side, ""), 0)
        near = [able & bits for bits in self._nearness(need.municipality)]
        first, rest = found.positions[:FIRST], found.positions[FIRST:]
        sure: list[int] = []
        for danger in need.danger[:FIRST]:
            answers, lines = self._places(danger.answers), self._places(danger.lines)
            led = [place for bits in near for place in lines if bits >> place & 1]
            answer = next((place for place in chain((one for one in first if one in answers), led)), None)
            if answer is None:
                continue
            sure.append(answer)
            if answer not in first:
                if len(first) == FIRST:
                    gives_way = next(place for place in reversed(first) if place not in sure)
                    first.remove(gives_way)
                    rest.insert(0, gives_way)
                first.insert(len(sure) - 1 if danger.is_of_life or not found.sure else FIRST, answer)
        positions = [*first, *(place for place in rest if place not in first)]
        total = found.total + (len(positions) - len(found.positions) if found.pages == 1 else 0)
        return replace(found, positions=positions, total=total)

    def _places(self, codes: Iterable[str]) -> list[int]:
        # Where in the order the offers with these codes are, those that are there.
        rows = (row for code in codes if (row := self._row_of(code)) >= 0)
        return [place for row in rows if (place := self._places_of[row]) is not None]

    def _fitting(self, need: Need, open_now: int) -> int:
        # The offers that fit every choice of a search.
        fits = self.having("topics", need.topics) & self.having("forms", need.contact_forms)
        for kind, chosen in (("audiences", need.audience), ("languages", need.language), ("topics", need.group)):
            fits &= self.having(kind, (chosen,) if chosen else ())
        for wished, having in (
            (need.anonymous, self.anonymous),
            (need.no_referral, self._no_referral),
            (need.free, self._free),
            (need.open_now, open_now),
        ):
            fits &= having if wished else self._everything
        return fits

    def _unranked(self, need: Need, fits: int, open_now: int) -> Found:
        # Open now, nearness, and then the order that is always there.
        # Something typed may tell a side, and have nothing that counts: "jeg kunne finde på at gøre hende noget".
        left_out = OTHER.get(need.side, "") if need.question.words else ""
        others = self._sided.get(left_out, 0)
        apart = left_out if fits & others & _union(self._nearness(need.municipality)) else ""
        fits &= ~others
        buckets = [
            bucket
            for opened in (open_now, self._everything & ~open_now)
            for near in self._nearness(need.municipality)
            if (bucket := fits & opened & near)
        ]
        total = sum(bucket.bit_count() for bucket in buckets)
        pages = max(1, -(-total // self._per_page))
        page = min(need.page, pages)
        first = (page - 1) * self._per_page
        positions = list(islice(chain.from_iterable(map(positions_in, buckets)), first, first + self._per_page))
        return Found(total, positions, page, pages, apart=apart)

    def _ranked(self, need: Need, asked: Sequence[Asked], fits: int, open_now: int) -> Found:
        # Nearness, strength of the words in steps, open now, the finer score, and then the order that is always there.
        asked, score = scores_or_nearest(asked, need.question.personal)
        if self._places_of != range(self._many):
            score = {here: value for one, value in score.items() if (here := self._places_of[one]) is not None}
        if all(one.raises for one in asked):  # a place and nothing else
            score = dict.fromkeys(range(self._many), 0) | score
        near = [fits & bits for bits in self._nearness(need.municipality)]
        if need.municipality:
            score = self._with_nearer(asked, near, score)
        self._raise_side(need.side, fits, score)
        left_out = self._left_out(need.side, _union(near), score)
        apart, apart_best = "", 0
        if left_out:
            there = _marks(self._many, [_union(near) & self._sided[left_out]])
            others = [value for one, value in score.items() if there[one]]
            apart, apart_best = (left_out, max(others)) if others else ("", 0)
            near = [bits & ~self._sided[left_out] for bits in near]
        # Each place's list by its mark: so near and open now, or so near and not. Higher numbers go first: by score,
        # then by place.
        shift = self._many.bit_length()
        lists: list[list[int]] = [[] for _ in range(1 + 2 * len(near))]
        marks = _marks(self._many, [bits & opened for bits in near for opened in (open_now, ~open_now)])
        for one, value in score.items():
            lists[marks[one]].append((value << shift) + self._many - one)
        lists = lists[1:]
        total = sum(map(len, lists))
        sure = any(one.certain for one in asked)
        if not sure:
            total = min(total, MOST_UNSURE)
        pages = max(1, -(-total // self._per_page))
        page = min(need.page, pages)
        best = max((max(one) for one in lists if one), default=0) >> shift
        first, last = (page - 1) * self._per_page, min(page * self._per_page, total)
        parts = list(_parts(lists, best, shift))
        in_order = _first_of(parts, last)
        leading = next(
            (number for number, part in enumerate(parts) if part), 0
        )  # three steps, open or not, each so near
        shown = [self._many - (one & ((1 << shift) - 1)) for one in in_order[first:]]
        if not need.side and 2 * apart_best < best:  # "angst" asks about no violence, and none of it is told of
            apart = ""
        return Found(
            total, shown, page, pages, sure, apart, best=best, nearest=leading // 6, strong=leading // 2 % 3 == 0
        )

    def _with_nearer(self, asked: Sequence[Asked], near: Sequence[int], score: dict[int, int]) -> dict[int, int]:
        # Where all that is found is for the whole country, what is near may have less of the question: "grønlandsk
        # kvinde på gaden".
        marks = _marks(self._many, near)
        if {marks[one] for one in score if marks[one]} != {len(near)}:
            return score
        nearer = ((self._places_of[one], value) for one, value in scores(asked, FLOOR_OF_TEXTS).items())
        return score | {here: value for here, value in nearer if here is not None and 0 < marks[here] < len(near)}

    def _there(self, need: Need, asked: Sequence[Asked], fits: int) -> list[Asked]:
        # The words without those that stand somewhere, but nowhere among what fits; none when that leaves all or none.
        near = _marks(self._many, [fits & _union(self._nearness(need.municipality))])

        def stands(one: Asked) -> bool:
            places = (self._places_of[document] for document in one.documents)
            return any(place is not None and near[place] for place in places)

        left = [one for one in asked if not one.known or one.raises or stands(one)]
        counts = any(one.known and not one.raises for one in left)
        return left if counts and len(left) < len(asked) else []

    def _raise_side(self, side: str, fits: int, score: dict[int, int]) -> None:
        # Few are for those who use violence: they are the answer, whatever the words. Those for who meets it are when
        # the words find none of them.
        helps = list(positions_in(fits & self._sided.get(side, 0)))
        if helps and (side == USES or not any(one in score for one in helps)):
            able = _marks(self._many, [fits])
            most = max((value for one, value in score.items() if able[one]), default=0)
            score.update({one: score.get(one, 0) + 2 * most for one in helps})

    def _left_out(self, side: str, near: int, score: dict[int, int]) -> str:
        # The side of violence whose help is not shown: the other than the question's, or than the answers'.
        if not side:
            sides = _marks(self._many, [near & self._sided[one] for one in (USES, MEETS)])
            side = side_of_answers(((USES, MEETS)[mark - 1], score[one]) for one in score if (mark := sides[one]))
        return OTHER.get(side, "")

    def having(self, kind: str, values: Collection[str]) -> int:
        """The offers with one of these values of a kind (`topics`, `forms` …), as bits; all of them for no values."""
        return _union(self._having[kind].get(value, 0) for value in values) if values else self._everything

    def near(self, municipality: str) -> dict[str, int]:
        """The offers that serve a municipality, by how near they are, as bits."""
        return dict(zip((OWN, REGION, NATIONAL), self._nearness(municipality), strict=True))

    def open_at(self, minute: int, is_open: Callable[[str], bool]) -> int:
        """The offers that are open at a minute, and told so recently enough to believe it, as bits."""
        known_minute, known = self._open
        if known_minute != minute:
            by_hours = _union(bits for hours, bits in self._having["hours"].items() if is_open(hours))
            known = by_hours & ~self.ring_first_at(minute)
            self._open = (minute, known)
        return known

    def ring_first_at(self, minute: int) -> int:
        """The offers that are to be rung before anybody goes there, as bits."""
        return _union(bits for start, bits in self._having["callFrom"].items() if start <= minute)

    def _nearness(self, municipality: str) -> tuple[int, ...]:
        # Without a municipality nothing is nearer than anything else.
        if not municipality:
            return (self._everything,)
        region = self._region_of[municipality]
        serves_all, serves_region = self._national, self._serves_region.get(region, 0)
        serves = self._serves_municipality.get(municipality, 0) | serves_region | serves_all
        own = self._serves_municipality.get(municipality, 0) | (serves & self._lies_in.get(municipality, 0))
        near = (serves_region | (serves & self._lies_in_region.get(region, 0))) & ~own
        return own, near, serves & ~own & ~near


def positions_in(bits: int) -> Iterator[int]:
    """Where the offers of a set of bits stand, in order."""
    digits = bin(bits)[:1:-1]  # the lowest bit first
    place = digits.find("1")
    while place >= 0:
        yield place
        place = digits.find("1", place + 1)


def _marks(many: int, sets: Sequence[int]) -> bytes:
    # For each of so many offers which of these sets it is in, counted from 1; 0 when in none. No two of them overlap.
    together = 0
    for number, bits in enumerate(sets, start=1):
        digits = bin(bits & ((1 << many) - 1) | 1 << many)[:2:-1].encode()  # one for each offer, the lowest bit first
        together |= int.from_bytes(digits.translate(bytes.maketrans(b"01", bytes((0, number)))), "little")
    return together.to_bytes(many, "little")


def _parts(lists: Sequence[list[int]], best: int, shift: int) -> Iterator[list[int]]:
    # Lists of what is open and what is not, in turn, cut into those that follow one another: so near, strong and open.
    first, second = steps(best)
    for opened, others in zip(lists[::2], lists[1::2], strict=True):
        for low, high in ((first, best + 1), (second, first), (0, second)):
            for some in (opened, others):
                yield [one for one in some if low << shift <= one < high << shift]


def _first_of(parts: Iterable[list[int]], most: int) -> list[int]:
    # The first ones of lists that follow one another, the highest numbers of each first.
    found: list[int] = []
    for part in parts:
        if len(found) >= most:
            break
        found += nlargest(most - len(found), part)
    return found


def _bits(positions: Iterable[int]) -> int:
    # Through bytes: adding one bit at a time to a long integer copies it each time.
    numbers = list(positions)
    if not numbers:
        return 0
    table = bytearray(max(numbers) // 8 + 1)
    for number in numbers:
        table[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(table, "little")


def _by_value(offers: Records, key: str) -> dict:
    numbers, values = offers.column(key)
    standing: list[list[int]] = [[] for _ in values]
    for position, number in enumerate(numbers):
        standing[number].append(position)
    found: dict = {}
    for value, positions in zip(values, standing, strict=True):
        bits = _bits(positions)
        for one in value if isinstance(value, list) else (value,):
            found[one] = found.get(one, 0) | bits
    return found


def _union(sets: Iterable[int]) -> int:
    together = 0
    for one in sets:
        together |= one
    return together

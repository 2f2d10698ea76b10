"""Packing the offers' records, at publishing: columns of numbers and of lines, each value that comes again kept once.

The bytes:

    a line of JSON    {"rows": how many records, "turns": the minutes at which a value changes,
                       "columns": [[fields, width, bytes of the numbers, bytes of the values], ...],
                       "parts": [fields], "pieces": bytes, "skeletons": bytes}
    columns           for each: the numbers, then the values
    pieces            a line of JSON each: a stretch of HTML with its slots open
    skeletons         a line of JSON each: the numbers of the pieces that a part of a page is put together from

A column holds one field, or several that go together: always (`GROUPS`), or in these records. A value is a line of
JSON: the field's value, or a list of theirs. With a width of 0 each record has a line of its own, in order; else it
has a number of 1, 2 or 4 bytes (the lowest byte first) that counts the lines. The lines of such a column are sorted,
so that one more moves few of them. What changes on a known day is {"now": value, "later": [[minute since the epoch,
value], ...]}.

With a width of -1 each record has a text, told as words: byte for byte a number of the column's list of common words
(2 to 191 the first ones, 192 to 255 with a byte from 2 to 255 after it), or 1 for the next of the words that are in no
list; 0 ends the text. The values are both: the common words, a 0, and the others in order, a line each. Between words
is one blank. In a text the letter 2 is the town of the record; before a text that changes on a known day stand, as one
word, the changes between two letters 3: [[minute, text], ...]. Only many records have enough words in common. Words of
what is searched have a number also where they are rare but their term is not: those in no list are rare altogether.

A source's host that is the website's own is `true`.

The value of a part of a page is the number of its skeleton. Parts are rendered from the same templates for every offer
and their texts are slots, so there are few different ones. `records.py` reads all this, as does
`static/finder/worker/records.js`.
"""

from __future__ import annotations

import json
import re
import sys
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from webapp.danish import fold

WIDTHS = ((1, "B"), (2, "H"), (4, "I"))
WORDS = -1  # the width of a column of texts told as words
ENDS, OWN_WORD, TOWN, DATED = 0, 1, "\2", "\3"
FIRST_NUMBER, LONG_NUMBERS = 2, 192  # bytes: a short number from the one, a long one's first byte from the other
SECONDS = 256 - FIRST_NUMBER  # bytes that may follow a long number's first one
SHORT_NUMBERS, MOST_COMMON = LONG_NUMBERS - FIRST_NUMBER, LONG_NUMBERS - FIRST_NUMBER + (256 - LONG_NUMBERS) * SECONDS
COMMON = 4  # times that a word stands, to have a number
FEWEST_FOR_WORDS = 1000  # records
TOLD_AS_WORDS = ("name", "organization", "description", "address")

# A column is joined by another while there are at most so many different lines, and so many records for each of them.
MOST_JOINED, RECORDS_OF_EACH = 256, 50

PARTS = ("line", "page", "citizen")  # of pages, as HTML with slots
# Fields whose values go together, so that a record needs one number for all of them.
GROUPS: tuple[tuple[str, ...], ...] = (
    ("hours", "week", "changes"),
    ("known", "callFrom", "dated"),
    ("goneFrom", "seen"),
    ("national", "regions", "municipalities", "served"),
    ("municipality", "region", "place", "city", "town"),
    ("topics", "topicWords"),
    ("forms", "formWords"),
    ("audiences", "who", "audienceWords"),
    ("languages", "languageWords"),
    ("anonymous", "noReferral", "free", "side"),
    ("kinds",),
    PARTS,
)

# Fields that are always by number: a search asks them of every offer.
BY_NUMBER = frozenset(name for group in GROUPS for name in group)

# What is looked for among the lines of its own column, and texts of many words.
NEVER_JOINED = frozenset(("code", "phone", "sms", *TOLD_AS_WORDS))

_BETWEEN_TAGS = re.compile("(?<=>)(?=<)")


def packed(
    records: Sequence[Mapping[str, Any]],
    fewest_for_words: int = FEWEST_FOR_WORDS,
    each: int = RECORDS_OF_EACH,
    is_frequent: Callable[[str], bool] = lambda _word: False,
) -> bytes:
    """These records as bytes. What differs later stands under `later` in a record (`dated.with_later`). Texts are told
    as words from so many records on, where `is_frequent` tells which words have a number however rare they are
    themselves; columns are put together where `each` of their lines stands for so many."""
    fields = [name for name in (records[0] if records else ()) if name != "later"]
    grouped = [tuple(name for name in group if name in fields) for group in GROUPS]
    groups = [group for group in grouped if group]
    groups += [(name,) for name in fields if not any(name in group for group in groups)]
    sheets = _Skeletons(records, [name for name in PARTS if name in fields])
    columns, bodies = [], []
    for group, cells in _joined([_read(records, group, sheets) for group in groups], each):
        as_words = group[0] in TOLD_AS_WORDS and len(records) >= fewest_for_words
        told = _words(records, group[0], is_frequent) if as_words else None
        if told:
            columns.append([list(group), WORDS, *map(len, told)])
            bodies += told
            continue
        lines = [_line(list(those)) for those in cells]
        width, numbers, values = _column(lines, alone=not BY_NUMBER.intersection(group))
        columns.append([list(group), width, len(numbers), len(values)])
        bodies += [numbers, values]
    pieces, skeletons = sheets.packed()
    turns = sorted({minute for record in records for minute, _changed in record.get("later", ())})
    head = {
        "rows": len(records),
        "turns": turns,
        "columns": columns,
        "parts": sheets.fields,
        "pieces": len(pieces),
        "skeletons": len(skeletons),
    }
    return b"".join([_json(head), b"\n", *bodies, pieces, skeletons])


Cells = list[tuple[Any, ...]]  # for each record the values of a column's fields


def _read(
    records: Sequence[Mapping[str, Any]], group: tuple[str, ...], sheets: _Skeletons
) -> tuple[tuple[str, ...], Cells]:
    return group, [tuple(_cell(record, name, sheets) for name in group) for record in records]


def _joined(columns: list[tuple[tuple[str, ...], Cells]], each: int) -> list[tuple[tuple[str, ...], Cells]]:
    # Columns with few values that mostly go together, as what is offered, to whom and how at places of one kind, are
    # one column: while its lines are few, and each stands for many records.
    joined: list[tuple[tuple[str, ...], Cells]] = []
    numbered: dict[int, list[int]] = {}  # for columns that another may join: a number for each different line
    for group, cells in columns:
        most = min(MOST_JOINED, len(cells) // each)
        own = _numbers(map(repr, cells)) if most > 1 and not NEVER_JOINED.intersection(group) else []
        if not own or len(set(own)) > most:
            joined.append((group, cells))
            continue
        for place, numbers in numbered.items():
            pairs = list(zip(numbers, own, strict=True))
            if len(set(pairs)) <= most:
                before, others = joined[place]
                joined[place] = before + group, [one + two for one, two in zip(others, cells, strict=True)]
                numbered[place] = _numbers(pairs)
                break
        else:
            numbered[len(joined)] = own
            joined.append((group, cells))
    return joined


def _numbers(values: Iterable[Any]) -> list[int]:
    numbers: dict[Any, int] = {}
    return [numbers.setdefault(value, len(numbers)) for value in values]


def _cell(record: Mapping[str, Any], name: str, sheets: _Skeletons | None) -> Any:
    if (
        name == "sourceHost"
        and is_host_of(record[name], record.get("website"))
        and not _changes(record, name, "website")
    ):
        return True
    later, before = [], record[name]
    for minute, changed in record.get("later", ()):
        if changed.get(name, before) != before:
            before = changed[name]
            later.append([minute, sheets.number(name, before) if sheets else before])
    now = sheets.number(name, record[name]) if sheets else record[name]
    return {"now": now, "later": later} if later else now


def _changes(record: Mapping[str, Any], *names: str) -> bool:
    return any(name in changed for _minute, changed in record.get("later", ()) for name in names)


def host_of(website: str) -> str:
    """The host of an address on the web."""
    return website.split("/")[2]


def is_host_of(host: Any, website: Any) -> bool:
    """Whether a host is the one of an address on the web."""
    return bool(website) and website.count("/") >= 2 and host == host_of(website)


def _words(records: Sequence[Mapping[str, Any]], name: str, is_frequent: Callable[[str], bool]) -> list[bytes] | None:
    # The texts of a field told as words: their numbers, and the common words. None when a text has a control character.
    texts = []
    towns: dict[str, set[str]] = {}  # that stand in a word
    for record in records:
        cell = _cell(record, name, None)
        text, later = (cell, []) if isinstance(cell, str) else (cell["now"], cell["later"])
        if any(sign < " " for sign in text):
            return None
        town = "" if _changes(record, "town") else record.get("town", "")
        words = (text.replace(town, TOWN) if town else text).split(" ")
        for word in words:
            if TOWN in word:
                towns.setdefault(word, set()).add(town)
        texts.append([f"{DATED}{_json(later).decode()}{DATED}", *words] if later else words)
    counted = Counter(word for words in texts for word in words)

    def has_number(word: str) -> bool:
        if counted[word] >= COMMON or word.startswith(DATED):
            return counted[word] >= COMMON
        return any(is_frequent(word.replace(TOWN, town)) for town in towns.get(word, ("",)))

    # In few groups by how often they stand, and in the order of an index, so that an edit moves few of their numbers.
    common = sorted((-(counted[word].bit_length() // 2), fold(word), word) for word in filter(has_number, counted))
    numbers = {word: number for number, (*_, word) in enumerate(common[:MOST_COMMON])}
    body, own = bytearray(), []
    for words in texts:
        for word in words:
            number = numbers.get(word)
            if number is None:
                body.append(OWN_WORD)
                own.append(word)
            elif number < SHORT_NUMBERS:
                body.append(FIRST_NUMBER + number)
            else:
                first, second = divmod(number - SHORT_NUMBERS, SECONDS)
                body += bytes((LONG_NUMBERS + first, FIRST_NUMBER + second))
        body.append(ENDS)
    return [bytes(body), "\0".join(map("\n".join, (numbers, own))).encode()]


def _line(cells: list) -> bytes:
    return _json(cells[0] if len(cells) == 1 else cells)


def _column(lines: list[bytes], alone: bool) -> tuple[int, bytes, bytes]:
    values = sorted(set(lines))
    if alone and len(values) * 2 > len(lines):
        return 0, b"", b"\n".join(lines)
    width, kind = next((width, kind) for width, kind in WIDTHS if len(values) <= 1 << 8 * width)
    number_of = {line: number for number, line in enumerate(values)}
    numbers = array(kind, [number_of[line] for line in lines])
    if sys.byteorder == "big":
        numbers.byteswap()
    return width, numbers.tobytes(), b"\n".join(values)


class _Skeletons:
    """The different parts of pages by number, cut into the longest pieces that always stand together."""

    def __init__(self, records: Iterable[Mapping[str, Any]], fields: list[str]):
        self.fields = fields
        found: dict[str, None] = {}
        for record in records:
            for state in (record, *(changed for _minute, changed in record.get("later", ()))):
                found |= dict.fromkeys(state[name] for name in fields if name in state)
        self._all = sorted(found)
        self._numbers = {html: number for number, html in enumerate(self._all)}

    def number(self, name: str, value: Any) -> Any:
        """The number of a part; any other value as it is."""
        return self._numbers[value] if name in self.fields else value

    def packed(self) -> tuple[bytes, bytes]:
        """The pieces, and the skeletons made of them."""
        cut = _together([[one for one in _BETWEEN_TAGS.split(html) if one] for html in self._all])
        numbers: dict[str, int] = {}
        skeletons = [[numbers.setdefault(piece, len(numbers)) for piece in pieces] for pieces in cut]
        return b"\n".join(map(_json, numbers)), b"\n".join(map(_json, skeletons))


def _together(texts: list[list[str]]) -> list[list[str]]:
    # A piece that only ever stands behind one other, which has nothing else behind it, is one piece with it.
    pairs: set[tuple[str, str]] = set()
    for pieces in texts:
        pairs.update(zip(["", *pieces], [*pieces, ""], strict=True))
    after, before = Counter(one for one, _ in pairs), Counter(two for _, two in pairs)
    joined = []
    for pieces in texts:
        mine: list[str] = []
        for number, piece in enumerate(pieces):
            if number and before[piece] == 1 and after[pieces[number - 1]] == 1:
                mine[-1] += piece
            else:
                mine.append(piece)
        joined.append(mine)
    return joined


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

"""Danish letters that a program read in a way they were not written: `RÃ¸dovre`, `R√∏dovre`, `R°dovre`.

A file is written in one character encoding and opened in another, and saved as it then looks. Which letters come of it
is worked out from the encodings themselves, not listed by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

_LETTERS = "æøåÆØÅéÉäöüÄÖÜ"
# Windows, Mac, and DOS in Western Europe and in America: what Danish programs have written and read.
_WRITTEN = ("utf-8", "cp1252", "mac_roman", "cp850")
_READ = ("cp1252", "latin-1", "mac_roman", "cp850", "cp437")
# Marks that stand inside ordinary words, or letters of other languages: nothing is told by them alone.
_ORDINARY = set("'’‘“”‚„`´-–—.,·…®™©%&æøåÆØÅéÉäöüÄÖÜëËèÈêîôûàâáíóúñçßšžčŠŽ")


def _pairs() -> Iterator[tuple[str, str]]:
    for letter, written, read in product((*_LETTERS, "\u030a"), _WRITTEN, _READ):
        try:
            wrong = letter.encode(written).decode(read)
        except UnicodeError:
            continue
        if len(wrong) == len(letter.encode("utf-8")) > 1 and wrong != letter:
            yield wrong, letter
            for again in ("cp1252", "mac_roman"):
                try:
                    yield wrong.encode("utf-8").decode(again), letter
                except UnicodeError:
                    continue


def _marks() -> Iterator[tuple[str, str]]:
    for letter, written, read in product("æøåÆØÅ", _WRITTEN[1:], _READ):
        try:
            wrong = letter.encode(written).decode(read)
        except UnicodeError:
            continue
        if wrong not in _ORDINARY and not wrong.isspace():
            yield wrong, letter


_LONG = dict(_pairs())  # two or more characters: certain wherever they stand
_SINGLE: dict[str, str] = {}  # one character: told only inside a word, in what no language writes
for _wrong, _letter in _marks():
    _SINGLE.setdefault(_wrong, _letter)
_SMALL, _ANY = "a-zæøåé", "A-Za-zæøåÆØÅé"
_SIGNS = "".join(re.escape(sign) for sign in _SINGLE if not sign.isalpha() and sign.isprintable())
_SINGLE["Ü"] = "å"  # DOS read by a Mac; at the beginning of a word it may be German
_CAPITALS = "".join(sign for sign in _SINGLE if sign.isupper())
_BROKEN = re.compile(
    "|".join(re.escape(wrong) for wrong in sorted(_LONG, key=len, reverse=True))
    # a sign in the middle of a word, or where one begins: `R°dovre`, `¯sterbro`
    + rf"|(?<=[{_ANY}])[{_SIGNS}](?=[{_SMALL}])|(?<![\w°])[¯¿°╪╛¥¢¾┐∆≈┼╞](?=[{_SMALL}])"
    # a capital of another alphabet after a small letter: `RÂdgivning`, `pÕ`; and letters that begin no word
    + rf"|(?<=[{_SMALL}])[{_CAPITALS}](?![A-ZÆØÅ])|(?<=\b[A-ZÆØÅ])[{_CAPITALS}µσÿ](?=[{_SMALL}]{{2}})"
    + rf"|\b[ÿÏ](?=[{_SMALL}]{{2}})|(?<=[{_SMALL}])[µσÿ](?=[{_SMALL}])"
)


def mended(text: str) -> str | None:
    """What a text with letters in pieces most likely said, or None when its letters are whole."""
    if not _BROKEN.search(text):
        return None
    return _BROKEN.sub(lambda found: _LONG.get(found[0]) or _SINGLE.get(found[0], found[0]), text)

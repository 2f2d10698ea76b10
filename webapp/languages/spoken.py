"""The languages of an edition, ready to say things in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from webapp.languages.edition_part import ADDRESS
from webapp.languages.language import SOURCE
from webapp.languages.words import Words


class Languages:
    """What `edition_part.parts` made, read again. `rows` is what the row to choose from shows: code, own name,
    direction, and the pages that somebody has read; `lines` is what the hours of the numbers to ring say."""

    def __init__(self, parts: Mapping[str, Any]):
        self._parts = parts
        self._words: dict[str, Words] = {}
        shared = parts[ADDRESS]
        self._keys = shared["keys"]
        self.rows: list[list] = shared["languages"]
        self.lines: list[list] = shared["lines"]

    def words(self, tag: str | None) -> Words:
        """A language by its tag (BCP 47), of whatever case, script and region: `en`, `EN`, `en-GB`, `en_GB`. Danish for
        one that there is not."""
        code = re.split("[-_]", tag or "", maxsplit=1)[0].lower()
        row = next((row for row in self.rows if row[0] == code), None) or next(
            row for row in self.rows if row[0] == SOURCE
        )
        if row[0] not in self._words:
            self._words[row[0]] = Words(row[0], row[2], self._keys, self._parts[f"{ADDRESS}/{row[0]}"])
        return self._words[row[0]]

    def is_read(self, words: Words, page: str) -> bool:
        """Whether somebody who knows a language has read all that a page can say (its name in `SAID_ON`)."""
        return any(page in row[3] for row in self.rows if row[0] == words.code)

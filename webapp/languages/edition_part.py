"""The citizen's languages as they go along in an edition: `static/languages/worker/words.js` reads them on a phone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from webapp.languages.language import SOURCE, Language, shown
from webapp.languages.words import record

ADDRESS = "/data/sprog"  # what all have in common; each language lies below it, by its code


def parts(languages: Mapping[str, Language], lines: Iterable[list] = ()) -> dict[str, Any]:
    """The languages that a citizen can choose, as parts of the edition's data by their addresses.

    keys        the phrases' keys, in the order that each language has its phrases
    languages   [code, own name, direction, whether somebody has read all of it] of each, as they stand in the row
    lines       what the hours of the numbers to ring say, in no language (`Words.said`)
    """
    chosen = shown(languages)
    keys = list(languages[SOURCE].phrases)
    shared = {
        "keys": keys,
        "languages": [[one.code, one.name, one.direction, one.is_checked] for one in chosen],
        "lines": list(lines),
    }
    return {
        ADDRESS: shared,
        **{f"{ADDRESS}/{one.code}": record(one, {key: one.phrases[key] for key in keys}) for one in chosen},
    }

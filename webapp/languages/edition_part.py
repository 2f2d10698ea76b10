"""The citizen's languages as they go along in an edition: `static/languages/worker/words.js` reads them on a phone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from webapp.languages.language import SOURCE, Language, shown
from webapp.languages.words import record

ADDRESS = "/data/sprog"  # what all have in common; each language lies below it, by its code
# What a citizen's pages can say, by the page: sections of phrases, or single ones. The offers' page has no name.
OFFERS = ""
EVERYWHERE = ("page", "aloud", "state.at")
SAID_ON = {
    OFFERS: ("interpreter", "offers", "offer", "topics", "ways", "audiences", "state", "hours", "dated"),
    "nu": ("interpreter", "now", "lines", "hours", "dated"),
    "spor": ("traces",),
    "moede": ("interpreter", "meeting", "dated"),
}


def parts(languages: Mapping[str, Language], lines: Iterable[list] = ()) -> dict[str, Any]:
    """The languages that a citizen can choose, as parts of the edition's data by their addresses.

    keys        the phrases' keys, in the order that each language has its phrases
    languages   [code, own name, direction, the pages that somebody has read all of] of each, as they stand in the row
    lines       what the hours of the numbers to ring say, in no language (`Words.said`)
    """
    chosen = shown(languages)
    keys = list(languages[SOURCE].phrases)
    shared = {
        "keys": keys,
        "languages": [[one.code, one.name, one.direction, read_pages(one)] for one in chosen],
        "lines": list(lines),
    }
    return {
        ADDRESS: shared,
        **{f"{ADDRESS}/{one.code}": record(one, {key: one.phrases[key] for key in keys}) for one in chosen},
    }


def read_pages(language: Language) -> list[str]:
    """The pages on which somebody who knows a language has read everything that they can say."""
    if language.code == SOURCE:
        return list(SAID_ON)
    return [name for name, said in SAID_ON.items() if not _unread(language, (*EVERYWHERE, *said))]


def _unread(language: Language, said: Iterable[str]) -> bool:
    names = set(said)
    return any(key not in language.checks for key in language.phrases if key in names or key.partition(".")[0] in names)

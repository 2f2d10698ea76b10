"""How hard a text is to read: LIX, which Danish schools and authorities go by (Björnsson, Läsbarhet, 1968).

Which words are abbreviations is Stavekontrolden's to say: its dictionary holds them with their full stop.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

EASY = 30  # easy for everyone: the limit for what a citizen is shown
DICTIONARY = Path(__file__).resolve().parent.parent / "proofreading" / "dictionary" / "da_DK.dic"
# Abbreviations that may well be a sentence's last word; a capital after them begins the next.
_LAST = frozenset(
    (
        "osv.",
        "etc.",
        "m.m.",
        "m.v.",
        "mm.",
        "mv.",
        "m.fl.",
        "mfl.",
        "o.l.",
        "ol.",
        "o.lign.",
        "o.a.",
        "kr.",
        "pct.",
        "mio.",
    )
)
FEWEST = 12  # words; in a shorter text one long word decides everything, and the number says nothing
SAID_ALOUD = 35  # the limit for a line of the checklist, also one of a municipality's own


def sentence(text: str) -> str:
    """The text with a full stop at the end, so that a point of a list counts as a sentence."""
    return text if text.endswith((".", "!", "?", ":")) else text + "."


def lix(text: str) -> float:
    """The words of a sentence, plus how many words of a hundred are longer than six letters; 0 without words.

    A sentence ends at `.`, `:`, `;`, `!` or `?` before a space or the end, but not at the full stop of an abbreviation
    or a number that the sentence goes on after, nor where nothing but a number stands before it (`2. Ring til os.`):
    give a list's points their full stops, and a line each.
    """
    words = re.findall(r"[^\W\d_]+", text)
    if not words:
        return 0.0
    sentences, begins = 0, 0
    for end in re.finditer(r"[.:;!?](?=\s|$)", text):
        if (end[0] != "." or not _goes_on(text, end.start())) and re.search(r"[^\W\d_]", text[begins : end.start()]):
            sentences, begins = sentences + 1, end.end()
    sentences = sentences or 1
    return len(words) / sentences + 100 * sum(len(word) > 6 for word in words) / len(words)


def _goes_on(text: str, stop: int) -> bool:
    """Whether the sentence goes on after the full stop at `stop`: with a small letter (`f.eks. ringe`, `d. 24. juni`),
    or with a number or a name after an abbreviation (`kl. 9`, `f.eks. Lev Uden Vold`) that does not end sentences."""
    after = text[stop + 1 :].lstrip(' \t(»„“"')[:1]
    if after.isdigit() or after.isupper():
        word = text[: stop + 1].split()[-1].lstrip('(»„"“').casefold()
        known = word in abbreviations() or re.fullmatch(r"[^\W\d_]\.", word) is not None
        return known and (after.isdigit() or word not in _LAST)
    return after.islower()


@cache
def abbreviations() -> frozenset[str]:
    """Danish abbreviations that end in a full stop, in small letters."""
    entries = re.findall(r"^([^\s/]+\.)(?=[\s/]|$)", DICTIONARY.read_text(encoding="utf-8"), re.MULTILINE)
    return frozenset(entry.casefold() for entry in entries)

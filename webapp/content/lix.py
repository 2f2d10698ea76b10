"""How hard a text is to read: LIX, which Danish schools and authorities go by (Björnsson, Läsbarhet, 1968)."""

from __future__ import annotations

import re

EASY = 30  # easy for everyone: the limit for what a citizen is shown
FEWEST = 12  # words; in a shorter text one long word decides everything, and the number says nothing
SAID_ALOUD = 35  # the limit for a line of the checklist, also one of a municipality's own


def sentence(text: str) -> str:
    """The text with a full stop at the end, so that a point of a list counts as a sentence."""
    return text if text.endswith((".", "!", "?", ":")) else text + "."


def lix(text: str) -> float:
    """The words of a sentence, plus how many words of a hundred are longer than six letters; 0 without words.

    A sentence ends at `.`, `:`, `;`, `!` or `?` before a space or the end: give a list's points their full stops first.
    """
    words = re.findall(r"[^\W\d_]+", text)
    if not words:
        return 0.0
    sentences = len(re.findall(r"[.:;!?](?=\s|$)", text)) or 1
    return len(words) / sentences + 100 * sum(len(word) > 6 for word in words) / len(words)

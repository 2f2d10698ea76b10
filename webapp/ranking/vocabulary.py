"""The tables a search is read with: what everyday words mean, which words are too small to count, and names of laws."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from webapp.danish import fold
from webapp.ranking.folding import spelled, tokens
from webapp.ranking.forms import stem

FORM_OF = "="  # begins a meaning that is the same word in another form: "drak" is "=drikker"
SUBJECT = "!"  # stands first among the meanings of a word that always says what help is sought for


@dataclass(frozen=True)
class Vocabulary:
    """Everyday words, as stems, with the phrases they may also mean; small words, as `Token.spelled` has them; and the
    folded names of laws with their short name."""

    meanings: Mapping[str, list[str]]
    stopwords: frozenset[str]
    laws: Mapping[str, str]


def meanings_of(
    groups: Iterable[tuple[Iterable[str], Iterable[str]]], small: frozenset[str] = frozenset()
) -> dict[str, list[str]]:
    """The table of everyday words: each word of a group also means every phrase that the group means. Small words of a
    phrase stand in no index, and are left out."""
    found: dict[str, list[str]] = {}
    for words, means in groups:
        phrases = [
            FORM_OF + fold(phrase)
            if phrase.startswith(FORM_OF)
            else " ".join(one.word for one in tokens(phrase) if one.spelled not in small)
            for phrase in means
        ]
        for word in words:
            known = found.setdefault(stem(fold(word)), [])
            known += [phrase for phrase in phrases if phrase and phrase not in known]
            if SUBJECT in means and SUBJECT not in known:
                known.insert(0, SUBJECT)
    return found


@lru_cache(4)
def small_words(words: tuple[str, ...]) -> frozenset[str]:
    """Small words as they are compared: with æ, ø and å told from e, o and a."""
    return frozenset(spelled(word) for word in words)

"""The tables a search is read with: what everyday words mean, which words are too small to count, names of laws, and
words that tell what the others of a question are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from webapp.content.document import Checked, read_yaml
from webapp.danish import fold
from webapp.ranking.folding import spelled, tokens
from webapp.ranking.forms import stem

FORM_OF = "="  # begins a meaning that is the same word in another form: "drak" is "=drikker"
SUBJECT = "!"  # stands first among the meanings of a word that always says what help is sought for

Word = Annotated[str, Field(pattern=r"^\S+$")]
Words = Annotated[tuple[Word, ...], Field(min_length=1)]
Ending = Annotated[str, Field(pattern=r"^[a-zæøå]*$")]


class QuestionWords(Checked):
    """Words that tell what the others of a question are. What each is for: `content/question.yaml`."""

    paragraph: Words
    paragraph_parts: Words
    people: Words
    partner: Words
    whose: Words
    man: Words
    passive: Words
    fathers: Words
    men: Word
    women: Word
    young: Word
    night: Word
    not_for: Words
    authorities: Words
    age: Words
    before_age: Words
    before_while: Words
    clock: Words
    late: Words
    how_many: Words
    between_needs: Words
    in_full: dict[Word, Word]
    noun_endings: tuple[Ending, ...]
    articles: tuple[Ending, ...]
    no_compound: dict[Word, Word]  # stems, when compared
    no_beginning: dict[Word, Words]
    municipality: Words
    before_place: Words
    money: Words
    before_year: Words
    far_from: Words
    but: Words

    def as_compared(self) -> QuestionWords:
        """The words as they are published and compared: folded; those of people as `Token.spelled` has them, which
        keeps `far` from `får`."""
        folded = {name: _folded(value, spelled if name in _AS_SPELLED else fold) for name, value in self}
        folded["no_compound"] = {stem(one): stem(other) for one, other in folded["no_compound"].items()}
        return self.model_copy(update=folded)


_AS_SPELLED = ("people", "partner", "whose")


def _folded(value: Any, form: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return form(value)
    if isinstance(value, dict):
        return {form(key): _folded(those, form) for key, those in value.items()}
    return tuple(form(one) for one in value)


def read_question_words(path: Path) -> QuestionWords:
    """The words in a file. Raises ContentError for wrong fields."""
    return read_yaml(path).checked(QuestionWords)


@dataclass(frozen=True)
class Vocabulary:
    """Everyday words, as stems, with the phrases they may also mean; small words, as `Token.spelled` has them; the
    folded names of laws with their short name; and the words a question is read by, as they are compared."""

    meanings: Mapping[str, list[str]]
    stopwords: frozenset[str]
    laws: Mapping[str, str]
    question: QuestionWords


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

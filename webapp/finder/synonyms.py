"""The words people use (`content/synonyms.yaml`) and the words that mean nothing to a search (`stopwords.yaml`)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from webapp.content.document import Checked, ContentError, read_yaml
from webapp.danish import fold

Word = Annotated[str, Field(pattern=r"^\S+$")]


class Group(Checked):
    """Everyday words, and the words or phrases of our own texts that they also mean."""

    words: Annotated[tuple[Word, ...], Field(min_length=1)]
    means: Annotated[tuple[Annotated[str, Field(min_length=2)], ...], Field(min_length=1)]


def read_synonyms(path: Path) -> tuple[Group, ...]:
    """The groups in a file. Raises ContentError for wrong fields and for a word in two groups."""
    document = read_yaml(path)
    groups = document.each(Group)
    mistakes = []
    seen: dict[str, int] = {}
    for number, group in enumerate(groups):
        for place, word in enumerate(group.words):
            if not fold(word):
                mistakes.append(document.mistake((number, "words", place), f"{word!r} er ikke et ord."))
            elif seen.setdefault(word, number) != number:
                mistakes.append(document.mistake((number, "words", place), f"{word!r} står også i en anden gruppe."))
    if mistakes:
        raise ContentError(mistakes)
    return tuple(groups)


def read_stopwords(path: Path) -> tuple[str, ...]:
    """The words in a file, one on each line. Raises ContentError when one is not a single word."""
    document = read_yaml(path)
    words = document.values
    if not isinstance(words, list) or not words:
        raise ContentError([document.mistake((), "Her skal stå en liste af ord.")])
    mistakes = [
        document.mistake((number,), f"{word!r} er ikke ét ord.")
        for number, word in enumerate(words)
        if not isinstance(word, str) or len(fold(word).split()) != 1
    ]
    if mistakes:
        raise ContentError(mistakes)
    return tuple(words)

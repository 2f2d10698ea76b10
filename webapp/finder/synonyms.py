"""The words people use: everyday words (`content/synonyms.yaml`), small words (`stopwords.yaml`), what is said when a
kind of offer is needed (`kinds.yaml`), and what laws are called (`laws.yaml`)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from webapp.content.document import Checked, ContentError, Spoken, read_yaml
from webapp.danish import fold
from webapp.ranking.forms import stem
from webapp.ranking.vocabulary import FORM_OF, SUBJECT, Word, Words


class Group(Checked):
    """Everyday words, and the words or phrases of our own texts that they also mean; or the word that they are another
    form of, with all that it means. A `subject` always says what help is sought for, whatever stands beside it."""

    words: Annotated[tuple[Word, ...], Field(min_length=1)]
    means: tuple[Annotated[str, Field(min_length=2)], ...] = ()
    form_of: Word | None = None
    subject: bool = False

    @model_validator(mode="after")
    def _means_one_thing(self) -> Group:
        if bool(self.means) == bool(self.form_of):
            raise ValueError("Skriv enten means eller form_of.")
        return self

    @property
    def meant(self) -> tuple[str, ...]:
        """What the words mean, as the search has it."""
        means = (FORM_OF + self.form_of,) if self.form_of else self.means
        return (SUBJECT, *means) if self.subject else means


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
    forms = {stem(fold(word)) for group in groups if group.form_of for word in group.words}
    for number, group in enumerate(groups):
        if group.form_of and stem(fold(group.form_of)) in forms:
            says = f"{group.form_of!r} er selv en form af et andet ord."
            mistakes.append(document.mistake((number, "form_of"), says))
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


class Kind(Checked):
    """A kind of offer. An offer is of it when its name or its description has one of `where` (words, or a phrase of
    which every word must be there) and, with `audience` or `topic`, when it names that too."""

    id: Annotated[str, Field(pattern=r"^[a-z-]+$")]
    where: Annotated[tuple[Annotated[str, Field(min_length=2)], ...], Field(min_length=1)]
    audience: str | None = None
    topic: str | None = None
    side: Literal["uses", "meets"] | None = None
    also: Annotated[Spoken, Field(min_length=1)]


class NamedLaw(Checked):
    """A law: the short name that stands in the index, and what people call it."""

    id: Annotated[str, Field(pattern=r"^[a-z]+$")]
    names: Annotated[tuple[Annotated[str, Field(min_length=2)], ...], Field(min_length=1)]


Phrases = Annotated[tuple[str, ...], Field(min_length=1)]


class AroundAnAct(Checked):
    """The words around an act that tell who does it to whom."""

    me: Words
    him: Words
    he: Words
    who: Words
    they: Words
    lives_with: Words
    done_to: Words
    passive: Words
    blows: Words
    got: Words
    gave: Words
    mine: Words
    his: Words
    is_me: Words
    afraid: Words
    people: Words
    others: Words
    harmless: Words
    things: Words
    definite: Words
    some: Words
    helping: Words
    before_a_time: Words
    may: Words
    asking: Words
    own: Words
    fillers: Words


class Danger(Checked):
    """What somebody in danger says, and the offers to ring for it, by id; the first one goes first. Without phrases
    it is told by the side of violence. `violence`: told of instead of that."""

    lines: Annotated[tuple[Annotated[str, Field(pattern=r"^o[0-9]+$")], ...], Field(min_length=1)]
    phrases: tuple[str, ...] = ()
    violence: bool = False


class SidesOfViolence(Checked):
    """Words for violence against somebody, and what tells that a question is about the one who uses it or meets it."""

    acts: Phrases
    uses: Phrases
    wants: Phrases
    meets: Phrases
    danger: tuple[Danger, ...]
    around: AroundAnAct


def read_sides(path: Path) -> SidesOfViolence:
    """The words that tell who asks about violence. Raises ContentError for wrong fields."""
    return read_yaml(path).checked(SidesOfViolence)


def read_kinds(path: Path) -> tuple[Kind, ...]:
    """The kinds of offers in a file. Raises ContentError for wrong fields."""
    return tuple(read_yaml(path).each(Kind))


def read_laws(path: Path) -> dict[str, str]:
    """The short name of each law by everything it is called, folded; the first law goes before the others where no law
    is named. Raises ContentError for wrong fields."""
    return {fold(name): law.id for law in read_yaml(path).each(NamedLaw) for name in law.names}

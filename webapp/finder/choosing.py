"""Words of a question that choose what a tick would have chosen (`content/choosing.yaml`): "anonymt", "åbent".

The rule for them is `need.py`'s; they go along in the edition, so that the phone has the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from webapp.content.document import Checked, read_yaml
from webapp.danish import fold
from webapp.ranking.folding import Token

SPEAKING = "talende"  # "polsktalende"


class ChosenBy(Checked):
    """What says one choice, and what takes it away."""

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    not_beside: tuple[str, ...] = ()
    not_with: tuple[str, ...] = ()


class Tongues(Checked):
    """Languages that too few offers tell to be searched for, and what says no more beside one."""

    words: tuple[str, ...]
    beside: tuple[str, ...]


class ChoosingFields(Checked):
    """What stands in the file."""

    anonymous: ChosenBy
    open_now: ChosenBy
    free: ChosenBy
    no_referral: ChosenBy
    tongues: Tongues
    between: tuple[str, ...]


@dataclass(frozen=True)
class Choosing:
    """The words as they are published and compared, folded: the choice that a word makes, and a phrase; and by choice
    what takes it away."""

    words: Mapping[str, str] = field(default_factory=dict)
    phrases: Sequence[tuple[Sequence[str], str]] = ()
    not_before: Mapping[str, Sequence[str]] = field(default_factory=dict)
    not_beside: Mapping[str, Sequence[str]] = field(default_factory=dict)
    not_with: Mapping[str, Sequence[str]] = field(default_factory=dict)
    between: Sequence[str] = ()
    tongues: Sequence[str] = ()
    beside_tongues: Sequence[str] = ()

    def without_tongues(self, words: Sequence[Token]) -> list[Token]:
        """The words but for languages ("polsk", "polsktalende") and what says no more beside one."""
        if not any(self._is_tongue(one.word) for one in words):
            return list(words)
        return [one for one in words if not self._is_tongue(one.word) and one.word not in self.beside_tongues]

    def _is_tongue(self, word: str) -> bool:
        return word.removesuffix(SPEAKING) in self.tongues


def read_choosing(path: Path) -> ChoosingFields:
    """The words in a file. Raises ContentError for wrong fields."""
    return read_yaml(path).checked(ChoosingFields)


def choosing_table(fields: ChoosingFields) -> dict[str, Any]:
    """The words as they are published."""
    choices = [(name, by) for name, by in fields if isinstance(by, ChosenBy)]
    return {
        "words": {fold(word): name for name, by in choices for word in by.words},
        "phrases": [[fold(phrase).split(), name] for name, by in choices for phrase in by.phrases],
        **{
            kind: {name: [fold(word) for word in some] for name, by in choices if (some := getattr(by, kind))}
            for kind in ("not_before", "not_beside", "not_with")
        },
        "between": [fold(word) for word in fields.between],
        "tongues": [fold(word) for word in fields.tongues.words],
        "beside_tongues": [fold(word) for word in fields.tongues.beside],
    }

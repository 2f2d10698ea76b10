"""Two editors of the same form: what of both can be kept without asking, and what they have to choose between."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Conflict:
    """Two editors as a page tells of them (`desk/_conflict.html`): who was first, the fields that both wrote, as
    (label, theirs, mine), and those that follow the other one, as (label, theirs)."""

    who: str
    conflicts: list[tuple[str, str, str]]
    adopted: list[tuple[str, str]]


@dataclass(frozen=True)
class Merged:
    """A form after the merge: `adopted` fields follow the other editor, of `conflicts` both wrote something."""

    values: dict[str, Any]
    adopted: tuple[str, ...]
    conflicts: tuple[str, ...]

    def told(
        self,
        theirs: Mapping[str, Any],
        who: str,
        label: Callable[[str], str],
        say: Callable[[str, Any], str] = lambda _, value: value,
    ) -> Conflict:
        """The merge in Danish: `label` names a field, and `say` puts its value into words."""
        return Conflict(
            who,
            [(label(field), say(field, theirs[field]), say(field, self.values[field])) for field in self.conflicts],
            [(label(field), say(field, theirs[field])) for field in self.adopted],
        )


def three_way_merge(mine: Mapping[str, Any], theirs: Mapping[str, Any], was: Mapping[str, Any]) -> Merged:
    """A three-way merge of a form: both editors' values by field, as they would be kept, so that a number with other
    spaces is the same one; and what stood there before both of them, empty when that is not known.

    What only the other one touched follows the other one. What this one touched stays as typed, and is a clash where
    the other one touched it as well.
    """
    values, adopted, conflicts = dict(mine), [], []
    for field, value in theirs.items():
        if same(mine[field], value) or (field in was and same(value, was[field])):
            continue
        if field in was and same(mine[field], was[field]):
            values[field] = value
            adopted.append(field)
        else:
            conflicts.append(field)
    return Merged(values, tuple(adopted), tuple(conflicts))


def same(one: Any, other: Any) -> bool:
    """Whether two values of a form say the same: line ends, outer space, a list's order and nothing do not count."""
    if isinstance(one, str) and isinstance(other, str):
        return one.replace("\r\n", "\n").strip() == other.replace("\r\n", "\n").strip()
    if isinstance(one, list) and isinstance(other, list) and all(isinstance(value, str) for value in [*one, *other]):
        return set(one) == set(other)
    return (one or "") == (other or "")

"""The three roles and what each may do with other people's accounts."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol


class Role(StrEnum):
    """What someone may do; the value stands in the database."""

    EDITOR = "editor"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"

    @property
    def danish(self) -> str:
        """As it stands on the pages."""
        return DANISH[self]


DANISH = {Role.EDITOR: "Redaktør", Role.COORDINATOR: "Koordinator", Role.ADMINISTRATOR: "Administrator"}
DESCRIBED = {
    Role.EDITOR: "kan rette og bekræfte tilbud i egen kommune",
    Role.COORDINATOR: "kan også rette aftale, tjeklinjer og brugere i egen kommune",
    Role.ADMINISTRATOR: "kan alt i alle kommuner og skal bruge engangskode",
}


class Account(Protocol):
    """As much of a user as these rules look at. An administrator belongs to no municipality."""

    id: int
    role: Role
    municipality: str | None


def sees_municipality(actor: Account, municipality: str | None) -> bool:
    """Whether what belongs to a municipality exists for someone at all; what does not is answered with 404."""
    return actor.role == Role.ADMINISTRATOR or (municipality is not None and actor.municipality == municipality)


def manages(actor: Account, subject: Account) -> bool:
    """Whether someone looks after an account: coordinators those of their own municipality, administrators all."""
    return actor.role != Role.EDITOR and sees_municipality(actor, subject.municipality)


def grantable(actor: Account) -> tuple[Role, ...]:
    """The roles someone may give to others, the smallest first."""
    if actor.role == Role.ADMINISTRATOR:
        return tuple(Role)
    return (Role.EDITOR, Role.COORDINATOR) if actor.role == Role.COORDINATOR else ()

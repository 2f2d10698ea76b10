"""What someone's claims give here: a role in a municipality, or nothing. Plain rules; what they may say is in
`docs/login.md`, with the claims that Entra ID, Keycloak and a broker send."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webapp.oidc.settings import ByClaim, Issuer, Rule
from webapp.users.role import Role


@dataclass(frozen=True)
class Grant:
    """A role, where, and whether someone who has no account gets one."""

    role: Role
    municipality: str
    new_accounts: bool


def value_of(claims: Mapping[str, Any], name: str) -> Any:
    """A claim by its name, or by a path with dots into claims that hold others (`realm_access.roles`); None when it is
    not there. A name that itself has dots is found first."""
    value: Any = claims
    rest = name
    while rest:
        if not isinstance(value, Mapping):
            return None
        if rest in value:
            return value[rest]
        # Keycloak's `resource_access` has clients inside, whose own names may have dots.
        heads = [head for head in value if isinstance(head, str) and rest.startswith(head + ".")]
        if not heads:
            return None
        head = max(heads, key=len)
        value, rest = value[head], rest[len(head) + 1 :]
    return value


def has_one_of(claim: Any, wanted: tuple[str | bool | int, ...]) -> bool:
    """Whether a claim is one of the values, or a list that holds one. Text is compared exactly; `true` is never 1."""
    given = claim if isinstance(claim, list) else [claim]
    return any(type(one) is type(value) and one == value for one in given for value in wanted)


def granted(issuer: Issuer, claims: Mapping[str, Any]) -> Grant | None:
    """What the first rule that fits gives; None when none does. The highest role stands first in the file."""
    for rule in issuer.rules:
        if all(has_one_of(value_of(claims, name), values) for name, values in rule.when.items()):
            municipality = _municipality(rule, claims)
            if municipality is not None and issuer.speaks_for(municipality):
                return Grant(Role(rule.role), municipality, rule.new_accounts)
    return None


def _municipality(rule: Rule, claims: Mapping[str, Any]) -> str | None:
    if not isinstance(rule.municipality, ByClaim):
        return rule.municipality
    claim = value_of(claims, rule.municipality.claim)
    found = [one for one in (claim if isinstance(claim, list) else [claim]) if isinstance(one, str)]
    if len(found) != 1:  # of two municipalities nobody can tell which is meant
        return None
    return rule.municipality.codes.get(found[0]) if rule.municipality.codes else found[0]

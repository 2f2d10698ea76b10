"""The public addresses that an edition consists of: what opens without a network."""

from __future__ import annotations

from webapp.library import Library

# Every one of these answers the same to everybody. What needs a login or changes anything is never on the list.
PAGES = (
    *("/", "/kort", "/tjek", "/tjek/kort", "/tjek/skema", "/tjek/efter", "/forloeb", "/oev", "/laer", "/ord"),
    *("/luk", "/fjern", "/om", "/privatliv", "/tilgaengelighed", "/kilder", "/b/nu", "/b/spor", "/b/moede"),
)
NOT_FOUND = "/404.html"  # what the worker, and a static host, answers for an address that does not exist


def public_addresses(library: Library) -> list[str]:
    """The addresses of all pages of an edition, in the order the bundle has them."""
    cards = [f"/kort/{name}" for name in library.cards]
    facts = [f"/kort/{fact.code}" for fact in library.law.shown()]
    practice = library.practice
    practised = [item.address for item in (*practice.scenarios.values(), *practice.sessions.values())]
    return [*PAGES, *cards, *facts, *practised, NOT_FOUND]

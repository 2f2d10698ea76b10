"""The phrases as they are read through at the desk: in groups, with what is dangerous to get wrong first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Group:
    """Phrases that are read together: `name` in addresses, `title` in Danish, and the keys, or whole sections."""

    name: str
    title: str
    about: str
    keys: tuple[str, ...] = ()


GROUPS = (
    Group(
        "fare",
        "Fare og numre",
        "Det, der kan gå galt, hvis det er oversat forkert. Læs det først.",
        (
            *("lines", "now", "page.unchecked", "page.trace"),
            *("meeting.danger", "meeting.p8", "meeting.p9", "meeting.p10", "meeting.p17"),
            *("traces.another_phone", "traces.another_phone_text", "traces.all_at_once", "traces.all_at_once_text"),
            *("traces.hidden_programs", "traces.hidden_programs_text"),
            *("traces.childrens_phones", "traces.childrens_phones_text"),
        ),
    ),
    Group(
        "ret",
        "Rettigheder og tolk",
        "Det, borgeren kan kræve, og om man skal sige sit navn.",
        (
            "interpreter",
            *(f"meeting.p{number}" for number in range(1, 23)),
            *("offer.anonymous", "offer.free", "offer.no_referral", "offer.children", "offer.dogs"),
            *("offer.yes", "offer.no", "offer.unknown"),
            *("offer.no_name", "offer.when_you_call"),
        ),
    ),
    Group("steder", "Stederne", "Siden med de valgte steder.", ("offers", "offer")),
    Group("tid", "Åbent og lukket", "Om der er åbent, åbningstider og datoer.", ("state", "hours", "dated")),
    Group("emner", "Emner og veje", "Hvad der er hjælp til, for hvem og hvordan.", ("topics", "ways", "audiences")),
    Group("samtale", "Mødet", "Resten af siden om mødet.", ("meeting",)),
    Group("spor", "Spor", "Resten af siden om spor på telefonen.", ("traces",)),
    Group("sider", "Alle sider", "Knapper og det, der står på hver side."),
)


def grouped(keys: Iterable[str]) -> dict[str, list[str]]:
    """Every key in the first group that names it, or its section; the last group has those that no other names."""
    found: dict[str, list[str]] = {group.name: [] for group in GROUPS}
    for key in keys:
        section = key.partition(".")[0]
        group = next((one for one in GROUPS if key in one.keys or section in one.keys), GROUPS[-1])
        found[group.name].append(key)
    return found

"""The places of the desk: its menu and its front page. A feature adds its line here."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, url_for

from webapp.desk.access import may_open
from webapp.users.role import Role


@dataclass(frozen=True)
class Place:
    """A page that stands in the menu; who sees it follows from the view's own policy."""

    endpoint: str
    name: str
    about: str


PLACES = (
    Place("offers_desk.index", "Tilbud", "Ret, tilføj, luk og flet."),
    Place("offers_confirm.index", "Bekræft", "Hvem skal der ringes til i denne uge."),
    Place("agreement_desk.index", "Vores aftale", "Hvad I reagerer på, hvornår og hvordan."),
    Place("checklist_desk.index", "Tjeklisten", "Jeres egne linjer og noter mellem de nationale."),
    Place("notices_desk.index", "Opslag", "Det, der står på forsiden hos jer i en tid."),
    Place("overview_desk.index", "Overblik", "Hvad der mangler, og hvem der kommer nærmest."),
    Place("coming_desk.index", "Kommer", "Det, der skifter på en kendt dag, og hvordan det ser ud den dag."),
    Place("doors_desk.index", "Kommunens dør", "Hovednummer, hjemmeside, og hvem der svarer om natten."),
    Place("languages_desk.index", "Sprog", "Læs borgerens sprog igennem, ret, og send til en oversætter."),
    Place("users_desk.index", "Brugere", "Inviter, skift rolle, luk adgang."),
    Place("spreadsheets_desk.index", "Data", "Hent tilbud som fil, ret dem, og send dem ind igen."),
    Place("municipality_desk.index", "Indstillinger", "Hvem kollegerne siger det til, når noget er galt."),
    Place("changes_desk.index", "Log", "Hvem har ændret hvad, og hvornår."),
    Place("account.show", "Min konto", "Adgangskode, engangskoder, log ud alle steder."),
)


def places_for(role: Role) -> list[Place]:
    """The places a role may go to."""
    return [place for place in PLACES if may_open(place.endpoint, role)]


def menu_of(role: Role) -> list[tuple[Place, str]]:
    """The same with their addresses. Worked out once for each role: the menu stands on every page of the desk."""
    menus = current_app.extensions.setdefault("desk_menus", {})
    if role not in menus:
        menus[role] = [(place, url_for(place.endpoint)) for place in places_for(role)]
    return menus[role]

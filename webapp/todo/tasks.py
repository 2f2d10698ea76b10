"""What is not done yet, for whoever opens the desk: the afternoon's list, and what the week holds when it is empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from webapp.danish import danish_date
from webapp.users.role import Role

REVIEW_SOON = timedelta(days=30)  # before the day of its review an agreement is mentioned
ENDS_SOON = timedelta(hours=24)  # before its end a notice is mentioned as about to end

AgreementIs = Literal["none", "draft", "out", "newer draft"]


@dataclass(frozen=True)
class Posted:
    """A notice that stands now: its title, until when in words, whether it is about to end, and whether it is
    somebody's to change."""

    title: str
    until: str
    ends_soon: bool = False
    mine: bool = True


@dataclass(frozen=True)
class Situation:
    """What the database says about somebody's part of the work. `municipality` is None for an administrator, whose part
    are the offers that no municipality looks after. `due` and `reports` are counted; the loads are in words."""

    role: Role
    today: date
    municipality: str | None = None
    codes_on: bool = False
    colleagues: int = 0
    reports: int = 0
    due: int = 0
    load: str = ""
    ahead: int = 0
    load_ahead: str = ""
    agreement: AgreementIs = "none"
    version: int = 0  # of the newest draft
    review: date | None = None  # of the agreement in force
    own_lines: bool = False  # or notes, on the checklist
    posted: tuple[Posted, ...] = ()
    coming: int = 0
    unreadable: tuple[tuple[str, str], ...] = ()  # offers (code and name) whose hours cannot be read any more
    unsure: int = 0  # known changes that nobody has confirmed
    no_door: bool = False  # no confirmed number to the municipality
    unreviewed: int = 0  # texts that no professional has read through, or not for a long time


@dataclass(frozen=True)
class Task:
    """A line of the list: what to do, why or how much, and the view that does it."""

    name: str
    what: str
    about: str
    endpoint: str
    args: Mapping[str, object] = field(default_factory=dict)


def tasks(now: Situation) -> list[Task]:
    """What is not done yet, in the order it is best done: those who wait first, then what takes a moment, then the
    rest."""
    found = [_reports(now), _hours(now), _codes(now)]
    if now.role != Role.EDITOR:
        found.append(_colleagues(now))
    if now.role == Role.COORDINATOR and now.municipality:
        found.append(_agreement(now))
    found.append(_due(now))
    if now.role == Role.ADMINISTRATOR:
        found.append(_unsure(now))
        found.append(_unreviewed(now))
    return [task for task in found if task]


def week(now: Situation) -> list[Task]:
    """What is good to know this week; nothing of it has to be done."""
    found = [_posted(one, now) for one in now.posted]
    if now.coming:
        words = "Et opslag kommer" if now.coming == 1 else f"{now.coming} opslag kommer"
        found.append(Task("coming", words, "Det står på listen, hvornår.", "notices_desk.index"))
    if now.municipality and now.agreement == "newer draft" and now.role == Role.COORDINATOR:
        about = "Det er nyere end det, telefonerne viser. Udgiv det, når I er enige."
        args = {"municipality": now.municipality, "version": now.version}
        found.append(Task("draft", "Et udkast til aftalen ligger klar", about, "agreement_desk.version", args))
    if now.municipality and now.review and now.today <= now.review <= now.today + REVIEW_SOON:
        args = {"municipality": now.municipality}
        about = f"Senest {danish_date(now.review)}."
        found.append(Task("review", "Aftalen skal snart ses efter", about, "agreement_desk.show", args))
    if now.municipality and now.role == Role.COORDINATOR and now.agreement == "out" and not now.own_lines:
        about = "Aftalen er ude. Er der noget, I altid siger hos jer, så læg det ind mellem de nationale linjer."
        args = {"municipality": now.municipality}
        found.append(Task("lines", "Tjeklisten kan få jeres egne linjer", about, "checklist_desk.show", args))
    if door := _door(now):
        found.append(door)
    if now.ahead:
        about = f"{_upper(now.load_ahead)}. Det kan vente."
        found.append(Task("ahead", "De næste fire uger skal der bekræftes lidt mere", about, "offers_confirm.index"))
    return found


def _reports(now: Situation) -> Task | None:
    if not now.reports:
        return None
    what = "Svar på en melding fra gaden" if now.reports == 1 else f"Svar på {now.reports} meldinger fra gaden"
    return Task("reports", what, "Nogen har set, at noget ved et tilbud er forkert.", "offers_confirm.index")


def _hours(now: Situation) -> Task | None:
    if not now.unreadable:
        return None
    code, name = now.unreadable[0]
    number = len(now.unreadable)
    what = f"Ret åbningstiden for {name}" if number == 1 else f"Ret {number} åbningstider, først {name}"
    about = "Den kan ikke læses, så på telefonerne står der »Åbningstid ukendt«."
    return Task("hours", what, about, "offers_form.edit_part", {"code": code, "part": "aabent"})


def _codes(now: Situation) -> Task | None:
    if now.codes_on:
        return None
    about = "Så kan ingen komme ind med din adgangskode alene. Det tager to minutter, med telefonen ved hånden."
    return Task("codes", "Slå engangskoder til", about, "account.codes")


def _colleagues(now: Situation) -> Task | None:
    if now.colleagues:
        return None
    about = "Så er I to om det, også når en har ferie. Du får et link, som du selv giver videre."
    return Task("colleagues", "Inviter en kollega", about, "users_desk.invite")


def _agreement(now: Situation) -> Task | None:
    args = {"municipality": now.municipality}
    if now.agreement == "none":
        about = "Hvad I reagerer på, hvornår og hvordan. Begynd med det, I er enige om. Resten kan komme senere."
        return Task("agreement", "Skriv jeres aftale", about, "agreement_desk.edit", args)
    if now.agreement == "draft":
        about = "Den er gemt som udkast og er ikke på telefonerne endnu. Læs den igennem sammen, og udgiv den."
        return Task("agreement", "Udgiv jeres aftale", about, "agreement_desk.version", args | {"version": now.version})
    if now.review and now.review < now.today:
        about = f"Det skulle være gjort senest {danish_date(now.review)}. Passer den stadig, så giv den en ny dato."
        return Task("agreement", "Se aftalen efter", about, "agreement_desk.edit", args)
    return None


def _due(now: Situation) -> Task | None:
    if not now.due:
        return None
    what = "Bekræft et tilbud" if now.due == 1 else f"Bekræft {now.due} tilbud"
    about = f"{_upper(now.load)}. Spørgsmålene står klar. Du kan tage nogle nu og resten siden."
    return Task("due", what, about, "offers_confirm.index")


def _unsure(now: Situation) -> Task | None:
    if not now.unsure:
        return None
    what = "Undersøg en ændring" if now.unsure == 1 else f"Undersøg {now.unsure} ændringer, ingen har bekræftet"
    return Task("unsure", what, "De vises ikke i appen, før nogen har fundet en kilde.", "coming_desk.index")


def _door(now: Situation) -> Task | None:
    if not now.no_door:
        return None
    about = "Ingen har set det i en kilde, så appen viser kun hjemmesiden."
    args = {"municipality": now.municipality}
    return Task("door", "Find kommunens hovednummer", about, "doors_desk.edit", args)


def _unreviewed(now: Situation) -> Task | None:
    if not now.unreviewed:
        return None
    what = "Få en tekst læst igennem" if now.unreviewed == 1 else f"Få {now.unreviewed} tekster læst igennem"
    about = "Ingen fagperson har læst dem, eller det er for længe siden. Kilder viser hvilke."
    return Task("unreviewed", what, about, "pages.sources", {"_anchor": "gennemset"})


def _posted(one: Posted, now: Situation) -> Task:
    if one.ends_soon and one.mine and now.role != Role.EDITOR:
        about = f"Det står til {one.until}. Skal det stå længere, så ret det."
    else:
        about = f"Det står på forsiden til {one.until}."
    what = f"»{one.title}« slutter snart" if one.ends_soon else f"»{one.title}«"
    return Task("posted", what, about, "notices_desk.index")


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]

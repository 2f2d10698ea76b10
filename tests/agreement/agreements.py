"""Agreements for tests: as a form sends one, and made straight in the database."""

from __future__ import annotations

from sqlalchemy import select

from tests.people import ESBJERG, add_user
from webapp.agreement import agreement, store
from webapp.database import db
from webapp.users.user import User

# Everything there is to agree on, as a browser sends it.
WHOLE = {
    "team": "Gadeplan og forsorgshjem",
    "said_yes": "2026-10-01",
    "signs": ["s1", "s4"],
    "own_signs": "Går uden om døren\nRinger om natten",
    "when": ["to", "selv"],
    "own_when": "Vagten skriver det i bogen",
    "steps": "Tal med en kollega.\nSpørg roligt.",
    "colleague_by": "samme dag",
    "contact": "Kim Kontakt, 20 30 40 50",
    "substitute": "Alba Afløser",
    "sparring": "Sol Sparring",
    "lawyer": "Jo Jurist",
    "leader": "Li Leder",
    "writing": "sag",
    "where_written": "I journalen.",
    "waiting": "Vi ringer hver uge.",
    "tries": "3",
    "weeks": "1",
    "lawyer_said": "2026-09-15",
    "authority": "Rådgiveren på jobcentret",
    "income": "Vi spørger juristen først.",
    "said_first": "Det her er jeg nødt til at gå videre med.",
    "why": "For at finde det rigtige sted.",
    "told": "Vi siger det, før vi begynder.",
    "offered": "Tre navne på steder.",
    "tools": "VoksenMap",
    "trained": "Pia Prøver",
    "children_when": ["start", "skift"],
    "children_first": ["ja"],
    "children": "Vi går sammen med borgeren.",
    "review": "2027-03-01",
    "calls": "Ida Indkalder",
    "lacking": "Aftalen lå i en skuffe.",
}
INTERNAL = [value for name, value in WHOLE.items() if agreement.FIELDS[name].internal]


def values_of(sent: dict) -> dict:
    """What a form's fields become."""
    return agreement.read({name: value if isinstance(value, list) else [value] for name, value in sent.items()})


def add_agreement(app, municipality: str = ESBJERG, *, out: bool = False, **changes) -> int:
    """The number of a version with everything in it; `out` puts it in force."""
    with app.app_context():
        writer = db.session.execute(select(User.id).limit(1)).scalar()
    writer = writer or add_user(app, "coordinator", municipality)
    with app.app_context():
        before = store.versions.latest(municipality)
        name = app.extensions["library"].places[municipality].name
        made = store.save(municipality, name, values_of(WHOLE | changes), before.number if before else 0, by=writer)
        if out:
            store.put_in_force(made, name, by=writer)
        number = made.number
        db.session.commit()
        return number

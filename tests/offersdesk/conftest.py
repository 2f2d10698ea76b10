"""A desk with a handful of offers: Esbjerg's own, another municipality's, and a national one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests import databases
from tests.conftest import LIBRARY, make_app
from tests.people import START, add_user, form_token, logged_in, set_clock
from webapp.database import db
from webapp.offers.offer import Offer
from webapp.offersdesk.validation import form_values
from webapp.registry.store import find, seed, version_of

OWN = Offer(
    id="x1",
    code="bcd2",
    name="Værestedet Ålen",
    neutral_name="Værestedet",
    organization="En forening",
    description="Man kan tale med nogen.",
    topics=("raadgivning",),
    audiences=("alle",),
    contact_forms=("telefon", "fremmoede"),
    national=False,
    service_municipalities=("0561",),
    municipality="0561",
    region="Syddanmark",
    address="Torvet 1",
    postal_code="6700",
    city="Esbjerg",
    phone="75 12 34 56",
    website="https://stedet.dk",
    opening_hours="Mo-Fr 09:00-16:00",
    anonymous="yes",
    free="yes",
    no_referral="unknown",
    source_date="2024-03",
    seen=date(2026, 11, 21),
    confidence="medium",
)
TWIN = OWN.model_copy(
    update={"id": "x2", "code": "bcd3", "name": "Ålens Værested", "website": None, "sms": "21 12 34 56"}
    | {"contact_forms": (*OWN.contact_forms, "sms")}
)
AWAY = OWN.model_copy(
    update={"id": "x3", "code": "bcd4", "name": "Huset", "municipality": "0751", "service_municipalities": ("0751",)}
    | {"region": "Midtjylland", "city": "Aarhus"}
)
NATIONAL = OWN.model_copy(
    update={"id": "x4", "code": "bcd5", "name": "Linjen", "municipality": None, "region": None, "address": None}
    | {"postal_code": None, "city": None, "national": True, "service_municipalities": (), "topics": ("akut",)}
)
OFFERS = (OWN, TWIN, AWAY, NATIONAL)


@pytest.fixture(scope="session")
def ground(tmp_path_factory):
    """An instance folder with the four offers and nobody in it, made once: migrations take their time."""
    folder = tmp_path_factory.mktemp("ground") / "instance"
    app = make_app(folder)
    with app.app_context():
        seed(OFFERS)
        db.engine.dispose()
    return folder


@pytest.fixture
def desk(ground, tmp_path):
    """An app of the test's own with the four offers in it, at nine on a Monday."""
    return _app_on(ground, tmp_path)


@pytest.fixture
def editor(desk):
    """A client of an editor in Esbjerg."""
    return logged_in(desk, add_user(desk, name="Eva Esbjerg"))


@pytest.fixture(scope="module")
def unchanged_desk(ground, tmp_path_factory):
    """An app shared by tests that save nothing."""
    return _app_on(ground, tmp_path_factory.mktemp("unchanged"))


def _app_on(ground: Path, folder: Path):
    databases.copy_instance(ground, folder / "instance")
    app = make_app(folder / "instance")
    app.testing = True
    set_clock(app, START)
    return app


def offer_of(app, code: str) -> Offer | None:
    """The offer as the database has it."""
    with app.app_context():
        return find(code)


def version(app, code: str) -> int:
    """How often it was saved."""
    with app.app_context():
        return version_of(code)


def flat(values: dict) -> dict:
    """A form's values as a browser sends them."""
    sent = {}
    for name, value in values.items():
        if name == "changes":
            for number, row in enumerate(value):
                sent |= {f"changes-{number}-{part}": text for part, text in row.items()}
        elif isinstance(value, bool):
            sent |= {name: "y"} if value else {}
        else:
            sent[name] = value
    return sent


def fields(offer: Offer, **changed) -> dict:
    """The form of an offer as a browser sends it, with some of it changed."""
    return flat(form_values(offer, LIBRARY.places) | {"how": ""} | changed)


def save(client, app, code: str, *, version_seen: int | None = None, **changed):
    """Send the form of an offer as it is, with some of it changed."""
    seen = version(app, code) if version_seen is None else version_seen
    return post(client, f"/intern/tilbud/{code}/ret", **fields(offer_of(app, code), **changed), version=str(seen))


def post(client, address: str, /, **sent):
    """Send a form from a page of ours."""
    sent["csrf_token"] = form_token(client, "/intern/tilbud")
    return client.post(address, data=sent, headers={"Sec-Fetch-Site": "same-origin"})


def act(client, app, code: str, what: str, **more):
    """Press one of an offer's buttons."""
    return post(client, f"/intern/tilbud/{code}/{what}", version=str(version(app, code)), **more)


def count(app, table: str) -> int:
    """How many rows a table has."""
    with app.app_context(), db.engine.connect() as connection:
        return connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()  # noqa: S608

"""Every address under /intern, with every method and every role, against the table in access.csv."""

import csv
import re
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.agreement.agreements import add_agreement
from tests.checklist.own_lines import add_line
from tests.conftest import LIBRARY, make_app
from tests.notices.notices import add_notice, any_notice
from tests.people import AARHUS, ESBJERG, START, add_user, form_token, logged_in, set_clock, user_of
from tests.transactions import one_reading_at_a_time
from webapp.database import db, reading
from webapp.desk.access import NoPolicyError
from webapp.registry.store import find, seed
from webapp.security.public import is_private

TABLE = list(csv.DictReader(Path(__file__).with_name("access.csv").read_text(encoding="utf-8").splitlines()))
ROLES = ("nobody", "editor", "coordinator", "administrator")
# An offer of Esbjerg's, and one that only Aarhus has.
OWN = next(offer for offer in LIBRARY.offers if offer.municipality == ESBJERG)
AWAY = next(offer for offer in LIBRARY.offers if offer.service_municipalities == (AARHUS,))
CASES = [(row["address"], row["method"], role, row[role]) for row in TABLE for role in ROLES]


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """An app shared by the table's rows; what one of them changes is no other's business."""
    app = make_app(tmp_path_factory.mktemp("desk") / "instance")
    set_clock(app, START)
    app.testing = True
    with app.app_context():
        seed([OWN, AWAY])
    return app


def filled(desk, address: str, number: int | None = None) -> str:
    """An address with what it is about put in: a user, and of Esbjerg's the agreement, the checklist, a notice, an offer."""
    address = address.replace("<municipality>", ESBJERG).replace("<code>", OWN.code).replace("<national>", "st4")
    address = address.replace("<part>", "kontakt").replace("<language>", "ar").replace("<group>", "fare")
    if "<line>" in address:
        address = address.replace("<line>", add_line(desk))
    if "<int:notice>" in address:
        address = address.replace("<int:notice>", str(any_notice(desk)))
    if "<int:version>" in address:
        address = address.replace("<int:version>", str(add_agreement(desk))).replace("<int:other>", "1")
    return address.replace("<int:number>", str(number or add_user(desk))) if "<int:number>" in address else address


def outcome(answer, role: str) -> str:
    """What an answer says to who asked."""
    if role == "nobody" and answer.location == "/intern/login":
        return "login"
    return {403: "no", 404: "not there"}.get(answer.status_code, "yes")


def ask(client, address: str, method: str):
    """Ask as a page of ours would, with an empty form where one is sent."""
    if method == "GET":
        return client.get(address)
    data = {"csrf_token": form_token(client)}
    return client.post(address, data=data, headers={"Sec-Fetch-Site": "same-origin"})


def client_of(app, role: str):
    """A client of somebody new in that role, in Esbjerg."""
    return app.test_client() if role == "nobody" else logged_in(app, add_user(app, role))


def test_table_names_every_address_and_no_other(desk):
    rules = {
        (rule.rule, method)
        for rule in desk.url_map.iter_rules()
        if is_private(rule.rule)
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    named = {(row["address"].replace("/overblik/0561", "/overblik/<municipality>"), row["method"]) for row in TABLE}
    assert named == rules


@pytest.mark.parametrize(("address", "method", "role", "expected"), CASES)
def test_address_answers_as_the_table_says(desk, address, method, role, expected):
    client = client_of(desk, role)
    with desk.app_context():
        engine = db.engine
    address = filled(desk, address)
    with one_reading_at_a_time(engine) as beside:
        answer = ask(client, address, method)
    assert not beside, "a page that reads would wait for a writer, who waits for it"
    assert outcome(answer, role) == expected
    assert answer.status_code in (200, 303, 400, 403, 404, 409, 422)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]


@pytest.mark.parametrize("row", [row for row in TABLE if "<int:number>" in row["address"]], ids=str)
def test_what_belongs_to_another_municipality_is_not_there(desk, row):
    client = client_of(desk, "coordinator")
    for number in (add_user(desk, municipality=AARHUS), add_user(desk, "administrator"), 999_999, 2**40):
        answer = ask(client, row["address"].replace("<int:number>", str(number)), row["method"])
        assert answer.status_code == 404
    assert ask(client, row["address"].replace("<int:number>", str(add_user(desk))), row["method"]).status_code != 404


@pytest.mark.parametrize("row", [row for row in TABLE if "<code>" in row["address"]], ids=str)
def test_offer_of_another_municipality_is_not_there(desk, row):
    for code in (AWAY.code, "zzzz", "ÆØ", "a" * 300, "%00"):
        answer = ask(
            client_of(desk, "coordinator"), filled(desk, row["address"].replace("<code>", code)), row["method"]
        )
        assert answer.status_code == 404, code
    with desk.app_context():
        assert find(AWAY.code, db.session) == AWAY


def test_page_of_another_municipality_is_not_there(desk):
    """Whatever is reached by a municipality's code or a notice's number, asked for by role and method alike."""
    clients = {role: client_of(desk, role) for role in ("editor", "coordinator")}
    notice = str(add_notice(desk, AARHUS))
    add_agreement(desk, AARHUS, out=True)
    names = {"<line>": add_line(desk, AARHUS), "<municipality>": AARHUS, "0561": AARHUS}
    for row in TABLE:
        address = row["address"].replace("<int:notice>", notice)
        for name, value in names.items():
            address = address.replace(name, value)
        if address in (row["address"], row["address"].replace("<line>", names["<line>"])):
            continue
        address = address.replace("<int:version>", "1").replace("<int:other>", "1")
        for role, client in clients.items():
            expected = {403, 404} if row[role] == "no" else {404}
            assert ask(client, filled(desk, address), row["method"]).status_code in expected, (role, address)


def test_address_with_a_nul_is_not_there(desk):
    """PostgreSQL fails when it is asked for one."""
    clients = {role: client_of(desk, role) for role in ("coordinator", "administrator")}
    for row in TABLE:
        address = re.sub("<[^>]*>", "%00", row["address"])
        if address != row["address"]:
            client = clients["coordinator" if row["administrator"] != "yes" else "administrator"]
            assert ask(client, address, row["method"]).status_code == 404, address


def test_nothing_but_codes_is_open_to_an_administrator_without(desk):
    number = add_user(desk, "administrator", codes=False)
    for row in TABLE:
        address, method = row["address"], row["method"]
        if row["nobody"] == "not there" or address in ("/intern/login", "/intern/login/kode", "/intern/velkommen"):
            continue  # open to anyone, or only where a provider is set up
        client = logged_in(desk, number)
        answer = ask(client, filled(desk, address, 1), method)
        if address in ("/intern/konto/koder", "/intern/logud", "/intern/konto/ud"):
            assert answer.location != "/intern/konto/koder"
        else:
            assert (answer.status_code, answer.location) == (303, "/intern/konto/koder"), address
    assert user_of(desk, number).code_secret is None


def test_view_that_does_not_say_who_may_is_open_to_nobody(desk):
    app = make_app(Path(desk.extensions["settings"].instance).parent / "other")
    app.add_url_rule("/intern/glemt", view_func=lambda: "hemmeligt", endpoint="glemt")
    app.testing = True
    with pytest.raises(NoPolicyError):
        app.test_client().get("/intern/glemt")
    app.testing = False
    answer = app.test_client().get("/intern/glemt")
    assert answer.status_code == 500 and "hemmeligt" not in answer.get_data(as_text=True)


def test_no_page_that_is_only_read_changes_anything(desk):
    client = client_of(desk, "administrator")
    number = add_user(desk)
    add_agreement(desk)
    add_line(desk)
    add_notice(desk)

    def kept():
        with desk.app_context(), reading() as connection:
            tables = [table for name, table in db.metadata.tables.items() if name != "desk_session"]
            return {table.name: sorted(map(repr, connection.execute(select(table)))) for table in tables}

    before = kept()
    for row in TABLE:
        if row["method"] == "GET":
            client.get(filled(desk, row["address"], number))
    assert kept() == before


def test_menu_shows_what_the_role_may_open(desk):
    menus = {}
    for role in ROLES[1:]:
        page = client_of(desk, role).get("/intern").get_data(as_text=True)
        menus[role] = {name for name in ("Brugere", "Log", "Min konto") if f">{name}</a>" in page}
    assert menus["editor"] == {"Min konto"}
    assert menus["coordinator"] == menus["administrator"] == {"Brugere", "Log", "Min konto"}

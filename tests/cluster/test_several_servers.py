"""Several servers on one database behind nginx: whichever one is asked, the answer is right."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request
from contextlib import ExitStack, suppress
from datetime import datetime, timedelta
from http.client import HTTPException

import psycopg
import pytest
from sqlalchemy import create_engine, text

from tests.browser.conftest import until
from tests.cluster.conftest import SECRET
from tests.conftest import LIBRARY, make_app
from tests.forms import form_fields
from tests.offersdesk.conftest import fields
from tests.people import ESBJERG, form_token, send
from webapp.config import COPENHAGEN
from webapp.database import db, reading
from webapp.monitoring.doctor import examine
from webapp.publishing.data_version import count_change, data_version
from webapp.security.public import SESSION
from webapp.spreadsheets.write import as_csv
from webapp.users.throttle import Backoff, Tries

OFFERS = [offer for offer in LIBRARY.offers if offer.municipality == ESBJERG]
OFFER = OFFERS[0]
pytestmark = [pytest.mark.sqlite("it has a PostgreSQL server of its own"), pytest.mark.timeout(600)]


def edit(cluster, person, offer, words):
    """Save an offer with other words about its hours; the answer's status."""
    [(version,)] = cluster.asked("SELECT version FROM service WHERE code = %s", offer.code)
    return person.post(f"/intern/tilbud/{offer.code}/ret", **fields(offer, hours_note=words), version=str(version))[0]


def test_edit_at_one_is_at_all_as_the_same_edition(cluster):
    """Three edits, each at a server of its own, one after another without waiting for what is published."""
    person = cluster.person()
    saved = {
        offer.code: f"Ring på døren, {number} gange" for number, offer in enumerate(OFFERS[: len(cluster.servers)])
    }
    assert len(saved) == len(cluster.servers)
    for server, offer in zip(cluster.servers, OFFERS, strict=False):
        assert edit(cluster, person.at(server.port), offer, saved[offer.code]) == 303
    for code, words in saved.items():
        for server in (*cluster.servers, cluster.front):
            until(lambda at=server, code=code, words=words: words in cluster.text(f"/find/{code}", at), words, 240)
    until(lambda: len(cluster.versions()) == 1, "the same edition everywhere", 240)


def test_who_counts_a_change_waits_for_nobody_else_and_every_change_counts(cluster):
    address = cluster.database.address.replace("postgresql:", "postgresql+psycopg:", 1)
    engine, row = create_engine(address), text("SELECT pg_backend_pid() % 16")
    with ExitStack() as stack:
        stack.callback(engine.dispose)
        first = stack.enter_context(engine.connect())
        before, taken = data_version(first), first.execute(row).scalar_one()
        told = count_change(first)
        while (second := stack.enter_context(engine.connect())).execute(row).scalar_one() == taken:
            second.rollback()
        second.execute(text("SET LOCAL lock_timeout = '60s'"))
        assert count_change(second) == told == before + 1, "neither sees the other"
        second.commit()
        assert data_version(second) == before + 1
        first.commit()
        assert data_version(second) == before + 2, "more than either was told, so both are published"


def test_session_begun_at_one_holds_at_all_and_ends_at_all(cluster):
    person = cluster.person("coordinator")
    assert [person.at(server.port).get("/intern")[0] for server in cluster.servers] == [200] * 3
    assert person.post("/intern/logud")[0] == 303
    assert {person.at(server.port).get("/intern/tilbud")[0] for server in cluster.servers} == {303}


def test_tries_to_log_in_are_counted_by_all_together(cluster):
    typed = {"email": "ingen@eksempel.dk", "password": "en forkert adgangskode"}
    ports = [server.port for server in cluster.servers] * 2
    answers = [cluster.stranger().at(port).post("/intern/login", page="/intern/login", **typed)[0] for port in ports]
    assert answers == [422] * 5 + [429]


def test_clocks_that_differ_give_no_tries_away_and_are_told(cluster, monkeypatch):
    tries, hour = Tries("clocks", Backoff(), SECRET), timedelta(hours=1)
    with cluster._app.app_context():
        waits = [tries.begin("anna", datetime.now(COPENHAGEN) + hour * (number % 2)) for number in range(8)]
    assert waits[:5] == [0] * 5 and all(waits[5:])

    class Behind(datetime):
        @classmethod
        def now(cls, zone=None):
            return datetime.now(zone) - hour

    monkeypatch.setattr("webapp.monitoring.doctor.datetime", Behind)
    told = [one.words for one in examine(cluster._app) if one.name == "ur" and "Databasens ur" in one.words]
    assert len(told) == 1 and "sekunder foran" in told[0]


@pytest.mark.whole
def test_notices_reports_and_imports_are_every_servers(cluster):
    one, two, three = (server.port for server in cluster.servers)
    coordinator, administrator = cluster.person("coordinator"), cluster.person("administrator")
    begins = datetime.now(COPENHAGEN).replace(second=0, microsecond=0)
    form = {"title": "Caféen er åben i aften", "text": "Kom forbi.", "phone": "", "offer": ""}
    times = {"starts": f"{begins:%Y-%m-%dT%H:%M}", "ends": f"{begins + timedelta(hours=3):%Y-%m-%dT%H:%M}"}
    assert coordinator.at(one).post("/intern/opslag/ny", **form, **times)[0] == 303
    assert form["title"] in coordinator.at(two).get("/intern/opslag")[1]
    local = f"/data/lokalt/{ESBJERG}.json"
    until(lambda: all(form["title"] in told(cluster, local, server) for server in cluster.servers), "it is on phones")

    report = (
        cluster.stranger()
        .at(two)
        ._ask("POST", f"/find/{OFFER.code}", b"slags=1&tekst=Nummeret+er+nyt", "application/x-www-form-urlencoded")
    )
    assert report[0] in (200, 303)
    assert "Nummeret er nyt" in coordinator.at(three).get("/intern/bekraeft")[1]

    changed = [offer.model_copy(update={"legal_basis": "§ 1"}) for offer in LIBRARY.offers]
    assert administrator.at(one).send_file("/intern/data", as_csv(changed, LIBRARY.places))[0] == 303
    waiting = form_fields(administrator.at(two).get("/intern/data/forslag")[1], "/intern/data/gem")
    assert administrator.post("/intern/data/gem", **waiting) == (303, "/intern/data")
    undo = form_fields(administrator.at(three).get("/intern/data")[1], "/intern/data/fortryd")
    assert administrator.post("/intern/data/fortryd", **undo)[0] == 303
    [(imported,)] = cluster.asked("SELECT count(*) FROM offer_revision WHERE kind = 'imported'")
    assert cluster.asked("SELECT count(*) FROM offer_revision WHERE kind = 'taken_back'") == [(imported,)]
    assert imported == len(changed)
    until(lambda: len(cluster.versions()) == 1, "the same edition everywhere", 240)


def told(cluster, address, server):
    """A public file, empty where there is none yet."""
    try:
        return cluster.text(address, server)
    except urllib.error.HTTPError:
        return ""


@pytest.mark.whole
def test_server_that_was_away_catches_up_and_nobody_notices(everywhere):
    away, *others = everywhere.servers
    person = everywhere.person()
    away.kill()
    assert edit(everywhere, person, OFFER, "Mens en var væk") == 303, "the desk goes on, by another one"
    for _ in range(6):
        assert "<html" in everywhere.text("/", everywhere.front)
    until(lambda: all("Mens en var væk" in everywhere.text(f"/find/{OFFER.code}", one) for one in others), "published")
    away.start()
    assert "Mens en var væk" in everywhere.text(f"/find/{OFFER.code}", away), "it is up to date before it answers"
    until(lambda: len(everywhere.versions()) == 1, "the same edition everywhere")


@pytest.mark.whole
def test_file_that_only_one_server_has_yet_is_fetched_from_that_one(everywhere):
    """In the seconds in which one has published and the others have not."""
    *others, last = everywhere.servers  # not the one that nginx passes by for some seconds after the test before
    version = json.loads(everywhere.text("/udgave.json", last))["version"]
    for server in others:
        server.kill()
    assert edit(everywhere, everywhere.person().at(last.port), OFFER, "Kun hos den sidste") == 303
    until(lambda: json.loads(everywhere.text("/udgave.json", last))["version"] != version, "published")
    facts = json.loads(everywhere.text("/udgave.json", last))
    assert list(facts["patches"]), "phones are given a patch"
    for address in (facts["url"], *(patch["url"] for patch in facts["patches"].values())):
        for _ in range(4):
            with urllib.request.urlopen(everywhere.front.url + address, timeout=60) as answer:
                assert answer.status == 200, address


@pytest.mark.whole
def test_database_restarted_while_editors_save_loses_nothing_acknowledged(everywhere):
    acknowledged, troubles, enough, over = [], [], threading.Event(), threading.Event()

    def save(person, offer):
        number = 0
        while not over.is_set():
            number += 1
            said = f"{offer.code} nr {number}"
            with suppress(OSError, HTTPException):
                status, text = send(person, offer, said)
                if status == 303:
                    acknowledged.append((offer.code, said))
                else:
                    troubles.append((status, "Det er ikke gemt" in text or "Vi kan ikke lige nu" in text))
            if len(acknowledged) > 12:
                enough.set()

    def send(person, offer, said):
        status, page = person.get(f"/intern/tilbud/{offer.code}/ret")
        if status != 200:
            return status, page
        version = form_fields(page, f"/intern/tilbud/{offer.code}/ret")["version"]
        return person.post(f"/intern/tilbud/{offer.code}/ret", **fields(offer, hours_note=said), version=version)

    people = [everywhere.person() for _ in range(3)]
    for person in people:
        person.post("/intern/tilbud", q="a", k="", vis="own")  # it has its form's token now
    threads = [
        threading.Thread(target=save, args=(person.at(server.port), offer))
        for person, server, offer in zip(people, everywhere.servers, OFFERS[1:], strict=False)
    ]
    for thread in threads:
        thread.start()
    assert enough.wait(120)
    everywhere.database.stop()
    public = [everywhere.text(address, server) for server in everywhere.servers for address in ("/", "/find?a=1")]
    until(lambda: len(troubles) >= 3, "they are told")
    everywhere.database.start()
    before = len(acknowledged)
    until(lambda: len(acknowledged) > before + 6, "it goes on by itself")
    over.set()
    for thread in threads:
        thread.join()
    assert all("<html" in page for page in public), "readers notice nothing"
    assert {status for status, _ in troubles} <= {503}
    assert all(clear for _, clear in troubles), "each of them a page that says so"
    kept = everywhere.asked(
        "SELECT s.code, r.after FROM offer_revision r JOIN service s ON s.id = r.service_id WHERE r.kind = 'edited'"
    )
    assert set(acknowledged) <= {(code, json.loads(after)["hours_note"]) for code, after in kept}
    until(lambda: len(everywhere.versions()) == 1, "the same edition everywhere")


def test_what_others_hold_and_what_a_standby_refuses_is_told_and_nobody_waits_for_ever(cluster, tmp_path):
    cookie = cluster.person().cookie
    [(version,)] = cluster.asked("SELECT version FROM service WHERE code = %s", OFFER.code)
    typed = fields(OFFER, hours_note="Bank på ruden") | {"version": str(version)}

    def asked(setting: str) -> list:
        """The list of offers and a save, at an app whose connections have a setting."""
        address = f"{cluster.database.address}&options=-c%20{setting}"
        app = make_app(tmp_path / setting.partition("=")[0], DATABASE_URL=address, SECRET_KEY=SECRET)
        client = app.test_client()
        client.set_cookie(SESSION, cookie, path="/intern")
        token = form_token(client, "/intern/konto/adgangskode")
        with psycopg.connect(cluster.database.address) as other:
            if setting.startswith("lock_timeout"):
                other.execute("LOCK TABLE service IN ACCESS EXCLUSIVE MODE")
            answers = [
                client.get("/intern/tilbud"),
                send(client, f"/intern/tilbud/{OFFER.code}/ret", token=token, **typed),
            ]
        with app.app_context():
            db.engine.dispose()
        return answers

    listed, saved = asked("lock_timeout=100ms")
    assert (listed.status_code, saved.status_code) == (503, 503) and "Andre gemmer lige nu" in saved.text
    listed, saved = asked("default_transaction_read_only=on")
    assert (listed.status_code, saved.status_code) == (200, 503) and "Databasen svarer ikke" in saved.text
    assert "Bank på ruden" in saved.text, "what was typed"
    with cluster._app.app_context(), reading() as connection:
        assert connection.exec_driver_sql("SHOW lock_timeout").scalar() == "10s"


def test_a_database_that_stands_still_holds_neither_editors_nor_readers(cluster, tmp_path, monkeypatch):
    app = make_app(tmp_path / "instance", DATABASE_URL=cluster.database.address, SECRET_KEY=SECRET)
    client, patience = app.test_client(), app.extensions["patience"]
    client.set_cookie(SESSION, cluster.person().cookie, path="/intern")
    token = form_token(client, "/intern/konto/adgangskode")
    [(version,)] = cluster.asked("SELECT version FROM service WHERE code = %s", OFFER.code)
    typed = fields(OFFER, hours_note="Kald op ad trappen") | {"version": str(version)}
    assert client.get("/find?a=1").status_code == 200
    with cluster.database.standing_still():
        patience.within, patience.again = 0.1, 3600
        saved = send(client, f"/intern/tilbud/{OFFER.code}/ret", token=token, **typed)
        assert saved.status_code == 503 and "Databasen svarer ikke" in saved.text
        assert "Kald op ad trappen" in saved.text, "what was typed"
        with monkeypatch.context() as patch:
            patch.setattr("webapp.postgres.Connection.connect", lambda *_, **__: pytest.fail("somebody waits for it"))
            answers = {at: client.get(at).status_code for at in ("/find?a=1", "/intern/tilbud", "/healthz")}
        assert answers == {"/find?a=1": 200, "/intern/tilbud": 503, "/healthz": 503}
    patience.within, patience.again = None, 0
    patience.was_silent()
    assert client.get("/intern/tilbud").status_code == 200, "it goes on by itself"
    with app.app_context():
        db.engine.dispose()

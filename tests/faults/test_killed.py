"""Killed in the middle of anything: nothing acknowledged is lost, nothing is half, and it starts again.

In `make test` a few kills; `make test-kills` (pytest --whole) makes two hundred of them and says so at its end.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import threading
import time
from contextlib import closing, suppress
from http.client import HTTPException
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from harness.processes import ROOT, without_settings
from tests.conftest import LIBRARY, make_app
from tests.forks import Forked
from tests.forms import form_fields
from tests.offersdesk.conftest import fields
from tests.people import ESBJERG
from tests.server import QUICK
from webapp.backup.backup import DATABASE
from webapp.database import db, migrations
from webapp.edition.edition import UNFINISHED, Editions
from webapp.edition.page_cache import read_table
from webapp.publishing.data_version import count_change
from webapp.registry.store import find, save
from webapp.schema import newest
from webapp.spreadsheets.write import as_csv
from webapp.sqlite import sqlite3

OFFERS = [offer for offer in LIBRARY.offers if offer.municipality == ESBJERG][:3]
BEFORE_THE_KILL = 8  # saves of one person's that were answered
pytestmark = pytest.mark.sqlite("the file is what is killed over")


def saves(person, offer, first, acknowledged, refused, enough):
    """Save an offer again and again, from a version on, until the server is gone."""
    number = first
    try:
        while True:
            said = f"nr {number}"
            status, where = person.post(
                f"/intern/tilbud/{offer.code}/ret", **fields(offer, hours_note=said), version=str(number)
            )
            if status != 303:
                refused.append(
                    (status, BeautifulSoup(where, "html.parser").select_one("#indhold").get_text(" ", strip=True)[:300])
                )
                enough.set()
                return
            number += 1
            acknowledged.append((offer.code, number, said))
            if number - first >= BEFORE_THE_KILL:
                enough.set()
    except (OSError, HTTPException):
        pass


@pytest.fixture
def times(request, pytestconfig):
    """How many kills a test makes: `times(few, whole)`, the second with `--whole`. Told at the end."""

    def many(few: int, whole: int) -> range:
        number = whole if pytestconfig.getoption("--whole") else few
        request.addfinalizer(lambda: print(f"\n{request.node.name}: {number} kills"))
        return range(number)

    return many


@pytest.mark.timeout(3600)
def test_kill_while_editors_save_loses_nothing_that_was_acknowledged(desk, times):
    people = [desk.person() for _ in OFFERS]
    acknowledged, refused = [], []
    for number in times(2, 60):
        enough = threading.Event()
        versions = dict(desk.asked("SELECT code, version FROM service"))
        arguments = [
            (person, offer, versions[offer.code], acknowledged, refused, enough)
            for person, offer in zip(people, OFFERS, strict=True)
        ]
        before = len(acknowledged)
        threads = [threading.Thread(target=saves, args=each) for each in arguments]
        for thread in threads:
            thread.start()
        assert enough.wait(400)
        if number % 2:  # in the middle of a stop
            os.kill(desk.main, signal.SIGTERM)
        desk.kill()
        for thread in threads:
            thread.join()
        assert not refused and len(acknowledged) > before
        desk.start()

        assert desk.asked("PRAGMA integrity_check") == [("ok",)]
        kept = desk.asked(
            "SELECT s.code, r.version, r.after FROM offer_revision r JOIN service s ON s.id = r.service_id"
            " ORDER BY s.code, r.version"
        )
        told = {(code, version): json.loads(after)["hours_note"] for code, version, after in kept}
        assert {(code, version): said for code, version, said in acknowledged}.items() <= told.items()
        now = desk.asked(
            "SELECT s.code, s.version, t.description FROM service s JOIN schedule t ON t.service_id = s.id"
        )
        for code, version, said in now:
            assert version == 1 or told[code, version] == said, "an offer is what its last revision says"
        assert desk.asked("SELECT count(*) FROM change WHERE kind = 'offer.edited'") == [(len(kept),)]
        assert people[0].get("/intern/tilbud")[0] == 200


@pytest.mark.timeout(3600)
def test_kill_while_an_import_is_applied_leaves_all_of_it_or_nothing(desk, times):
    person = desk.person("administrator")
    all_of_it = len(LIBRARY.offers)
    done, asked = 0, False
    for number in times(2, 50):
        if not asked:
            changed = [offer.model_copy(update={"legal_basis": f"§ {number + 1}"}) for offer in LIBRARY.offers]
            assert person.send_file("/intern/data", as_csv(changed, LIBRARY.places)) == (303, "/intern/data/forslag")
        answer = killed_while_applying(desk, person, polls=number * 20 % 70)  # how far into its writing it is killed
        desk.start()
        assert desk.asked("PRAGMA integrity_check") == [("ok",)]
        [(count,)] = desk.asked("SELECT count(*) FROM offer_revision WHERE kind = 'imported'")
        assert count in (done * all_of_it, (done + 1) * all_of_it), "half an import"
        asked = count == done * all_of_it  # then it waits for a yes still
        if answer is not None:
            assert answer == (303, "/intern/data") and not asked, "it was acknowledged"
        done = count // all_of_it
        assert desk.asked("SELECT count(*) FROM data_import WHERE applied_at IS NOT NULL") == [(done,)]
        assert desk.asked("SELECT count(*) FROM change WHERE kind = 'offer.imported'") == [(count,)]
    if asked:
        assert person.post("/intern/data/gem", **waiting(person)) == (303, "/intern/data")
        assert desk.asked("SELECT count(*) FROM offer_revision WHERE kind = 'imported'") == [((done + 1) * all_of_it,)]


@pytest.mark.timeout(3600)
def test_kill_while_an_edition_is_published_leaves_the_old_one_or_the_new(tmp_path, published, times):
    instance = copied(published(), tmp_path)
    editions = Editions(instance)
    taken = duration(command(instance, "edition", "publish"))
    for number in times(1, 40):
        before = editions.current()
        change_an_offer(instance, f"nr {number}")
        killed_after(command(instance, "edition", "publish"), share(number) * taken)
        here = editions.current()
        assert here is not None and here.is_sound() and before is not None
        assert read_table(editions, here)["/udgave.json"], "all of it can be served"
        taken = max(taken, duration(command(instance, "edition", "publish")))
        after = editions.current()
        assert after is not None and after.version != before.version and after.is_sound()
        assert not [path for pattern in UNFINISHED for path in editions.folder.glob(pattern)], "nothing half lies about"


@pytest.mark.whole
@pytest.mark.timeout(3600)
def test_kill_while_the_database_is_brought_up_to_date_leaves_one_that_can_be(tmp_path, published, times):
    old = copied(published(), tmp_path / "old")
    app = make_app(old)
    with app.app_context():
        migrations().downgrade(revision="0005")
        db.engine.dispose()
    [(offers,)] = ask(old, "SELECT count(*) FROM service")
    taken = 0.0
    for number in times(2, 25):
        instance = copied(old, tmp_path / str(number))
        if not taken:
            taken = duration(command(instance, "prepare"))
            instance = copied(old, tmp_path / "again")
        killed_after(command(instance, "prepare"), share(number) * taken)
        assert ask(instance, "PRAGMA integrity_check") == [("ok",)]
        duration(command(instance, "prepare"))
        assert ask(instance, "SELECT version_num FROM alembic_version") == [(newest(),)]
        assert ask(instance, "SELECT count(*) FROM service") == [(offers,)]
        shutil.rmtree(instance)


@pytest.mark.whole
@pytest.mark.timeout(3600)
def test_kill_while_a_backup_is_put_back_leaves_one_database_or_the_other(tmp_path, published, times):
    instance = copied(published(), tmp_path)
    change_an_offer(instance, "sikret")
    duration(command(instance, "backup", str(tmp_path / "backups")))
    [backup] = (tmp_path / "backups").iterdir()
    change_an_offer(instance, "siden")
    said = "SELECT notes FROM service WHERE code = ?"
    taken = 3.0
    for number in times(2, 25):
        change_an_offer(instance, f"siden {number}")
        killed_after(command(instance, "restore", str(backup)), share(number) * taken)
        assert ask(instance, "PRAGMA integrity_check") == [("ok",)]
        assert ask(instance, said, OFFERS[0].code)[0][0] in ("sikret", f"siden {number}")
        taken = duration(command(instance, "restore", str(backup)))
        assert ask(instance, said, OFFERS[0].code) == [("sikret",)]
        for path in instance.glob("*.replaced*"):
            path.unlink()


def copied(instance, folder):
    """A copy of an instance folder that nobody uses."""
    folder.mkdir(exist_ok=True)
    return Path(shutil.copytree(instance, folder / "instance"))


def command(instance, *what):
    """One of the app's commands, started."""
    environment = without_settings(os.environ) | {"LOMMEKORT_INSTANCE": str(instance), "LOMMEKORT_COMPRESSION": QUICK}
    return Forked(list(what), ROOT, Path(os.devnull), environment)


def duration(process):
    """Seconds until it has ended well."""
    began = time.monotonic()
    assert process.wait(120) == 0
    return time.monotonic() - began


def killed_after(process, seconds):
    """Kill it and what it started after so many seconds, whatever it is doing then."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def share(number):
    """How far into its work the kill comes: spread evenly, the first half of it, where it only reads, left out."""
    return 0.5 + number * 0.618 % 1 / 2


def change_an_offer(instance, words):
    """Have an offer say something new, as the desk does."""
    app = make_app(instance)
    with app.app_context():
        save(find(OFFERS[0].code).model_copy(update={"notes": words, "hours_note": words}))
        count_change(db.session)
        db.session.commit()
        db.engine.dispose()


def ask(instance, query, *values):
    """What the database says."""
    with closing(sqlite3.connect(instance / DATABASE, timeout=20)) as connection:
        return connection.execute(query, values).fetchall()


def waiting(person):
    """The form that says yes to the import that waits."""
    return form_fields(person.get("/intern/data/forslag")[1], "/intern/data/gem")


def killed_while_applying(desk, person, polls):
    """Say yes to the import, and kill the server so many looks after it began to write. The answer, if one came."""
    sent, answers = waiting(person), []

    def press():
        with suppress(OSError, HTTPException):
            answers.append(person.post("/intern/data/gem", **sent))

    presses = threading.Thread(target=press)
    presses.start()
    while not desk.is_being_written() and presses.is_alive():
        pass
    for _ in range(polls):
        presses.join(0.01)
    desk.kill()
    presses.join()
    return answers[0] if answers else None

"""Torn and flipped bytes, and two servers on one folder: no wrong byte is served, and what is spoilt is said."""

from __future__ import annotations

import gzip
import hashlib
import os
import random
import shutil
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from harness.processes import ROOT, without_settings
from tests.browser.conftest import until
from tests.conftest import LIBRARY, make_app
from tests.forks import Forked
from tests.offersdesk.conftest import fields
from tests.people import ESBJERG
from tests.server import AppServer
from webapp.backup.backup import DATABASE, MANIFEST, BackupError, back_up, check
from webapp.clock import now_by
from webapp.edition.edition import Editions
from webapp.edition.page_cache import read_table
from webapp.schema import known
from webapp.sqlite import sqlite3

OFFER = next(offer for offer in LIBRARY.offers if offer.municipality == ESBJERG)
pytestmark = [pytest.mark.sqlite("the file is what is spoilt"), pytest.mark.timeout(600)]


@pytest.fixture
def instance(tmp_path, published):
    """An instance folder of the test's own, with an edition."""
    return Path(shutil.copytree(published(), tmp_path / "instance"))


def spoil(file: Path, chance: random.Random) -> None:
    """Flip one bit of a file, or tear off its end."""
    body = bytearray(file.read_bytes())
    place = chance.randrange(len(body))
    if chance.random() < 0.3:
        body = body[:place]
    else:
        body[place] ^= 1 << chance.randrange(8)
    file.write_bytes(body)


def test_no_spoilt_file_of_an_edition_is_served(instance):
    app = make_app(instance)
    editions, chance = Editions(instance), random.Random(1)
    edition = editions.current()
    whole = read_table(editions, edition)
    files = sorted(path for path in (edition.folder / "site").rglob("*") if path.is_file())
    bundle = edition.folder / "site" / "udgave" / edition.version
    for file in {*chance.sample(files, 60), bundle, bundle.with_name(f"{bundle.name}.br")}:
        spoil(file, chance)
    for address, page in read_table(editions, edition).items():
        for coding, body in page.answers.items():
            assert body == whole[address].answers[coding], (address, coding)
    app.wsgi_app._looked = float("-inf")
    client = app.test_client()
    for address, page in whole.items():
        answer = client.get(address)
        if answer.status_code == page.status and not address.startswith("/udgave"):
            same = answer.data == page.answers[""].body
            assert same or "data-edition" in answer.text, address  # rendered anew, of the same
    answer = client.get(f"/udgave/{edition.version}", headers={"Accept-Encoding": "gzip"})
    body = gzip.decompress(answer.data) if answer.headers.get("Content-Encoding") == "gzip" else answer.data
    assert answer.status_code == 404 or hashlib.sha256(body).hexdigest() == edition.sha256


def test_database_with_a_spoilt_page_stops_the_start_and_says_what_to_do(instance, tmp_path):
    chance = random.Random(2)
    with closing(sqlite3.connect(instance / DATABASE)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE").close()
        [(size,)] = connection.execute("PRAGMA page_size")
        roots = [number for (number,) in connection.execute("SELECT rootpage FROM sqlite_master WHERE rootpage > 1")]
    body = (instance / DATABASE).read_bytes()
    for page in chance.sample(roots, 3):
        spoilt = bytearray(body)
        spoilt[(page - 1) * size] ^= 0x40  # what kind of page it is
        (instance / DATABASE).write_bytes(spoilt)
        said = tmp_path / f"said {page}"
        environment = without_settings(os.environ) | {"LOMMEKORT_INSTANCE": str(instance)}
        assert Forked(["prepare"], ROOT, said, environment).wait(60) == 1
        assert "restore MAPPE" in said.read_text() and "Traceback" not in said.read_text()
        assert (instance / DATABASE).read_bytes() == spoilt, "it is left as it is, for who looks after it"


def test_spoilt_backup_is_never_put_back(instance, tmp_path):
    app, chance = make_app(instance), random.Random(3)
    backup = Path(back_up(instance / DATABASE, tmp_path / "backups", now_by(app.extensions["settings"]))["folder"])
    assert check(backup, known())
    for number in range(40):
        one = Path(shutil.copytree(backup, tmp_path / str(number)))
        spoil(one / DATABASE, chance)
        with pytest.raises(BackupError):
            check(one, known())
        shutil.rmtree(one)
    torn = (backup / MANIFEST).read_bytes()[:-5]
    (backup / MANIFEST).write_bytes(torn)
    with pytest.raises(BackupError):
        check(backup, known())


def test_two_servers_started_on_one_folder_harm_nothing(desk):
    person = desk.person()
    other = AppServer(desk.folder)
    other.log, other.limits = desk.folder / "other.log", desk.limits
    other.start()
    try:
        for number, port in enumerate((desk.port, other.port, desk.port), 1):
            sent = fields(OFFER, hours_note=f"Ring {number} gange")
            assert person.at(port).post(f"/intern/tilbud/{OFFER.code}/ret", **sent, version=str(number))[0] == 303
        for server in (desk, other):
            until(lambda server=server: "Ring 3 gange" in page(server), "both have the newest")
        desk.kill()
        assert "Ring 3 gange" in page(other)
        desk.start()
        assert desk.asked("PRAGMA integrity_check") == [("ok",)] and Editions(desk.instance).current().is_sound()
    finally:
        other.stop()


def page(server) -> str:
    """The offer's page."""
    with urllib.request.urlopen(f"{server.url}/find/{OFFER.code}", timeout=60) as answer:
        return answer.read().decode()

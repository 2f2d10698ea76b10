"""The process that publishes killed while a server runs, and the server stopped while one publishes."""

import os
import signal
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest

from harness.processes import process_tree
from tests.conftest import LIBRARY
from tests.faults.conftest import DeskServer
from tests.offersdesk.conftest import fields
from tests.people import ESBJERG
from tests.server import is_there
from webapp.edition.edition import Editions

TOKEN = "a-token-of-the-tests-own-of-32-characters"
OFFER = next(offer for offer in LIBRARY.offers if offer.municipality == ESBJERG)
LONG = 120  # seconds; nothing waits so long unless it is broken
LOOK = 0.01  # seconds between looks
pytestmark = pytest.mark.sqlite("the file's people and offers")


@pytest.fixture
def watched(ready, tmp_path):
    """A server whose figures can be asked for."""
    server = ready(tmp_path, DeskServer)
    server.start(LOMMEKORT_METRICS_TOKEN=TOKEN)
    yield server
    server.stop()


def until(true):
    """Wait for something to be so, and answer it."""
    end = time.monotonic() + LONG
    while not (found := true()):
        assert time.monotonic() < end
        time.sleep(LOOK)
    return found


def save(server, person, number):
    """Save the offer once more, with words of this time."""
    words = fields(OFFER, hours_note=f"nr {number}")
    assert person.post(f"/intern/tilbud/{OFFER.code}/ret", **words, version=str(number))[0] == 303


def publishing(server, person):
    """The number of the process that publishes, caught while it does: saved anew where it was too quick for us."""
    serving = set(process_tree(server.main))
    assert len(serving) == 2
    for number in range(1, 20):
        is_other = another_edition(server)
        save(server, person, number)
        caught = until(lambda is_other=is_other: set(process_tree(server.main)) - serving or is_other())
        if caught is not True:
            return caught.pop()
    raise AssertionError("it never published in a process of its own")


def another_edition(server):
    """Whether another edition is in force than now."""
    editions = Editions(server.instance)
    before = editions.current().version
    return lambda: editions.current().version != before


def counted(server, result):
    """How many publishings ended so, as the operator is told."""
    question = urllib.request.Request(f"{server.url}/metrics")
    question.add_header("Authorization", f"Bearer {TOKEN}")
    with urllib.request.urlopen(question, timeout=60) as answer:
        lines = answer.read().decode().splitlines()
    start = f'lommekort_publishings_total{{result="{result}"}} '
    return next(float(line.removeprefix(start)) for line in lines if line.startswith(start))


def open_lines(number):
    """How many sockets a process has open; none when it has ended."""
    lines = 0
    for file in Path("/proc").glob(f"{number}/fd/*"):
        with suppress(OSError):  # closed meanwhile
            lines += str(file.readlink()).startswith("socket:")
    return lines


def test_publishing_that_is_killed_is_told_and_tried_again(watched):
    person = watched.person()
    is_other = another_edition(watched)
    os.kill(publishing(watched, person), signal.SIGKILL)
    until(lambda: counted(watched, "failed") == 1)
    until(lambda: is_other() and counted(watched, "done") >= 1)
    until(lambda: len(process_tree(watched.main)) == 2)
    assert person.get("/intern/tilbud")[0] == 200


def test_server_that_stops_while_it_publishes_leaves_nothing_behind(watched):
    person = watched.person()
    number = publishing(watched, person)
    until(lambda: not open_lines(number))  # whoever is answered meanwhile learns that the line has been closed
    everybody = process_tree(watched.main)
    watched.ask_to_stop()
    assert not [number for number in everybody if is_there(number)]


def test_server_that_is_killed_is_begun_again_and_publishes(watched):
    person = watched.person()
    _, serving = process_tree(watched.main)
    os.kill(serving, signal.SIGKILL)
    until(lambda: [number for number in process_tree(watched.main) if number not in (watched.main, serving)])

    def answered():
        try:
            return person.get("/intern/tilbud")[0] == 200
        except OSError:
            return False

    until(answered)
    is_other = another_edition(watched)
    save(watched, person, 1)
    until(is_other)


def test_server_that_is_killed_serves_again_what_is_in_force_also_when_it_cannot_be_prepared(watched):
    def page():
        try:
            with urllib.request.urlopen(f"{watched.url}/kort/3", timeout=60) as answer:
                return answer.read()
        except OSError:
            return b""

    before, (_, serving) = page(), process_tree(watched.main)
    os.kill(serving, signal.SIGSTOP)  # or it would write what it has in its hands
    for file in watched.instance.glob("lommekort.sqlite3*"):
        file.write_bytes(b"spoilt" * 2000)
    os.kill(serving, signal.SIGKILL)
    assert before and until(page) == before
    assert "restore" in watched.written() and watched.is_running()


def test_first_process_that_is_killed_leaves_port_and_folder_to_the_next_start(watched):
    person = watched.person()
    publishing(watched, person)
    others = [number for number in process_tree(watched.main) if number != watched.main]
    os.kill(watched.main, signal.SIGKILL)
    until(lambda: not [number for number in others if is_there(number)])
    watched.start()
    [(version,)] = watched.asked("SELECT version FROM service WHERE code = ?", OFFER.code)
    is_other = another_edition(watched)
    save(watched, person, version)
    until(is_other)

"""Which edition is in force, asked again and again while its files change."""

import json
import os
import time

import pytest

from webapp.edition.edition import Editions

ONE, OTHER = "0123456789ab", "ba9876543210"


@pytest.fixture
def editions(tmp_path):
    """Two editions, of which none is in force."""
    editions = Editions(tmp_path)
    for version in (ONE, OTHER):
        editions.folder_of(version).mkdir(parents=True)
        describe(editions, version)
    return editions


def describe(editions, version, size=84_000):
    facts = {"version": version, "hash": version + "0" * 52, "date": "2026-11-23", "size": size}
    (editions.folder_of(version) / "edition.json").write_text(json.dumps(facts))


def test_the_one_in_force_is_the_newest_whatever_the_clock_was(tmp_path):
    editions, now = Editions(tmp_path), time.time()
    for digit, ahead in (("a", 7200), ("b", 7300), ("c", -60), ("d", 0), ("e", -30)):
        folder = editions.folder_of(digit * 12)
        folder.mkdir(parents=True)
        describe(editions, digit * 12)
        os.utime(folder, (now + ahead, now + ahead))
    editions.make_current("c" * 12)
    assert [one.version[0] for one in editions.others("f" * 12)] == ["c", "d", "e", "b", "a"]


def test_it_is_what_the_files_say_at_every_moment(editions):
    assert editions.current() is None
    editions.make_current(ONE)
    assert editions.current().version == editions.current().version == ONE
    editions.make_current(OTHER)
    assert editions.current().version == OTHER
    describe(editions, OTHER, size=85)
    assert editions.current().size == 85
    (editions.folder_of(OTHER) / "edition.json").write_text("{")
    assert editions.current() is None
    editions.make_current(ONE)
    (editions.folder_of(OTHER) / "edition.json").unlink()
    assert editions.current() == editions.find(ONE)
    editions.folder_of(ONE).rename(editions.folder / ".old")
    assert editions.current() is None
    (editions.folder / ".old").rename(editions.folder_of(ONE))
    assert editions.current() == editions.find(ONE)


@pytest.mark.parametrize("spoilt", [b"", b"\x00", b"\xff", b"..", b"0" * 300, b"0123456789az"])
def test_a_spoilt_pointer_is_none(editions, spoilt):
    editions.make_current(ONE)
    assert editions.current()
    editions.pointer.write_bytes(spoilt)
    assert editions.current() is None

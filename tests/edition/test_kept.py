"""What is kept from one edition for the next: the same bytes come out, and nothing that is spoilt is taken."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import databases
from tests.conftest import LIBRARY, make_app
from webapp.config import COPENHAGEN
from webapp.database import db
from webapp.edition.kept import Kept
from webapp.finder.dataset import make_dataset
from webapp.finder.found_by import offer_document
from webapp.finder.packing import packed
from webapp.offers.offer import Change
from webapp.publishing.publish import publish
from webapp.ranking.making import index_of, read
from webapp.registry.store import all_offers, save, seed

MOMENT = datetime(2026, 11, 24, 10, 30, tzinfo=COPENHAGEN)
OFFERS = LIBRARY.offers[:8]
EDITS = (
    {"phone": "11 22 33 44"},
    {"phone": None},
    {"name": "Værestedet Ængen & Ålen"},
    {"description": "Et sted at være, når det brænder på.", "confidence": "low"},
    {"opening_hours": None, "changes": ()},
    {"opening_hours": "unknown", "changes": ()},
    {"opening_hours": "Mo-Fr 09:00-16:00"},
    {"changes": (Change(first=date(2031, 12, 24), last=date(2031, 12, 26), opening_hours=None, note="Jul"),)},
    {"status": "inactive"},
    {"status": "active"},
    {"audiences": ("kvinder",), "anonymous": "yes", "free": "no"},
    {"municipality": "0621", "address": "Storegade 1", "city": "Kolding"},
)  # fmt: skip
CHANGES = st.lists(st.tuples(st.integers(0, len(OFFERS) - 1), st.sampled_from(EDITS)), min_size=1, max_size=6)


def made(app, offers, kept: Kept | None = None) -> list:
    """The data set and the index of these offers."""
    with app.test_request_context("/"):
        dataset = make_dataset(offers, LIBRARY, MOMENT, fixed=True, kept=kept)
    kept = kept or Kept()
    words = [kept.as_json("words", one, lambda one=one: read(offer_document(one, LIBRARY))) for one in offers]
    return [
        json.dumps(dataset, ensure_ascii=False),
        packed(dataset["offers"]),
        kept.as_bytes("index", words, lambda: index_of(words, len(words))),
    ]


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    return make_app(tmp_path_factory.mktemp("kept") / "instance")


@settings(max_examples=12, deadline=None)
@given(CHANGES)
def test_whatever_is_edited_the_bytes_are_those_of_a_publishing_from_nothing(app, tmp_path_factory, changes):
    file = tmp_path_factory.mktemp("kept") / "kept"
    offers = list(OFFERS)
    for place, change in changes:
        offers[place] = offers[place].model_copy(update=change)
        kept = Kept(file, "the same")
        assert made(app, offers, kept) == made(app, offers)
        kept.write()


@pytest.mark.usefixtures("little_edition")
def test_an_edit_publishes_what_a_publishing_from_nothing_would(tmp_path):
    app = make_app(tmp_path / "instance")
    with app.app_context():
        seed(OFFERS[:3])
    publish(app)
    with app.app_context():
        edited = {"name": "Et helt nyt navn", "phone": "11 22 33 44"}
        save(next(iter(all_offers(db.session))).model_copy(update=edited))
        db.session.commit()
    first = publish(app)
    databases.copy_instance(tmp_path / "instance", tmp_path / "other")
    other = make_app(tmp_path / "other")
    for path in (tmp_path / "other" / "editions").iterdir():
        path.rename(tmp_path / path.name)
    assert publish(other).version == first.version


def test_only_what_was_used_is_kept_and_only_for_the_same(tmp_path):
    file = tmp_path / "kept"
    first = Kept(file, "monday")
    assert [first.as_json("number", one, lambda one=one: [one, (1, 2)]) for one in (1, 2)] == [[1, [1, 2]], [2, [1, 2]]]
    first.write()
    again = Kept(file, "monday")
    assert again.as_json("number", 2, lambda: "made anew") == [2, [1, 2]]
    assert again.as_json("letter", 2, lambda: "made anew") == "made anew"
    again.write()
    assert Kept(file, "monday").as_json("number", 1, lambda: "made anew") == "made anew"
    assert Kept(file, "tuesday").as_json("number", 2, lambda: "made anew") == "made anew"
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


@given(st.integers(0, 10_000), st.integers(0, 255), st.booleans())
def test_what_is_torn_or_changed_on_the_disk_is_made_anew(tmp_path_factory, place, byte, cut):
    file = tmp_path_factory.mktemp("torn") / "kept"
    kept = Kept(file, "monday")
    kept.as_bytes("text", "a", lambda: b"right" * 20)
    kept.write()
    written = bytearray(file.read_bytes())
    place %= len(written)
    written = written[:place] if cut else written[:place] + bytes([byte]) + written[place + 1 :]
    file.write_bytes(written)
    assert Kept(file, "monday").as_bytes("text", "a", lambda: b"right" * 20) == b"right" * 20

"""What a municipality lays over the national pages, as the phones are given it."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from tests.agreement.agreements import INTERNAL, add_agreement
from tests.conftest import make_app
from tests.notices.notices import add_notice
from tests.people import AARHUS, ESBJERG, START, set_clock
from webapp.agreement.edition_part import late_from
from webapp.clock import ALWAYS, NEVER
from webapp.edition.bundle import unpack
from webapp.edition.site import site_file
from webapp.publishing.publish import publish


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """An app with Esbjerg's agreement out, a notice of its, and a draft of Aarhus's; nobody writes in it afterwards."""
    app = make_app(tmp_path_factory.mktemp("own") / "instance")
    set_clock(app, START)
    add_agreement(app, out=True, own_signs="Går uden om døren\n<b>[[edition]]</b>")
    add_agreement(app, AARHUS)
    add_notice(app)
    return app


def record(app, code=ESBJERG):
    answer = app.test_client().get(f"/data/lokalt/{code}.json")
    assert answer.status_code == 200 and "Set-Cookie" not in answer.headers
    return answer.get_json()


def test_only_what_is_published_is_in_the_index(own):
    assert own.test_client().get("/data/lokalt.json").get_json() == {"Esbjerg": ESBJERG}
    assert own.test_client().get(f"/data/lokalt/{AARHUS}.json").status_code == 404
    assert own.test_client().get("/data/lokalt/9999.json").status_code == 404


def test_cards_2_and_5_get_their_part(own):
    found = record(own)
    assert set(found) >= {"kort 2", "kort 5", "opslag"}
    (_, _, second), (_, _, fifth) = found["kort 2"][0], found["kort 5"][0]
    for words in ("trækker sig", "Går uden om døren", "to tegn inden for en måned", "Spørg roligt."):
        assert words in second and words not in fifth
    for words in ("I journalen.", "15. september 2026", "Det her er jeg nødt til", "Vi går sammen med borgeren."):
        assert words in fifth and words not in second


def test_nothing_internal_and_no_markup_that_was_typed(own):
    text = own.test_client().get(f"/data/lokalt/{ESBJERG}.json").get_data(as_text=True)
    for name in INTERNAL:
        assert name not in text
    [_, _, second] = record(own)["kort 2"][0]
    assert "<b>[[edition]]</b>" in BeautifulSoup(second, "html.parser").get_text()


def test_an_overdue_review_takes_over_at_midnight(own):
    in_time, late = record(own)["kort 2"]
    day = late_from(START.date().replace(year=2027, month=3, day=1))
    assert (in_time[:2], late[:2]) == ([ALWAYS, day], [day, NEVER])
    assert late[2].startswith("<p class") and "&lt;p&gt;" not in late[2]
    assert "skulle være set efter 1. marts 2027" in late[2] and "skulle være set efter" not in in_time[2]


def test_an_edition_has_them_ready_for_phones_and_for_a_static_host(own, little_edition):
    edition = publish(own)
    _, entries = unpack(site_file(edition.folder / "site", f"/udgave/{edition.version}").read_bytes())
    kept = {entry.path: entry for entry in entries if entry.path.startswith("/data/lokalt")}
    assert set(kept) == {"/data/lokalt.json", f"/data/lokalt/{ESBJERG}.json"}
    for address, entry in kept.items():
        assert entry.kind == "file"
        assert site_file(edition.folder / "site", address).read_bytes() == entry.body
        assert own.test_client().get(address).get_json() is not None


def test_what_is_saved_after_the_edition_waits_for_the_next(tmp_path, little_edition):
    app = make_app(tmp_path / "instance")
    set_clock(app, START)
    publish(app)
    add_agreement(app, out=True)
    client = app.test_client()
    assert client.get("/data/lokalt.json").get_json() == {}
    assert client.get(f"/data/lokalt/{ESBJERG}.json").status_code == 404
    publish(app)
    assert client.get(f"/data/lokalt/{ESBJERG}.json").status_code == 200

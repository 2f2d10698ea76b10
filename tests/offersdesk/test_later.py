"""What comes for an offer, written before the day: kept with its days, refused with a gap or an overlap, and seen by all."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as some

from tests.conftest import LIBRARY
from tests.offersdesk.conftest import OWN, act, count, flat, offer_of, post, save, version
from tests.people import START, add_user, logged_in, set_clock
from webapp.config import COPENHAGEN
from webapp.finder.offer_page import offer_page
from webapp.offers.merged import survivors
from webapp.offers.offer import Offer, on_day
from webapp.offersdesk.later import CHANGED, parse_end, parse_version, version_values, without
from webapp.publishing.in_force import AnswersInForce
from webapp.typed_text import InvalidForm

TODAY = START.date()
SOURCE = {"version_source": "https://stedet.dk/flytter", "version_confidence": "high"}
NEW_YEAR = date(2027, 1, 1)


def with_version(offer: Offer, first: str, replaced: date | None = None, **typed) -> Offer:
    """The offer with a version as somebody types it."""
    values = version_values(offer, replaced, LIBRARY.places, TODAY) | SOURCE | {"first": first} | typed
    return parse_version(values, offer, replaced, LIBRARY.taxonomy, LIBRARY.places, TODAY)


def refused(offer: Offer, first: str, replaced: date | None = None, **typed) -> dict[str, str]:
    """What the form says is wrong."""
    with pytest.raises(InvalidForm) as caught:
        with_version(offer, first, replaced, **typed)
    return caught.value.errors


def test_what_changes_is_kept_and_the_rest_follows_the_offer():
    one = with_version(OWN, "1.1.2027", phone="75 00 00 01", hours_note="Ring på")
    assert (one.until, one.later[0].said["phone"], one.phone) == (date(2026, 12, 31), "75 00 00 01", OWN.phone)
    assert set(one.later[0].said) == {"phone", "hours_note", "later_source"}
    renamed = one.model_copy(update={"name": "Nyt navn"})
    assert renamed.on(NEW_YEAR).name == "Nyt navn" and renamed.on(NEW_YEAR).phone == "75 00 00 01"
    # A second one is filled in as it stands then, and keeps what the first one changed.
    two = with_version(one, "1.3.2027", address="Vejen 2")
    assert [item.until for item in two.later] == [date(2027, 2, 28), None]
    assert (two.on(date(2027, 3, 1)).phone, two.on(date(2027, 3, 1)).address) == ("75 00 00 01", "Vejen 2")


def test_a_time_between_has_both_its_ends_and_the_old_comes_back():
    one = with_version(OWN, "1.2.2027", phone="75 00 00 01", until="28.2.2027")
    two = with_version(one, "1.3.2027", phone=OWN.phone)
    assert two.on(date(2027, 2, 1)).phone == "75 00 00 01" and two.on(date(2027, 3, 1)).phone == OWN.phone
    # Saved as it stands in February, it still comes back in March.
    assert two.on(date(2027, 2, 10)).on(date(2027, 3, 1)).phone == OWN.phone


def test_a_gap_an_overlap_and_an_end_before_the_beginning_are_refused():
    one = with_version(OWN, "1.2.2027", phone="75 00 00 01")
    assert "før den begynder" in refused(OWN, "1.2.2027", phone="1888", until="1.1.2027")["until"]
    assert "To udgaver" in refused(one, "1.1.2027", phone="75 00 00 02", until="5.2.2027")["until"]
    assert "hul" in refused(one, "1.1.2027", phone="75 00 00 02", until="5.1.2027")["until"]
    ends = parse_end({"until": "1.3.2027"}, one, {}, TODAY)
    assert "hul" in refused(ends, "1.5.2027", phone="75 00 00 03")["first"]
    assert "To udgaver" in refused(ends, "20.2.2027", phone="75 00 00 03")["first"]
    assert with_version(ends, "2.3.2027", phone="75 00 00 03").later[1].first == date(2027, 3, 2)


@pytest.mark.parametrize(
    ("first", "typed", "field", "words"),
    [
        ("", {"phone": "75 00 00 01"}, "first", "første dag"),
        ("i morgen", {"phone": "75 00 00 01"}, "first", "Skriv en dato"),
        ("23.11.2026", {"phone": "75 00 00 01"}, "first", "Dagen er kommet"),
        ("1.1.2036", {"phone": "75 00 00 01"}, "first", "årstallet"),
        ("1.1.2027", {}, "first", "Intet er anderledes"),
        ("1.1.2027", {"phone": "12"}, "phone", ""),
        ("1.1.2027", {"name": ""}, "name", "navn"),
        ("1.1.2027", {"opening_hours": "når vi gider"}, "opening_hours", ""),
        ("1.1.2027", {"phone": "75 00 00 01", "version_source": ""}, "version_source", "Skriv siden"),
        ("1.1.2027", {"phone": "75 00 00 01", "version_confidence": ""}, "version_confidence", "Vælg"),
        ("1.1.2027", {"notes": "Spørg efter 010190-1234"}, "notes", "CPR"),
        ("1.1.2027", {"topics": ["vold"], "contact_forms": ["overnatning"]}, "address", "krisecenter"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(first, typed, field, words):
    assert words in refused(OWN, first, **typed)[field]


def test_moved_to_another_day_or_taken_away_leaves_no_hole():
    one = with_version(with_version(OWN, "1.1.2027", phone="75 00 00 01"), "1.3.2027", phone="75 00 00 02")
    moved = with_version(one, "15.1.2027", NEW_YEAR)
    assert (moved.until, moved.later[0].first) == (date(2027, 1, 14), date(2027, 1, 15))
    assert "allerede" in refused(one, "1.3.2027", NEW_YEAR)["first"]
    assert without(one, NEW_YEAR).until == date(2027, 2, 28) and len(without(one, NEW_YEAR).later) == 1
    assert without(without(one, NEW_YEAR), date(2027, 3, 1)) == OWN


def test_a_region_that_changes_its_name_is_no_change_of_the_offer():
    zealand = OWN.model_copy(update={"municipality": "0370", "region": "Sjælland", "service_regions": ("Sjælland",)})
    one = with_version(zealand, "1.2.2027", phone="75 00 00 01")
    assert set(one.later[0].said) == {"phone", "later_source"}
    assert on_day(one, LIBRARY.places, date(2027, 2, 1)).service_regions == ("Østdanmark",)


@given(some.lists(some.integers(1, 900), min_size=1, max_size=5, unique=True), some.data())
def test_whatever_is_typed_and_taken_away_every_day_has_one_version(days, data):
    offer = OWN
    for number, ahead in enumerate(days):
        offer = with_version(offer, (TODAY + timedelta(days=ahead)).isoformat(), phone=f"75 00 00 {number:02}")
    if data.draw(some.booleans()):
        offer = without(offer, data.draw(some.sampled_from(offer.later)).first)
    spans = [(offer.first, offer.until), *((one.first, one.until) for one in offer.later)]
    assert all(until + timedelta(days=1) == first for (_, until), (first, _) in pairwise(spans))
    assert spans[-1][1] is None
    early, late = sorted(data.draw(some.integers(0, 1000)) for _ in range(2))
    early, late = TODAY + timedelta(days=early), TODAY + timedelta(days=late)
    assert {n: getattr(offer.on(early).on(late), n) for n in CHANGED} == {
        n: getattr(offer.on(late), n) for n in CHANGED
    }


def typed(app, code: str, first: str = "1.1.2027", day: date | None = None, **changed) -> dict:
    """The form of a version as a browser sends it."""
    values = version_values(offer_of(app, code), day, LIBRARY.places, TODAY)
    return flat(
        {name: value for name, value in values.items() if name != "changes"} | SOURCE | {"first": first} | changed
    )


def test_an_editor_writes_looks_saves_and_takes_back(desk, editor):
    page = editor.get("/intern/tilbud/bcd2/kommer/ny").text
    assert 'value="75 12 34 56"' in page and "Fra og med" in page
    sent = typed(desk, "bcd2", phone="75 00 00 01", opening_hours="man-fre 8-12") | {"version": "1"}
    looked = post(editor, "/intern/tilbud/bcd2/kommer/ny", **sent, vis="1").text
    assert "Sådan bliver det fra 1. januar 2027" in looked and "<ins>75 00 00 01</ins>" in looked and "8-12" in looked
    assert count(desk, "offer_revision") == 0
    for _ in range(2):  # a second tap
        assert post(editor, "/intern/tilbud/bcd2/kommer/ny", **sent).status_code == 303
    assert count(desk, "offer_revision") == 1
    assert post(editor, "/intern/tilbud/bcd2/kommer/ny", **sent | {"phone": "75 00 00 09"}).status_code == 422
    kept = offer_of(desk, "bcd2")
    assert (kept.until, kept.later[0].said["phone"], kept.later[0].said["opening_hours"]) == (
        date(2026, 12, 31), "75 00 00 01", "Mo-Fr 08:00-12:00",
    )  # fmt: skip
    for address in ("/intern/tilbud/bcd2", "/intern/tilbud/bcd2/kommer", "/intern/kommer"):
        assert "<ins>75 00 00 01</ins>" in editor.get(address).text, address
    assert "75 00 00 01" in editor.get("/intern/tilbud/bcd2/historik").text
    # Saving the offer itself keeps what comes; over an earlier version nothing is saved.
    assert save(editor, desk, "bcd2", name="Nyt navn").status_code == 303 and offer_of(desk, "bcd2").later == kept.later
    stale = post(editor, "/intern/tilbud/bcd2/kommer/ny", **sent | {"first": "1.2.2027", "phone": "75000002"})
    assert stale.status_code == 409 and 'value="1.2.2027"' in stale.text and 'value="75 00 00 02"' in stale.text
    assert 'name="version" type="hidden" value="3"' in stale.text, "sent again, it is saved"
    assert "Nyt navn" in BeautifulSoup(stale.text, "html.parser").select_one(".conflict .lines").get_text()
    page = editor.get("/intern/tilbud/bcd2/kommer/2027-01-01").text
    assert 'value="75 00 00 01"' in page
    assert act(editor, desk, "bcd2", "kommer/2027-01-01/fjern").status_code == 303
    assert offer_of(desk, "bcd2") == OWN.model_copy(update={"name": "Nyt navn"})
    # Whoever has it open meanwhile loses nothing; taken away twice it is gone.
    seen = {"version": str(version(desk, "bcd2") - 1)}
    late = post(editor, "/intern/tilbud/bcd2/kommer/2027-01-01", **sent | seen | {"phone": "75000003"})
    assert late.status_code == 409 and "har fjernet det imens" in late.text and 'value="75 00 00 03"' in late.text
    assert '<form action="/intern/tilbud/bcd2/kommer/ny"' in late.text, "sent again, it comes back"
    assert post(editor, "/intern/tilbud/bcd2/kommer/2027-01-01/fjern", **seen).status_code == 303
    assert act(editor, desk, "bcd2", "fortryd").status_code == 303 and offer_of(desk, "bcd2").later == kept.later


def test_colleagues_see_before_the_day_what_comes_and_after_it_since_when(desk, editor):
    sent = typed(desk, "bcd2", phone="75 00 00 01", notes="Kun til os") | {"version": "1"}
    assert post(editor, "/intern/tilbud/bcd2/kommer/ny", **sent).status_code == 303
    desk.extensions["answers"] = AnswersInForce(desk, desk.extensions["editions"])
    page = desk.test_client().get("/find/bcd2").text
    assert "Fra 1. januar 2027: Telefon: 75 00 00 01" in page and "Kun til os" not in page
    with desk.app_context():
        answers = desk.extensions["answers"].current()
        after = answers.on(int(datetime(2027, 1, 1, tzinfo=COPENHAGEN).timestamp() // 60))
    shown = offer_page(after, "bcd2")
    assert after.by_code["bcd2"]["phone"] == "75 00 00 01" and "Det ændrer sig" not in shown
    assert "Gælder" in shown and "fra 1. januar 2027" in shown and "stedet.dk" in shown


def test_one_that_becomes_another_leads_there_from_the_day_after(desk, editor):
    assert act(editor, desk, "bcd3", "kommer", until="31.12.2026", into="bcd2").status_code == 303
    ending = offer_of(desk, "bcd3")
    assert (ending.until, ending.merged_into, ending.status) == (date(2026, 12, 31), "bcd2", "active")
    assert survivors([ending, OWN], date(2026, 12, 31)) == {} and survivors([ending, OWN], NEW_YEAR) == {"bcd3": "bcd2"}
    desk.extensions["answers"] = AnswersInForce(desk, desk.extensions["editions"])
    with desk.app_context():
        answers = desk.extensions["answers"].current()
        after = answers.on(int(datetime(2027, 1, 1, tzinfo=COPENHAGEN).timestamp() // 60))
    assert (
        "bcd3" in answers.by_code
        and not answers.merged
        and after.merged == {"bcd3": "bcd2"}
        and "bcd3" not in after.by_code
    )
    assert act(editor, desk, "bcd3", "kommer", until="", into="").status_code == 303
    assert (offer_of(desk, "bcd3").until, offer_of(desk, "bcd3").merged_into) == (None, None)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"until": "1.1.2020"}, "Den dag er gået"),
        ({"until": "snart"}, "Skriv en dato"),
        ({"until": "", "into": "bcd2"}, "Skriv den sidste dag"),
        ({"until": "31.12.2026", "into": "bcd4"}, "Vælg et andet"),
        ({"until": "31.12.2026", "into": "bcd3"}, "Vælg et andet"),
    ],
)
def test_a_last_day_that_cannot_be_is_refused(desk, editor, sent, words):
    answer = act(editor, desk, "bcd3", "kommer", **sent)
    assert answer.status_code == 422 and words in answer.text and offer_of(desk, "bcd3").until is None


def test_what_is_somebody_elses_or_not_there_cannot_be_dated(desk, editor):
    for address in ("bcd4/kommer", "bcd4/kommer/ny", "bcd2/kommer/2027-01-01", "bcd2/kommer/vrøvl", "zzzz/kommer"):
        assert editor.get(f"/intern/tilbud/{address}").status_code == 404
    assert act(editor, desk, "bcd2", "kommer/ny/fjern").status_code == 404
    moved = typed(desk, "bcd2", municipality="0751", service_municipalities="Aarhus") | {
        "version": str(version(desk, "bcd2"))
    }
    answer = post(editor, "/intern/tilbud/bcd2/kommer/ny", **moved)
    assert answer.status_code == 422 and "anden kommune" in answer.text
    chief = logged_in(desk, add_user(desk, "administrator"))
    assert post(chief, "/intern/tilbud/bcd2/kommer/ny", **moved).status_code == 303


def test_the_form_after_the_day_shows_what_then_holds(desk, editor):
    sent = typed(desk, "bcd2", phone="75 00 00 01") | {"version": "1"}
    assert post(editor, "/intern/tilbud/bcd2/kommer/ny", **sent).status_code == 303
    set_clock(desk, datetime(2027, 1, 2, 9, 0, tzinfo=COPENHAGEN))
    later = logged_in(desk, add_user(desk))
    assert 'value="75 00 00 01"' in later.get("/intern/tilbud/bcd2/ret").text
    assert "Intet har en dag endnu" in later.get("/intern/tilbud/bcd2/kommer").text

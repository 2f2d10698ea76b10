"""Two that are the same: nothing is lost without somebody's say, and old codes lead to the one that stays."""

from datetime import date

import pytest

from tests.offersdesk.conftest import OWN, TWIN, act, count, offer_of, post, save
from webapp.hours.change import Change
from webapp.offers.merged import survivors
from webapp.offersdesk.merging import CHOICES, filled_up, left_behind
from webapp.offersdesk.report_answer import open_reports
from webapp.publishing.in_force import AnswersInForce

TODAY = date(2026, 11, 23)
CHRISTMAS = Change(first=date(2026, 12, 20), last=date(2026, 12, 31))
SHORT_DAY = Change(first=date(2026, 12, 1), last=date(2026, 12, 1), opening_hours="Mo-Su 10:00-12:00")


def look_again(app) -> None:
    """Answer from what the database has now, as after publishing."""
    app.extensions["answers"] = AnswersInForce(app, app.extensions["editions"])


def test_hours_bring_their_changed_days():
    over = Change(first=date(2026, 11, 1), last=date(2026, 11, 2))
    twin = TWIN.model_copy(update={"opening_hours": "Mo-Fr 09:00-15:00", "changes": (over, SHORT_DAY, CHRISTMAS)})
    stays = filled_up(OWN.model_copy(update={"opening_hours": None}), twin, TODAY)
    assert (stays.opening_hours, stays.changes) == ("Mo-Fr 09:00-15:00", (SHORT_DAY, CHRISTMAS))


def test_closed_days_come_along_to_other_hours_and_changed_hours_when_chosen():
    twin = TWIN.model_copy(update={"changes": (SHORT_DAY, CHRISTMAS)})
    assert filled_up(OWN, twin, TODAY).changes == (CHRISTMAS,)
    assert "changes" in left_behind(OWN, twin, TODAY)
    assert filled_up(OWN, twin, TODAY, ["changes"]).changes == (SHORT_DAY, CHRISTMAS)
    own_say = Change(first=date(2026, 12, 27), last=date(2027, 1, 2))
    assert filled_up(OWN.model_copy(update={"changes": (own_say,)}), twin, TODAY).changes == (own_say,)


def test_what_belongs_together_comes_together():
    source = {"source_url": "https://b.dk", "source_date": "2021", "postal_code": "6705", "address": "Vej 2"}
    twin = TWIN.model_copy(update=source | {"anonymous": "no", "no_referral": "no", "notes": "Ring på."})
    own = OWN.model_copy(update={"source_url": "https://a.dk", "source_date": None, "postal_code": None})
    stays = filled_up(own, twin, TODAY)
    assert (stays.source_url, stays.source_date) == ("https://a.dk", None), "a date is of one source"
    assert (stays.address, stays.postal_code) == (OWN.address, None), "a postcode is of one street"
    assert (stays.anonymous, stays.no_referral) == ("yes", "no"), "what is known takes the place of what is not"
    assert stays.notes == "Ring på."


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("phone", "21 00 00 00", "21 00 00 00"),
        ("description", "Man kan sove her.", "Man kan sove her."),
        ("anonymous", "no", "no"),
        ("topics", ("vold",), (*OWN.topics, "vold")),
        ("service_municipalities", ("0573",), ("0561", "0573")),
        ("national", True, True),
    ],
)
def test_what_both_have_is_chosen(field, value, kept):
    twin = TWIN.model_copy(update={field: value})
    assert getattr(filled_up(OWN, twin, TODAY), field) == getattr(OWN, field)
    assert field in left_behind(OWN, twin, TODAY) and field in CHOICES
    assert getattr(filled_up(OWN, twin, TODAY, [field]), field) == kept


def test_editor_is_asked_and_heard(desk, editor):
    assert save(editor, desk, "bcd3", phone="21 00 00 00", hours_note="Ring på").status_code == 303
    page = act(editor, desk, "bcd3", "flet", into="bcd2").text
    assert 'name="take" value="phone"' in page and "Ring på" in page
    assert 'value="sms"' not in page, "what comes by itself is not asked about"
    versions = {"version": "2", "other_version": "1", "into": "bcd2", "sure": "1"}
    answer = post(editor, "/intern/tilbud/bcd3/flet", **versions, take=["phone", "rubbish"])
    assert answer.status_code == 303
    stays = offer_of(desk, "bcd2")
    assert (stays.phone, stays.hours_note, stays.name) == ("21 00 00 00", "Ring på", OWN.name)


def test_two_do_not_become_one_that_would_tell_where_a_shelter_is(desk, editor):
    assert save(editor, desk, "bcd3", address="", topics=["vold"], contact_forms=["overnatning"]).status_code == 303
    sent = {"version": "2", "other_version": "1", "into": "bcd2", "sure": "1", "take": ["topics", "contact_forms"]}
    answer = post(editor, "/intern/tilbud/bcd3/flet", **sent)
    assert answer.status_code == 422 and "krisecenters adresse" in answer.text
    assert offer_of(desk, "bcd3").status == "active" and count(desk, "offer_revision") == 1


def test_old_code_leads_to_the_one_that_stays(desk, editor):
    other = "bcd5"
    post(editor, "/intern/tilbud/bcd3/flet", into="bcd2", sure="1", version="1", other_version="1")
    client = desk.test_client()
    answer = client.get("/find/bcd3")
    assert (answer.status_code, answer.location) == (302, "/find/bcd2")
    for address, shown in (("bcd3", ["bcd2"]), ("bcd3-bcd2", ["bcd2"]), (f"bcd3-{other}", ["bcd2", other])):
        for language in ("", "?sprog=en"):
            answer = client.get(f"/b/{address}{language}")
            page = answer.text
            assert answer.status_code == 200 and 'class="note"' not in page
            assert [code for code in ("bcd2", "bcd3", other) if f'data-offer="{code}"' in page] == shown
            assert f'src="/b/{"-".join(shown)}/qr.svg' in page
    old, new = client.get("/b/bcd3/qr.svg"), client.get("/b/bcd2/qr.svg")
    assert old.status_code == 200 and old.data == new.data
    assert client.post("/find/bcd3", data={"slags": "1"}).status_code == 200
    with desk.app_context():
        assert list(open_reports()) == ["bcd2"], "what is said of the old one is about the one that stays"
    assert "Flettet ind i" in editor.get("/intern/tilbud/bcd3").text
    assert act(editor, desk, "bcd2", "luk").status_code == 303
    look_again(desk)
    assert client.get("/find/bcd3").status_code == client.get("/b/bcd3").status_code == 410
    assert act(editor, desk, "bcd3", "aabn").status_code == 303
    look_again(desk)
    assert client.get("/find/bcd3").status_code == 200 and offer_of(desk, "bcd3").merged_into is None


def test_merged_more_than_once_leads_to_the_last_and_a_circle_nowhere():
    def merged(code, into):
        return OWN.model_copy(update={"code": code, "status": "inactive", "merged_into": into})

    assert survivors([merged("aaa2", "aaa3"), merged("aaa3", "bcd2"), OWN], TODAY) == {"aaa2": "bcd2", "aaa3": "bcd2"}
    circle = merged("aaa2", "aaa3"), merged("aaa3", "aaa2"), merged("aaa4", "aaa2")
    assert survivors([*circle, merged("aaa5", "zzzz"), OWN], TODAY) == {}

"""Every change is a revision, two editors never overwrite each other silently, and the last change can be taken back."""

import pytest
from sqlalchemy import select

from tests.conftest import LIBRARY
from tests.offersdesk.conftest import OWN, TWIN, act, count, fields, offer_of, post, save, version
from tests.people import add_user, logged_in, pass_time
from webapp.audit import Change
from webapp.database import db
from webapp.registry.report import Report, keep
from webapp.registry.revision import Revision


def revisions(app) -> list[Revision]:
    """All revisions, the oldest first."""
    with app.app_context():
        found = db.session.execute(select(Revision).order_by(Revision.id)).scalars().all()
        db.session.expunge_all()
        return list(found)


def logged(app) -> list[str]:
    """The kinds of lines in the log, the oldest first."""
    with app.app_context():
        return list(db.session.execute(select(Change.kind).order_by(Change.id)).scalars())


def test_change_is_kept_whole_with_who_and_when_and_told_with_its_difference(desk, editor):
    save(editor, desk, "bcd2", phone="76 54 32 10")
    (line,) = revisions(desk)
    assert line.offer_before == OWN and line.offer_after == offer_of(desk, "bcd2")
    assert (line.kind, line.version, version(desk, "bcd2")) == ("edited", 2, 2)
    assert line.at.isoformat() == "2026-11-23T08:00:00+00:00"
    page = editor.get("/intern/tilbud/bcd2/historik").text
    assert "Eva Esbjerg" in page and "<del>75 12 34 56</del>" in page and "<ins>76 54 32 10</ins>" in page
    log = logged_in(desk, add_user(desk, "coordinator")).get("/intern/log").text
    assert "rettede tilbuddet" in log and "76 54 32 10" in log


def test_days_are_told_as_their_fields_show_them(desk, editor):
    row = {"first": "2026-12-24", "last": "27.12.2026", "opening_hours": "", "note": ""}
    assert save(editor, desk, "bcd2", source_date="2026-11-21", changes=[row]).status_code == 303
    page = editor.get("/intern/tilbud/bcd2/historik").text
    assert "<del>marts 2024</del>" in page and "<ins>21. november 2026</ins>" in page
    assert "24.12.2026 til 27.12.2026: lukket" in page


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("status", "inactive", "Lukket"),
        ("confidence", "medium", "Middel"),
        ("anonymous", "unknown", "Ved ikke"),
        ("national", False, "Nej"),
        ("topics", ("akut", "raadgivning"), "Akut, Rådgivning"),
        ("service_municipalities", ("0561", "0751"), "Esbjerg, Aarhus"),
        ("municipality", "0561", "Esbjerg"),
        ("confirmed_on", OWN.seen, "21. november 2026"),
        ("legal_basis", ("SEL § 110",), "SEL § 110"),
        ("sms", None, "ikke skrevet"),
    ],
)
def test_value_is_told_in_danish(field, value, said):
    assert LIBRARY.describer.value(field, value) == said


def test_stale_save_shows_both_sides_and_keeps_what_was_typed(desk, editor):
    other = logged_in(desk, add_user(desk, name="Ole Oksbøl"))
    assert save(other, desk, "bcd2", phone="76 54 32 10", city="Ribe").status_code == 303
    mine = OWN.model_copy(update={"phone": "71 11 11 11", "hours_note": "Ring på"})
    answer = save(editor, desk, "bcd2", version_seen=1, city=OWN.city, phone=mine.phone, hours_note=mine.hours_note)
    page = answer.text
    assert answer.status_code == 409 and "Ole Oksbøl har gemt imens" in page
    assert 'data-side="Gemt nu">76 54 32 10<' in page and 'data-side="Du skrev">71 11 11 11<' in page
    assert 'name="phone" ' in page and 'value="71 11 11 11"' in page and 'value="Ring på"' in page
    assert 'value="Ribe"' in page, "what this editor had not touched follows the other one"
    assert offer_of(desk, "bcd2").phone == "76 54 32 10" and len(revisions(desk)) == 1
    # Sent again from that page, it is a change like any other.
    assert save(editor, desk, "bcd2", phone=mine.phone).status_code == 303
    assert offer_of(desk, "bcd2").phone == "71 11 11 11" and offer_of(desk, "bcd2").city == "Ribe"


def test_two_who_write_one_number_with_other_spaces_agree(desk, editor):
    save(editor, desk, "bcd2", phone="76 54 32 10")
    answer = save(editor, desk, "bcd2", version_seen=1, phone="+45 76543210", hours_note="Ring på")
    assert answer.status_code == 409 and "I har skrevet hver sit" not in answer.text
    assert 'value="76 54 32 10"' in answer.text and 'value="Ring på"' in answer.text


def test_stale_save_that_is_wrong_too_says_both(desk, editor):
    save(editor, desk, "bcd2", phone="76 54 32 10")
    answer = save(editor, desk, "bcd2", version_seen=1, opening_hours="Mo x")
    page = answer.text
    assert answer.status_code == 409 and "har gemt imens" in page and "kan ikke læses" in page.lower()
    assert offer_of(desk, "bcd2").opening_hours == OWN.opening_hours


@pytest.mark.parametrize("given", ["", "x", "0", "2", "999999999999", "-1"])
def test_save_over_no_known_version_is_stale(desk, editor, given):
    answer = save(editor, desk, "bcd2", version_seen=given, phone="76 54 32 10")
    assert answer.status_code == 409 and 'value="76 54 32 10"' in answer.text
    assert offer_of(desk, "bcd2") == OWN


@pytest.mark.parametrize(
    ("address", "changed"),
    [
        ("/intern/tilbud/ny", {"name": "Huset ved åen"}),
        ("/intern/tilbud/bcd2/ret", {"phone": "76543210"}),
        ("/intern/tilbud/bcd2/ret", {"phone": "76543210", "how": "phone"}),
        ("/intern/tilbud/bcd2/ret/kontakt", {"phone": "76543210"}),
        ("/intern/tilbud/bcd2/kommer", {"until": "31.12.2026", "into": "bcd3"}),
        ("/intern/tilbud/bcd2/luk", {}),
        ("/intern/bekraeft/bcd2", {"how": "phone"}),
    ],
)
def test_form_that_is_sent_twice_is_saved_once_and_nobody_saved_meanwhile(desk, editor, address, changed):
    sent = fields(OWN, **changed) | {"version": "0" if address.endswith("/ny") else "1"}
    answers = [post(editor, address, **sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location and len(revisions(desk)) == 1


def test_change_is_taken_back_once_when_that_is_sent_twice(desk, editor):
    save(editor, desk, "bcd2", phone="76 54 32 10")
    answers = [post(editor, "/intern/tilbud/bcd2/fortryd", version="2") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303] and offer_of(desk, "bcd2") == OWN
    assert [line.kind for line in revisions(desk)] == ["edited", "undone"]
    other = logged_in(desk, add_user(desk, "coordinator"))
    assert post(other, "/intern/tilbud/bcd2/fortryd", version="2").status_code == 409, (
        "somebody else's is no second tap"
    )


def test_what_somebody_else_confirmed_meanwhile_is_no_second_tap(desk, editor):
    other = logged_in(desk, add_user(desk, "coordinator"))
    save(other, desk, "bcd2", phone="76 54 32 10", how="phone")
    answer = post(editor, "/intern/bekraeft/bcd2", version="1", how="phone")
    assert answer.status_code == 409 and "imens" in answer.text


def test_buttons_are_stale_too(desk, editor):
    save(editor, desk, "bcd2", phone="76 54 32 10")
    for what in ("luk", "fortryd"):
        answer = post(editor, f"/intern/tilbud/bcd2/{what}", version="1")
        assert answer.status_code == 409 and "imens" in answer.text
    assert post(editor, "/intern/bekraeft/bcd2", version="1", how="phone").status_code == 409
    assert len(revisions(desk)) == 1


def test_last_change_is_taken_back_and_that_too(desk, editor):
    save(editor, desk, "bcd2", phone="76 54 32 10")
    pass_time(desk, minutes=1)
    assert act(editor, desk, "bcd2", "fortryd").status_code == 303
    assert offer_of(desk, "bcd2") == OWN
    assert act(editor, desk, "bcd2", "fortryd").status_code == 303
    assert offer_of(desk, "bcd2").phone == "76 54 32 10"
    assert [line.kind for line in revisions(desk)] == ["edited", "undone", "undone"]
    assert act(editor, desk, "bcd3", "fortryd").status_code == 422, "nobody has changed that one"


def test_editor_cannot_take_an_offer_back_to_another_municipality(desk, editor):
    chief = logged_in(desk, add_user(desk, "administrator"))
    assert save(chief, desk, "bcd4", municipality="0561").status_code == 303
    assert act(editor, desk, "bcd4", "fortryd").status_code == 422
    assert offer_of(desk, "bcd4").municipality == "0561"
    assert act(chief, desk, "bcd4", "fortryd").status_code == 303
    assert offer_of(desk, "bcd4").municipality == "0751"


def test_closed_and_opened_again(desk, editor):
    for what, status in (("luk", "inactive"), ("luk", "inactive"), ("aabn", "active")):
        assert act(editor, desk, "bcd2", what).status_code == 303
        assert offer_of(desk, "bcd2").status == status
    assert [line.kind for line in revisions(desk)] == ["closed", "opened"]
    assert logged(desk) == ["offer.closed", "offer.opened"]


def test_new_offer_gets_a_code_and_only_once(desk, editor):
    assert 'value="Esbjerg"' in editor.get("/intern/tilbud/ny").text
    sent = {"name": "Nattely", "neutral_name": "Huset", "description": "Et sted at sove.", "municipality": "0561"}
    sent |= {"topics": "hjemloeshed", "audiences": "alle", "contact_forms": "overnatning", "national": "y"}
    sent |= {"anonymous": "yes", "free": "yes", "no_referral": "yes", "confidence": "medium", "how": "", "version": "0"}
    sent |= {"children": "unknown", "dogs": "no"}
    answer = post(editor, "/intern/tilbud/ny", **sent)
    assert answer.status_code == 303, answer.text
    code = answer.location.rsplit("/", 1)[1]
    made = offer_of(desk, code)
    assert made.name == made.organization == "Nattely" and made.region == "Syddanmark" and made.status == "active"
    assert (made.children, made.dogs) == ("unknown", "no")
    assert post(editor, "/intern/tilbud/ny", **sent | {"free": "no"}).status_code == 422
    assert post(editor, "/intern/tilbud/ny", **sent | {"name": "Andet", "municipality": "0751"}).status_code == 422
    assert count(desk, "service") == 5
    assert act(editor, desk, code, "fortryd").status_code == 303
    assert offer_of(desk, code).status == "inactive"


def test_two_that_are_the_same_become_one(desk, editor):
    with desk.app_context():
        keep("bcd3", "1", "Forkert", OWN.seen)
    page = act(editor, desk, "bcd3", "flet", into="bcd2").text
    assert "Det får Værestedet Ålen" in page and "21 12 34 56" in page and count(desk, "offer_revision") == 0
    versions = {"version": "1", "other_version": "1"}
    for wrong, status in (({"into": "bcd4"}, 422), ({"into": "bcd2", "other_version": "9"}, 409)):
        answer = post(editor, "/intern/tilbud/bcd3/flet", **versions | {"sure": "1"} | wrong)
        assert answer.status_code == status and count(desk, "offer_revision") == 0
    answer = post(editor, "/intern/tilbud/bcd3/flet", into="bcd2", sure="1", **versions)
    assert (answer.status_code, answer.location) == (303, "/intern/tilbud/bcd2")
    assert offer_of(desk, "bcd3") == TWIN.model_copy(update={"status": "inactive", "merged_into": "bcd2"})
    stays = offer_of(desk, "bcd2")
    assert (stays.sms, stays.website, stays.phone) == (
        "21 12 34 56",
        OWN.website,
        OWN.phone,
    ) and "sms" in stays.contact_forms
    assert "/intern/tilbud/bcd2" in editor.get("/intern/tilbud/bcd3").text, "leads on to the one that stays"
    with desk.app_context():
        ((code,),) = db.session.execute(
            select(db.metadata.tables["service"].c.code).join(
                Report, Report.service_id == db.metadata.tables["service"].c.id
            )
        )
    assert code == "bcd2", "what was reported goes along"
    assert act(editor, desk, "bcd3", "fortryd").status_code == 303
    assert offer_of(desk, "bcd3") == TWIN


def test_who_changed_it_is_for_those_who_look_after_it(desk, editor):
    chief = logged_in(desk, add_user(desk, "administrator", name="Kim Kollega"))
    assert save(chief, desk, "bcd5", phone="70 11 22 33").status_code == 303
    assert save(chief, desk, "bcd2", phone="70 11 22 33").status_code == 303
    national, own = (editor.get(f"/intern/tilbud/{code}/historik").text for code in ("bcd5", "bcd2"))
    assert "70 11 22 33" in national and "Kim Kollega" not in national
    assert "Kim Kollega" in own

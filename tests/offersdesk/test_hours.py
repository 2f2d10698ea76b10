"""Hours at the desk: read back before they are saved, asked about, and never in the way of publishing."""

from __future__ import annotations

import re
from datetime import date

import pytest
from bs4 import BeautifulSoup

from tests.offersdesk.conftest import AWAY, OWN, fields, offer_of, post, save, version
from tests.people import ESBJERG, add_user, logged_in
from webapp.clock import now
from webapp.database import db
from webapp.finder.answers import Answers
from webapp.hours.change import Change
from webapp.hours.text import is_readable
from webapp.offers.offer import OfferVersion
from webapp.offers.readable_hours import with_readable_hours
from webapp.publishing.in_force import answers_of_database
from webapp.registry.store import save as store
from webapp.todo.situation import situation_of
from webapp.todo.tasks import tasks
from webapp.users.user import User

PART = f"/intern/tilbud/{OWN.code}/ret/aabent"
OLD = 'Mo-Fr 10:00-18:00 || "ring"'  # as it could be kept once
CLOSED_WEEK = Change(first="2026-12-21", last="2026-12-27", opening_hours=OLD)


def looked_at(editor, desk, text: str, button: str = "vis", value: str = "1"):
    """What the form says about hours that were typed, without saving them."""
    sent = fields(offer_of(desk, OWN.code), opening_hours=text) | {button: value}
    answer = post(editor, PART, **sent, version=str(version(desk, OWN.code)))
    return BeautifulSoup(answer.data, "html.parser")


def test_typed_hours_are_read_back_in_words_as_a_week_and_as_they_will_be_kept(desk, editor):
    page = looked_at(editor, desk, "man-fre 9-12, tors 15-17, helligdage lukket")
    said = page.select_one("#uge").get_text(" ", strip=True)
    assert "Torsdag kl. 9–12 og 15–17" in said and "Lukket på helligdage" in said
    assert page.select_one("#uge code").text == "Mo-Fr 09:00-12:00, Th 15:00-17:00; PH off"
    rows = [[cell.text for cell in row.select("th, td")] for row in page.select("#uge table tr")]
    assert len(rows) == 7 and rows[3] == ["Torsdag", "kl. 9–12 og 15–17"] and rows[6] == ["Søndag", "lukket"]
    assert offer_of(desk, OWN.code).opening_hours == OWN.opening_hours, "looking saves nothing"


def test_closed_weeks_are_told_with_their_dates_before_they_are_saved(desk, editor):
    page = looked_at(editor, desk, "man-fre 9-12, lukket uge 28-30, helligdage lukket")
    said = page.select_one("#uge").get_text(" ", strip=True)
    assert (
        re.search(r"Uge 28–30 \(\d+\. juli – \d+\. (juli|august) \d{4}\): lukket", said) and "Andre tider" not in said
    )
    assert page.select_one("#uge code").text == "Mo-Fr 09:00-12:00; week 28-30 off; PH off"


def test_an_answer_is_put_into_the_field_and_saved_only_when_the_form_is(desk, editor):
    page = looked_at(editor, desk, "man-fre 9-12, tors 15-17")
    asked = {legend.text: legend.parent for legend in page.select(".ask legend")}
    thursday = asked["Torsdag står to gange. Er 15:00-17:00 også, eller i stedet?"]
    assert "Også: begge tider gælder (sådan står det nu)" in thursday.text
    [instead] = thursday.select("button[name=brug]")
    assert instead.text == "I stedet: kun 15:00-17:00 gælder"
    page = looked_at(editor, desk, "man-fre 9-12, tors 15-17", "brug", instead["value"])
    made = page.select_one("#opening_hours")["value"]
    assert made == "Mo-Fr 09:00-12:00; Th 15:00-17:00"
    assert "Torsdag kl. 15–17" in page.select_one("#uge").get_text(" ", strip=True)
    assert page.select_one("#uge").has_attr("autofocus"), "whoever answered goes on from there"
    assert offer_of(desk, OWN.code).opening_hours == OWN.opening_hours
    assert save(editor, desk, OWN.code, opening_hours=made).status_code == 303
    assert offer_of(desk, OWN.code).opening_hours == made


def test_what_cannot_be_read_is_said_where_it_stands_and_nothing_is_lost(desk, editor):
    page = looked_at(editor, desk, "man-fre 9-16, måske")
    assert page.select_one("#opening_hours")["value"] == "man-fre 9-16, måske"
    assert "»måske« kan ikke læses (tegn 15)" in page.select_one("#uge").text
    page = looked_at(editor, desk, OWN.opening_hours, "brug", "rubbish")
    assert page.select_one("#opening_hours")["value"] == "rubbish" and "kan ikke læses" in page.select_one("#uge").text


@pytest.fixture
def old(desk):
    """The desk, with hours and a dated change that can no longer be read."""
    assert not is_readable(OLD)
    with desk.app_context():
        confirmed = OWN.model_copy(update={"confirmed_on": date(2026, 11, 1)})
        store(confirmed.model_copy(update={"opening_hours": OLD, "changes": (CLOSED_WEEK,)}))
        db.session.commit()
    return desk


SHORT_WEEK = CLOSED_WEEK.model_copy(update={"opening_hours": "10:00-12:00"})
SOURCE = {"seen": OWN.seen, "source_url": "https://stedet.dk/nyt", "confidence": "medium"}
NEXT = OfferVersion(**SOURCE, **{"from": date(2027, 1, 1), "opening_hours": "Mo 10:00-12:00"})


@pytest.mark.parametrize(
    ("kept", "published"),
    [
        ({"opening_hours": OLD}, {"opening_hours": None}),
        (
            {"changes": (CLOSED_WEEK, SHORT_WEEK)},
            {"changes": (CLOSED_WEEK.model_copy(update={"opening_hours": "unknown"}), SHORT_WEEK)},
        ),
        (
            {"later": (NEXT.model_copy(update={"opening_hours": OLD}), NEXT)},
            {"later": (NEXT.model_copy(update={"opening_hours": None}), NEXT)},
        ),
        ({}, {}),
    ],
)
def test_only_what_cannot_be_read_is_not_known(kept, published):
    offer = OWN.model_copy(update={"changes": (SHORT_WEEK,), "later": (NEXT,)})
    assert with_readable_hours(offer.model_copy(update=kept)) == offer.model_copy(update=published)


def test_kept_hours_that_cannot_be_read_are_published_as_not_known(old):
    answers: Answers = answers_of_database(old)
    minute = answers.minute()
    [offer] = [offer for offer in answers.offers if offer["code"] == OWN.code]
    assert answers.opening(offer["hours"], minute).kind == "unknown"
    assert offer["week"] == [] and answers.danish.line(offer["changes"][0][1]) == "21.–27. december: ikke oplyst"
    assert OLD not in str(answers.hours)
    assert "Åbningstid ukendt" in old.test_client().get(f"/find/{OWN.code}").text
    services = old.test_client().get("/api/export.json").get_json()
    [service] = [one for one in services if one["name"] == OWN.name]
    assert "||" not in str(service["schedules"])


def test_kept_hours_that_cannot_be_read_are_a_task_that_leads_to_the_field(old):
    client = logged_in(old, add_user(old, "coordinator", email="k@eksempel.dk"))
    with old.test_request_context():
        user = db.session.query(User).filter_by(municipality=ESBJERG).first()
        [task] = [task for task in tasks(situation_of(user, now())) if task.name == "hours"]
    assert OWN.name in task.what and AWAY.name not in task.what
    page = client.get(PART)
    assert page.status_code == 200 and "To streger (||) læses forskelligt" in page.text
    assert PART in client.get("/intern").text


def test_the_rest_of_such_an_offer_can_be_saved(old):
    editor = logged_in(old, add_user(old))
    assert save(editor, old, OWN.code, phone="76 54 32 10").status_code == 303
    kept = offer_of(old, OWN.code)
    assert kept.phone == "76 54 32 10" and kept.opening_hours == OLD and kept.changes == (CLOSED_WEEK,)
    assert (
        save(editor, old, OWN.code, opening_hours="man-fre 10-18", **{"changes-0-opening_hours": ""}).status_code == 303
    )
    assert offer_of(old, OWN.code).opening_hours == "Mo-Fr 10:00-18:00"

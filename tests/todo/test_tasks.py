"""What the desk's front page says is not done yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as some

from tests.agreement.agreements import add_agreement
from tests.checklist.own_lines import add_line
from tests.conftest import LIBRARY
from tests.notices.notices import add_notice
from tests.people import AARHUS, ESBJERG, add_user, logged_in, pass_time
from webapp.clock import now
from webapp.database import db
from webapp.offers.confirming import is_due
from webapp.registry import report
from webapp.registry.store import seed
from webapp.todo.situation import situation_of
from webapp.todo.tasks import Posted, Situation, tasks, week
from webapp.users.role import Role
from webapp.users.user import User

TODAY = date(2026, 11, 23)
DONE = Situation(
    role=Role.COORDINATOR,
    today=TODAY,
    municipality=ESBJERG,
    codes_on=True,
    colleagues=1,
    agreement="out",
    version=2,
    review=date(2027, 6, 1),
    own_lines=True,
)


def named(found) -> list[str]:
    return [task.name for task in found]


def test_nothing_is_left_when_all_is_done():
    assert tasks(DONE) == [] and week(DONE) == []


@pytest.mark.parametrize(
    ("changes", "name", "endpoint"),
    [
        ({"reports": 1}, "reports", "offers_confirm.index"),
        ({"codes_on": False}, "codes", "account.codes"),
        ({"colleagues": 0}, "colleagues", "users_desk.invite"),
        ({"agreement": "none", "review": None}, "agreement", "agreement_desk.edit"),
        ({"agreement": "draft", "review": None}, "agreement", "agreement_desk.version"),
        ({"review": TODAY - timedelta(days=1)}, "agreement", "agreement_desk.edit"),
        ({"due": 7, "load": "7 opkald, ca. 20 min"}, "due", "offers_confirm.index"),
    ],
)
def test_what_is_not_done_is_one_line_that_leads_there(changes, name, endpoint):
    [task] = tasks(replace(DONE, **changes))
    assert (task.name, task.endpoint) == (name, endpoint)


def test_who_waits_comes_first_and_what_takes_long_comes_last():
    empty = Situation(Role.COORDINATOR, TODAY, ESBJERG, reports=2, due=3, load="3 opkald, ca. 10 min")
    assert named(tasks(empty)) == ["reports", "codes", "colleagues", "agreement", "due"]
    assert "2 meldinger" in tasks(empty)[0].what and "3 tilbud" in tasks(empty)[-1].what
    assert tasks(empty)[-1].about.startswith("3 opkald, ca. 10 min.")


def test_each_role_is_asked_only_what_it_may_do():
    empty = Situation(Role.EDITOR, TODAY, ESBJERG, due=1, load="1 opkald, ca. 5 min")
    assert named(tasks(empty)) == ["codes", "due"]
    assert named(tasks(replace(empty, role=Role.ADMINISTRATOR, municipality=None))) == ["codes", "colleagues", "due"]


def test_texts_that_no_professional_has_read_are_the_administrators_task():
    waiting = replace(DONE, role=Role.ADMINISTRATOR, municipality=None, unreviewed=120)
    [task] = tasks(waiting)
    assert (task.name, task.endpoint) == ("unreviewed", "pages.sources") and "120 tekster" in task.what
    assert "unreviewed" not in named(tasks(replace(waiting, role=Role.COORDINATOR, municipality=ESBJERG)))


def test_an_overdue_review_is_a_task_and_one_that_nears_is_news():
    assert named(tasks(replace(DONE, review=TODAY))) == []
    assert named(week(replace(DONE, review=TODAY))) == ["review"]
    assert named(week(replace(DONE, review=TODAY + timedelta(days=31)))) == []
    assert named(week(replace(DONE, review=TODAY - timedelta(days=1)))) == []


def test_own_lines_are_offered_once_the_agreement_is_out_and_never_asked_for():
    without = replace(DONE, own_lines=False)
    assert tasks(without) == [] and named(week(without)) == ["lines"]
    for other in ({"agreement": "draft"}, {"role": Role.EDITOR}, {"municipality": None}):
        assert "lines" not in named(week(replace(without, **other)))


def test_the_week_tells_of_notices_drafts_and_what_comes():
    posted = (Posted("Caféen", "fredag kl. 20.00"), Posted("Natten", "i dag", ends_soon=True))
    news = replace(DONE, posted=posted, coming=2, agreement="newer draft", ahead=1, load_ahead="1 opkald, ca. 5 min")
    assert tasks(news) == [] and named(week(news)) == ["posted", "posted", "coming", "draft", "ahead"]
    assert "slutter snart" in week(news)[1].what and "ret det" in week(news)[1].about
    editor = week(replace(news, role=Role.EDITOR))
    others = Posted("Til alle", "i dag", ends_soon=True, mine=False)
    assert "ret det" not in week(replace(news, posted=(others,)))[0].about
    assert "draft" not in named(editor) and not [task for task in editor if "ret det" in task.about]


@given(
    some.builds(
        Situation,
        role=some.sampled_from(Role),
        today=some.just(TODAY),
        municipality=some.sampled_from([ESBJERG, None]),
        agreement=some.sampled_from(["none", "draft", "out", "newer draft"]),
        review=some.none() | some.dates(date(2020, 1, 1), date(2030, 1, 1)),
        reports=some.integers(0, 30),
        due=some.integers(0, 300),
        colleagues=some.integers(0, 9),
        codes_on=some.booleans(),
    )
)
def test_nothing_is_said_twice_and_nobody_is_sent_where_they_may_not_go(situation):
    found = tasks(situation)
    assert len(set(named(found))) == len(found) <= 5
    closed = (
        {"users_desk.invite", "agreement_desk.edit", "agreement_desk.version"}
        if situation.role == Role.EDITOR
        else set()
    )
    assert not closed & {task.endpoint for task in found + week(situation)}
    assert all(
        task.args["municipality"]
        for task in found + week(situation)
        if task.endpoint.startswith(("agreement", "own_lines"))
    )


def test_changes_nobody_has_confirmed_are_the_administrators_to_look_into():
    [task] = tasks(replace(DONE, role=Role.ADMINISTRATOR, municipality=None, unsure=7))
    assert (task.name, task.endpoint) == ("unsure", "coming_desk.index") and "7 ændringer" in task.what


def test_a_municipality_without_a_number_is_good_to_know_and_no_duty():
    without = replace(DONE, no_door=True)
    assert tasks(without) == tasks(DONE)
    assert "door" in named(week(without)) and "door" not in named(week(DONE))


# From the database


def situation(app, number: int) -> Situation:
    with app.app_context():
        return situation_of(db.session.get(User, number), now())


def page_of(app, number: int) -> BeautifulSoup:
    return BeautifulSoup(logged_in(app, number).get("/intern").data, "html.parser")


def listed(page: BeautifulSoup) -> list[str]:
    return [line["data-task"] for line in page.select("[data-task]")]


def test_a_new_coordinator_is_shown_what_to_do_and_every_link_opens(desk):
    with desk.app_context():
        seed(LIBRARY.offers)
        code = next(offer.code for offer in LIBRARY.offers if offer.municipality == ESBJERG)
        report.keep(code, "1", "", TODAY)
    number = add_user(desk, "coordinator")
    client = logged_in(desk, number)
    page = BeautifulSoup(client.get("/intern").data, "html.parser")
    assert listed(page)[:5] == ["reports", "codes", "colleagues", "agreement", "due"]
    for link in page.select("[data-task]"):
        assert client.get(link["href"]).status_code == 200, link["href"]
    with desk.app_context():
        mine = [offer for offer in LIBRARY.offers if offer.municipality == ESBJERG]
        assert situation(desk, number).due >= sum(is_due(offer, TODAY) for offer in mine) > 0


def test_it_says_calmly_when_all_is_done(desk):
    number = add_user(desk, "coordinator", codes=True)
    add_user(desk)
    add_agreement(desk, out=True)
    add_line(desk)
    page = page_of(desk, number)
    assert listed(page) == [] and page.select_one("[data-all-done]").get_text().startswith("Alt er gjort.")
    add_notice(desk, lasts=5)
    page = page_of(desk, number)
    assert listed(page) == ["posted"] and page.select_one("[data-all-done]")


def test_the_agreement_goes_from_none_to_draft_to_out_to_overdue(desk):
    number = add_user(desk, "coordinator", codes=True)
    add_agreement(desk, AARHUS, out=True)
    assert situation(desk, number).agreement == "none"
    add_agreement(desk)
    assert (situation(desk, number).agreement, situation(desk, number).version) == ("draft", 1)
    add_agreement(desk, out=True)
    assert situation(desk, number).agreement == "out"
    add_agreement(desk, steps="Andet")
    assert situation(desk, number).agreement == "newer draft"
    assert "agreement" not in listed(page_of(desk, number))
    pass_time(desk, days=200)
    assert "agreement" in listed(page_of(desk, number))


def test_what_is_another_municipalitys_is_not_counted(desk):
    number = add_user(desk, "coordinator", codes=True)
    add_user(desk, municipality=AARHUS)
    add_user(desk, active=False)
    add_notice(desk, AARHUS)
    with desk.app_context():
        seed(LIBRARY.offers)
        away = next(offer for offer in LIBRARY.offers if offer.service_municipalities == (AARHUS,))
        report.keep(away.code, "1", "", TODAY)
    found = situation(desk, number)
    assert (found.colleagues, found.posted, found.coming, found.reports) == (0, (), 0, 0)
    assert situation(desk, add_user(desk, "coordinator", AARHUS)).reports == 1


def test_a_notice_is_about_to_end_a_day_before(desk):
    number = add_user(desk)
    add_notice(desk, lasts=25)
    assert [one.ends_soon for one in situation(desk, number).posted] == [False]
    pass_time(desk, minutes=60)
    assert [one.ends_soon for one in situation(desk, number).posted] == [True]
    pass_time(desk, hours=24)
    assert situation(desk, number).posted == ()
    add_notice(desk, None)
    assert [one.mine for one in situation(desk, number).posted] == [False]

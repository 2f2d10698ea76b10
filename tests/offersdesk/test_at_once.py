"""Several who do the same at once, on whichever database: nobody meets an error, and what is counted stays true."""

import threading

from tests.offersdesk.conftest import OWN, count, fields, offer_of, post
from tests.people import add_user, logged_in, user_of
from webapp.database import db
from webapp.registry import report
from webapp.users.accounts import give_link, renew_recovery_codes
from webapp.users.codes import HOW_MANY
from webapp.users.role import Role
from webapp.users.secret import digest
from webapp.users.user import Invitation, User


def at_once(*works) -> list:
    """What each answered; all begin together."""
    ready, answers = threading.Barrier(len(works)), [None] * len(works)

    def run(place, work):
        ready.wait(60)
        answers[place] = work()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_same_report_is_taken_from_all_and_kept_once(desk):
    clients = [desk.test_client() for _ in range(6)]
    sent = {"slags": "3", "tekst": "Døren er låst"}
    answers = at_once(*(lambda one=one: one.post("/find/bcd2", data=sent).status_code for one in clients))
    assert answers == [200] * 6 and count(desk, "report") == 1


def test_no_more_reports_are_kept_than_are_taken(desk, monkeypatch):
    monkeypatch.setattr(report, "MOST_FOR_ONE", 3)
    works = [
        lambda n=n: desk.test_client().post("/find/bcd2", data={"slags": "4", "tekst": f"Nummer {n}"}).status_code
        for n in range(8)
    ]
    assert sorted(at_once(*works)) == [200] * 3 + [429] * 5 and count(desk, "report") == 3


def test_one_new_offer_of_a_name_is_made(desk):
    clients = [logged_in(desk, add_user(desk)) for _ in range(4)]
    for name, different, expected in (("Nattely", False, [303] * 4), ("Natcafé", True, [303, 422, 422, 422])):
        sent = fields(OWN, name=name) | {"version": "0"}
        forms = [sent | ({"description": f"Hus {number}."} if different else {}) for number in range(4)]
        works = [
            lambda one=one, form=form: post(one, "/intern/tilbud/ny", **form).status_code
            for one, form in zip(clients, forms, strict=True)
        ]
        assert sorted(at_once(*works)) == expected
    assert count(desk, "service") == 6


def test_report_is_answered_by_one(desk):
    desk.test_client().post("/find/bcd2", data={"slags": "3", "tekst": "Døren er låst"})
    clients = [logged_in(desk, add_user(desk)) for _ in range(4)]
    works = [
        lambda one=one: post(one, "/intern/bekraeft/bcd2/meldt", report="1", outcome="right").status_code
        for one in clients
    ]
    assert sorted(at_once(*works)) == [303, 409, 409, 409] and count(desk, "report_answer") == 1


def test_two_that_are_merged_into_each_other_leave_one(desk):
    ways = (("bcd2", "bcd3"), ("bcd3", "bcd2"))
    works = [
        lambda one=one, way=way: (
            post(
                one, f"/intern/tilbud/{way[0]}/flet", into=way[1], sure="1", version="1", other_version="1"
            ).status_code
        )
        for one, way in zip([logged_in(desk, add_user(desk)) for _ in ways], ways, strict=True)
    ]
    answers = at_once(*works)
    assert 303 in answers and set(answers) <= {303, 409, 422}, "the later one sees it before its turn or in it"
    assert sorted(offer_of(desk, code).status for code in ways[0]) == ["active", "inactive"]


def test_first_settings_of_a_municipality_are_saved_once(desk):
    clients = [logged_in(desk, add_user(desk, "coordinator")) for _ in range(4)]
    sent = {"contact": "Vagten", "phone": "75 12 34 56", "email": "", "version": "0"}
    works = [
        lambda one=one, n=n: post(one, "/intern/indstillinger/0561", **sent | {"contact": f"Vagt {n}"}).status_code
        for n, one in enumerate(clients)
    ]
    answers = at_once(*works)
    assert answers.count(303) == 1 and all(status in (303, 409, 422) for status in answers)
    assert count(desk, "municipality_setting") == 1


def test_of_links_made_at_once_by_command_the_last_one_works(desk):
    number = add_user(desk)

    def give():
        with desk.app_context():
            token = give_link(None, db.session.get(User, number))
            db.session.commit()
            return token

    links = at_once(*[give] * 6)
    with desk.app_context():
        assert sum(digest(link) == db.session.get(Invitation, number).digest for link in links) == 1


def test_recovery_codes_made_at_once_are_ten(desk):
    number = add_user(desk, codes=True)

    def renew():
        with desk.app_context():
            renew_recovery_codes(db.session.get(User, number))
            db.session.commit()

    at_once(*[renew] * 6)
    assert count(desk, "desk_recovery_code") == HOW_MANY


def test_two_administrators_do_not_shut_each_other_out(desk):
    numbers = [add_user(desk, "administrator") for _ in range(2)]
    clients = [logged_in(desk, number) for number in numbers]
    works = [
        lambda one=one, other=other: post(one, f"/intern/brugere/{other}/luk").status_code
        for one, other in zip(clients, reversed(numbers), strict=True)
    ]
    assert all(status < 500 for status in at_once(*works))
    left = [number for number in numbers if user_of(desk, number).active]
    assert left and user_of(desk, left[0]).role == Role.ADMINISTRATOR

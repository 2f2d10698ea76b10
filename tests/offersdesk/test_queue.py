"""Whom to ask this week, the one tap, and reports from the field."""

from datetime import date

import pytest

from tests.offersdesk.conftest import NATIONAL, OWN, count, offer_of, post, version
from tests.people import add_user, logged_in, pass_time
from webapp.offers.confirming import can_be_asked, confirmed, due_on, in_order, is_due, kind_of, load, script
from webapp.offers.freshness import known_on
from webapp.registry.report import keep

TODAY = date(2026, 11, 23)


def test_due_day_follows_kind_and_age():
    assert kind_of(NATIONAL).rank == 0 and due_on(NATIONAL) == date(2024, 9, 1)
    assert kind_of(OWN).rank == 1 and due_on(OWN) == date(2024, 12, 1)
    quiet = OWN.model_copy(update={"phone": None, "confirmed_on": date(2026, 1, 31)})
    assert kind_of(quiet).rank == 2 and due_on(quiet) == date(2026, 12, 31)
    low = quiet.model_copy(update={"confidence": "low"})
    assert due_on(low) == date(2026, 1, 31), "hidden until somebody asks, so at once"


def test_most_harm_first_then_what_is_due_soonest():
    late = OWN.model_copy(update={"code": "bcd9", "source_date": "2020"})
    first = OWN.model_copy(update={"code": "bcd9", "name": "Aftenhuset"})
    assert [offer.code for offer in in_order([OWN, late, NATIONAL])] == ["bcd5", "bcd9", "bcd2"]
    assert in_order([OWN, first]) == [first, OWN], "by name when due on the same day"


def test_due_until_the_week_is_over():
    def on(day):
        return OWN.model_copy(update={"phone": None, "confirmed_on": day})

    assert is_due(on(date(2025, 12, 29)), TODAY), "Sunday 29 November"
    assert not is_due(on(date(2025, 12, 30)), TODAY)
    assert not is_due(on(date(2025, 1, 1)).model_copy(update={"status": "inactive"}), TODAY)


@pytest.mark.parametrize(
    ("calls", "others", "words"),
    [
        (0, 0, "0 opkald"),
        (1, 0, "1 opkald, ca. 5 min"),
        (7, 0, "7 opkald, ca. 20 min"),
        (0, 2, "2 uden telefon, ca. 5 min"),
        (20, 20, "20 opkald og 20 uden telefon, ca. 2 t"),
        (30, 0, "30 opkald, ca. 1 t 30 min"),
    ],
)
def test_load_is_told(calls, others, words):
    assert load([OWN] * calls + [OWN.model_copy(update={"phone": None})] * others) == words


def test_script_asks_what_we_believe_and_nothing_else():
    told = OWN.model_copy(update={"sms": "21 12 34 56", "chat": "https://stedet.dk/chat", "anonymous": "no"})
    said = script(told, ["Mandag–fredag kl. 9–16", "Lørdag kl. 10–12"], "Esbjerg Kommune", "Torvet 1, 6700 Esbjerg")
    assert "jeg hedder … og ringer fra Esbjerg Kommune." in said[0]
    assert said[1:-1] == [
        "Er 75 12 34 56 det nummer, en borger skal ringe til?",
        "Har I åbent sådan her: Mandag–fredag kl. 9–16; Lørdag kl. 10–12?",
        "Er der dage, hvor I holder lukket eller har andre tider?",
        "Kan man være anonym? Vi skriver nej.",
        "Er det gratis? Vi skriver ja.",
        "Kan man komme uden henvisning? Det ved vi ikke.",
        "Ligger I stadig her: Torvet 1, 6700 Esbjerg?",
        "Kan man skrive en sms til 21 12 34 56?",
        "Kan man chatte på jeres hjemmeside?",
    ]
    first, *asked, _ = script(OWN.model_copy(update={"phone": None}), [], "", "")
    assert "og kommer fra redaktionen." in first and asked[0] == "Hvornår har I åbent?" and len(asked) == 5
    assert script(OWN.model_copy(update={"phone": "1888"}), [], "", "")[1] == (
        "Det er den fælles linje. Bed om Værestedet Ålen."
    )


def test_asking_and_looking_up_set_the_dates_freshness_goes_by():
    old = OWN.model_copy(update={"confidence": "low", "confirmed_on": date(2024, 1, 1)})
    for how in ("phone", "visit"):
        after = confirmed(old, how, TODAY)
        assert (after.confirmed_on, after.confidence, known_on(after)) == (TODAY, "high", TODAY)
    after = confirmed(old, "website", TODAY)
    assert (after.confirmed_on, after.seen, after.confidence, known_on(after)) == (None, TODAY, "medium", TODAY)


@pytest.mark.parametrize(
    ("source", "website", "after"),
    [
        ("https://tilbudsportalen.dk/1", "https://stedet.dk", "https://stedet.dk"),
        ("https://www.Stedet.dk/om/tider", "https://stedet.dk", "https://www.Stedet.dk/om/tider"),  # the page itself
        ("https://tilbudsportalen.dk/1", None, "https://tilbudsportalen.dk/1"),
    ],
)
def test_what_was_looked_up_is_the_source(source, website, after):
    offer = OWN.model_copy(update={"source_url": source, "website": website})
    assert confirmed(offer, "website", TODAY).source_url == after


@pytest.mark.parametrize(
    ("change", "ways"),
    [
        ({}, {"phone", "visit", "website"}),
        ({"phone": None}, {"visit", "website"}),
        ({"website": None}, {"phone", "visit"}),
        ({"website": None, "source_url": "https://tilbudsportalen.dk/1"}, {"phone", "visit", "website"}),
    ],
)
def test_ways_to_ask(change, ways):
    offer = OWN.model_copy(update=change)
    assert {how for how in ("phone", "visit", "website", "rygte", "") if can_be_asked(offer, how)} == ways


def test_queue_shows_what_is_due_and_one_tap_takes_it_away(desk, editor):
    page = editor.get("/intern/bekraeft").text
    assert "2 opkald, ca. 5 min" in page and 'data-offer="bcd2"' in page and "Det kan du sige" in page
    assert 'data-offer="bcd4"' not in page and 'data-offer="bcd5"' not in page
    answer = post(editor, "/intern/bekraeft/bcd2", how="phone", version=str(version(desk, "bcd2")))
    assert (answer.status_code, answer.location) == (303, "/intern/bekraeft")
    after = offer_of(desk, "bcd2")
    assert after == OWN.model_copy(update={"confirmed_on": TODAY, "confidence": "high"})
    page = editor.get("/intern/bekraeft").text
    assert "1 opkald, ca. 5 min" in page and 'data-offer="bcd2"' not in page
    assert "telefon" in editor.get("/intern/tilbud/bcd2/historik").text
    pass_time(desk, days=290)
    client = logged_in(desk, add_user(desk))
    assert 'data-offer="bcd2"' in client.get("/intern/bekraeft").text, "and it comes back"


@pytest.mark.parametrize("how", ["", "rygte", "PHONE"])
def test_how_must_be_said(desk, editor, how):
    answer = post(editor, "/intern/bekraeft/bcd2", how=how, version="1")
    assert answer.status_code == 422 and offer_of(desk, "bcd2") == OWN


def test_administrator_chooses_whose_queue(desk):
    client = logged_in(desk, add_user(desk, "administrator"))
    assert 'data-offer="bcd5"' in client.get("/intern/bekraeft").text
    post(client, "/intern/bekraeft", k="0751")
    page = client.get("/intern/bekraeft").text
    assert 'data-offer="bcd4"' in page and 'data-offer="bcd5"' not in page and "Esbjerg: 2" in page


def test_report_arrives_and_is_closed_with_what_was_done(desk, editor):
    with desk.app_context():
        keep("bcd2", "2", "Åbner først kl. 10", TODAY)
        keep("bcd4", "1", "En anden kommunes", TODAY)
    page = editor.get("/intern/bekraeft").text
    assert "Åbningstiden er forkert" in page and "Åbner først kl. 10" in page and "En anden kommunes" not in page
    for wrong, status in (
        ({"outcome": ""}, 422),
        ({"outcome": "fixed", "note": "Borger 010190-1234"}, 422),
        ({"outcome": "fixed", "note": "x" * 201}, 422),
        ({"outcome": "fixed", "report": "2"}, 409),
        ({"outcome": "fixed", "report": "x"}, 409),
    ):
        assert post(editor, "/intern/bekraeft/bcd2/meldt", **{"report": "1"} | wrong).status_code == status
    assert count(desk, "report_answer") == 0
    assert (
        post(editor, "/intern/bekraeft/bcd2/meldt", report="1", outcome="fixed", note="Rettet til 10").status_code
        == 303
    )
    assert "Åbner først kl. 10" not in editor.get("/intern/bekraeft").text
    twice = post(editor, "/intern/bekraeft/bcd2/meldt", report="1", outcome="fixed", note="Rettet til 10")
    assert twice.status_code == 303 and count(desk, "report_answer") == 1
    assert post(editor, "/intern/bekraeft/bcd2/meldt", report="1", outcome="right").status_code == 409
    log = logged_in(desk, add_user(desk, "coordinator")).get("/intern/log").text
    assert "svarede på en melding" in log and "Rettet til 10" in log

"""The finder and the search as pages: what stands on them, whatever is asked, and for how long an offer is shown."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup

from tests.conftest import LIBRARY, make_app
from webapp.clock import months_after
from webapp.config import COPENHAGEN
from webapp.database import db
from webapp.finder.answers import PER_PAGE
from webapp.offers.freshness import known_on
from webapp.publishing.publish import publish
from webapp.registry.store import find, save, seed
from webapp.search.render import MOST

UNKNOWN = LIBRARY.sentences.unknown
TOO_LONG = LIBRARY.sentences.query_too_long.format(most=200)
NOW = "2026-11-24T14:30"  # a Tuesday afternoon
ACTIVE = [offer for offer in LIBRARY.offers if offer.status == "active"]


def seeded(folder, moment: str = NOW, offers=LIBRARY.offers):
    """An app with these offers, that takes this moment as now."""
    app = make_app(folder, LOMMEKORT_NOW=moment)
    with app.app_context():
        seed(offers)
    return app


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """An app with offers, for tests that only look."""
    return seeded(tmp_path_factory.mktemp("finder"))


@pytest.fixture
def client(app):
    """A client that checks the house rules on every page."""
    return app.test_client()


def page_of(answer, status: int = 200) -> BeautifulSoup:
    assert answer.status_code == status
    page = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    page.template.extract()  # the neutral page that lies ready for the exit has a `main` too
    return page


def codes(page) -> list[str]:
    return [result["data-offer"] for result in page.select("[data-offer]")]


def notes(page) -> list[str]:
    return [note.get_text() for note in page.select(".note")]


def total(page) -> int:
    count = page.select_one(".count b")
    return int(count.get_text().split()[0]) if count else 0


# The list


def test_without_parameters_all_are_listed(client):
    first = page_of(client.get("/find"))
    assert total(first) == len(ACTIVE)
    assert len(codes(first)) == PER_PAGE == 50
    pages = -(-len(ACTIVE) // PER_PAGE)
    seen = [code for number in range(1, pages + 1) for code in codes(page_of(client.get(f"/find?s={number}")))]
    assert sorted(seen) == sorted(offer.code for offer in ACTIVE)


def test_pages_lead_to_each_other(client):
    def buttons(page):
        return [(button.get_text(), button["value"]) for button in page.select('button[name="s"][form="soeg"]')]

    assert buttons(page_of(client.get("/find"))) == [("Næste side", "2")]
    assert buttons(page_of(client.get("/find?s=2"))) == [("Forrige side", "1"), ("Næste side", "3")]
    last = page_of(client.get("/find?s=9999"))
    pages = -(-len(ACTIVE) // PER_PAGE)
    assert buttons(last) == [("Forrige side", str(pages - 1))]
    assert notes(last) == ["Så mange sider er der ikke. Her er den sidste."]
    assert len(codes(last)) == len(ACTIVE) - (pages - 1) * PER_PAGE
    assert buttons(page_of(client.get("/find?k=0561&n=1&a=1&e=1"))) == []


def test_every_result_has_what_is_needed_to_use_it(client):
    for number in range(1, 6):
        for result in page_of(client.get(f"/find?s={number}")).select("[data-offer]"):
            code = result["data-offer"]
            assert re.fullmatch("[a-z2-9]{4}", code)
            assert result.select_one(f'h3 a[href="/find/{code}"]').get_text().strip()
            state = result.select("[data-open]")
            assert len(state) == 1 and state[0]["data-open"] in ("open", "closed", "call", "unknown")
            assert state[0].get_text().strip()
            dated = result.select("[data-confirmed]")
            assert len(dated) == 1 and date.fromisoformat(dated[0]["data-confirmed"]) <= date(2026, 11, 24)
            phone = result.select_one('a[href^="tel:"]')
            assert not phone or re.fullmatch(r"tel:\+?[0-9]+", phone["href"])
            assert phone or result.select_one("a[rel~=noreferrer]") or "ukendt" in result.get_text()


def test_open_ones_stand_first(client):
    states = []
    for number in range(1, 6):
        page = page_of(client.get(f"/find?s={number}"))
        states += [state["data-open"] == "open" for state in page.select("[data-offer] [data-open]")]
    assert states == sorted(states, reverse=True) and 0 < sum(states) < len(states)


def test_only_open_ones_on_request(client):
    everything = page_of(client.get("/find?n=1"))
    assert {state["data-open"] for state in everything.select("[data-offer] [data-open]")} == {"open"}


@pytest.mark.parametrize("query", ["", "?q=xyzzyx", "?q=seng", "?s=3", "?k=9999", "?e=x&n=1&a=1&u=1&l=12&m=6"])
@pytest.mark.parametrize("address", ["/find", "/soeg"])
def test_acute_lines_stand_above_whatever_is_found(client, address, query):
    text = client.get(address + query).get_data(as_text=True)
    lines = [text.index(f'href="{line.tel}"') for line in LIBRARY.lines[:4]]
    assert lines == sorted(lines)
    assert lines[-1] < text.index("data-counted") < text.index("<ol")


@pytest.mark.parametrize(
    ("query", "advice"),
    [
        ("q=xyzzyx&n=1&a=1", "Slå »Åbent nu« fra"),
        ("q=xyzzyx&a=1", "Prøv et kortere ord"),
        ("l=12&m=6&n=1", "oplyst sprog"),
        ("a=1&e=15&m=6&k=0825", "Slå »Anonymt« fra"),
        ("u=1&e=15&m=6&k=0825", "tøm kommunen"),
        ("e=15&m=6&f=7", "Numrene øverst virker altid"),
    ],
)
def test_nothing_found_says_what_to_try(client, query, advice):
    page = page_of(client.get(f"/find?{query}"))
    assert codes(page) == [] and total(page) == 0
    said = page.select_one(".none").get_text()
    assert "Ingen tilbud passer" in said and advice in said


def test_sentence(client):
    page = page_of(client.post("/find", data={"q": "hun vil væk fra ham i nat, Esbjerg, anonymt"}))
    assert "Forstået: Esbjerg, kun anonyme." in notes(page)
    assert 0 < total(page) < len(ACTIVE)
    by_code = {offer.code: offer for offer in ACTIVE}
    for code in codes(page):
        offer = by_code[code]
        assert offer.anonymous == "yes"
        assert offer.national or "Syddanmark" in offer.service_regions or "0561" in offer.service_municipalities
    assert "Din kommune" in page.get_text() or "Din region" in page.get_text()
    assert page.select_one("#q")["value"] == "hun vil væk fra ham i nat, Esbjerg, anonymt"
    assert not page.select_one("#a1").has_attr("checked")  # said, not ticked


def test_choices_stay_made(client):
    page = page_of(client.get("/find?q=hjem&k=0561&e=1&e=6&f=1&m=1&l=1&a=1&u=1&n=1"))
    assert {box["id"] for box in page.select("#soeg input[checked]")} == {"e1", "e6", "f1", "a1", "u1", "n1"}
    assert [option["value"] for option in page.select("#soeg option[selected]")] == ["1", "1"]
    assert (page.select_one("#q")["value"], page.select_one("#k")["value"]) == ("hjem", "Esbjerg")
    assert page.select_one("details.more").has_attr("open")
    assert not page_of(client.get("/find?a=1&n=1&k=0561")).select_one("details.more").has_attr("open")


def test_words_that_no_offer_has_are_said(client):
    page = page_of(client.get("/find?q=krisecenter+xyzzyx"))
    assert notes(page) == ["Ingen tilbud nævner: xyzzyx. De andre ord er brugt."]
    assert codes(page)[:2] == codes(page_of(client.get("/find?q=krisecenter")))[:2]


@pytest.mark.parametrize("typed", ["hun vil have", "åben søndag", "?"])
def test_words_that_say_too_little_are_said(client, typed):
    page = page_of(client.get("/find", query_string={"q": typed}))
    assert notes(page) == [LIBRARY.sentences.too_little]
    assert len(codes(page)) == PER_PAGE


def test_a_language_that_few_tell_is_left_out_and_an_interpreter_told_of(client):
    for typed, asked in (("krisecenter på polsk", "krisecenter"), ("ukrainsk", "")):
        page = page_of(client.get("/find", query_string={"q": typed}))
        assert notes(page) == [LIBRARY.sentences.ask_for_interpreter]
        assert codes(page) == codes(page_of(client.get("/find", query_string={"q": asked})))


QUERIES = ["", "q=seng+i+nat", "k=0561&a=1", "e=1&e=2&f=1&s=2", "k=x&m=1&l=1&u=1&n=1&s=0", "q=%5B%5Bkode%5D%5D+$&"]


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("address", ["/find", "/soeg"])
def test_link_and_form_give_the_same(client, address, query):
    form = {"data": query, "content_type": "application/x-www-form-urlencoded"}
    by_link, by_form = client.get(f"{address}?{query}"), client.post(address, **form)
    assert page_of(by_link).main == page_of(by_form).main
    assert page_of(client.post(f"{address}?q=tandpine&a=1", **form)).main == page_of(by_link).main


def test_form_in_several_parts_is_read_too(client):
    by_form = client.post("/find", data={"q": "seng", "a": "1"}, content_type="multipart/form-data")
    assert page_of(by_form).main == page_of(client.get("/find?q=seng&a=1")).main


# What nobody meant to ask


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("k=9999", UNKNOWN.k),
        ("k=Atlantis", UNKNOWN.k),
        ("e=9999", UNKNOWN.e),
        ("f=x", UNKNOWN.f),
        ("m=7", UNKNOWN.m),
        ("l=dansk", UNKNOWN.l),
        ("a=2", UNKNOWN.a),
        ("u=ja", UNKNOWN.u),
        ("n=on", UNKNOWN.n),
        ("s=0", UNKNOWN.s),
        ("s=-1", UNKNOWN.s),
        ("s=9999", "Så mange sider er der ikke. Her er den sidste."),
        ("e=%00", UNKNOWN.e),
        ("e=%ff", UNKNOWN.e),
        ("k=%c3%28", UNKNOWN.k),
        ("q=" + "a" * 10_000, TOO_LONG),
        ("q=" + "vold+" * 2000, TOO_LONG),
        ("q=" + "a+b+" * 50, "Ingen tilbud nævner: "),
        ("&".join(f"e={number}" for number in range(2000)), UNKNOWN.e),
        ("&".join(f"x{number}=1" for number in range(2000)) + "&k=x", UNKNOWN.k),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_bad_question_is_answered_with_a_note(client, method, query, note):
    form = {"data": query, "content_type": "application/x-www-form-urlencoded"}
    page = page_of(client.get(f"/find?{query}") if method == "GET" else client.post("/find", **form))
    if note.endswith(": "):
        assert total(page) >= 0
    else:
        assert note in notes(page)
    assert page.select(".acute-lines a[href^='tel:']")


@pytest.mark.parametrize("query", [b"q=\xff", b"q=%ff%fe", b"q=\xc3\x28&e=\x00", b"q=%00%0d%0aX: y", b"&&&===", b"%"])
@pytest.mark.parametrize("address", ["/find", "/soeg"])
def test_bytes_that_are_no_text(client, address, query):
    assert client.get(address, environ_overrides={"QUERY_STRING": query.decode("latin-1")}).status_code == 200
    kind = "application/x-www-form-urlencoded"
    assert client.post(address, data=query, content_type=kind).status_code == 200
    for other in ("text/plain", "application/json", "multipart/form-data", "multipart/form-data; boundary=x", ""):
        assert client.post(address, data=query, content_type=other).status_code == 200


@pytest.mark.parametrize("address", ["/find", "/soeg"])
def test_typed_text_is_shown_as_text(client, address):
    typed = """<script>alert(1)</script>"'&[[count]][[text q]]$&"""
    text = client.post(address, data={"q": typed, "k": typed}).get_data(as_text=True)
    assert "<script>alert" not in text
    page = BeautifulSoup(text, "html.parser")
    assert page.select_one("input[name=q]")["value"] == typed
    if address == "/find":
        assert page.select_one("#k")["value"] == typed[:60]


# One offer


@pytest.mark.parametrize("code", ["zzzz", "ab1c", "x", "ABCD", "%00", "%ff", "💚", "a" * 5000])
def test_unknown_offer_is_not_found(client, code):
    assert "Siden findes ikke" in page_of(client.get(f"/find/{code}"), 404).get_text()
    assert client.post(f"/find/{code}", data={"slags": "1"}).status_code == 404


def test_every_offer_has_a_page(client):
    for offer in ACTIVE:
        page = page_of(client.get(f"/find/{offer.code}"))
        assert codes(page) == [offer.code]
        assert page.select_one("main h1").get_text() == offer.name
        assert len(page.select("main [data-open]")) == 1 and page.select("main [data-confirmed]")
        if offer.phone:
            assert page.select(f'main a[href="tel:{offer.phone.replace(" ", "")}"]')


def test_closed_offer_is_gone_and_leads_on(tmp_path, little_edition):
    app = seeded(tmp_path)
    offer = next(offer for offer in ACTIVE if offer.phone and offer.confidence != "low")
    with app.app_context():
        stored = find(offer.code)
        save(stored.model_copy(update={"status": "inactive"}))
        db.session.commit()
    publish(app)
    client = app.test_client()
    page = page_of(client.get(f"/find/{offer.code}"), 410)
    assert page.select_one("main h1").get_text() == "Tilbuddet findes ikke mere"
    assert page.select('main a[href="/find"]') and page.select("main a[href^='tel:']")
    assert client.post(f"/find/{offer.code}", data={"slags": "3"}).status_code == 410
    assert client.get(f"/b/{offer.code}").status_code == 410
    listed = page_of(client.get("/find"))
    assert total(listed) == len(ACTIVE) - 1
    assert offer.code not in codes(page_of(client.get("/find", query_string={"q": offer.name})))
    assert f"/find/{offer.code}" not in client.get("/soeg", query_string={"q": offer.name}).get_data(as_text=True)


# How long what we say holds


def at(app_folder, moment: datetime, *offers):
    """A client of an app that has these offers, at a moment."""
    return seeded(app_folder, moment.strftime("%Y-%m-%dT%H:%M"), offers).test_client()


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=COPENHAGEN)


def test_hours_then_ring_first_then_gone(tmp_path, little_edition):
    offer = next(
        offer
        for offer in ACTIVE
        if offer.opening_hours == "24/7" and offer.confidence != "low" and known_on(offer) == offer.seen
    )
    minute = timedelta(minutes=1)
    ring_first = midnight(months_after(known_on(offer), 12))
    gone = midnight(months_after(offer.seen, 24))
    told = [
        # moment, what staff see, what a citizen's page answers and says
        (ring_first - minute, "open", 200, "open"),
        (ring_first, "call", 200, "call"),
        (gone, "call", 410, None),
    ]
    for number, (moment, staff, status, citizen) in enumerate(told):
        client = at(tmp_path / str(number), moment, offer)
        page = page_of(client.get(f"/find/{offer.code}"))
        assert page.select_one("main [data-open]")["data-open"] == staff, moment
        answer = client.get(f"/b/{offer.code}")
        shown = page_of(answer, status).select_one("[data-open]")
        assert (shown and shown["data-open"]) == citizen, moment
        if staff == "call":
            assert page.select_one("main [data-open]").get_text() == "Ring først"
            assert offer.code not in codes(page_of(client.get("/find", query_string={"q": offer.name, "n": "1"})))
        if status == 410:
            assert 'href="/b/nu"' in answer.get_data(as_text=True)


def test_who_has_no_number_is_asked_and_not_rung(tmp_path, little_edition):
    without = [offer for offer in ACTIVE if not offer.phone]
    client = at(tmp_path, datetime(2026, 12, 25, 11), *without)  # a holiday, which few hours speak of
    for offer in without:
        page = page_of(client.get(f"/find/{offer.code}")).select_one("main .offer")
        assert page.select_one("[data-open]")["data-open"] != "call", offer.code
        assert not re.search("Ring (først|og hør)|Spørg på telefonen", page.get_text()), offer.code


def test_asking_the_offer_starts_both_clocks_anew(tmp_path, little_edition):
    offer = next(offer for offer in ACTIVE if offer.opening_hours == "24/7" and offer.confidence != "low")
    app = seeded(tmp_path, "2029-06-01T12:00", [offer])
    assert app.test_client().get(f"/b/{offer.code}").status_code == 410
    with app.app_context():
        save(find(offer.code).model_copy(update={"confirmed_on": date(2029, 5, 1)}))
        db.session.commit()
    again = make_app(tmp_path, LOMMEKORT_NOW="2029-06-01T12:00").test_client()
    page = page_of(again.get(f"/b/{offer.code}"))
    assert page.select_one("[data-open]")["data-open"] == "open"
    assert page.select_one("[data-confirmed]")["data-confirmed"] == "2029-05-01"


def test_uncertain_offer_is_for_staff_only(client):
    for offer in (offer for offer in ACTIVE if offer.confidence == "low"):
        page = page_of(client.get(f"/find/{offer.code}"))
        assert "ikke bekræftet" in page.get_text().lower()
        assert page.select_one("main [data-open]")["data-open"] == ("call" if offer.phone else "unknown")
        assert not page.select(f'a[href="/b/{offer.code}"]')
        assert client.get(f"/b/{offer.code}").status_code == 410
        line = page_of(client.get("/find", query_string={"q": offer.name})).select_one(f'[data-offer="{offer.code}"]')
        assert line is None or not line.select("input[name=c]")


# The search in everything


@pytest.mark.parametrize(
    ("typed", "kinds"),
    [
        ("frø", {"kerneelement"}),
        ("underretning", {"lov"}),
        ("tæsk", {"offer"}),
        ("tavshedspligt", {"lov"}),
        ("krisecenter", {"offer"}),
        ("senfølger", {"ord", "offer"}),
    ],
)
def test_search_finds_cards_law_words_and_offers(client, typed, kinds):
    page = page_of(client.post("/soeg", data={"q": typed}))
    found = {hit["data-kind"] for hit in page.select("[data-kind]")}
    if codes(page):
        found.add("offer")
    assert kinds <= found
    assert 0 < len(page.select(".hits > li")) <= MOST
    assert int(page.select_one(".count b").get_text().split()[0]) >= len(page.select(".hits > li"))


def test_title_goes_first_in_the_search(client):
    titles = [
        hit.get_text().lower() for hit in page_of(client.get("/soeg?q=senfølger")).select(".hits > li b, .hits h3")
    ]
    there = ["senfølge" in title for title in titles]
    assert there == sorted(there, reverse=True) and any(there)


def test_every_card_and_word_is_found_by_its_title(client):
    sought = [(card.title, f"/kort/{card.id}") for card in LIBRARY.cards.values()]
    sought += [(term.term, f"/ord#{term.id}") for term in LIBRARY.glossary]
    for title, address in sought:
        hits = page_of(client.get("/soeg", query_string={"q": title})).select(".hits > li > a")
        assert address in [hit["href"] for hit in hits], title


def test_hits_of_the_search_lead_somewhere(client):
    for typed in ("frø", "vold", "pligt", "ord"):
        for hit in page_of(client.get("/soeg", query_string={"q": typed})).select(".hits > li > a"):
            assert client.get(hit["href"].split("#")[0]).status_code == 200


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "Skriv et ord"), ("   ", "Skriv et ord"), ("xyzzyx", "Intet fundet"), ("💚", "Intet fundet")],
)
def test_search_without_a_hit_says_what_to_try(client, typed, said):
    page = page_of(client.post("/soeg", data={"q": typed}))
    assert said in page.select_one(".none").get_text()
    assert not page.select(".hits > li")


def test_search_takes_long_and_odd_text(client):
    for typed in ("a" * 10_000, "vold " * 2000, "\0", "[[hits]]", "%s", "\ud7ff"):
        assert client.post("/soeg", data={"q": typed}).status_code == 200


# Pictograms


def test_a_result_tells_which_languages_they_speak_where_it_is_known(client):
    told = {
        offer.code: ", ".join(LIBRARY.taxonomy.languages[name].label for name in offer.languages)
        for offer in ACTIVE
        if offer.languages
    }
    assert told
    for code in {LIBRARY.taxonomy.languages[name].code for offer in ACTIVE for name in offer.languages}:
        page = page_of(client.get(f"/find?l={code}"))
        results = page.select("[data-offer]")
        assert results
        assert "Andre steder har ikke oplyst sprog" in page.select_one(".note").get_text(), "few have told any"
        for result in results:
            assert f"Sprog: {told[result['data-offer']]}" in result.get_text()
    unknown = [
        result for result in page_of(client.get("/find")).select("[data-offer]") if "Sprog: " in result.get_text()
    ]
    assert {result["data-offer"] for result in unknown} <= told.keys()


def test_every_pictogram_is_drawn_once_and_stands_beside_words(client):
    page = page_of(client.get("/find?a=1"))
    drawn = [one["id"] for one in page.select("svg[hidden] symbol")]
    used = page.select("svg.picto")
    assert used and len(drawn) == len(set(drawn))
    for one in used:
        assert one["aria-hidden"] == "true"
        assert one.use["href"].removeprefix("#") in drawn
        assert one.parent.get_text(strip=True), "a picture alone is a riddle"


@pytest.mark.parametrize(
    ("forms", "said", "told"),
    [
        (("udgaaende",), "komme ud til dig", True),
        (("overnatning",), "et sted, du kan gå til", True),
        (("online",), "et sted på nettet", False),
        (("fremmoede",), "et sted, du kan gå til", False),
    ],
)
def test_where_no_number_is_known_nothing_is_told_of_a_call(client, forms, said, told):
    one = next(
        offer
        for offer in ACTIVE
        if not offer.phone
        and not offer.sms
        and offer.website
        and offer.contact_forms == forms
        and offer.confidence != "low"
    )
    text = page_of(client.get(f"/find/{one.code}")).main.get_text(" ")
    assert said in text and "Spørg på telefonen" not in text and "før du ringer" not in text
    assert ("Vi kender ikke nummeret." in text) == told

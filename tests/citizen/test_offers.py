"""Chosen offers for a citizen: what the page says, what it keeps to itself, and what it does with a bad address."""

import re
from functools import cache
from urllib.parse import urlsplit

import brotli
import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from tests.conftest import LIBRARY, WORDS, make_app
from tests.house_rules import check_page, sensitive_words, speaks_danish
from webapp.citizen.render import MOST
from webapp.offers.freshness import dated, known_on
from webapp.publishing.publish import publish
from webapp.registry.store import find, save, seed

KB = 1024
OFFERS = {offer.code: offer for offer in LIBRARY.offers}
SHOWN = [offer for offer in LIBRARY.offers if offer.confidence != "low"]
HIDDEN = [offer for offer in LIBRARY.offers if offer.confidence == "low"]
SIXES = [[offer.code for offer in SHOWN[start : start + 6]] for start in range(0, len(SHOWN) - 5, 6)]
LANGUAGES = ("da", "en")
NOW = "2026-11-23T10:00"  # a Monday, on which all the file's facts are young enough to be shown


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """An app with the shipped offers, on a day when all that are sure enough are shown."""
    app = make_app(tmp_path_factory.mktemp("citizen") / "instance", LOMMEKORT_NOW=NOW)
    with app.app_context():
        seed(LIBRARY.offers)
    return app


class LanguageClient(FlaskClient):
    """Holds every page to the house rules, and an English one to all but that it be Danish."""

    def open(self, *args, **kwargs):
        """As the ordinary client's, with the rules applied."""
        answer = super().open(*args, **kwargs)
        if answer.mimetype == "text/html" and answer.location is None and "Content-Encoding" not in answer.headers:
            english = answer.request.args.get("sprog") == "en"
            check_page(answer.request.path, answer.text, but=speaks_danish if english else None)
        return answer


@pytest.fixture(scope="module")
def client(site):
    """A client of that app."""
    return LanguageClient(site, site.response_class)


@pytest.fixture(scope="module")
def opened(client):
    """Opens an address as a page: `opened(codes, language)`; each once."""

    @cache
    def at(name, language):
        answer = client.get(address(name, language))
        assert answer.status_code == 200, name
        return BeautifulSoup(answer.text, "html.parser")

    return lambda codes, language="da": at("-".join(codes), language)


def address(name, language="da"):
    return f"/b/{name}" + (f"?sprog={language}" if language != "da" else "")


def written(text):
    """Text without what a page's layout puts between its words."""
    return " ".join(text.split())


def part_of(page, code):
    return page.select_one(f"li[data-offer='{code}'] .screen")


def answers_of(part):
    """The questions of an offer's list and their answers."""
    return {row.dt.get_text(): row.dd.get_text() for row in part.select("dl > div")}


def visible(page):
    """What is on the screen: without the neutral page that the exit brings, and without the paper slip."""
    page = BeautifulSoup(str(page), "html.parser")
    for element in page.select("template, .slip"):
        element.extract()
    return page


# What the page says


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_browsers_translator_gets_the_sentences_and_no_names(opened, language):
    """Names, addresses and numbers are not to be translated; what is said of them is."""
    for offer in SHOWN:
        part = part_of(opened([offer.code], language), offer.code)
        kept = {written(element.get_text()) for element in part.select('[translate="no"]')}
        ways = {offer.name, offer.phone, offer.sms, offer.address} - {"", None}
        assert not [way for way in ways if not any(written(way) in text for text in kept)]
        said = offer.description_en if language == "en" and offer.description_en else offer.description
        assert written(said) not in kept


def test_english_pages_say_dates_in_english_and_lead_to_english_ones(client):
    for name in (SHOWN[0].code, "nu", "zzzz"):
        text = visible(BeautifulSoup(client.get(address(name, "en")).text, "html.parser"))
        assert not re.search(r"\b20\d\d-\d\d", text.get_text(" ")), name
        onward = {link["href"] for link in text.select('a[href^="/b/"]:not([hreflang])')}
        assert onward <= {href for href in onward if "sprog=en" in href}, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_offer_says_all_it_takes_to_use_it(opened, language):
    for offer in SHOWN:
        part = part_of(opened([offer.code], language), offer.code)
        text = written(part.get_text(" "))
        said = offer.description_en if language == "en" and offer.description_en else offer.description
        assert part.h2.get_text() == offer.name
        assert written(said) in text
        assert part.select_one("[data-open]")["data-open"] in ("open", "closed", "call", "unknown")
        assert part.select_one("[data-confirmed]")["data-confirmed"] == known_on(offer).isoformat()
        name, value = dated(offer)
        words = WORDS[language]
        assert words.put(f"dated.{name}", date=words.date(value)) in text
        assert bool(offer.website) == bool(part.select(f'a.web[href="{offer.website}"]'))
        assert bool(offer.sms) == bool(part.select('a[href^="sms:"]'))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_number_is_one_large_link(opened, language):
    for offer in SHOWN:
        links = part_of(opened([offer.code], language), offer.code).select("a[href^='tel:']")
        numbers = [(link["href"], link.get_text()) for link in links]
        assert numbers == ([(f"tel:{offer.phone.replace(' ', '')}", offer.phone)] if offer.phone else [])
        assert all("call" in link["class"] for link in links)


@pytest.mark.parametrize(
    ("language", "questions", "words"),
    [
        ("da", ("Uden navn?", "Gratis?", "Må jeg bare komme eller ringe?"), ("Ja", "Nej", "Spørg først")),
        ("en", ("Anonymous?", "Free?", "Can I just come or call?"), ("Yes", "No", "Ask them first")),
    ],
)
def test_the_questions_a_citizen_has_are_answered(opened, language, questions, words):
    answer = dict(zip(("yes", "no", "unknown"), words, strict=True))
    for offer in SHOWN:
        said = answers_of(part_of(opened([offer.code], language), offer.code))
        wanted = [answer[offer.anonymous], answer[offer.free], answer[offer.no_referral]]
        assert [said[question] for question in questions] == wanted, offer.code


@pytest.mark.parametrize(
    ("language", "questions", "words"),
    [
        ("da", ("Må børn komme med?", "Må hunden komme med?"), ("Ja", "Nej", "Spørg først")),
        ("en", ("Can I bring my children?", "Can I bring my dog?"), ("Yes", "No", "Ask them first")),
    ],
)
def test_where_one_goes_oneself_it_is_told_whether_children_and_dogs_may_come(opened, language, questions, words):
    answer = dict(zip(("yes", "no", "unknown"), words, strict=True))
    for offer in SHOWN:
        said = answers_of(part_of(opened([offer.code], language), offer.code))
        inside = {"fremmoede", "overnatning"} & set(offer.contact_forms)
        for question, known in zip(questions, (offer.children, offer.dogs), strict=True):
            assert said.get(question) == (answer[known] if inside or known != "unknown" else None), offer.code


@pytest.mark.parametrize("language", LANGUAGES)
def test_six_offers_stand_as_they_were_chosen(opened, language):
    for six in SIXES:
        page = opened(six, language)
        assert [item["data-offer"] for item in page.select("[data-offer]")] == six
        for code in six:
            assert part_of(page, code) == part_of(opened([code], language), code)
        assert not page.select(".note")


def test_the_same_offer_twice_is_one(opened):
    first, second = SIXES[0][:2]
    assert [item["data-offer"] for item in opened([first, second, first]).select("[data-offer]")] == [first, second]


def test_seven_names_of_six_offers_are_six(opened):
    assert len(opened([*SIXES[0], SIXES[0][0]]).select("[data-offer]")) == MOST


def test_english_page_is_english_and_what_is_danish_says_so(opened):
    danish = re.compile(r"\b(Åbent|Ring først|Hvor|Uden|Oplyst|Slået|Bekræftet|Udskriv|Luk|Du kan|hjemmeside)\b")
    for six in SIXES:
        page = visible(opened(six, "en"))
        assert page.html["lang"] == "en"
        for element in page.select("[lang=da]"):
            element.extract()
        assert not danish.search(page.get_text(" "))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_link_asks_to_be_rung_where_there_is_no_number(opened, language):
    asked = 0
    told = "They tell you the address on the phone" if language == "en" else "Adressen oplyses på telefonen"
    for offer in SHOWN:
        if not offer.phone:
            said = part_of(opened([offer.code], language), offer.code).get_text()
            words = WORDS[language]
            assert told not in said and words["state.ring_first"] not in said, offer.code
            assert words.line(["holidays_call"]) not in said, offer.code
            asked += words.line(["day_unknown", {"days": ["holidays"]}]) in said
    assert asked, "and some do not speak of holidays"


# What it keeps to itself


def secrets_of(offer):
    """What only staff may read of an offer: the source, its host unless it is the offer's own, and the notes."""
    own = urlsplit(offer.website).netloc.removeprefix("www.") if offer.website else "-"
    if offer.source_url and offer.source_url.rstrip("/") != (offer.website or "").rstrip("/"):
        host = urlsplit(offer.source_url).netloc.removeprefix("www.")
        yield offer.source_url if host == own else host
    yield from re.split(r"(?<=[.;:]) ", offer.notes or "")
    if offer.email:
        yield offer.email


def test_the_offers_have_something_to_keep_to_themselves():
    assert sum(1 for offer in SHOWN if offer.notes) > 20
    assert sum(1 for offer in SHOWN if offer.source_url and list(secrets_of(offer))) > 100
    assert len(HIDDEN) > 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_sources_and_notes_stay_with_staff(opened, language):
    for offer in SHOWN:
        # Something may also be the offer's own text: the page without that.
        own = [offer.name, offer.description, offer.description_en, offer.website, offer.address]
        page = str(opened([offer.code], language))
        for said in own:
            page = page.replace(said or "\0", "")
        told = [secret for secret in secrets_of(offer) if len(secret) > 5 and secret in page]
        assert not told, f"{offer.code} tells {told}"
        assert "ikke bekræftet" not in page.lower()


def test_the_data_set_that_phones_get_keeps_them_from_the_citizens_part(site):
    answers = site.extensions["answers"].current()
    for offer in OFFERS.values():
        kept = answers.by_code[offer.code]
        for part in (kept["citizen"],):
            assert not [secret for secret in secrets_of(offer) if len(secret) > 5 and secret in part], offer.code
            assert "ikke bekræftet" not in part.lower()
            assert bool(part) == (offer.confidence != "low")
        assert "source_url" not in kept and "notes" not in kept


def test_an_unsure_offer_is_never_shown(client):
    for offer in HIDDEN:
        for language in LANGUAGES:
            answer = client.get(address(offer.code, language))
            assert answer.status_code in (404, 410)
            assert offer.name not in answer.text and (offer.phone or "\0") not in answer.text.replace(">112<", "")
            both = client.get(address(f"{SHOWN[0].code}-{offer.code}", language))
            assert both.status_code == 200
            assert offer.code not in both.text and offer.name not in both.text
        assert client.get(f"/b/{offer.code}/qr.svg").status_code == 404


@pytest.mark.parametrize(("language", "told"), [("da", "Adressen oplyses på telefonen."), ("en", "They tell you the address on the phone.")])  # fmt: skip
def test_where_a_shelter_is_is_told_on_the_phone(opened, language, told):
    shelters = [offer for offer in SHOWN if "overnatning" in offer.contact_forms and not offer.address and offer.phone]
    assert len(shelters) > 5
    where = {"da": "Hvor", "en": "Where"}[language]
    for offer in shelters:
        part = part_of(opened([offer.code], language), offer.code)
        assert answers_of(part)[where] == told
        assert not re.search(r"(vej|gade|allé|stræde|torv|boulevard) \d", part.get_text(" ").lower()), offer.code


def test_the_shared_line_says_that_it_is_shared(opened):
    for offer in SHOWN:
        text = part_of(opened([offer.code]), offer.code).get_text()
        shared = offer.phone == "1888" and offer.organization != "Lev Uden Vold"
        assert shared == ("Det er en fælles linje" in text), offer.code


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_link_leads_to_the_staff_side(opened, language):
    for six in SIXES:
        websites = {OFFERS[code].website for code in six}
        page = visible(opened(six, language))
        for link in page.select("[href]:not(link), [action], [formaction]"):
            target = link.get("href") or link.get("action") or link["formaction"]
            allowed = target == "/luk" or target.startswith(("/b/", "tel:", "sms:", "#")) or target in websites
            assert allowed, target
        assert not page.select("form, nav")


def test_title_and_address_say_nothing(opened):
    for six in SIXES:
        for language in LANGUAGES:
            assert opened(six, language).title.get_text() == "Side"
        assert not sensitive_words("-".join(six))


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_else_names_what_the_page_is_about(opened, language):
    """Nothing but the text itself: no description for a search engine or a shared link, no icon, no class, no name."""
    page = opened(SIXES[0], language)
    assert {tag.get("name") for tag in page.select("meta")} <= {None, "viewport", "color-scheme", "format-detection", "robots"}  # fmt: skip
    assert not page.select("meta[property], link[rel=canonical], link[rel~=icon], link[rel=alternate]")
    attributes = [
        str(value)
        for tag in page.select("body *")
        for name, value in tag.attrs.items()
        if name not in ("href", "class")
    ]
    assert not [value for value in attributes if sensitive_words(value)]


# What it leaves


NAMES = ["{one}", "{one}?sprog=en", "{six}", "{six}?sprog=en", "{one}/qr.svg", "nu", "nu?sprog=en", "spor", "spor?sprog=en",
         "zzzz", "{one}-zzzz", "{seven}", "a/b", "{one}/", ""]  # fmt: skip


def name_of(pattern):
    seven = [offer.code for offer in SHOWN[:7]]
    return "/b/" + pattern.format(one=seven[0], six="-".join(seven[:6]), seven="-".join(seven))


def assert_leaves_nothing(answer):
    assert answer.headers["Cache-Control"] == "no-store"
    assert not {"Set-Cookie", "ETag", "Last-Modified", "Expires", "Clear-Site-Data", "Link"} & set(
        answer.headers.keys()
    )
    assert "Cookie" not in answer.headers.get("Vary", "")
    if answer.mimetype == "text/html" and answer.location is None:
        page = BeautifulSoup(answer.text, "html.parser")
        assert not page.select("link[rel=manifest], iframe, object, video, audio, base, meta[http-equiv]")
        assert [tag["rel"] for tag in page.select("link")] == [["stylesheet"]]
        assert len(page.select("script")) == 1
        assert page.title.get_text() == "Side"


@pytest.mark.parametrize("pattern", NAMES)
def test_page_keeps_nothing_and_cannot_be_told_apart(client, pattern):
    answer = client.get(name_of(pattern))
    assert_leaves_nothing(answer)
    again = client.get(name_of(pattern), headers={"If-None-Match": "*", "If-Modified-Since": "Mon, 23 Nov 2026 10:00:00 GMT"})  # fmt: skip
    assert again.status_code == answer.status_code and again.data == answer.data


def test_its_script_registers_nothing_and_writes_nothing_of_its_own(client, opened):
    page = opened(SIXES[0])
    script = client.get(page.script["src"])
    assert script.status_code == 200
    for word in ("serviceWorker", "localStorage.setItem", "indexedDB", "document.cookie", "caches.open", "sendBeacon",
                 "Notification", "pushManager", "setAppBadge", "beforeinstallprompt", "XMLHttpRequest"):  # fmt: skip
        assert word not in script.text, word


def test_it_asks_for_one_style_sheet_one_script_and_a_picture_when_wanted(opened):
    for six in SIXES:
        page = opened(six)
        assert len(page.select("link[rel=stylesheet], script")) == 2
        assert page.select("[src]") == [page.script, *page.select("details:not([open]) img[loading=lazy]")]


@pytest.mark.parametrize("language", WORDS)
def test_page_its_looks_and_its_script_fit_in_the_first_round_trip(client, opened, language):
    """The six offers of which there is most to say, in every language; in two of them every offer."""
    longest = sorted(SHOWN, key=lambda offer: -len(str(part_of(opened([offer.code]), offer.code))))[:6]
    name = "-".join(offer.code for offer in longest)
    page = opened([offer.code for offer in longest], language)
    assert len(page.select("link[rel=stylesheet], script[src], img")) == 3, "and nothing else is asked for"
    around = sum(len(sent(client, part)) for part in (page.link["href"], page.script["src"]))
    weights = {name: len(sent(client, address(name, language)))}
    if language in LANGUAGES:
        weights |= {"-".join(six): len(sent(client, address("-".join(six), language))) for six in SIXES}
    heaviest = max(weights, key=weights.get)
    assert around + weights[heaviest] <= 14 * KB, f"{heaviest}: {weights[heaviest]} and {around} around it"


def sent(client, target):
    """What goes over the wire for an address; a static file as it is published."""
    answer = client.get(target, headers={"Accept-Encoding": "br"})
    assert answer.status_code == 200
    compressed = answer.headers.get("Content-Encoding") == "br"
    assert compressed or target.startswith("/static/")
    return answer.data if compressed else brotli.compress(answer.data, quality=9)


# Bad addresses


@pytest.mark.parametrize(("language", "told"), [("da", "højst stå 6 steder"), ("en", "6 places at most")])
def test_seven_are_too_many_and_it_says_so(client, language, told):
    answer = client.get(address("-".join(offer.code for offer in SHOWN[:7]), language))
    assert answer.status_code == 400
    assert told in answer.text
    page = visible(BeautifulSoup(answer.text, "html.parser"))
    assert not page.select("[data-offer]")
    assert page.select('a[href="/b/nu"], a[href="/b/nu?sprog=en"]')


@pytest.mark.parametrize("language", LANGUAGES)
def test_unknown_is_404_with_a_way_on(client, language):
    answer = client.get(address("zzzz", language))
    assert answer.status_code == 404
    assert_way_on(answer, language)


def assert_way_on(answer, language):
    page = visible(BeautifulSoup(answer.text, "html.parser"))
    note = {"da": "Det sted kan vi ikke vise", "en": "We cannot show that place"}[language]
    assert note in page.get_text()
    way = page.select_one("main a.call")
    assert way["href"].startswith("/b/nu")
    assert not page.select("[data-offer], details, .onward")


NONSENSE = ["a" * 10_000, "-".join(["abcd"] * 3000), "-".join(["zz22"] * 6), "%00", "ab%00cd", "--", "-", "ABCD", "abc",
            "abcde", "abcd-", "-abcd", "abcd--efgh", "æøå", "%ff%fe", "..", "..%2f..%2fetc", "abcd efgh", "*",
            "<script>", "[[offers]]", "[[field name]]", "١٢٣٤", "0011", "nu-spor", "undefined", "$&", "a/b/c", "abcd/qr.svg/x",
            "qr.svg", "%2e%2e", "abcd%2Fqr.svg", "?sprog=", "?sprog=xx", "abcd?sprog=en&sprog=da&" + "x" * 5000]  # fmt: skip


@pytest.mark.parametrize("name", NONSENSE, ids=range(len(NONSENSE)))
@pytest.mark.parametrize("picture", [False, True])
def test_nonsense_is_no_error_of_ours_and_is_not_repeated(client, name, picture):
    answer = client.get(f"/b/{name}" + ("/qr.svg" if picture else ""))
    assert answer.status_code in (400, 404, 410)
    assert_leaves_nothing(answer)
    assert "<script>" not in answer.text and "[[" not in answer.text


# The choice of offers


def test_ticks_lead_to_the_address_that_shows_them(client):
    two = [offer.code for offer in SHOWN[:2]]
    for codes in (two[:1], two, [offer.code for offer in SHOWN[:6]]):
        answer = client.post("/b", data={"c": codes})
        assert (answer.status_code, answer.location) == (303, f"/b/{'-'.join(codes)}")
        assert_leaves_nothing(answer)


def test_no_tick_leads_back_to_the_list(client):
    answer = client.post("/b")
    assert (answer.status_code, answer.location) == (303, "/find")


def test_seven_ticks_lead_to_the_page_that_says_so(client):
    answer = client.post("/b", data={"c": [offer.code for offer in SHOWN[:7]]})
    assert answer.status_code == 303
    assert client.get(answer.location).status_code == 400


@pytest.mark.parametrize(
    "values",
    [
        ["//evil.example"], ["/evil.example"], ["https://evil.example"], ["\\\\evil.example"], ["..", ".."], ["@evil.example"],
        ["abcd\r\nSet-Cookie: a=b"], ["\x00"], ["a" * 100_000], ["javascript:alert(1)"], [""], ["²³¼½"], ["nu"], ["ABCD"],
        ["abcd/../../find"], ["abcd?sprog=en"], ["abcd#"], ["abcd"] * 5000,
    ],
    ids=range(18),
)  # fmt: skip
def test_no_value_leads_anywhere_else(client, values):
    answer = client.post("/b", data={"c": values})
    assert answer.status_code == 303
    assert re.fullmatch(r"/find|/b/[a-z2-9]{4}(-[a-z2-9]{4})*", answer.location)
    assert "Set-Cookie" not in answer.headers
    assert len(answer.location) < 1000, "too long a header for a server in front"


# Closed offers


@pytest.fixture(scope="module")
def closed(tmp_path_factory):
    """A client of a published site where the first offer has closed: (client, the closed one's code)."""
    app = make_app(tmp_path_factory.mktemp("closed") / "instance", LOMMEKORT_NOW=NOW)
    with app.app_context():
        from webapp.database import db

        seed(LIBRARY.offers)
        save(find(SHOWN[0].code).model_copy(update={"status": "inactive"}))
        db.session.commit()
    publish(app)
    return LanguageClient(app, app.response_class), SHOWN[0].code


@pytest.mark.parametrize("language", LANGUAGES)
def test_closed_is_410_with_a_way_on(closed, language):
    client, code = closed
    answer = client.get(address(code, language))
    assert answer.status_code == 410
    assert SHOWN[0].name not in answer.text
    assert_way_on(answer, language)
    assert_leaves_nothing(answer)
    assert client.get(f"/b/{code}/qr.svg").status_code in (404, 410)
    assert client.get(address(f"{code}-zzzz", language)).status_code == 410


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_some_closed_and_some_not_the_open_ones_are_shown(closed, language):
    client, code = closed
    open_ones = [offer.code for offer in SHOWN[1:3]]
    answer = client.get(address("-".join([open_ones[0], code, open_ones[1]]), language))
    assert answer.status_code == 200
    page = visible(BeautifulSoup(answer.text, "html.parser"))
    assert [item["data-offer"] for item in page.select("[data-offer]")] == open_ones
    note = {"da": "Et af stederne vises ikke mere", "en": "One of the places is no longer shown"}[language]
    assert note in page.select_one(".note").get_text()
    assert code not in str(page)  # also not in the link to the other language, and not in the picture's
    assert SHOWN[0].name not in answer.text


@pytest.mark.parametrize("pattern", NAMES)
def test_a_published_page_leaves_no_more_than_one_that_is_not(closed, pattern):
    client, _code = closed
    assert_leaves_nothing(client.get(name_of(pattern)))


def test_what_nobody_has_looked_at_for_two_years_is_no_longer_shown(tmp_path):
    app = make_app(tmp_path / "instance", LOMMEKORT_NOW="2036-01-01T12:00")
    with app.app_context():
        seed(LIBRARY.offers)
    answer = LanguageClient(app, app.response_class).get(f"/b/{SHOWN[0].code}")
    assert answer.status_code == 410
    assert_way_on(answer, "da")


def test_every_pictogram_is_drawn_on_the_page_and_stands_beside_words(opened):
    for six in SIXES[:3]:
        page = opened(six)
        drawn = {one["id"] for one in page.select("svg[hidden] symbol")}
        used = page.select("svg.picto")
        assert len(used) >= 6 * 4
        for one in used:
            assert one["aria-hidden"] == "true" and one.use["href"].removeprefix("#") in drawn
            assert one.parent.get_text(strip=True), "a picture alone is a riddle"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_call_is_told_of_as_everywhere_and_nobody_is_told_to_delete_it(opened, client, language):
    # What is suddenly gone can be seen by whoever watches the phone: the page on traces says so.
    trace = LIBRARY.languages[language].phrases["page.trace"]
    assert trace in opened(SIXES[0], language).get_text()
    assert trace in client.get(f"/b/nu?sprog={language}").text
    if language == "da":
        assert "slet" not in trace.lower()

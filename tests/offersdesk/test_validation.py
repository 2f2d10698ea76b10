"""The rules of what may be written in an offer, for any text at all."""

import re
from datetime import date
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.conftest import LIBRARY
from tests.offersdesk.conftest import AWAY, NATIONAL, OWN, TWIN
from tests.people import START
from webapp.finder.dataset import make_dataset
from webapp.hours.change import Change
from webapp.hours.preview import hours_of, parted
from webapp.offers.link import HAS_CPR, LONGEST, NO_ODD_PARTS, NOT_A_LINK, ONE_LINK, TOO_LONG, tidy_link
from webapp.offers.offer import Offer
from webapp.offers.phone_number import tidy_number
from webapp.offersdesk.form import OfferForm, sent_values
from webapp.offersdesk.merging import alike, filled_up
from webapp.offersdesk.validation import form_values, parse_form
from webapp.registry.ownership import may_edit, may_see, owner
from webapp.security.cpr import has_cpr
from webapp.typed_text import InvalidForm, danish_day, tidy_text
from webapp.users.role import Role

TODAY = date(2026, 11, 23)
TEXT = some.one_of(
    some.text(max_size=60),
    some.sampled_from(["", " ", "[[code]]", "010190-1234", "javascript:x", "24/7", "2026", "\u202ex", "a\x00b", "<b>"]),
)
WORDS = (
    *("name", "organization", "description", "description_en", "phone", "sms", "email", "website", "opening_hours"),
    *("hours_note", "address", "postal", "city", "legal_basis", "notes", "source_url", "source_date"),
    *("service_municipalities", "municipality", "region", "neutral_name", "anonymous", "confidence"),
)


class Person:
    """As much of a user as the rules look at."""

    id = 1

    def __init__(self, role: str, municipality: str | None):
        self.role, self.municipality = Role(role), municipality


def read(values: dict, before: Offer = OWN) -> Offer:
    """What was typed, as an offer."""
    return parse_form(values, before, LIBRARY.taxonomy, LIBRARY.places, TODAY)


def test_every_shipped_offer_passes_the_form_as_it_is():
    for offer in LIBRARY.offers:
        assert read(form_values(offer, LIBRARY.places), offer) == offer
        hours_of(offer.opening_hours, offer.changes, START, LIBRARY.danish)


@given(some.dictionaries(some.sampled_from(WORDS), TEXT, max_size=5), some.booleans())
def test_any_text_is_refused_or_makes_an_offer_that_holds(given_words, chat):
    values = form_values(OWN, LIBRARY.places) | given_words | {"chat": chat}
    try:
        after = read(values)
    except InvalidForm as error:
        assert error.errors and all(words[:1].isupper() or words[:1] in "»" for words in error.errors.values())
        assert set(error.errors) <= set(values)
        return
    Offer.model_validate(after.model_dump())
    assert read(form_values(after, LIBRARY.places), after) == after, "what was saved can be saved again"
    assert not any(map(has_cpr, filter(None, (after.name, after.notes, after.description, after.hours_note))))
    for link in (after.website, after.source_url):
        assert link is None or link.startswith(("https://", "http://"))
    hours_of(after.opening_hours, after.changes, START, LIBRARY.danish)


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("uge 29 2027", "", ("2027-07-19", "2027-07-25")),
        ("Uge 28-30, 2027", "", ("2027-07-12", "2027-08-01")),
        ("uge 28 2027", "uge 30 2027", ("2027-07-12", "2027-08-01")),
        ("uge 28 2027", "23.7.2027", ("2027-07-12", "2027-07-23")),
        ("2026 uge 53", "", ("2026-12-28", "2027-01-03")),
        ("uge 52-1 2026", "", ("2026-12-21", "2027-01-10")),
        ("uge 29", "", "Skriv også året"),
        ("uge 53 2027", "", "Ugen findes ikke i 2027"),
        ("uge 0 2027", "", "Ugen findes ikke"),
    ],
)
def test_closed_weeks_are_typed_as_such(first, last, days):
    row = {"first": first, "last": last, "opening_hours": "", "note": ""}
    try:
        [change] = read(form_values(OWN, LIBRARY.places) | {"changes": [row]}).changes
    except InvalidForm as error:
        assert days in error.errors["changes-0-first"]
    else:
        assert (str(change.first), str(change.last)) == days


@given(
    some.lists(some.fixed_dictionaries({part: TEXT for part in ("first", "last", "opening_hours", "note")}), max_size=3)
)
def test_any_dated_changes_are_refused_or_hold(rows):
    try:
        after = read(form_values(OWN, LIBRARY.places) | {"changes": rows})
    except InvalidForm as error:
        assert all(field == "changes" or field.startswith("changes-") for field in error.errors)
    else:
        assert all(change.first <= change.last for change in after.changes)


@given(some.text(max_size=30))
def test_tidy_number_is_refused_or_stays_as_it_is(text):
    try:
        number = tidy_number(text)
    except ValueError:
        return
    assert tidy_number(number) == number and 2 <= len(number) <= 20


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("75123456", "75 12 34 56"), ("+45 75-12-34-56", "75 12 34 56"), ("0045 75.12.34.56", "75 12 34 56"),
        ("1888", "1888"), ("116111", "116 111"), ("112", "112"), ("+46 8 123 456 78", "+46 812345678"),
        ("+299 32 12 34", "+299 321234"), ("00298 311234", "+298 311234"), ("+1 (800) 555-0199", "+1 8005550199"), ("Tlf.: 75123456", "75 12 34 56"),
    ],
)  # fmt: skip
def test_number_is_written_one_way(text, number):
    assert tidy_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12",
        "12345",
        "1234567",
        "123456789",
        "15 12 34 56",
        "62 51 00",
        "7010",
        "321234",
        "+45 7512345",
        "+0",
        "+0123456789",
        "ring",
        "१२३",
    ],
)
def test_no_number(text):
    with pytest.raises(ValueError, match=r"\w"):
        tidy_number(text)


@given(
    some.one_of(some.text(max_size=50), some.from_regex(r"(https?|javascript|data):[/a-z.@:0-9]{1,20}", fullmatch=True))
)
def test_link_is_refused_or_plain(text):
    try:
        link = tidy_link(text)
    except ValueError:
        return
    assert link.startswith(("https://", "http://")) and tidy_link(link) == link
    assert not {"@", ":"} & set(urlsplit(link).netloc)


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)", "JAVASCRIPT:alert(1)", " java\tscript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd",
        "//ond.dk", "https:ond.dk", "https:///ond.dk", "https://localhost", "https://10.0.0.1", "https://[::1]/", "https://b.dk:",
        "https://b.dk\\@c.dk", "https://b.dk/\u202egpj", "https://b.dk/ x", 'https://b.dk/"x', "ftp://b.dk",
        "mailto:a@b.dk", "https://", "sted", "https://sted", "https://bo\u212a.dk", "https://\u017fted.dk",
    ],
)  # fmt: skip
def test_odd_link_is_refused(text):
    with pytest.raises(ValueError, match=NOT_A_LINK):
        tidy_link(text)


LONG_LINK = "https://b.dk/".ljust(LONGEST, "x")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{LONG_LINK}x", TOO_LONG),
        ("https://b.dk/?om=010190-1234", HAS_CPR),
        ("b.dk/010190%2D1234", HAS_CPR),
        ("https://a@b.dk", NO_ODD_PARTS),
        ("https://b.dk:8080", NO_ODD_PARTS),
        ("https://a.dk, https://b.dk", ONE_LINK),
    ],
)
def test_link_is_refused_with_what_is_wrong_with_it(text, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        tidy_link(text)


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("reden.dk", "https://reden.dk"),
        ("HTTPS://Reden.dk/a?b=1#c", "https://Reden.dk/a?b=1#c"),
        (LONG_LINK, LONG_LINK),
    ],
)
def test_link_gets_its_scheme(text, link):
    assert tidy_link(text) == link


@pytest.mark.parametrize(
    "text",
    [
        *("2026-12-24", "24.12.2026", "24/12 2026", "24-12-2026", "24. 12. 2026", "24/12-2026", "24.12.26", "24/12-26"),
        *("24. december 2026", "d. 24. dec. 2026", "den 24/12 2026", "torsdag d. 24. december 2026", "2026/12/24"),
        *("24–12–2026", "２４.12.2026", "24.12.2026\u00a0", "24.12.2026.", "24-dec-2026", "Tors. 24/12 2026"),
    ],
)
def test_dates_as_danes_write_them(text):
    assert danish_day(text) == date(2026, 12, 24)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        *(
            (text, "Skriv en dato")
            for text in (
                "i morgen",
                "juleaften",
                "uge 52",
                "20261224",
                "24.12.20266",
                "2026-12",
                "24.12.0226",
                "0226-12-24",
            )
        ),
        *((text, "findes ikke") for text in ("31.2.2026", "29.2.2027", "0.1.2027", "12/24/2026")),
        *((text, "Skriv også året") for text in ("24/12", "24. december", "torsdag den 24/12")),
        ("fredag d. 24. december 2026", "24. december 2026 er en torsdag"),
    ],
)
def test_what_is_no_date_is_told_what_it_lacks(text, said):
    with pytest.raises(ValueError, match=said):
        danish_day(text)


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        *(("postal", text, "9000") for text in ("DK-9000", "dk 9000", "90 00", "９０００")),
        *(
            ("email", text, "a@b.dk")
            for text in ("mailto:a@b.dk", "<a@b.dk>", "Anna <a@b.dk>", "a@b.dk.", "a@b.dk\u200b")
        ),
        *(("source_date", text, "2026-11-21") for text in ("21.11.2026", "21/11-26", "21. november 2026")),
        *(("source_date", text, "2026-11") for text in ("november 2026", "nov. 2026", "11/2026")),
    ],
)
def test_what_is_pasted_is_kept_in_the_one_form(field, typed, kept):
    assert (
        getattr(read(form_values(OWN, LIBRARY.places) | {field: typed}), "postal_code" if field == "postal" else field)
        == kept
    )


@pytest.mark.parametrize(
    ("kept", "shown"), [("2026-11-21", "21. november 2026"), ("2026-11", "november 2026"), ("2026", "2026"), (None, "")]
)
def test_days_are_shown_as_danes_write_them_and_read_back(kept, shown):
    change = Change(first="2026-12-24", last="2027-01-01")
    offer = OWN.model_copy(update={"source_date": kept, "changes": (change,)})
    values = form_values(offer, LIBRARY.places)
    assert (values["source_date"], values["changes"][0]["first"], values["changes"][0]["last"]) == (
        *(shown, "24.12.2026", "1.1.2027"),
    )
    after = read(values, offer)
    assert (after.source_date, after.changes) == (kept, (change,))


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("postal", "9000 Aalborg", "Skriv byen i feltet By"),
        *(("postal", text, "fire tal") for text in ("800", "0000", "10000", "9.000")),
        *(("email", text, "Skriv en mailadresse") for text in (".a@b.dk", "a..b@c.dk", "a@b,dk", "å@b.dk", "a@b..dk")),
        *(("email", text, "kun én mailadresse") for text in ("a@b.dk; c@d.dk", "a@b.dk c@d.dk")),
        *(
            ("source_date", text, "Skriv kildens dato")
            for text in ("2026-13", "31.2.2026", "26", "forår 2026", "1.1.2099")
        ),
        *(("phone", text, "kun ét nummer") for text in ("75 12 34 56 / 76 12 34 56", "75123456 eller 76123456")),
        *(("phone", text, "har 8 tal") for text in ("75 12 34 56-57", "751 234 567")),
        ("website", "https://a.dk, https://b.dk", "kun én adresse"),
    ],
)
def test_what_cannot_be_kept_is_told_with_what_to_do(field, typed, said):
    with pytest.raises(InvalidForm) as refused:
        read(form_values(OWN, LIBRARY.places) | {field: typed})
    assert said in refused.value.errors[field]


def test_text_is_what_can_be_seen():
    assert tidy_text("  a\r\n b\u200b\u202e\x00c  ") == "a b c"


def test_shelter_gets_no_address():
    shelter = {"topics": ["vold"], "contact_forms": ["overnatning"]}
    with pytest.raises(InvalidForm, match="krisecenter"):
        read(form_values(OWN, LIBRARY.places) | shelter)
    assert read(form_values(OWN, LIBRARY.places) | shelter | {"address": "", "city": "Esbjerg"}).address is None
    open_one = OWN.model_copy(update={"id": "o060", "topics": ("vold",), "contact_forms": ("overnatning",)})
    assert read(form_values(open_one, LIBRARY.places), open_one).address == OWN.address


def test_whose_an_offer_is():
    assert (owner(OWN), owner(AWAY), owner(NATIONAL)) == ("0561", "0751", None)
    assert owner(NATIONAL.model_copy(update={"national": False, "service_municipalities": ("0561",)})) == "0561"
    assert owner(OWN.model_copy(update={"national": True})) == "0561", "what lies here is asked by those who are here"
    here, chief = Person("editor", "0561"), Person("administrator", None)
    assert [may_edit(here, offer) for offer in (OWN, AWAY, NATIONAL)] == [True, False, False]
    assert [may_see(here, offer, LIBRARY.places, TODAY) for offer in (OWN, AWAY, NATIONAL)] == [True, False, True]
    assert may_see(here, AWAY.model_copy(update={"service_regions": ("Syddanmark",)}), LIBRARY.places, TODAY)
    assert all(may_edit(chief, offer) for offer in (OWN, AWAY, NATIONAL))


def test_merging_fills_up_and_takes_nothing_away():
    after = filled_up(OWN, TWIN, TODAY)
    assert after.sms == TWIN.sms and after.name == OWN.name and after.website == OWN.website
    assert filled_up(TWIN, OWN, TODAY).website == OWN.website
    shelter = OWN.model_copy(
        update={"topics": ("vold",), "contact_forms": ("overnatning",), "address": None, "postal_code": None}
    )
    assert filled_up(shelter, TWIN, TODAY).address is None
    assert alike(OWN, TWIN) > alike(OWN, NATIONAL.model_copy(update={"phone": "70 10 10 10"}))


def test_place_of_a_mistake_in_hours():
    assert parted("Mo-Fr x", "Den kan ikke læses fra tegn 7: »x«.") == ("Mo-Fr ", "x")
    assert parted("Mo", "Der mangler noget ved tegn 3.") == ("Mo", "")
    assert parted("Mo", "tegn 9") is None and parted("Mo", "Tom.") is None


def test_what_any_editor_can_write_can_be_published(reading_app):
    after = read(
        form_values(OWN, LIBRARY.places)
        | {"name": "<b>{{ x }}</b>", "notes": '[x] & "y"', "hours_note": "{% if %}", "opening_hours": "24/7"}
    )
    with reading_app.app_context(), reading_app.test_request_context("/"):
        data = make_dataset([after], LIBRARY, START, fixed=True)
    assert "&lt;b&gt;" not in data["offers"][0]["name"] and "<b>{{" not in data["offers"][0]["page"]


def test_a_form_is_read_without_anything_of_the_one_before(desk):
    def sent(**fields):
        with desk.test_request_context("/intern/tilbud/ny", method="POST", data=fields):
            read = sent_values()
            assert read == OfferForm().values()
            return read

    blank = sent(csrf_token="x")
    fields = {name: "x" for name in blank} | {"topics": ["vold", "akut"], "changes-0-first": "24.12.2026"}
    full = sent(**{name: value for name, value in fields.items() if name != "changes"})
    assert full["topics"] == ["vold", "akut"] and full["national"] is True and full["anonymous"] == "x"
    assert full["changes"] == [{"first": "24.12.2026", "last": None, "opening_hours": None, "note": None}]
    assert sent(csrf_token="x") == blank

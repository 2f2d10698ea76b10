"""A language at the desk: read beside the Danish, corrected, marked as read, sent to a translator and taken back."""

from __future__ import annotations

import io
from datetime import date

import polib
import pytest
from bs4 import BeautifulSoup

from tests.conftest import LIBRARY
from tests.forms import form_fields
from tests.people import form_token
from webapp.citizen.render import unchecked
from webapp.database import db
from webapp.languages.correction import Correction, with_corrections
from webapp.languages.edition_part import EVERYWHERE, SAID_ON, parts, read_pages
from webapp.languages.language import Check
from webapp.languages.spoken import Languages
from webapp.languagesdesk.groups import GROUPS, grouped
from webapp.languagesdesk.store import language_at, languages_now, save, versions
from webapp.languagesdesk.typed import fields_of, tidied, typed_in, typed_of

DANISH = LIBRARY.languages["da"]
OTHERS = [one for one in LIBRARY.languages.values() if one.code != "da"]
KEYS = grouped(DANISH.phrases)
MONDAY = "2026-11-23"


def now(desk, code="ar"):
    """A language as it is in force."""
    with desk.app_context():
        return languages_now(LIBRARY.languages, db.session)[code]


def is_called_unread(desk, page, code):
    """Whether a citizen's page says of itself that nobody has read it; it leads to the Danish in any case."""
    with desk.app_context():
        languages = Languages(parts(languages_now(LIBRARY.languages, db.session)))
    words = languages.words(code)
    told = unchecked(languages, words, page or "zzzz", page)
    assert "Hvad står der?" in told
    return words["page.unchecked"] in told


def opened(client, group="fare", code="ar"):
    """The form of a group as a browser would send it back untouched, at its address."""
    address = f"/intern/sprog/{code}/{group}"
    return address, dict(form_fields(client.get(address).text, address))


def sent(client, address, fields):
    """Send a form from a page of ours."""
    return client.post(address, data=fields, headers={"Sec-Fetch-Site": "same-origin"})


def test_every_phrase_is_in_one_group_and_the_dangerous_are_first():
    named = [key for keys in KEYS.values() for key in keys]
    assert sorted(named) == sorted(DANISH.phrases) and all(KEYS.values())
    assert GROUPS[0].name == "fare" and {"lines.112", "meeting.danger", "now.do_not_delete"} <= set(KEYS["fare"])
    assert GROUPS[1].name == "ret" and {"interpreter.right", "meeting.p22"} <= set(KEYS["ret"])
    for group in GROUPS:
        assert not [
            key for key in group.keys if key not in DANISH.phrases and f"{key}." not in " ".join(DANISH.phrases)
        ]


@pytest.mark.parametrize("language", OTHERS, ids=lambda one: one.code)
def test_what_nobody_touched_is_kept_to_the_letter(language):
    values = {}
    for key, phrase in language.phrases.items():
        texts = {"": phrase} if isinstance(phrase, str) else phrase
        values |= {name: texts[form] for form, name in fields_of(key, language.code, DANISH.phrases[key]).items()}
    assert typed_of(values, DANISH.phrases, language.code, DANISH) == typed_in(language, DANISH.phrases, DANISH)


def test_characters_that_words_are_spelled_with_stay():
    assert tidied(" می\u200cتوانید\u200f  زنگ\u00a0بزنید\r\n") == "می\u200cتوانید زنگ\u00a0بزنید"


def test_a_phrase_is_corrected_and_goes_out_with_the_next_edition(desk, administrator):
    page = BeautifulSoup(administrator.get("/intern/sprog/ar/fare").text, "html.parser")
    said = page.select_one('textarea[name="lines.112"]')
    assert (said["lang"], said["dir"]) == ("ar", "rtl")
    row = said.find_parent("fieldset")
    assert DANISH.phrases["lines.112"] in row.legend.get_text()
    assert LIBRARY.languages["en"].phrases["lines.112"] in row.get_text()
    address, fields = opened(administrator)
    assert sent(administrator, address, fields | {"lines.112": "اتصل هنا الآن."}).status_code == 303
    assert now(desk).phrases["lines.112"] == "اتصل هنا الآن."
    assert "اتصل هنا الآن." in desk.test_client().get("/b/nu?sprog=ar").text
    log = administrator.get("/intern/log").text
    assert "sproget" in log and "arabisk" in log and "lines.112" in log
    # As it was before, by the file, and once more as it was corrected.
    token = form_token(administrator)
    assert sent(administrator, "/intern/sprog/ar/version/0", {"version": "1", "csrf_token": token}).status_code == 303
    assert now(desk) == LIBRARY.languages["ar"]
    assert sent(administrator, "/intern/sprog/ar/version/1", {"version": "2", "csrf_token": token}).status_code == 303
    assert now(desk).phrases["lines.112"] == "اتصل هنا الآن."
    assert sent(administrator, "/intern/sprog/ar/version/9", {"version": "3", "csrf_token": token}).status_code == 404
    assert sent(administrator, "/intern/sprog/ar/version/0", {"version": "1", "csrf_token": token}).status_code == 303
    assert now(desk).phrases["lines.112"] == "اتصل هنا الآن.", "an old page takes nothing back"


def test_a_page_says_that_nobody_has_read_it_until_somebody_has_read_all_of_it(desk, administrator):
    mine = ("interpreter", "now", "lines", "hours", "dated", "page", "aloud", "state")
    for group, keys in KEYS.items():
        if any(key.partition(".")[0] in mine for key in keys):
            assert is_called_unread(desk, "nu", "th")
            address, fields = opened(administrator, group, "th")
            assert sent(administrator, address, fields | {"all": "1", "by": "tolk", "day": MONDAY}).status_code == 303
    assert not is_called_unread(desk, "nu", "th")
    assert is_called_unread(desk, "spor", "th") and is_called_unread(desk, "", "th")
    assert now(desk, "th").checks["lines.112"] == Check(by="tolk", day=date(2026, 11, 23), phrases=("lines.112",))
    assert "af tolk, 23. november 2026" in administrator.get("/intern/sprog/th/fare").text
    # Who corrects what was read says who has read it now, or takes the tick away.
    address, fields = opened(administrator, "fare", "th")
    changed = fields | {"now.free": "ฟรี!"}
    refused = sent(administrator, address, changed)
    assert refused.status_code == 422 and "hvem der har læst" in refused.text and "ฟรี!" in refused.text
    changed.pop("now.free:read")
    assert sent(administrator, address, changed).status_code == 303
    assert is_called_unread(desk, "nu", "th")
    assert "now.free" not in now(desk, "th").checks and "lines.112" in now(desk, "th").checks


def test_the_sections_of_a_page_are_all_that_it_says(reading_app):
    """What a page's slots can say is in the sections that have to be read before it counts as read."""
    client = reading_app.test_client()
    offer = next(one for one in LIBRARY.offers if one.confidence != "low")
    for name, said in SAID_ON.items():
        text = " ".join(
            BeautifulSoup(client.get(f"/b/{name or offer.code}?sprog=de").text, "html.parser").main.stripped_strings
        )
        german = LIBRARY.languages["de"].phrases
        counted = {
            key for key in german if key in (*EVERYWHERE, *said) or key.partition(".")[0] in (*EVERYWHERE, *said)
        }
        stray = [
            key
            for key, phrase in german.items()
            if key not in counted
            and isinstance(phrase, str)
            and len(phrase) > 25
            and phrase in text
            and phrase not in [german[one] for one in counted]
        ]
        assert not stray, name


@pytest.mark.parametrize(
    ("group", "code", "field", "text", "told"),
    [
        ("tid", "ar", "state.closes_today", "مفتوح", "Ordene i klammer"),
        ("tid", "ar", "state.closes_today", "مفتوح {tid}", "her er {tid}"),
        ("tid", "pl", "state.closes_soon:few", "", "hver talform"),
        ("tid", "pl", "state.closes_soon:many", "x", "Ordene i klammer"),
        ("fare", "ar", "lines.112", "", "Skriv teksten"),
        ("fare", "ar", "lines.112", "x" * 400, "for lang"),
        ("fare", "ar", "lines.112", "[[phrase x]]", "klamme"),
        ("fare", "ar", "lines.112", "Ring 010190-1234", "CPR"),
        ("fare", "ar", "by", "x" * 90, "for langt"),
        ("fare", "ar", "day", "2027-01-01", "ikke kommet"),
        ("fare", "ar", "day", "i går", "Skriv en dato"),
    ],
)
def test_a_fault_is_told_and_nothing_is_lost(desk, administrator, group, code, field, text, told):
    address, fields = opened(administrator, group, code)
    kept = "page.unchecked" if group == "fare" else "dated.checked"
    other = fields[kept] + " +"
    typed = fields | {field: text, kept: other, "by": "tolk", "all": "1", "day": MONDAY} | {field: text}
    answer = sent(administrator, address, typed)
    assert (
        answer.status_code == 422 and told in BeautifulSoup(answer.text, "html.parser").select_one(".wrong").get_text()
    )
    again = dict(form_fields(answer.text, address))
    assert again[field] == text and again[kept] == other and again[f"{kept}:read"] == "1"
    with desk.app_context():
        assert not versions.of(code)


def test_two_editors_keep_what_both_wrote_and_are_asked_only_about_the_same_text(desk, administrator):
    address, fields = opened(administrator)
    assert sent(administrator, address, fields | {"lines.112": "الأول"}).status_code == 303
    assert sent(administrator, address, fields | {"now.free": "بلا مقابل"}).status_code == 303, "another text"
    assert (now(desk).phrases["lines.112"], now(desk).phrases["now.free"]) == ("الأول", "بلا مقابل")
    clash = sent(administrator, address, fields | {"lines.112": "الثاني"})
    assert clash.status_code == 409 and "imens" in clash.text and "الأول" in clash.text and "الثاني" in clash.text
    assert now(desk).phrases["lines.112"] == "الأول"
    again = dict(form_fields(clash.text, address))
    assert sent(administrator, address, again).status_code == 303 and now(desk).phrases["lines.112"] == "الثاني"
    assert sent(administrator, address, fields | {"version": "99"}).status_code == 409


def test_what_somebody_saves_while_a_form_is_read_is_not_written_over(desk, administrator, monkeypatch):
    # On PostgreSQL another transaction may end between two of ours.
    address, fields = opened(administrator)
    theirs = Correction("الأول", DANISH.phrases["lines.112"], None)

    def somebody_saves(file, source, number):
        before = language_at(file, source, number)
        save(with_corrections(file, source, {"lines.112": theirs}), file, source, number, by=1)
        return before

    monkeypatch.setattr("webapp.languagesdesk.desk.language_at", somebody_saves)
    clash = sent(administrator, address, fields | {"now.free": "بلا مقابل"})
    assert clash.status_code == 409 and "imens" in clash.text and "الأول" in clash.text


def test_a_translators_file_goes_out_and_comes_in(desk, administrator):
    out = administrator.get("/intern/sprog/pl/po")
    assert out.headers["Content-Disposition"] == 'attachment; filename="pl.po"'
    catalogue = polib.pofile(out.get_data(as_text=True))
    next(one for one in catalogue if one.msgctxt == "page.close").msgstr = "Zamknij to"

    def send_file(body: bytes, version: str = "0"):
        data = {"csrf_token": form_token(administrator), "version": version, "fil": (io.BytesIO(body), "pl.po")}
        return administrator.post("/intern/sprog/pl/po", data=data, headers={"Sec-Fetch-Site": "same-origin"})

    address, fields = opened(administrator, "sider", "pl")
    sent(administrator, address, fields | {"all": "1", "by": "tolk", "day": MONDAY})
    assert send_file(str(catalogue).encode()).status_code == 409, "somebody saved since the page was opened"
    assert send_file(str(catalogue).encode(), "1").status_code == 303
    polish = now(desk, "pl")
    assert polish.phrases["page.close"] == "Zamknij to"
    assert "page.close" not in polish.checks and "page.print" in polish.checks
    assert "Zamknij to" in administrator.get("/intern/sprog/pl/po").text
    exported = desk.test_cli_runner().invoke(args=["languages", "export", "pl"])
    assert "Zamknij to" in exported.output, "the command line writes what is in force"
    next(one for one in catalogue if one.msgctxt == "state.closes_today").msgstr = "Otwarte do {tid}"
    spoilt = str(catalogue).encode()
    for body, told in ((spoilt, "her er {tid}"), (b"", "Vælg filen"), (b"PK\x03\x04", "kan ikke læses")):
        answer = send_file(body, "2")
        assert answer.status_code == 422 and told in answer.text
    assert now(desk, "pl") == polish


def test_one_that_waits_can_be_begun_and_is_shown_to_nobody(desk, administrator):
    page = administrator.get("/intern/sprog/so").text
    assert "Venter på en oversætter" in page
    address, fields = opened(administrator, "fare", "so")
    assert not any(text for key, text in fields.items() if key.startswith("lines."))
    assert sent(administrator, address, fields | {"lines.112": "Wac halkan."}).status_code == 303
    assert now(desk, "so").phrases == {"lines.112": "Wac halkan."} and not now(desk, "so").is_shown
    assert "Wac halkan." in administrator.get("/intern/sprog/so/po").text
    assert desk.test_client().get("/b/nu?sprog=so").text == desk.test_client().get("/b/nu").text


@pytest.mark.parametrize("address", ["da", "xx", "da/fare", "ar/xx", "da/po", "xx/fare"])
def test_what_is_no_language_or_group_is_not_there(administrator, address):
    assert administrator.get(f"/intern/sprog/{address}").status_code == 404


def test_a_correction_holds_as_long_as_the_danish_says_the_same():
    arabic, check = LIBRARY.languages["ar"], Check(by="tolk", day=date(2026, 11, 1), phrases=("page.close",))
    old = Correction("س", "Luk nu", check)
    fresh = Correction("س", DANISH.phrases["page.close"], check)
    faulty = Correction("س {x}", DANISH.phrases["page.close"], None)
    gone = Correction("س", "x", None)
    assert with_corrections(arabic, DANISH, {"page.close": old, "page.gone": gone}) == arabic
    assert with_corrections(arabic, DANISH, {"page.close": faulty}) == arabic
    corrected = with_corrections(arabic, DANISH, {"page.close": fresh})
    assert corrected.phrases["page.close"] == "س" and corrected.checks == {"page.close": check}
    assert list(corrected.phrases) == list(arabic.phrases) and read_pages(corrected) == []

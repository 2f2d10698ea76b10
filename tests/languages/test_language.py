"""A language's file: what it must hold, and how a fault in it is told; and what is said with it."""

from __future__ import annotations

import re
from datetime import date

import babel
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as some

from tests.conftest import LIBRARY, WORDS
from tests.edit_content import change
from webapp.content.document import ContentError
from webapp.languages.calendar import END, LEFT_TO_RIGHT, calendar_of, locale_of, plural_forms
from webapp.languages.cldr import ask
from webapp.languages.edition_part import read_pages
from webapp.languages.language import ORDER, read_languages, slots_of
from webapp.languages.words import Words
from webapp.library import read_library

CHOSEN = ORDER[:11]  # those that are to be shown; the rest wait for a translator


@pytest.mark.parametrize(
    ("old", "new", "field", "told"),
    [
        (r"^state: shown", "state: waiting", "state", "Dansk skal vises"),
        (r'^    "112": .*\n', "", "phrases.lines.112", "mangler"),
        (r"^    vold: ", '    void: "x"\n    vold: ', "phrases.topics.void", "Ingen side"),
        (r"^    p8: .*\n", "", "phrases.meeting.p8", "mangler"),
    ],
)
def test_what_danish_has_to_have_is_told(content, old, new, field, told):
    change(content, "languages/da.yaml", old, new)
    for other in set(content.glob("languages/*.yaml")) - {content / "languages/da.yaml"}:
        other.unlink()  # it would be told of them as well
    with pytest.raises(ContentError) as caught:
        read_library(content)
    assert [one.field for one in caught.value.mistakes if told in one.message] == [field]


def test_what_is_there_with_a_fault_is_not_called_missing(content):
    change(content, "languages/en.yaml", '"Close"', "[]")
    with pytest.raises(ContentError) as caught:
        read_languages(content / "languages")
    assert len(caught.value.mistakes) == 1


def test_a_file_of_no_language_is_told(content):
    (content / "languages" / "xx.yaml").write_text("name: Xx\nstate: waiting\nphrases: {}\n", encoding="utf-8")
    with pytest.raises(ContentError, match=r"languages/xx\.yaml, linje 1: Sproget 'xx' kendes ikke"):
        read_languages(content / "languages")


def test_one_that_waits_is_not_shown_and_need_not_be_whole(content):
    path = content / "languages" / "so.yaml"
    path.write_text('name: "Soomaali"\nstate: waiting\nphrases: {page: {close: "Xir"}}\n', encoding="utf-8")
    assert not read_languages(content / "languages")["so"].is_shown


def test_every_file_has_the_same_keys_in_the_same_order():
    danish = LIBRARY.languages["da"]
    for language in LIBRARY.languages.values():
        if language.is_shown:
            assert list(language.phrases) == list(danish.phrases), language.code


def test_nobody_is_said_to_have_read_what_nobody_has():
    """A check has a role and a day in the file; without one the page says that nobody has read it."""
    for language in LIBRARY.languages.values():
        kept = yaml.safe_load((LIBRARY.folder / "languages" / f"{language.code}.yaml").read_text(encoding="utf-8"))
        assert bool(language.checks) == bool(kept.get("checked"))


def test_a_check_names_phrases_or_whole_sections(content):
    change(
        content,
        "languages/en.yaml",
        "^checked: .*",
        'checked: [{by: "tolk", day: 2026-11-01, phrases: [page, state.open]}]',
    )
    english = read_languages(content / "languages")["en"]
    assert english.checks["page.close"].by == "tolk" and english.checks["state.open"].day == date(2026, 11, 1)
    assert "state.closed" not in english.checks and read_pages(english) == []


def spoken(code: str) -> Words:
    """A language of CLDR's with the Danish phrases: what is not said in phrases can be looked at before there are any."""
    danish = LIBRARY.languages["da"]
    forms = plural_forms(locale_of(code))
    phrases = [one if isinstance(one, str) else [one["other"]] * len(forms) for one in danish.phrases.values()]
    direction = "rtl" if code in ("ar", "fa") else "ltr"
    return Words(code, direction, list(danish.phrases), {"phrases": phrases, "calendar": calendar_of(locale_of(code))})


@pytest.mark.parametrize("code", ORDER)
def test_what_is_kept_of_cldr_is_what_cldr_says(code):
    """After another version of Babel: `python -m webapp.languages.cldr`, and look at what it changed."""
    assert locale_of(code) == ask(code)


def test_a_language_that_is_new_here_is_asked_for():
    assert plural_forms(locale_of("lt")) == ("few", "many", "one", "other")
    with pytest.raises(ValueError, match="unknown locale"):
        locale_of("qx")


@pytest.mark.parametrize("code", ORDER)
def test_days_months_and_dates_are_cldrs(code):
    calendar = calendar_of(locale_of(code))
    assert len(set(calendar["days"])) == 7 and len(set(calendar["months"])) == len(set(calendar["alone"])) == 12
    assert calendar["hour"] in (".", ":")
    assert set(re.findall(r"\{(\w)\}", calendar["full"])) == {"d", "m", "y"}
    assert set(re.findall(r"\{(\w)\}", calendar["span"])) == {"d", "e", "m"}
    assert not re.search("[dMLy{}]", calendar["between"]), "also where the month comes before the day"
    assert len(calendar["plural"]) == 61 and set(calendar["plural"]) <= set(
        "0123456"[: len(plural_forms(locale_of(code)))]
    )
    words = spoken(code)
    said = [words.date("2026-11-21"), words.date("2026-11"), words.date("2026"), words.said(["day", 10, 21, 2026])]
    assert not re.search(r"[{}']", " ".join(said)) and all(one.count("2026") == 1 for one in said)


@pytest.mark.parametrize(
    ("code", "value", "said"),
    [
        ("da", "2026-11-21", "21. november 2026"),
        ("en", "2026-11-21", "21 November 2026"),
        ("uk", "2026-11-21", "21 листопада 2026\N{NARROW NO-BREAK SPACE}р."),
        ("uk", "2026-11", "листопад 2026\N{NARROW NO-BREAK SPACE}р."),
        ("pl", "2026-03-01", "1 marca 2026"),
        ("pl", "2026-03", "marzec 2026"),
        ("ro", "2026-03-01", "1 martie 2026"),
        ("ar", "2026-03-01", "1 مارس 2026"),
        ("fa", "2026-03-01", "1 مارس 2026"),
        ("tr", "2026-03-01", "1 Mart 2026"),
        ("es", "2026-03-01", "1 de marzo de 2026"),
        ("th", "2026-03-01", "1 มีนาคม ค.ศ. 2026"),
        ("th", "2026", "ค.ศ. 2026"),
        ("de", "2026-03-01", "1. März 2026"),
    ],
)
def test_dates_in_words(code, value, said):
    assert spoken(code).date(value) == said


def test_lists_and_spans():
    days = ["list", ["d", 0], ["d", 1], ["d", 2]]
    assert spoken("ar").said(days) == "الاثنين والثلاثاء والأربعاء"
    assert spoken("es").said(days) == "lunes, martes y miércoles"
    assert spoken("da").said(["span", 11, 24, 26, 2027]) == "24.–26. december 2027"
    assert spoken("fa").said(["span", 11, 24, 26]) == "24 تا 26 دسامبر"
    assert spoken("da").said(["between", ["day", 11, 31], ["day", 0, 1, 2027]]) == "31. december – 1. januar 2027"


def test_turkish_has_a_capital_of_its_own():
    assert spoken("tr").line(["m", 5]) == "Haziran"
    danish, sent = LIBRARY.languages["da"], {"phrases": ["iki"], "calendar": calendar_of(locale_of("tr"))}
    assert danish and Words("tr", "ltr", ["hours.x"], sent).line(["x"]) == "İki"


@given(some.sampled_from(CHOSEN), some.integers(0, 1440), some.integers(0, 1440))
def test_figures_are_isolated_where_words_are_read_from_the_right(code, one, other):
    """A clock time, and two with a dash between, are one run that is read from the left; and nothing else is isolated."""
    words = spoken(code)
    for text in (words.clock(one), words.said(["–", ["t", one], ["t", other]])):
        if words.direction == "rtl":
            assert text[0] == LEFT_TO_RIGHT and text[-1] == END and text.count(LEFT_TO_RIGHT) == 1
            assert words.html(text) == f'<bdi dir="ltr">{text[1:-1]}</bdi>'
        else:
            assert LEFT_TO_RIGHT not in text
            whole = f'<span class="whole">{text}</span>' if "–" in text else text
            assert words.html(f"Ring {text}, hvis…") == f"Ring {whole}, hvis…", "no line breaks within it"


@pytest.mark.parametrize("code", ["ar", "fa", "en"])
def test_a_word_with_its_sign_is_one_run_among_words_read_from_the_right(code):
    """Else the sign stands in front: +LGBT."""
    told = spoken(code).html("(LGBT+, 112) & Google")
    apart = "LGBT+" if code == "en" else '<bdi dir="ltr">LGBT+</bdi>'
    assert told == f"({apart}, 112) &amp; Google"


@given(some.sampled_from(sorted(WORDS)), some.integers(0, 60))
def test_minutes_are_counted_in_the_form_that_the_number_has(code, number):
    phrase = LIBRARY.languages[code].phrases["state.opens_soon"]
    form = babel.Locale.parse(code).plural_form(number)
    assert WORDS[code].counted("state.opens_soon", number) == phrase[form].replace("{n}", str(number))
    assert slots_of(phrase) == {"n"}

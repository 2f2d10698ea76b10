"""Opening hours: which texts are taken, the table they become, what it says at a moment, and the week in words.

The JavaScript twin is held to the same cases and to Python's answers in `tests/browser/test_opening_worker.py`.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some
from opening_hours import OpeningHours

from tests.conftest import WORDS
from tests.hours.written import (
    CONTENT_HOURS,
    COVERED,
    FULL,
    HOLIDAYS,
    YEARS,
    ZONE,
    changes_of,
    minute_of,
    minutes,
    spans,
    texts,
)
from tests.rules import cases
from webapp.config import COPENHAGEN
from webapp.hours.change import Change
from webapp.hours.hours_text import change_lines, week_lines
from webapp.hours.opening import Opening, opening, words
from webapp.hours.rules import rules_of
from webapp.hours.table import compiled, covered, zone
from webapp.hours.text import OpeningHoursError, begun_between, check, speaks_of_holidays

MANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


OFFICE = "Mo-Fr 09:00-16:00"
NIGHT = "Mo-Su 16:00-08:00"
DUTY = "Mo-Fr 16:00-08:00; Sa-Su,PH 00:00-24:00"
CLOSED_CHRISTMAS = (Change(first="2026-12-24", last="2026-12-26"),)
LATER_ON_WEDNESDAY = (Change(first="2026-11-25", last="2026-11-25", opening_hours="12:00-14:00"),)
ALL_NEW_YEAR = (Change(first="2026-12-31", last="2027-01-01", opening_hours="24/7"),)


def asked(text, changes, minute: int) -> Opening:
    return opening(compiled(text, changes, YEARS), ZONE, HOLIDAYS, COVERED, minute)


# What it says


@pytest.mark.parametrize("case", cases("opening"), ids=str)
def test_hours_in_words(case):
    minute = minute_of(case["at"])
    state = asked(case["hours"], changes_of(case), minute)
    said = {language: words(state, ZONE, minute, WORDS[language]) for language in ("da", "en") if language in case}
    assert said == {language: case[language] for language in said} != {}


def test_opening_tells_the_moment_of_the_change():
    minute = minute_of("2026-11-23T12:00")
    assert asked(OFFICE, (), minute) == Opening("open", minute_of("2026-11-23T16:00"))
    assert asked("24/7", (), minute) == Opening("open", None, True)
    assert asked("off", (), minute) == Opening("closed")
    assert asked("Mo 10:00-13:00 unknown", (), minute) == Opening("unknown", minute_of("2026-11-23T13:00"))


def test_what_is_left_is_real_time_when_the_clocks_are_changed():
    spring, autumn = minute_of("2027-03-27T22:00"), minute_of("2026-10-24T22:00")
    assert asked("Mo-Su,PH 22:00-04:00", (), spring).until == spring + 5 * 60
    assert asked("Mo-Su 22:00-04:00", (), autumn).until == autumn + 7 * 60


def test_next_change_is_told_14_days_ahead_and_no_further():
    opens = minute_of("2026-12-25T10:00")
    day = 24 * 60
    assert asked("PH 10:00-12:00", (), opens - 14 * day).until == opens
    assert asked("PH 10:00-12:00", (), opens - 14 * day - 1) == Opening("closed")


# The table


def test_table_is_small_and_json():
    assert compiled("24/7", (), YEARS) == {"always": True}
    assert compiled(None, (), YEARS) is None
    assert compiled(OFFICE, (), YEARS) == {"week": [[[540, 960]]] * 5 + [[], []], "days": {}, "call": True}
    assert compiled(NIGHT, (), YEARS) == {"week": [[[960, 1920]]] * 7, "days": {}, "call": True}
    assert compiled(OFFICE, CLOSED_CHRISTMAS, YEARS)["days"] == {"2026-12-24": [], "2026-12-25": [], "2026-12-26": []}
    ends = compiled("Fr 18:00+", (), YEARS)
    assert ends["week"][4] == [[1080, 1440], [1440, 1800, "unknown"]]
    for text in CONTENT_HOURS:
        table = compiled(text, (), YEARS)
        assert json.loads(json.dumps(table)) == table
        assert len(json.dumps(table, separators=(",", ":"))) < 2500


def test_table_of_holidays_is_denmarks():
    table = compiled("PH 10:00-12:00", (), YEARS)
    assert table["week"] == [[]] * 7
    assert list(table["days"]) == [
        *("2026-01-01", "2026-04-02", "2026-04-03", "2026-04-05", "2026-04-06", "2026-05-14", "2026-05-24"),
        *("2026-05-25", "2026-12-25", "2026-12-26", "2027-01-01", "2027-03-25", "2027-03-26", "2027-03-28"),
        *("2027-03-29", "2027-05-06", "2027-05-16", "2027-05-17", "2027-12-25", "2027-12-26"),
    ]


@pytest.mark.parametrize(("year", "holiday"), [(2023, True), (2024, False), (2025, False), (2030, False)])
def test_great_prayer_day_is_a_holiday_until_2023(year, holiday):
    easter = {2023: date(2023, 4, 9), 2024: date(2024, 3, 31), 2025: date(2025, 4, 20), 2030: date(2030, 4, 21)}[year]
    table = compiled("PH 10:00-12:00", (), range(year, year + 1))
    assert ((easter + timedelta(days=26)).isoformat() in table["days"]) is holiday


def test_always_open_with_a_change_is_not_always():
    assert "always" not in compiled("24/7", CLOSED_CHRISTMAS, YEARS)
    elsewhen = (Change(first="2031-01-01", last="2031-01-02"),)
    assert compiled("24/7", elsewhen, YEARS) == {"always": True}


def test_no_years_are_refused():
    for make in (zone, covered, lambda years: compiled(OFFICE, (), years)):
        with pytest.raises(ValueError):
            make(range(2026, 2026))


def test_zone_has_the_changes_of_the_clock():
    moments = [datetime.fromtimestamp(minute * 60, UTC).isoformat()[:16] for minute, _ in ZONE[1:]]
    assert moments == ["2026-03-29T01:00", "2026-10-25T01:00", "2027-03-28T01:00", "2027-10-31T01:00"]
    assert [offset for _, offset in ZONE] == [60, 120, 60, 120, 60]
    assert ZONE[0][0] < COVERED[0] and list(COVERED) == [minute_of("2026-01-01T00:00"), minute_of("2028-01-01T00:00")]


# Which texts are taken


@pytest.mark.parametrize("text", CONTENT_HOURS)
def test_hours_of_the_content_are_taken(text):
    check(text)
    assert week_lines(text, (), compiled(text, (), YEARS), WORDS["da"])
    assert week_lines(text, (), compiled(text, (), YEARS), WORDS["en"])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "tom"),
        ("  ", "tom"),
        ("Mo-Fr 9-17", "tegn 7: »9-17«"),
        ("man-fre 09:00-16:00", "tegn 1"),
        ("10:00-12:00,", "tegn 13"),
        ("Mo 10:00-50:00", "tegn 10"),
        ("Mo\0 10:00-12:00", "ugyldigt tegn (tegn 3)"),
        ("Mo 10:00-12:00\nTu off", "ugyldigt tegn"),
        ("Mo 10:00-12:00; " * 40, "højst 500"),
        ("sunrise-sunset", "Solens tider"),
        ("Mo-Fr 09:00-16:00; SH off", "Skoleferier"),
        ("Mo 10:00-16:00/01:00", "Gentagne"),
        ("Feb 30-31 10:00-12:00", "»Feb 30-31« findes ikke"),
        ("Mo-Fr 09:00-16:00; Nov 31 off", "findes ikke"),
        ("Feb 29 off", None),
        ('Mo 10:00-12:00 "SH, sunset, Feb 30"', None),
        ("Dec 24-26,Dec 31 off", None),
        ("Dec 24-Jan 1 off", None),
        ("May 10:00-12:00", None),
    ],
)
def test_texts_are_taken_or_refused(text, told):
    if told is None:
        check(text)
        return
    with pytest.raises(OpeningHoursError) as refused:
        check(text)
    assert told in str(refused.value)
    with pytest.raises(OpeningHoursError):
        compiled(text, (), YEARS)
    with pytest.raises(OpeningHoursError):
        compiled(OFFICE, (Change(first="2026-11-25", last="2026-11-25", opening_hours=text),), YEARS)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Mo", "klokkeslæt ved »Mo« (tegn 1)"),
        ("Mo-Fr 10:00-12:00; Tu", "»Tu« (tegn 20)"),
        ("Mo-Fr 09:00-16:00; PH", "»PH« (tegn 20)"),
        ("Mo open", "i stedet for »open«"),
        ("Mo 10:00-10:00", "Fra og til er det samme"),
        ("Sa, Su 10:00-12:00", "Skriv: »Sa,Su 10:00-12:00«"),
        ("Mo-Fr 10:00-12:00; PH, Dec 24 off", "Skriv: »Mo-Fr 10:00-12:00; PH off; Dec 24 off«"),
        ("Mo-Fr 10:00-12:00; PH Su off", "»PH,Su«"),
        ('Mo-Fr 10:00-18:00 || "ring"', "streger"),
        ("Jun-Aug off; Mo-Fr 09:00-16:00", "Skriv det sidst: »Mo-Fr 09:00-16:00; Jun-Aug off«"),
        ("Sa off; Dec 12 10:00-14:00", None),
        ("; ".join(["Mo 10:00-12:00"] * 21), "højst 20"),
        ("Mo 10:00-12:00; Mo", "tegn 17"),
    ],
)
def test_what_people_and_libraries_read_differently_is_refused_with_a_proposal(text, told):
    if told is None:
        check(text)
        return
    with pytest.raises(OpeningHoursError) as refused:
        check(text)
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("text", "moment", "kind"),
    [
        (
            "Su-Th 20:00-08:00; Fr-Sa 20:00-10:00",
            "2026-11-22T01:00",
            "open",
        ),  # Saturday's night, into an earlier rule's day
        ("Su-Th 20:00-08:00; Fr-Sa 20:00-10:00", "2026-11-27T01:00", "closed"),  # Thursday's, into a later one's
        ("Mo-Fr 10:00-16:00; Th 10:00-02:00", "2026-11-27T01:00", "open"),
        ("Mo-Su 09:00-21:00; Dec 31 09:00-02:00", "2026-12-31T23:00", "open"),
        ("Mo-Sa 12:00-18:00; Fr 12:00-26:00", "2026-11-28T01:30", "open"),
        ("Mo-Th 17:00-01:00, Fr 17:00-03:00", "2026-11-27T00:30", "open"),
        ("Mo-Fr 10:00-12:00; Sa, Su off", "2026-11-28T11:00", "closed"),
        ("Mo, We 10:00-12:00", "2026-11-23T13:00", "closed"),
        ("Nov-Mar, Jul 10:00-12:00", "2026-11-23T13:00", "closed"),
        ("Mo", "2026-11-23T13:00", "unknown"),  # nobody said that it is open all day
    ],
)
def test_hours_are_read_as_people_write_them(text, moment, kind):
    assert asked(text, (), minute_of(moment)).kind == kind


def test_no_text_keeps_a_processor_busy():
    """The longest text has few rules, so that thirty changes with it are worked out with little work."""
    text = (
        ", ".join(f"Mo[{n}] 10:{n:02}-12:00" for n in range(1, 6)) + "; " + "; ".join(["Jan 2-Dec 30 10:00-12:00"] * 15)
    )
    check(text)
    assert rules_of.cache_info().maxsize and len(rules_of(text)) == 20
    with pytest.raises(OpeningHoursError):
        check(f"{text}; Tu 10:00-11:00")


def test_half_a_character_is_refused():
    with pytest.raises(OpeningHoursError, match="ugyldigt tegn"):
        check("Mo \ud800 10:00")


@MANY
@given(some.text(max_size=40) | some.text('MoTuFrSaPHw ek0123:-+/;,|"offDec[]()', max_size=30))
def test_any_text_is_taken_or_refused_in_words(text):
    try:
        check(text)
    except OpeningHoursError as refused:
        assert str(refused).strip()
    else:
        assert compiled(text, (), range(2026, 2027)) is not None


# The same as the library


@MANY
@given(texts(), some.lists(minutes, min_size=5, max_size=30))
@example(("Mo-Fr 20:00-02:00; We 10:00-12:00", "Mo-Fr 20:00-24:00; We 10:00-12:00"), [minute_of("2026-11-26T01:00")])
def test_state_is_the_librarys(both, moments):
    """At every minute; but a night after an evening that did not take place is closed here (see `begun_between`)."""
    whole, cut = (OpeningHours(text, country="DK") for text in both)
    table = compiled(both[0], (), YEARS)
    for minute in moments:
        clock = datetime.fromtimestamp(minute * 60, COPENHAGEN)
        if clock.fold:  # the hour comes twice and the library cannot tell which it is
            continue
        clock = clock.replace(tzinfo=None)
        evening = clock.replace(hour=0, minute=0) - timedelta(minutes=1)
        expected = whole.is_open(clock) and (cut.is_open(clock) or cut.is_open(evening))
        kind = opening(table, ZONE, HOLIDAYS, COVERED, minute).kind
        if kind == "call":
            assert not speaks_of_holidays(both[0])
        elif (kind == "open") != expected:
            # The next day belongs to an earlier rule: opening-hours-py ends the night at 24, opening_hours.js does not.
            assert kind == "open" and ";" in both[0] and cut.is_open(evening), (both[0], clock)


@MANY
@given(texts(), some.lists(minutes, min_size=5, max_size=15))
def test_next_change_is_a_change_and_the_first(both, moments):
    table = compiled(both[0], (), YEARS)
    for minute in moments:
        state = opening(table, ZONE, HOLIDAYS, COVERED, minute)
        for language in ("da", "en"):
            said = words(state, ZONE, minute, WORDS[language])
            assert said and "{" not in said and "None" not in said
        if state.until is None:
            continue
        between = [minute, (minute + state.until) // 2, state.until - 1]
        assert {opening(table, ZONE, HOLIDAYS, COVERED, one).kind for one in between} == {state.kind}
        assert {opening(table, ZONE, HOLIDAYS, COVERED, one).until for one in between} == {state.until}
        assert state.until >= COVERED[1] or opening(table, ZONE, HOLIDAYS, COVERED, state.until).kind != state.kind


@MANY
@given(texts(), some.dates(date(2026, 1, 2), date(2027, 12, 20)), some.integers(0, 6), some.data())
def test_closed_days_are_closed_from_midnight_to_midnight(both, first, length, data):
    last = first + timedelta(days=length)
    table = compiled(both[0], (Change(first=first, last=last),), YEARS)
    begin, end = (minute_of(datetime(day.year, day.month, day.day)) for day in (first, last + timedelta(days=1)))
    for minute in data.draw(some.lists(some.integers(begin, end - 1), min_size=3, max_size=10)):
        assert opening(table, ZONE, HOLIDAYS, COVERED, minute).kind == "closed"


def test_night_into_a_holiday_nobody_spoke_of_is_rung_first_whatever_the_table_lists():
    """25 December 2026 is a Friday of an even week: one table lists it as closed, the other does not list it."""
    text = "week 1-53/2 Fr 09:00-12:00; Dec 24 16:00-02:00"
    for changes in ((), (Change(first="2026-01-02", last="2026-01-02", opening_hours="10:00-11:00"),)):
        assert asked(text, changes, minute_of("2026-12-24T23:00")).kind == "open"
        assert asked(text, changes, minute_of("2026-12-25T01:00")).kind == "call"
        assert asked(text, changes, minute_of("2026-12-25T10:00")).kind == "closed"


@MANY
@given(texts(), texts(), some.dates(date(2026, 1, 2), date(2027, 12, 20)), some.data())
def test_other_days_than_the_changed_are_as_they_were(both, other, day, data):
    plain = compiled(both[0], (), YEARS)
    changed = compiled(both[0], (Change(first=day, last=day, opening_hours=other[0]),), YEARS)
    begin = minute_of(datetime(day.year, day.month, day.day))
    for minute in data.draw(some.lists(minutes, min_size=5, max_size=15)):
        if not begin - FULL <= minute <= begin + 3 * FULL:
            assert (
                opening(plain, ZONE, HOLIDAYS, COVERED, minute).kind
                == opening(changed, ZONE, HOLIDAYS, COVERED, minute).kind
            )


@MANY
@given(some.lists(spans(), max_size=4), some.integers(0, 6), minutes)
def test_intervals_that_touch_or_overlap_are_one(hours, weekday, minute):
    """Cutting an interval in two, or telling it twice, changes nothing."""
    week = [[] for _ in range(7)]
    week[weekday] = [list(span) for span in hours]
    pieces = [[] for _ in range(7)]
    for start, end in hours:
        middle = (start + end) // 2
        pieces[weekday] += [[middle, end], [start, middle], [start, end]]
    whole, cut = ({"week": each, "days": {}} for each in (week, pieces))
    assert opening(whole, ZONE, HOLIDAYS, COVERED, minute) == opening(cut, ZONE, HOLIDAYS, COVERED, minute)


# The week in words


@pytest.mark.parametrize(
    ("text", "danish", "english"),
    [
        ("24/7", ["Døgnåbent"], ["Open day and night"]),
        (None, [], []),
        ("unknown", [], []),
        (OFFICE, ["Mandag–fredag kl. 9–16", "Lørdag og søndag: lukket", "Helligdage: ring først"], ["Monday–Friday 9:00–16:00", "Saturday and Sunday: closed", "Public holidays: call first"]),
        ("Mo,Th 17:00-20:00", ["Mandag og torsdag kl. 17–20", "Øvrige dage: lukket", "Helligdage: ring først"], ["Monday and Thursday 17:00–20:00", "Other days: closed", "Public holidays: call first"]),
        (NIGHT, ["Alle dage kl. 16–8 næste dag", "Helligdage: ring først"], ["Every day 16:00–8:00 the next day", "Public holidays: call first"]),
        ("Mo-Su 09:00-15:00,21:00-07:00", ["Alle dage kl. 9–15 og 21–7 næste dag", "Helligdage: ring først"], ["Every day 9:00–15:00 and 21:00–7:00 the next day", "Public holidays: call first"]),
        ("Mo-Fr,Su 09:30-15:00", ["Mandag–fredag og søndag kl. 9.30–15", "Lørdag: lukket", "Helligdage: ring først"], ["Monday–Friday and Sunday 9:30–15:00", "Saturday: closed", "Public holidays: call first"]),
        ("Mo-Fr 19:00-21:00; PH off", ["Mandag–fredag kl. 19–21", "Lørdag og søndag: lukket", "Lukket på helligdage"], ["Monday–Friday 19:00–21:00", "Saturday and Sunday: closed", "Closed on public holidays"]),
        (DUTY, ["Mandag–fredag kl. 16–8 næste dag", "Lørdag og søndag: døgnåbent", "Helligdage: døgnåbent"], ["Monday–Friday 16:00–8:00 the next day", "Saturday and Sunday: open day and night", "Public holidays: open day and night"]),
        ("Mo-Fr 10:00-12:00; PH 12:00-14:00", ["Mandag–fredag kl. 10–12", "Lørdag og søndag: lukket", "Helligdage kl. 12–14"], ["Monday–Friday 10:00–12:00", "Saturday and Sunday: closed", "Public holidays 12:00–14:00"]),
        ("week 1-53/2 Fr 18:00+", ["Ulige uger: fredag kl. 18 og frem", "Øvrige dage: lukket", "Helligdage: ring først"], ["Odd weeks: Friday 18:00 onwards", "Other days: closed", "Public holidays: call first"]),
        ("week 2-52/2 Su 14:00-16:00; Tu 10:00-12:00", ["Lige uger: søndag kl. 14–16", "Tirsdag kl. 10–12", "Øvrige dage: lukket", "Helligdage: ring først"], ["Even weeks: Sunday 14:00–16:00", "Tuesday 10:00–12:00", "Other days: closed", "Public holidays: call first"]),
        ("Mo[1],Mo[3] 10:00-12:00", ["1. og 3. mandag i måneden kl. 10–12", "Øvrige dage: lukket", "Helligdage: ring først"], ["1st and 3rd Monday of the month 10:00–12:00", "Other days: closed", "Public holidays: call first"]),
        ("Mo-Fr 09:00-16:00; Dec 24-26 off; Jan 1 off", ["Mandag–fredag kl. 9–16", "Lørdag og søndag: lukket", "1. januar: lukket", "24.–26. december: lukket", "Helligdage: ring først"], ["Monday–Friday 9:00–16:00", "Saturday and Sunday: closed", "1 January: closed", "24–26 December: closed", "Public holidays: call first"]),
        ("Apr-Sep 09:00-18:00; Oct-Mar 10:00-15:00", ["Oktober–marts: alle dage kl. 10–15", "April–september: alle dage kl. 9–18", "Helligdage: ring først"], ["October–March: every day 10:00–15:00", "April–September: every day 9:00–18:00", "Public holidays: call first"]),
        ("Mo-Su 09:00-16:00; Jul off", ["August–juni: alle dage kl. 9–16", "Juli: lukket", "Helligdage: ring først"], ["August–June: every day 9:00–16:00", "July: closed", "Public holidays: call first"]),
        ("Mo-Su 18:00-07:00; Dec 24 off", ["Alle dage kl. 18–7 næste dag", "24. december: lukket", "Helligdage: ring først"], ["Every day 18:00–7:00 the next day", "24 December: closed", "Public holidays: call first"]),
        # Whole months closed, and long stretches of dates
        ("Tu[1] 14:00-16:00; Jul,Aug off", ["1. tirsdag i måneden kl. 14–16", "Øvrige dage: lukket", "Juli og august: lukket", "Helligdage: ring først"], ["1st Tuesday of the month 14:00–16:00", "Other days: closed", "July and August: closed", "Public holidays: call first"]),
        ("week 1-53/2 We 19:00-21:30; Jul,Aug off", ["Ulige uger: onsdag kl. 19–21.30", "Øvrige dage: lukket", "Juli og august: lukket", "Helligdage: ring først"], ["Odd weeks: Wednesday 19:00–21:30", "Other days: closed", "July and August: closed", "Public holidays: call first"]),
        ("Mo-Fr 10:00-14:00; Jul 01-Aug 15 off", ["Mandag–fredag kl. 10–14", "Lørdag og søndag: lukket", "Juli: lukket", "1.–15. august: lukket", "Helligdage: ring først"], ["Monday–Friday 10:00–14:00", "Saturday and Sunday: closed", "July: closed", "1–15 August: closed", "Public holidays: call first"]),
        ("Mo-Su 20:00-08:00; Jul 01-Aug 15 off", ["Alle dage kl. 20–8 næste dag", "Juli: lukket", "1.–15. august: lukket", "Helligdage: ring først"], ["Every day 20:00–8:00 the next day", "July: closed", "1–15 August: closed", "Public holidays: call first"]),
        ("Mo-Fr 09:00-15:00; Dec 22-Jan 02 off; PH off", ["Mandag–fredag kl. 9–15", "Lørdag og søndag: lukket", "Lukket på helligdage", "2. januar: lukket", "22.–24. december: lukket", "27.–31. december: lukket"], ["Monday–Friday 9:00–15:00", "Saturday and Sunday: closed", "Closed on public holidays", "2 January: closed", "22–24 December: closed", "27–31 December: closed"]),
        ("Fr[1] 20:00-02:00; Jul off", ["1. fredag i måneden kl. 20–2 næste dag", "Øvrige dage: lukket", "Juli: lukket", "Helligdage: ring først"], ["1st Friday of the month 20:00–2:00 the next day", "Other days: closed", "July: closed", "Public holidays: call first"]),
        ("Mo-Su 10:00-12:00; 2026 Jul 1-15 off", ["Alle dage kl. 10–12", "Andre tider på nogle dage", "Helligdage: ring først"], ["Every day 10:00–12:00", "Other hours on some days", "Public holidays: call first"]),
        ("2026 Jul 6 10:00-12:00", ["Kun åbent på særlige dage", "Helligdage: ring først"], ["Open on special days only", "Public holidays: call first"]),
        ("Mo-Fr 10:00-12:00 unknown; Sa off", ["Mandag–fredag kl. 10–12 (måske)", "Lørdag og søndag: lukket", "Helligdage: ring først"], ["Monday–Friday 10:00–12:00 (perhaps)", "Saturday and Sunday: closed", "Public holidays: call first"]),
        ("off", ["Alle dage: lukket"], ["Every day: closed"]),
    ],
)  # fmt: skip
def test_week_in_words(text, danish, english):
    table = compiled(text, (), YEARS)
    assert week_lines(text, (), table, WORDS["da"]) == danish
    assert week_lines(text, (), table, WORDS["en"]) == english


def test_the_nth_weekday_of_several_months_is_no_more():
    """opening-hours-py has all of the first month."""
    begun = begun_between("Feb,May-Jun,Nov Th[1] 10:00-12:00", date(2026, 1, 1), date(2026, 12, 31))
    days = [day.isoformat() for day, spans in begun.items() if spans]
    assert days == ["2026-02-05", "2026-05-07", "2026-06-04", "2026-11-05"]


@pytest.mark.parametrize("case", cases("week"), ids=lambda case: case["hours"])
def test_weeks_by_their_numbers_and_last_weekdays_in_words(case):
    today = date.fromisoformat(case.get("today", "2026-11-29"))
    table = compiled(case["hours"], (), YEARS)
    for language in ("da", "en"):
        if language in case:
            assert week_lines(case["hours"], (), table, WORDS[language], today) == case[language]


def test_week_in_words_is_the_ordinary_one_whatever_the_changes():
    changes = (Change(first="2026-01-01", last="2027-12-31", opening_hours="Mo 10:00-12:00"), *CLOSED_CHRISTMAS)
    assert week_lines(OFFICE, changes, compiled(OFFICE, changes, YEARS), WORDS["da"]) == week_lines(
        OFFICE, (), compiled(OFFICE, (), YEARS), WORDS["da"]
    )


@MANY
@given(texts())
def test_week_in_words_always_says_something(both):
    for language in ("da", "en"):
        lines = week_lines(both[0], (), compiled(both[0], (), YEARS), WORDS[language])
        assert lines and all(line.strip() and "None" not in line for line in lines)
        assert all(one != next_one for one, next_one in pairwise(lines))


def test_changes_in_words():
    today = date(2026, 11, 23)
    assert change_lines(CLOSED_CHRISTMAS, today, WORDS["da"]) == ["24.–26. december: lukket"]
    assert change_lines(CLOSED_CHRISTMAS, today, WORDS["en"]) == ["24–26 December: closed"]
    assert change_lines(LATER_ON_WEDNESDAY, today, WORDS["da"]) == ["25. november: alle dage kl. 12–14"]
    assert change_lines(ALL_NEW_YEAR, today, WORDS["da"]) == ["31. december – 1. januar 2027: døgnåbent"]
    assert change_lines(CLOSED_CHRISTMAS, date(2026, 12, 26), WORDS["da"]) == ["24.–26. december: lukket"]
    assert change_lines(CLOSED_CHRISTMAS, date(2026, 12, 27), WORDS["da"]) == []
    # The line bears no year in its own; what is over does not come back with the next one.
    assert change_lines(CLOSED_CHRISTMAS, date(2027, 12, 24), WORDS["da"]) == []

"""What may be written in a notice, and when it may stand."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from tests.conftest import LIBRARY
from tests.house_rules import SENSITIVE
from tests.people import AARHUS, ESBJERG
from webapp.config import COPENHAGEN
from webapp.notices import notice, store
from webapp.notices.notice import at_once, moment_field, parse_form, read_moment, telling_words, until
from webapp.typed_text import InvalidForm

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=COPENHAGEN)
FINE = {"title": "Nødovernatning er åben", "starts": "2026-11-23T20:00", "ends": "2026-11-24T08:00"}
DAYS = {"min_value": datetime(2020, 1, 1), "max_value": datetime(2035, 1, 1)}


def read(others=(), for_all=False, **values):
    return parse_form(FINE | values, NOW, lambda code: code == "fj6s", others, for_all)


def refused(others=(), for_all=False, **values) -> dict[str, str]:
    with pytest.raises(InvalidForm) as found:
        read(others, for_all, **values)
    return found.value.errors


def test_a_notice_is_read_and_tidied():
    made = read(title="  Åbent \n i dag ", text="a" * 240, phone="75123456", offer="/find/FJ6S/")
    assert (made.title, made.phone, made.offer) == ("Åbent i dag", "75 12 34 56", "fj6s")
    assert made.starts == datetime(2026, 11, 23, 19, 0, tzinfo=UTC)
    assert made.ends == datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
    assert read().text == "" and read().phone is None and read().offer is None


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("title", ""),
        ("title", " \u200b "),
        ("title", "a" * 61),
        ("title", "Ring 010190-1234"),
        ("title", "[[edition]]"),
        ("title", "JavaScript :alert(1)"),
        ("text", "a" * 241),
        ("text", "Født 0101901234"),
        ("text", "se javascript:alert(1)"),
        ("phone", "javascript:alert(1)"),
        ("phone", "010190-1234"),
        ("phone", "12"),
        ("offer", "zzzz"),
        ("offer", "javascript:alert(1)"),
        ("starts", ""),
        ("starts", "i morgen"),
        ("starts", "2026-11-31T10:00"),
        ("starts", "2026-11-23T25:00"),
        ("starts", "2028-01-01T10:00"),
        ("ends", "2026-11-23T20:00"),
        ("ends", "2026-11-23T19:59"),
        ("ends", "2026-12-24T20:01"),
        ("ends", "0001-01-01T00:00"),
        ("ends", "9999-12-31T24:00"),
        ("ends", None),
    ],
)
def test_what_cannot_stand_is_refused_at_its_field(field, text):
    more = {"ends": "2028-01-01T12:00"} if text == "2028-01-01T10:00" else {}
    assert list(refused(**{field: text} | more)) == [field]


def test_limits_are_reached_and_not_passed():
    assert read(title="a" * 60).title and read(ends="2026-12-24T20:00").ends
    assert refused(starts="2026-11-01T08:00", ends="2026-11-23T09:00") == {"ends": notice.OVER_ALREADY}
    assert read(starts="2026-11-01T08:00", ends="2026-11-23T09:01").ends


@pytest.mark.parametrize(
    "text",
    [
        *("2026-12-24T20:00", "2026-12-24 20:00", "24.12.2026 20.00", "24.12.2026 kl. 20", "24/12 2026 kl 20:00"),
        *("24-12-2026, kl.20.00", "2026-12-24T20:00:00", " 24. 12. 2026  kl. 20.00 "),
    ],
)
def test_a_moment_is_read_as_danes_and_browsers_write_it(text):
    assert read_moment(text) == datetime(2026, 12, 24, 19, 0, tzinfo=UTC)


@pytest.mark.parametrize("text", ["24.12. kl. 20", "24/12 20:00", "24. december kl. 20", "12-24T20:00"])
def test_a_moment_without_a_year_is_refused(text):
    """Nothing that is kept can come back a year later."""
    with pytest.raises(ValueError):
        read_moment(text)


def test_midnight_can_end_a_day():
    assert read_moment("24.12.2026 kl. 24") == read_moment("2026-12-25T00:00")
    assert until(read_moment("24.12.2026 kl. 24")) == "og med torsdag 24. december"
    assert until(read_moment("24.12.2026 kl. 8")) == "torsdag 24. december kl. 08.00"


def test_nights_in_which_the_clock_is_moved():
    with pytest.raises(ValueError, match="Uret bliver stillet"):
        read_moment("2027-03-28T02:30")
    first, last = read_moment("2026-10-25T02:30"), read_moment("2026-10-25T02:30", last=True)
    assert last - first == timedelta(hours=1)
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    # 31 days on the wall's clock, whatever the night between them gives or takes.
    spring = {"starts": "2027-03-01T12:00", "ends": "2027-04-01T12:00"}
    assert read(**spring).ends - read(**spring).starts == timedelta(days=31, hours=-1)
    assert list(refused(**spring | {"ends": "2027-04-01T12:01"})) == ["ends"]


@given(some.datetimes(**DAYS))
@example(datetime(2026, 10, 25, 2, 30))
@example(datetime(2027, 3, 28, 3, 0))
def test_a_moment_comes_back_from_the_field_as_it_was_put_in(clock):
    clock = clock.replace(second=0, microsecond=0)
    for last in (False, True):
        try:
            moment = read_moment(clock.strftime("%Y-%m-%dT%H:%M"), last=last)
        except ValueError:
            assert clock.hour == 2 and clock.month == 3
            continue
        assert moment_field(moment) == clock.strftime("%Y-%m-%dT%H:%M")
        assert read_moment(moment_field(moment), last=last) == moment


@given(some.text(max_size=70))
def test_any_text_is_a_moment_or_refused(text):
    try:
        assert read_moment(text).utcoffset() == timedelta(0)
    except ValueError as error:
        assert str(error) in (notice.BAD_MOMENT, notice.NO_SUCH_TIME)


@given(some.datetimes(**DAYS), some.integers(-3, 40 * 24 * 60), some.integers(-400 * 24 * 60, 400 * 24 * 60))
def test_what_is_kept_always_stands_within_its_limits(start, minutes, ahead):
    start = start.replace(second=0, microsecond=0)
    now = start.replace(tzinfo=COPENHAGEN).astimezone(UTC) - timedelta(minutes=ahead)
    typed = {"starts": start, "ends": start + timedelta(minutes=minutes)}
    values = FINE | {name: moment.strftime("%Y-%m-%dT%H:%M") for name, moment in typed.items()}
    try:
        made = parse_form(values, now, lambda code: False, ())
    except InvalidForm as wrong:
        assert set(wrong.errors) <= {"starts", "ends"}
    else:
        assert made.starts < made.ends and now < made.ends
        assert made.ends - made.starts <= timedelta(days=31, hours=1) and made.starts - now <= timedelta(days=366)


SPANS = some.tuples(some.integers(0, 30), some.integers(0, 12)).map(lambda span: (span[0], span[0] + span[1]))


@given(SPANS.filter(lambda span: span[0] < span[1]), some.lists(SPANS, max_size=6))
def test_most_at_once_is_what_counting_every_minute_finds(own, others):
    def moment(minute):
        return NOW + timedelta(minutes=minute)

    counted = max(1 + sum(start <= minute < end for start, end in others) for minute in range(*own))
    spans = [(moment(start), moment(end)) for start, end in others]
    assert at_once(moment(own[0]), moment(own[1]), spans) == counted


def test_three_at_once_are_enough_and_one_for_everybody():
    night = (read().starts, read().ends)
    assert read([night, night]) and list(refused([night] * 3)) == ["starts"]
    assert read(for_all=True) and list(refused([night], for_all=True)) == ["starts"]
    after = (night[1], night[1] + timedelta(hours=1))
    assert read([night, night, after]), "one that begins when this one ends does not count"


def test_words_that_tell_too_much_are_found():
    assert set(SENSITIVE) <= set(notice.SENSITIVE)
    assert telling_words("Krisecentret har plads", "Ring om vold") == ["krisecentret", "vold"]
    assert telling_words("Gratis transport", "Festen er udsat til fredag", None, "") == []
    assert telling_words("Transpersoner mødes", "udsat til fredag") == ["transpersoner"]


def test_limits_in_the_words_are_those_that_hold():
    assert re.search(r"\d+", notice.TOO_LONG)[0] == str(notice.LONGEST_STAND.days)
    assert notice.FULL.startswith(f"Der står {notice.MOST} ")


@pytest.mark.parametrize(
    ("where", "serves"),
    [
        ({"national": True}, {None, ESBJERG, AARHUS}),
        ({"municipality": ESBJERG}, {ESBJERG}),
        ({"service_municipalities": (ESBJERG, AARHUS)}, {ESBJERG, AARHUS}),
        ({"service_regions": ("Syddanmark",)}, {ESBJERG}),
        ({"national": True, "status": "closed"}, set()),
    ],
)
def test_an_offer_is_named_only_to_those_it_is_for(where, serves):
    """A notice to everybody names what is for everybody."""
    nowhere = {"national": False, "municipality": None, "service_municipalities": (), "service_regions": ()}
    offer = LIBRARY.offers[0].model_copy(update=nowhere | {"status": "active"} | where)
    those = {one for one in (None, ESBJERG, AARHUS) if store.serves(offer, one, LIBRARY.places, date(2026, 11, 24))}
    assert those == serves

"""Opening hours as Danes write them become what OpenStreetMap writes, and mean the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.conftest import LIBRARY
from webapp.hours.danish_hours import DAYS, in_osm
from webapp.hours.text import OpeningHoursError, check
from webapp.offersdesk.validation import tidy_hours

WRITTEN = {
    "man-fre 9-16": "Mo-Fr 09:00-16:00",
    "Mandag til fredag kl. 9-16": "Mo-Fr 09:00-16:00",
    "mandag–torsdag 9.30–15.00, fredag 9.30–14": "Mo-Th 09:30-15:00; Fr 09:30-14:00",
    "hverdage 8-22": "Mo-Fr 08:00-22:00",
    "man, ons og fre 10-12": "Mo,We,Fr 10:00-12:00",
    "tirs 10-12 og 13-15": "Tu 10:00-12:00,13:00-15:00",
    "ma ti to 9-15; on 12-18": None,  # days side by side are no list: it is not guessed at
    "Man-fre 9-16\nLør 10-13": "Mo-Fr 09:00-16:00; Sa 10:00-13:00",
    "Lørdage: 10-14": "Sa 10:00-14:00",
    "hver dag 20-8": "Mo-Su 20:00-08:00",
    "man-fre 9-16, helligdage lukket": "Mo-Fr 09:00-16:00; PH off",
    "døgnet rundt": "24/7",
    "Hver dag hele døgnet": "24/7",
    "weekend 10-24": "Sa-Su 10:00-24:00",
    "Mo-Fr 09:00-16:00": "Mo-Fr 09:00-16:00",
    "week 02-52/2 Tu 17:00-19:00": "week 02-52/2 Tu 17:00-19:00",
    "efter aftale": None,
    "man-fre 9-25": None,
}


@pytest.mark.parametrize("text", WRITTEN)
def test_it_is_understood_or_refused(text):
    if WRITTEN[text] is None:
        with pytest.raises(OpeningHoursError):
            tidy_hours(text)
    else:
        assert tidy_hours(text) == WRITTEN[text]
        check(WRITTEN[text])


def test_a_refusal_tells_of_what_was_typed_not_of_what_it_became():
    with pytest.raises(OpeningHoursError) as refused:
        tidy_hours("man-fre 9-16, måske")
    assert "09:00" not in str(refused.value)


@pytest.mark.parametrize("text", sorted({offer.opening_hours for offer in LIBRARY.offers if offer.opening_hours}))
def test_what_can_be_read_already_is_not_touched(text):
    assert tidy_hours(text) == text


clock = some.tuples(some.integers(0, 23), some.sampled_from([0, 15, 30, 45]))


@given(
    some.lists(
        some.tuples(
            some.sampled_from(sorted(DAYS)),
            some.integers(0, 3),
            clock,
            clock,
            some.sampled_from(["-", " - ", "–", " til "]),
        ),
        min_size=1,
        max_size=4,
        unique_by=lambda line: line[0],
    ),
    some.sampled_from(["; ", "\n", ", "]),
)
def test_any_week_in_danish_words_means_the_same(lines, between):
    danish, osm = [], []
    for day, word, (hour, minute), (to_hour, to_minute), dash in lines:
        name = DAYS[day][word % len(DAYS[day])]
        start = f"{hour}" if not minute else f"{hour}.{minute}"
        end = f"{to_hour}.{to_minute:02}"
        danish.append(f"{name} kl. {start}{dash}{end}")
        osm.append(f"{day} {hour:02}:{minute:02}-{to_hour:02}:{to_minute:02}")
    assert in_osm(between.join(danish)) == "; ".join(osm)


@given(some.text(max_size=60))
def test_any_text_is_read_without_a_fault(text):
    in_osm(text)

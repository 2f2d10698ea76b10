"""Opening hours as Danes write them become what OpenStreetMap writes, and mean the same."""

from __future__ import annotations

import csv
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.conftest import LIBRARY, ROOT
from tests.hours.written import YEARS
from webapp.hours.danish_hours import in_osm
from webapp.hours.danish_words import DAYS
from webapp.hours.rules import rules_of
from webapp.hours.table import compiled
from webapp.hours.text import OpeningHoursError, begun_between, check
from webapp.offersdesk.validation import tidy_hours

# As it is kept, to the letter; what other texts mean stands in `as_written.tsv`.
KEPT = {
    "Man-fre 9.00-15.30 (fre. 14)": "Mo-Fr 09:00-15:30; Fr 09:00-14:00",
    "Lørdage, søndage og helligdage 11-16; øvrige dage 9-21": "Sa,Su 11:00-16:00; Mo,Tu,We,Th,Fr 09:00-21:00; PH 11:00-16:00",
    "man-fre 9-12, tors 15-17": "Mo-Fr 09:00-12:00, Th 15:00-17:00",
    "man-tors 17-01, fre 17-03": "Mo-Th 17:00-01:00, Fr 17:00-03:00",
    "24-jul": "24/7",
    "Døgnet rundt, lørdag lukket 12-13": "00:00-24:00; Sa 12:00-13:00 off",
    "man-fre 9-16. Lukket 24.-26. december og 1/1": "Mo-Fr 09:00-16:00; Dec 24-26,Jan 01 off",
    "Mo-Fr  10:00-12:00;  Sa, Su off": "Mo-Fr 10:00-12:00; Sa,Su off",
    "Mo-Fr 10:00-12:00; PH, Dec 24 off": "Mo-Fr 10:00-12:00; PH off; Dec 24 off",
    "Hver dag hele døgnet": "24/7",
    "Hverdage 15-21, weekend og helligdage 10-16": "Mo-Fr 15:00-21:00; Sa-Su,PH 10:00-16:00",
    "man-fre 9-15; 12-13 lukket": "Mo-Fr 09:00-15:00; 12:00-13:00 off",
    "Lørdag og 24. december 10-14, søndag 10-12": "Sa 10:00-14:00; Su 10:00-12:00; Dec 24 10:00-14:00",
    "fredag fra kl. 18 og frem": "Fr 18:00+",
    "Uge 1-26: mandag 9-12. Uge 27-53: tirsdag 9-12": "week 01-26 Mo 09:00-12:00; week 27-53 Tu 09:00-12:00",
}


@pytest.mark.parametrize("text", KEPT)
def test_it_is_kept_in_one_way(text):
    assert tidy_hours(text) == KEPT[text]


with (ROOT / "tests/hours/as_written.tsv").open(encoding="utf-8", newline="") as lines:
    AS_WRITTEN = [row for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]


@pytest.mark.parametrize("line", AS_WRITTEN, ids=lambda line: line["written"])
def test_what_places_write_is_never_misread(line):
    """Judged by hand before it was tried; "?" is what a careful reader would ask about, in words that hold what the line
    `says`."""
    text = line["written"].replace("\\n", "\n").replace("\\t", "\t")
    if line["means"] == "?":
        with pytest.raises(OpeningHoursError) as asked:
            tidy_hours(text)
        assert any(said in str(asked.value) for said in (line["says"] or "").split("|"))
    else:
        kept = tidy_hours(text)
        check(kept)
        assert compiled(kept, (), YEARS) == compiled(line["means"], (), YEARS)


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
    try:
        meant = in_osm(between.join(danish))
    except OpeningHoursError:
        # One moment is no time, and of "9-3" nobody knows whether it is by night.
        assert any(start == end or (start[0] <= 15 and 1 <= end[0] <= 11) for _, _, start, end, _ in lines)
        return
    assert meant.replace(", ", "; ") == "; ".join(osm)  # ", " where a night would be cut


DAYS_NAMED = {
    "mandag": [0],
    "ons": [2],
    "fre.": [4],
    "lørdag": [5],
    "søn": [6],
    "weekend": [5, 6],
    "hverdage": range(5),
}
named = some.sampled_from(sorted(DAYS_NAMED))
hours_ = some.sampled_from(["9-15", "kl. 10-12", "13-15", "19-21"])
line = some.tuples(
    named, some.sampled_from(["{day} {hours}", "{day}: {hours}", "{day}\n{hours}", "{hours} {day}"]), hours_
)


@given(
    some.lists(line, min_size=1, max_size=3),
    some.sampled_from([", ", "\n", "; ", ". "]),
    some.sampled_from(["\n", ". ", ", ", " (", "; "]),
    some.sampled_from(["lukket", "ferielukket", "undtagen", "ikke"]),
    some.sampled_from(["{closed} {day}", "{day} {closed}", "{closed} {day} {hours}", "{closed} {hours} {day}"]),
    named,
    hours_,
    some.none() | line,
)
def test_what_is_closed_is_closed_and_nothing_else(lines, between, before, closed, form, day, clock, after):
    def said(one) -> str:
        return one[1].format(day=one[0], hours=one[2])

    phrase = form.format(closed=closed, day=day, hours=clock) + (")" if before == " (" else "")
    text = between.join(map(said, lines)) + before + phrase + (f", {said(after)}" if after else "")
    opened = {number for one in lines for number in DAYS_NAMED[one[0]]}
    later = set(DAYS_NAMED[after[0]]) if after else set()
    without = (opened | later) - set(DAYS_NAMED[day])
    try:
        table = compiled(tidy_hours(text), (), range(2026, 2027))
    except OpeningHoursError:
        return
    found = {number for number, spans in enumerate(table["week"]) if spans}
    if "{hours}" in form:  # closed then only, which may be all there is on that day
        assert without <= found <= opened | later, text
    else:
        assert found in (without, (opened - set(DAYS_NAMED[day])) | later), text


SEASONS = {"uge 10-20": "week 10-20", "ulige uger": "week 1-53/2", "juli": "Jul", "1/5-30/9": "May 01-Sep 30"}
CLOSINGS = {"lukket 24/12": "Dec 24", "24. december lukket": "Dec 24", "juli lukket": "Jul"}
seasonal = some.tuples(
    named,
    hours_,
    some.sampled_from(sorted(SEASONS)),
    some.sampled_from(["{season} {day} {hours}", "{day} i {season} {hours}", "{day} {hours} i {season}"])
    | some.sampled_from(["{day} {hours} ({season})", "{day} ({season}) {hours}", "{day} {hours}", "{hours} {day}"]),
)


@given(
    some.lists(seasonal, min_size=1, max_size=3),
    some.sampled_from([", ", "\n", "; "]),
    some.none() | some.tuples(some.sampled_from([", ", "\n", " "]), some.sampled_from(sorted(CLOSINGS))),
)
def test_a_season_is_that_of_its_own_days(lines, between, closing):
    """Or it is asked whose it is."""
    text = between.join(form.format(day=day, hours=hours, season=season) for day, hours, season, form in lines)
    text += "".join(closing or ())
    year = (date(2026, 1, 1), 365)
    opened = [
        f"{SEASONS[season] if '{season}' in form else ''} {','.join(list(DAYS)[number] for number in DAYS_NAMED[day])}"
        for day, _, season, form in lines
    ]
    of_rules = [rules_of(f"{days} 10:00-12:00".strip())[0].on(*year) for days in opened]
    shut = rules_of(f"{CLOSINGS[closing[1]]} off")[0].on(*year) if closing else (False,) * 365
    try:
        found = begun_between(tidy_hours(text), date(2026, 1, 1), date(2026, 12, 31))
    except OpeningHoursError:
        return
    assert [bool(found[day]) for day in sorted(found)] == [
        any(here) and not closed for *here, closed in zip(*of_rules, shut, strict=True)
    ]


@given(some.text(max_size=60))
def test_any_text_is_read_without_a_fault(text):
    try:
        in_osm(text)
    except OpeningHoursError as refused:
        assert str(refused).strip()

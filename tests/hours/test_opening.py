"""Opening hours: which texts are taken, the table they become, what it says at a moment, and the week in words.

The JavaScript twin is held to the same cases and to Python's answers in `tests/browser/test_opening_worker.py`.
"""

from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some
from opening_hours import OpeningHours

from webapp.config import COPENHAGEN
from webapp.hours.change import Change
from webapp.hours.hours_text import change_lines, week_lines
from webapp.hours.opening import Opening, opening, words
from webapp.hours.rules import rules_of
from webapp.hours.table import compiled, covered, holidays, zone
from webapp.hours.text import OpeningHoursError, check, speaks_of_holidays

YEARS = range(2026, 2028)
ZONE, COVERED, HOLIDAYS = zone(YEARS), covered(YEARS), holidays(YEARS)
MANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

CONTENT = Path(__file__).resolve().parents[2] / "content" / "offers.csv"
with CONTENT.open(encoding="utf-8", newline="") as rows:
    CONTENT_HOURS = sorted({row["hours"] for row in csv.DictReader(rows)} - {""})

OFFICE = "Mo-Fr 09:00-16:00"
NIGHT = "Mo-Su 16:00-08:00"
DUTY = "Mo-Fr 16:00-08:00; Sa-Su,PH 00:00-24:00"
CLOSED_CHRISTMAS = (Change(first="2026-12-24", last="2026-12-26"),)
CLOSED_A_WEDNESDAY = (Change(first="2026-11-25", last="2026-11-25"),)
LATER_ON_WEDNESDAY = (Change(first="2026-11-25", last="2026-11-25", opening_hours="12:00-14:00"),)
NIGHT_ON_WEDNESDAY = (Change(first="2026-11-25", last="2026-11-25", opening_hours="20:00-02:00"),)
CLOSED_BUT_FRIDAY = (
    Change(first="2026-11-23", last="2026-11-29"),
    Change(first="2026-11-27", last="2026-11-27", opening_hours="10:00-11:00"),
)
MONDAYS_ON_TUESDAY = (Change(first="2026-11-24", last="2026-11-24", opening_hours="Mo 20:00-08:00"),)
OPEN_ON_CHRISTMAS_DAY = (Change(first="2026-12-25", last="2026-12-25", opening_hours="Fr 09:00-12:00"),)
CHRISTMAS_WEEKDAYS = (Change(first="2026-12-21", last="2027-01-03", opening_hours="Mo-Fr 10:00-12:00"),)
ALL_NEW_YEAR = (Change(first="2026-12-31", last="2027-01-01", opening_hours="24/7"),)

# Text, changes, moment (Danish clock), words. 23 November 2026 is a Monday.
CASES = [
    # An ordinary week
    (OFFICE, (), "2026-11-23T08:00", "Lukket · åbner om 60 min"),
    (OFFICE, (), "2026-11-23T07:59", "Lukket · åbner kl. 9"),
    (OFFICE, (), "2026-11-23T08:59", "Lukket · åbner om 1 min"),
    (OFFICE, (), "2026-11-23T09:00", "Åbent til kl. 16"),
    (OFFICE, (), "2026-11-23T14:59", "Åbent til kl. 16"),
    (OFFICE, (), "2026-11-23T15:20", "Åbent · lukker om 40 min"),
    (OFFICE, (), "2026-11-23T15:59", "Åbent · lukker om 1 min"),
    (OFFICE, (), "2026-11-23T16:00", "Lukket · åbner i morgen kl. 9"),
    (OFFICE, (), "2026-11-27T16:00", "Lukket · åbner mandag kl. 9"),
    (OFFICE, (), "2026-11-29T12:00", "Lukket · åbner i morgen kl. 9"),
    (OFFICE, (), "2026-11-23T00:00", "Lukket · åbner kl. 9"),
    ("Mo-Th 09:00-15:00; Fr 09:30-13:00", (), "2026-11-26T20:00", "Lukket · åbner i morgen kl. 9.30"),
    ("Mo-Fr 08:30-16:30", (), "2026-11-24T10:00", "Åbent til kl. 16.30"),
    ("We 10:00-14:00,16:00-20:00", (), "2026-11-25T14:00", "Lukket · åbner kl. 16"),
    ("Tu 17:00-20:00", (), "2026-11-24T20:00", "Lukket · åbner 1. december kl. 17"),
    ("Tu 17:00-20:00", (), "2026-11-25T20:00", "Lukket · åbner tirsdag kl. 17"),
    ("24/7", (), "2026-11-24T20:00", "Døgnåbent"),
    ("Mo-Su 00:00-24:00", (), "2026-11-24T20:00", "Døgnåbent"),
    ("24/7; Dec 24 off", (), "2026-11-24T20:00", "Døgnåbent"),
    ("24/7; Dec 24 off", (), "2026-12-20T20:00", "Åbent til onsdag kl. 24"),
    ("24/7; Dec 24 off", (), "2026-12-23T23:30", "Åbent · lukker om 30 min"),
    ("24/7; Dec 24 off", (), "2026-12-24T12:00", "Lukket · åbner kl. 24"),
    ("Dec 25 10:00-12:00", (), "2026-12-11T10:00", "Lukket · åbner 25. december kl. 10"),
    ("Dec 25 10:00-12:00", (), "2026-12-11T09:59", "Lukket"),
    ("off", (), "2026-11-24T20:00", "Lukket"),
    (None, (), "2026-11-24T20:00", "Åbningstid ukendt"),
    # Past midnight
    ("Mo-Su 09:00-03:00", (), "2026-11-23T20:00", "Åbent til kl. 3 i nat"),
    ("Mo-Su 09:00-03:00", (), "2026-11-24T00:30", "Åbent til kl. 3"),
    ("Mo-Su 09:00-03:00", (), "2026-11-24T02:30", "Åbent · lukker om 30 min"),
    ("Mo-Su 09:00-03:00", (), "2026-11-24T03:00", "Lukket · åbner kl. 9"),
    (NIGHT, (), "2026-11-23T20:00", "Åbent til i morgen kl. 8"),
    (NIGHT, (), "2026-11-23T23:30", "Åbent til i morgen kl. 8"),
    (NIGHT, (), "2026-11-24T00:00", "Åbent til kl. 8"),
    ("Mo-Su 18:00-24:00", (), "2026-11-23T20:00", "Åbent til kl. 24"),
    ("Mo 16:00-24:00; Tu 00:00-08:00", (), "2026-11-23T20:00", "Åbent til i morgen kl. 8"),
    ("Mo 08:00-12:00,12:00-16:00", (), "2026-11-23T09:00", "Åbent til kl. 16"),
    ("Mo 08:00-13:00, Mo 12:00-16:00", (), "2026-11-23T09:00", "Åbent til kl. 16"),
    ("Fr 20:00-26:00", (), "2026-11-28T01:00", "Åbent · lukker om 60 min"),
    ("Th 03:00-06:00", (), "2026-11-25T20:00", "Lukket · åbner kl. 3 i nat"),
    ("Th 03:00-06:00", (), "2026-11-25T02:00", "Lukket · åbner i morgen kl. 3"),
    ("Th 03:00-06:00", (), "2026-11-26T02:30", "Lukket · åbner om 30 min"),
    ("Fr 20:00-26:00; Sa off", (), "2026-11-27T21:00", "Åbent til kl. 24"),
    ("Mo-Th 17:00-01:00; Fr 17:00-03:00", (), "2026-11-26T18:00", "Åbent til kl. 24"),  # ";" takes Friday's first hour
    ("Mo-Th 17:00-01:00, Fr 17:00-03:00", (), "2026-11-26T18:00", "Åbent til kl. 1 i nat"),
    ("Mo-Su 18:00-07:00; Dec 24 off", (), "2026-12-23T20:00", "Åbent til kl. 24"),
    ("Mo-Su,PH 18:00-07:00; Dec 24 off", (), "2026-12-25T03:00", "Lukket · åbner kl. 18"),  # nobody opened on the 24th
    # Weekends and holidays that never close
    (DUTY, (), "2026-11-27T20:00", "Åbent til søndag kl. 24"),
    (DUTY, (), "2026-11-30T07:00", "Lukket · åbner kl. 16"),
    (DUTY, (), "2026-12-25T12:00", "Åbent til søndag kl. 24"),
    (DUTY, (), "2026-12-24T12:00", "Lukket · åbner kl. 16"),
    (DUTY, (), "2027-05-06T12:00", "Åbent til i morgen kl. 8"),
    # Days that are no holidays: 24 and 31 December, 1 May, 5 June, Great Prayer Day after 2023
    ("Mo-Fr 09:00-16:00; PH off", (), "2026-12-24T10:00", "Åbent til kl. 16"),
    ("Mo-Fr 09:00-16:00; PH off", (), "2026-12-31T10:00", "Åbent til kl. 16"),
    ("Mo-Fr 09:00-16:00; PH off", (), "2026-05-01T10:00", "Åbent til kl. 16"),
    ("Mo-Fr 09:00-16:00; PH off", (), "2026-06-05T10:00", "Åbent til kl. 16"),
    ("Mo-Fr 09:00-16:00; PH off", (), "2027-04-23T10:00", "Åbent til kl. 16"),
    ("Mo-Fr 09:00-16:00; PH off", (), "2026-05-15T10:00", "Åbent til kl. 16"),  # the day after Ascension
    ("Mo-Fr 09:00-16:00; Dec 24 off; Dec 31 off", (), "2026-12-24T10:00", "Lukket"),
    ("Mo-Fr 09:00-16:00; Jun 5 off", (), "2026-06-05T10:00", "Lukket · åbner mandag kl. 9"),
    # Holidays
    ("Mo-Fr 09:00-16:00; PH off", (), "2026-12-25T10:00", "Lukket · åbner mandag kl. 9"),
    ("Mo-Sa 09:00-16:00; PH off", (), "2026-12-26T10:00", "Lukket · åbner mandag kl. 9"),
    ("Mo-Fr 09:00-16:00; PH off", (), "2027-01-01T10:00", "Lukket · åbner mandag kl. 9"),
    ("Mo-Fr 09:00-16:00; PH off", (), "2027-03-24T17:00", "Lukket · åbner tirsdag kl. 9"),  # Easter, five days
    ("Mo-Su 09:00-16:00; PH off", (), "2027-03-27T10:00", "Åbent til kl. 16"),  # the Saturday in it
    ("Mo-Su 09:00-16:00; PH off", (), "2027-03-28T10:00", "Lukket · åbner tirsdag kl. 9"),
    ("Mo-Fr 09:00-16:00; PH off", (), "2027-05-06T10:00", "Lukket · åbner i morgen kl. 9"),  # Ascension
    ("Mo-Su 09:00-16:00; PH off", (), "2027-05-16T10:00", "Lukket · åbner tirsdag kl. 9"),  # Whit Sunday
    ("Mo-Fr 09:00-16:00; PH off", (), "2027-05-17T10:00", "Lukket · åbner i morgen kl. 9"),  # Whit Monday
    ("Mo-Fr 09:00-13:00; PH off", (), "2026-12-25T10:00", "Lukket · åbner mandag kl. 9"),  # two holidays in a row
    # Holidays, and 24 and 31 December, that a text does not speak of
    (OFFICE, (), "2027-05-17T10:00", "Helligdag: ring først"),
    (OFFICE, (), "2026-12-25T10:00", "Helligdag: ring først"),
    (OFFICE, (), "2026-12-24T15:59", "Helligdag: ring først"),
    (OFFICE, (), "2026-12-31T09:00", "Helligdag: ring først"),
    (OFFICE, (), "2027-01-01T12:00", "Helligdag: ring først"),
    (OFFICE, (), "2027-03-26T12:00", "Helligdag: ring først"),  # Good Friday
    (OFFICE, (), "2026-12-25T16:00", "Lukket · åbner mandag kl. 9"),  # closed at that hour on any day
    (OFFICE, (), "2026-12-26T12:00", "Lukket · åbner mandag kl. 9"),  # a Saturday
    (OFFICE, (), "2026-12-23T15:00", "Åbent · lukker om 60 min"),
    (OFFICE, (), "2026-12-23T17:00", "Lukket"),  # whether it opens tomorrow nobody knows
    (OFFICE, (), "2026-05-01T10:00", "Åbent til kl. 16"),
    (OFFICE, (), "2026-06-05T10:00", "Åbent til kl. 16"),
    (OFFICE, CLOSED_CHRISTMAS, "2026-12-25T10:00", "Lukket · åbner mandag kl. 9"),
    (OFFICE, OPEN_ON_CHRISTMAS_DAY, "2026-12-25T10:00", "Åbent til kl. 12"),
    (OFFICE, CHRISTMAS_WEEKDAYS, "2026-12-25T10:00", "Helligdag: ring først"),
    ("24/7", CHRISTMAS_WEEKDAYS, "2026-12-25T10:00", "Helligdag: ring først"),
    ("24/7", (), "2026-12-24T10:00", "Døgnåbent"),
    ("Mo-Su 00:00-24:00; Dec 24 off", (), "2026-12-25T10:00", "Døgnåbent"),
    ("Mo-Fr 09:00-16:00; Dec 24-26 off", (), "2026-12-25T10:00", "Lukket · åbner mandag kl. 9"),
    ("Mo-Fr 09:00-16:00; Dec 24-26 off", (), "2026-12-31T10:00", "Helligdag: ring først"),
    ("Mo-Fr 09:00-16:00; Dec 24 09:00-16:00", (), "2026-12-24T10:00", "Åbent til kl. 16"),
    ("Mo-Fr 09:00-16:00; Dec off", (), "2026-12-25T10:00", "Lukket"),
    ("Apr-Sep 09:00-18:00; Oct-Mar 10:00-15:00", (), "2026-12-25T10:00", "Helligdag: ring først"),
    ("Mo-Su 18:00-07:00", (), "2026-12-23T20:00", "Åbent · lukketid ukendt"),  # the night that comes into a holiday
    ("Mo-Su 18:00-07:00", (), "2026-12-24T06:00", "Helligdag: ring først"),
    ("Mo-Su 18:00-07:00", (), "2026-12-24T12:00", "Lukket"),
    ("Mo-Su 18:00-07:00", (), "2026-12-27T03:00", "Helligdag: ring først"),  # Boxing Day's night
    ("Mo-Su 18:00-07:00", (), "2026-12-27T08:00", "Lukket · åbner kl. 18"),
    ("Fr 10:00-12:00 unknown", (), "2026-12-25T11:00", "Helligdag: ring først"),
    ("week 2-52/2 Fr 18:00-20:00", (), "2026-12-25T19:00", "Helligdag: ring først"),
    ("Mo-Fr 10:00-12:00; PH 12:00-14:00", (), "2026-12-25T11:00", "Lukket · åbner om 60 min"),
    ("PH 10:00-12:00", (), "2026-12-26T13:00", "Lukket · åbner fredag kl. 10"),
    ("Jan 1 10:00-12:00", (), "2026-12-20T13:00", "Lukket · åbner 1. januar kl. 10"),
    ("PH 10:00-12:00", (), "2026-11-26T13:00", "Lukket"),
    ("easter -2 days 10:00-12:00", (), "2027-03-26T10:30", "Åbent til kl. 12"),
    # Odd and even weeks, over a year with 53 weeks
    ("week 1-53/2 Fr 18:00-20:00", (), "2026-12-18T18:30", "Åbent til kl. 20"),
    ("week 1-53/2 Fr 18:00-20:00", (), "2026-12-25T18:30", "Lukket"),
    ("week 1-53/2 Fr,PH 18:00-20:00", (), "2027-01-01T18:30", "Åbent til kl. 20"),  # week 53
    ("week 1-53/2 Fr 18:00-20:00", (), "2027-01-01T18:30", "Helligdag: ring først"),
    ("week 1-53/2 Fr 18:00-20:00", (), "2027-01-08T18:30", "Åbent til kl. 20"),  # week 1
    ("week 2-52/2 Su 14:00-16:00", (), "2026-12-27T14:30", "Åbent til kl. 16"),  # week 52
    ("week 2-52/2 Su 14:00-16:00", (), "2026-12-27T16:00", "Lukket"),  # 17 January is 21 days off
    ("week 2-52/2 Su 14:00-16:00", (), "2027-01-17T14:30", "Åbent til kl. 16"),  # week 2
    ("We[1] 10:00-12:00", (), "2026-12-02T10:30", "Åbent til kl. 12"),
    ("We[1] 10:00-12:00", (), "2026-12-09T10:30", "Lukket"),
    # Seasons
    ("Apr-Sep 09:00-18:00; Oct-Mar 10:00-15:00", (), "2026-09-30T17:30", "Åbent · lukker om 30 min"),
    ("Apr-Sep 09:00-18:00; Oct-Mar 10:00-15:00", (), "2026-10-01T17:30", "Lukket · åbner i morgen kl. 10"),
    ("Mo-Fr 10:00-12:00; Jul off", (), "2026-06-30T13:00", "Lukket"),
    ("Mo-Fr 10:00-12:00; Jul off", (), "2026-07-20T13:00", "Lukket · åbner 3. august kl. 10"),
    # Dated changes
    (OFFICE, CLOSED_CHRISTMAS, "2026-12-23T17:00", "Lukket · åbner mandag kl. 9"),
    (OFFICE, CLOSED_CHRISTMAS, "2026-12-24T10:00", "Lukket · åbner mandag kl. 9"),
    ("24/7", CLOSED_CHRISTMAS, "2026-12-23T12:00", "Åbent til kl. 24"),
    ("24/7", CLOSED_CHRISTMAS, "2026-12-26T12:00", "Lukket · åbner kl. 24"),
    ("24/7", CLOSED_CHRISTMAS, "2026-12-27T00:00", "Døgnåbent"),
    (NIGHT, CLOSED_A_WEDNESDAY, "2026-11-24T20:00", "Åbent til kl. 24"),  # closed from midnight
    (NIGHT, CLOSED_A_WEDNESDAY, "2026-11-25T20:00", "Lukket · åbner i morgen kl. 16"),
    (NIGHT, CLOSED_A_WEDNESDAY, "2026-11-26T04:00", "Lukket · åbner kl. 16"),  # its night is gone too
    (NIGHT, LATER_ON_WEDNESDAY, "2026-11-24T20:00", "Åbent til i morgen kl. 8"),  # runs on into other hours
    (NIGHT, LATER_ON_WEDNESDAY, "2026-11-25T08:00", "Lukket · åbner kl. 12"),
    (NIGHT, LATER_ON_WEDNESDAY, "2026-11-25T14:00", "Lukket · åbner i morgen kl. 16"),
    (NIGHT, MONDAYS_ON_TUESDAY, "2026-11-23T20:00", "Åbent til kl. 24"),  # a text that gives nothing: closed
    (OFFICE, NIGHT_ON_WEDNESDAY, "2026-11-25T21:00", "Åbent til kl. 2 i nat"),
    (OFFICE, NIGHT_ON_WEDNESDAY, "2026-11-25T01:00", "Lukket · åbner kl. 20"),
    (OFFICE, CLOSED_BUT_FRIDAY, "2026-11-26T12:00", "Lukket · åbner i morgen kl. 10"),  # the last change counts
    (OFFICE, CLOSED_BUT_FRIDAY, "2026-11-27T11:00", "Lukket · åbner mandag kl. 9"),
    (OFFICE, ALL_NEW_YEAR, "2026-12-31T12:00", "Åbent til i morgen kl. 24"),
    (None, CLOSED_CHRISTMAS, "2026-12-25T12:00", "Lukket"),
    (None, CLOSED_CHRISTMAS, "2026-12-27T12:00", "Åbningstid ukendt"),
    # Open end, unknown and conditions
    ("week 1-53/2 Fr 18:00+", (), "2026-11-26T12:00", "Lukket · åbner 4. december kl. 18"),
    ("week 1-53/2 Fr 18:00+", (), "2026-12-04T12:00", "Lukket · åbner kl. 18"),
    ("week 1-53/2 Fr 18:00+", (), "2026-12-04T23:30", "Åbent · lukketid ukendt"),
    ("week 1-53/2 Fr 18:00+", (), "2026-12-05T02:00", "Åbningstid ukendt"),
    ("week 1-53/2 Fr 18:00+", (), "2026-12-05T06:00", "Lukket · åbner 18. december kl. 18"),
    ("Fr 18:00+; Sa 10:00-12:00", (), "2026-11-28T07:00", "Lukket · åbner kl. 10"),
    ("Fr 18:00+,20:00-24:00", (), "2026-11-27T19:00", "Åbent til kl. 24"),
    ("Fr 12:00-16:00+", (), "2026-11-27T13:00", "Åbent til kl. 16"),
    ("Fr 18:00-20:00 unknown", (), "2026-11-27T12:00", "Lukket"),
    ("Fr 18:00-20:00 unknown", (), "2026-11-27T19:00", "Åbningstid ukendt"),
    ('Fr 18:00-20:00 "efter aftale"', (), "2026-11-27T19:00", "Åbningstid ukendt"),
    ('Fr 10:00-18:00; Fr 18:00-20:00 unknown "x"', (), "2026-11-27T19:00", "Åbningstid ukendt"),
    ("Fr 10:00-12:00, Fr 12:00-14:00 unknown", (), "2026-11-27T11:30", "Åbent · lukketid ukendt"),
    # The clocks are changed: what is left is real time, and a time that does not exist is the moment of the change
    ("Mo-Su,PH 16:00-08:00", (), "2027-03-28T01:30", "Åbent til kl. 8"),
    ("Mo-Su,PH 22:00-04:00", (), "2027-03-27T23:00", "Åbent til kl. 4 i nat"),
    ("Mo-Su,PH 22:00-03:30", (), "2027-03-28T01:40", "Åbent · lukker om 50 min"),
    ("Mo-Su,PH 22:00-02:30", (), "2027-03-28T01:40", "Åbent · lukker om 20 min"),
    ("Mo-Su,PH 22:00-02:30", (), "2027-03-28T03:00", "Lukket · åbner kl. 22"),
    ("Mo-Su,PH 02:30-05:00", (), "2027-03-28T01:30", "Lukket · åbner om 30 min"),
    ("Mo-Su,PH 02:15-02:45", (), "2027-03-28T01:00", "Lukket · åbner i morgen kl. 2.15"),
    ("Mo-Su 22:00-04:00", (), "2026-03-29T03:15", "Åbent · lukker om 45 min"),
    (NIGHT, (), "2026-10-25T01:00", "Åbent til kl. 8"),
    ("Mo-Su 22:00-03:00", (), "2026-10-25T01:30", "Åbent til kl. 3"),
    ("Mo-Su 22:00-03:00", (), "2026-10-25T02:30+02:00", "Åbent til kl. 3"),
    ("Mo-Su 22:00-03:00", (), "2026-10-25T02:30+01:00", "Åbent · lukker om 30 min"),
    ("Mo-Su 22:00-02:30", (), "2026-10-25T02:00+02:00", "Åbent · lukker om 30 min"),
    ("Mo-Su 22:00-02:30", (), "2026-10-25T02:00+01:00", "Lukket · åbner kl. 22"),
    ("Mo-Su 02:30-05:00", (), "2026-10-25T02:10+01:00", "Åbent til kl. 5"),
    ("Mo-Su 22:00-03:00", (), "2027-10-31T02:30+02:00", "Åbent til kl. 3"),
    ("Mo-Su 22:00-03:00", (), "2027-10-31T02:30+01:00", "Åbent · lukker om 30 min"),
    (OFFICE, (), "2027-10-29T16:00", "Lukket · åbner mandag kl. 9"),
    # Where the table begins and ends
    (OFFICE, (), "2025-12-31T23:59", "Åbningstid ukendt"),
    ("24/7", (), "2025-12-31T23:59", "Åbningstid ukendt"),
    (NIGHT, (), "2026-01-01T00:00", "Helligdag: ring først"),
    ("Mo-Su,PH 16:00-08:00", (), "2026-01-01T00:00", "Åbent til kl. 8"),
    ("Mo-Fr,PH 09:00-16:00", (), "2027-12-31T15:30", "Åbent · lukker om 30 min"),
    (OFFICE, (), "2027-12-31T16:00", "Lukket"),
    ("Mo-Su,PH 16:00-08:00", (), "2027-12-31T20:00", "Åbent · lukketid ukendt"),
    ("24/7", (), "2027-12-31T23:59", "Døgnåbent"),
    ("24/7", CLOSED_CHRISTMAS, "2027-12-31T12:00", "Åbent · lukketid ukendt"),
    (OFFICE, (), "2028-01-01T00:00", "Åbningstid ukendt"),
    ("24/7", (), "2028-01-01T00:00", "Åbningstid ukendt"),
]


def minute_of(moment: str | datetime) -> int:
    """UTC minutes since the epoch; without an offset the moment is Denmark's."""
    moment = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return int((moment if moment.tzinfo else moment.replace(tzinfo=COPENHAGEN)).timestamp()) // 60


def asked(text, changes, minute: int) -> Opening:
    return opening(compiled(text, changes, YEARS), ZONE, HOLIDAYS, COVERED, minute)


# What it says


@pytest.mark.parametrize(("text", "changes", "moment", "said"), CASES)
def test_hours_in_words(text, changes, moment, said):
    minute = minute_of(moment)
    assert words(asked(text, changes, minute), ZONE, minute, "da") == said


@pytest.mark.parametrize(
    ("text", "moment", "said"),
    [
        ("24/7", "2026-11-24T20:00", "Open day and night"),
        (None, "2026-11-24T20:00", "Opening hours not known"),
        ("off", "2026-11-24T20:00", "Closed"),
        (OFFICE, "2026-11-23T15:20", "Open · closes in 40 min"),
        (OFFICE, "2026-11-23T10:00", "Open until 16:00"),
        (OFFICE, "2026-11-23T08:40", "Closed · opens in 20 min"),
        (OFFICE, "2026-11-23T07:00", "Closed · opens at 9:00"),
        (OFFICE, "2026-11-23T17:00", "Closed · opens tomorrow at 9:00"),
        (OFFICE, "2026-11-27T17:00", "Closed · opens Monday at 9:00"),
        ("Jan 1 10:00-12:00", "2026-12-20T13:00", "Closed · opens 1 January at 10:00"),
        ("Mo-Su 09:00-03:00", "2026-11-23T20:00", "Open until 3:00 tonight"),
        (NIGHT, "2026-11-23T20:00", "Open until tomorrow at 8:00"),
        (DUTY, "2026-11-27T20:00", "Open until Sunday at 24:00"),
        ("Mo-Su 18:00-24:00", "2026-11-23T20:00", "Open until 24:00"),
        ("Th 03:00-06:00", "2026-11-25T20:00", "Closed · opens at 3:00 tonight"),
        ("Fr 18:00+", "2026-11-27T20:00", "Open · closing time not known"),
        ("Mo-Fr 08:30-16:30", "2026-11-24T10:00", "Open until 16:30"),
    ],
)
def test_hours_in_english(text, moment, said):
    minute = minute_of(moment)
    assert words(asked(text, (), minute), ZONE, minute, "en") == said


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
    assert week_lines(text, (), compiled(text, (), YEARS), "da")
    assert week_lines(text, (), compiled(text, (), YEARS), "en")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "tom"),
        ("  ", "tom"),
        ("Mo-Fr 9-17", "tegn 7: „9-17“"),
        ("man-fre 09:00-16:00", "tegn 1"),
        ("10:00-12:00,", "tegn 13"),
        ("Mo 10:00-50:00", "tegn 10"),
        ("Mo\0 10:00-12:00", "ugyldigt tegn (tegn 3)"),
        ("Mo 10:00-12:00\nTu off", "ugyldigt tegn"),
        ("Mo 10:00-12:00; " * 40, "højst 500"),
        ("sunrise-sunset", "Solens tider"),
        ("Mo-Fr 09:00-16:00; SH off", "Skoleferier"),
        ("Mo 10:00-16:00/01:00", "Gentagne"),
        ("Feb 30-31 10:00-12:00", "„Feb 30-31“ findes ikke"),
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
        ("Mo", "klokkeslæt ved „Mo“ (tegn 1)"),
        ("Mo-Fr 10:00-12:00; Tu", "„Tu“ (tegn 20)"),
        ("Mo-Fr 09:00-16:00; PH", "„PH“ (tegn 20)"),
        ("Mo open", "i stedet for „open“"),
        ("Mo 10:00-10:00", "Fra og til er det samme"),
        ("Sa, Su 10:00-12:00", "Skriv: „Sa,Su 10:00-12:00“"),
        ("Mo-Fr 10:00-12:00; PH, Dec 24 off", "Skriv: „Mo-Fr 10:00-12:00; PH off; Dec 24 off“"),
        ("Mo-Fr 10:00-12:00; PH Su off", "„PH,Su“"),
        ('Mo-Fr 10:00-18:00 || "ring"', "streger"),
        ("Jun-Aug off; Mo-Fr 09:00-16:00", "Skriv det sidst: „Mo-Fr 09:00-16:00; Jun-Aug off“"),
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

DAY_NAMES = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
FULL = 24 * 60


@some.composite
def spans(draw) -> tuple[int, int]:
    start = draw(some.integers(0, FULL // 15 - 1)) * 15
    return start, start + draw(some.integers(1, 64)) * 15


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _range(span: tuple[int, int], cut: bool) -> str:
    start, end = span
    if end > FULL:
        end = FULL if cut else end - FULL if end - FULL < start else end
    return f"{_clock(start)}-{_clock(end)}"


@some.composite
def texts(draw) -> tuple[str, str]:
    """Hours, and the same with what runs past midnight cut there."""
    whole = cut = ""
    for number in range(draw(some.integers(1, 4))):
        days = draw(
            some.lists(some.sampled_from(DAY_NAMES), min_size=1, max_size=4, unique=True).map(",".join)
            | some.sampled_from(
                ["Mo-Fr", "Mo-Su", "Sa-Su,PH", "PH", "Dec 20-Jan 3", "Dec 24", "Jul-Aug Mo-Th", "We[2]"]
            )
            | some.sampled_from(["week 1-53/2 Fr", "week 2-52/2 Mo-We", "easter -2 days"])
        )
        hours = draw(some.lists(spans(), min_size=1, max_size=2))
        off = number and draw(some.integers(0, 3)) == 0
        between = draw(some.sampled_from(["; ", "; ", ", "])) if number else ""
        whole += f"{between}{days} {'off' if off else ','.join(_range(span, False) for span in hours)}"
        cut += f"{between}{days} {'off' if off else ','.join(_range(span, True) for span in hours)}"
    return whole, cut


near = some.sampled_from(["2026-03-29", "2026-10-25", "2027-03-28", "2027-10-31", "2026-12-24", "2027-01-01"]).flatmap(
    lambda day: some.integers(minute_of(f"{day}T00:00") - FULL, minute_of(f"{day}T00:00") + 2 * FULL)
)
minutes = near | some.integers(COVERED[0], COVERED[1] - 1)


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
            said = words(state, ZONE, minute, language)
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
        ("Mo-Su 10:00-12:00; 2026 Jul 1-15 off", ["Alle dage kl. 10–12", "Andre tider på nogle dage", "Helligdage: ring først"], ["Every day 10:00–12:00", "Other hours on some days", "Public holidays: call first"]),
        ("2026 Jul 6 10:00-12:00", ["Kun åbent på særlige dage", "Helligdage: ring først"], ["Open on special days only", "Public holidays: call first"]),
        ("Mo-Fr 10:00-12:00 unknown; Sa off", ["Mandag–fredag kl. 10–12 (måske)", "Lørdag og søndag: lukket", "Helligdage: ring først"], ["Monday–Friday 10:00–12:00 (perhaps)", "Saturday and Sunday: closed", "Public holidays: call first"]),
        ("off", ["Alle dage: lukket"], ["Every day: closed"]),
    ],
)  # fmt: skip
def test_week_in_words(text, danish, english):
    table = compiled(text, (), YEARS)
    assert week_lines(text, (), table) == danish
    assert week_lines(text, (), table, "en") == english


def test_week_in_words_is_the_ordinary_one_whatever_the_changes():
    changes = (Change(first="2026-01-01", last="2027-12-31", opening_hours="Mo 10:00-12:00"), *CLOSED_CHRISTMAS)
    assert week_lines(OFFICE, changes, compiled(OFFICE, changes, YEARS)) == week_lines(
        OFFICE, (), compiled(OFFICE, (), YEARS)
    )


@MANY
@given(texts())
def test_week_in_words_always_says_something(both):
    for language in ("da", "en"):
        lines = week_lines(both[0], (), compiled(both[0], (), YEARS), language)
        assert lines and all(line.strip() and "None" not in line for line in lines)
        assert all(one != next_one for one, next_one in pairwise(lines))


def test_changes_in_words():
    today = date(2026, 11, 23)
    assert change_lines(CLOSED_CHRISTMAS, today) == ["24.–26. december: lukket"]
    assert change_lines(CLOSED_CHRISTMAS, today, "en") == ["24–26 December: closed"]
    assert change_lines(LATER_ON_WEDNESDAY, today) == ["25. november: alle dage kl. 12–14"]
    assert change_lines(ALL_NEW_YEAR, today) == ["31. december – 1. januar 2027: døgnåbent"]
    assert change_lines(CLOSED_CHRISTMAS, date(2026, 12, 26)) == ["24.–26. december: lukket"]
    assert change_lines(CLOSED_CHRISTMAS, date(2026, 12, 27)) == []

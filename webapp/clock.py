"""What time it is, in Denmark, and how dates are said in Danish."""

from __future__ import annotations

from datetime import date, datetime

from flask import current_app

from webapp.config import COPENHAGEN, Settings

MONTHS = (
    *("januar", "februar", "marts", "april", "maj", "juni"),
    *("juli", "august", "september", "oktober", "november", "december"),
)
ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
SHORT_MONTHS = ["jan.", "feb.", "mar.", "apr.", "maj", "jun.", "jul.", "aug.", "sep.", "okt.", "nov.", "dec."]


def now() -> datetime:
    """The present moment in Europe/Copenhagen; the test clock's when `LOMMEKORT_NOW` is set."""
    return now_by(current_app.extensions["settings"])


def now_by(settings: Settings) -> datetime:
    """The same for the commands that need no app."""
    fixed = settings.now
    return fixed.astimezone(COPENHAGEN) if fixed else datetime.now(COPENHAGEN)


def danish_date(day: date) -> str:
    """`21. november 2026`."""
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


def english_date(day: date) -> str:
    """`21 November 2026`."""
    return f"{day.day} {ENGLISH_MONTHS[day.month - 1]} {day.year}"


def danish_day_or_month(value: date | str | None) -> str:
    """A day, a month (`2026-03`) or a year as it is said in Danish; `ukendt` for None."""
    if value is None:
        return "ukendt dato"
    if isinstance(value, date):
        return danish_date(value)
    parts = value.split("-")
    if len(parts) == 3:
        return danish_date(date.fromisoformat(value))
    if len(parts) == 2:
        return f"{MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return value


def danish_moment(moment: datetime) -> str:
    """`21. november 2026 kl. 14.05`, in Denmark's time."""
    local = moment.astimezone(COPENHAGEN)
    return f"{danish_date(local.date())} kl. {local:%H.%M}"


def short_date(day: date) -> str:
    """`21. nov.`, as the edition's line says it."""
    return f"{day.day}. {SHORT_MONTHS[day.month - 1]}"


def danish_size(size: int) -> str:
    """A size in bytes as a person says it: `84 KB` (1 KB = 1,000 bytes, rounded up), kept on one line."""
    return f"{-(-size // 1000)}\N{NO-BREAK SPACE}KB"

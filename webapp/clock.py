"""What time it is in Denmark, and time counted in the minutes and months that rules go by."""

from __future__ import annotations

from datetime import date, datetime, time

from flask import current_app

from webapp.config import COPENHAGEN, Settings
from webapp.danish import danish_date

ALWAYS, NEVER = 0, 2**40  # minutes since the epoch: before, and long after, any moment the app will see


def now() -> datetime:
    """The present moment in Europe/Copenhagen; the test clock's when `LOMMEKORT_NOW` is set."""
    return now_by(current_app.extensions["settings"])


def now_by(settings: Settings) -> datetime:
    """The same for the commands that need no app."""
    fixed = settings.now
    return fixed.astimezone(COPENHAGEN) if fixed else datetime.now(COPENHAGEN)


def danish_moment(moment: datetime) -> str:
    """`21. november 2026 kl. 14.05`, in Denmark's time."""
    local = moment.astimezone(COPENHAGEN)
    return f"{danish_date(local.date())} kl. {local:%H.%M}"


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months on; the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def minute_of(day: date) -> int:
    """The minute since the epoch (UTC) at which a day begins in Denmark."""
    return int(datetime.combine(day, time(), COPENHAGEN).timestamp() // 60)

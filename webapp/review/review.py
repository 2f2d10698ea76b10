"""Professional review: somebody of the profession has read a text through and stands by it; until then it says so.

A review is another thing than the day a text was held against its source (`confirmed`, `seen`): that is done by whoever
writes, this by someone who does the work or knows the law.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from webapp.clock import months_after
from webapp.content.document import Checked, PastDay
from webapp.danish import danish_date

MONTHS = 24  # a review holds this long: the project's own rule, as long as a source may go unread
MISSING = "Ikke gennemset af en fagperson endnu"


class Review(Checked):
    """Who read a text through, named by profession alone (`socialrådgiver`, `jurist`), and the day."""

    by: Annotated[str, Field(min_length=3, max_length=60)]
    date: PastDay


def is_current(review: Review | None, today: date) -> bool:
    """Whether a text has been reviewed, and not longer ago than a review holds."""
    return review is not None and months_after(review.date, MONTHS) >= today


def in_words(review: Review | None) -> str:
    """What a text says about its review, in Danish and without a full stop."""
    return f"Gennemset af {review.by} {danish_date(review.date)}" if review else MISSING

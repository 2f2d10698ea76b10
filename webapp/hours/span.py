"""An interval of a day's opening hours, and the days they belong to."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

DAY = 1440  # minutes
NIGHT_ENDS = 360  # minutes after midnight: "3 i nat", but "i morgen kl. 8"
UNKNOWN = "unknown"  # the mark of hours in which it may be open
CALL = "call"  # the mark of hours on a holiday that nobody has spoken of: ring first
EPOCH = date(1970, 1, 1).toordinal()

Span = tuple[int, int, bool]  # from, to (minutes of the day it begins on; `to` may lie past midnight), surely open
Spans = tuple[Span, ...]
Days = dict[date, Spans]


@lru_cache(maxsize=4096)
def cut_at_midnight(spans: Spans) -> Spans:
    return tuple((start, min(end, DAY), sure) for start, end, sure in spans if start < DAY)


@lru_cache(maxsize=4096)
def past_midnight(spans: Spans) -> Spans:
    return tuple((max(start, DAY), end, sure) for start, end, sure in spans if end > DAY)

"""Hours beside opening_hours.js, the library of OpenStreetMap's own editors: every difference has a reason."""

from __future__ import annotations

import gzip
import hashlib
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.hours.differential import MOMENTS, REAL_LIFE, generated, states
from webapp.hours.rules import rules_of
from webapp.hours.span import DAY

VENDOR = Path(__file__).parents[1] / "vendor"
LIBRARY = gzip.decompress((VENDOR / "opening_hours-3.15.0.js.gz").read_bytes())
ASK = """({ texts, moments }) => {
    const place = { lat: 55.7, lon: 12.5, address: { country_code: "dk", state: "Region Hovedstaden" } };
    return texts.map((text) => {
        const hours = new opening_hours(text, place);
        return moments.map((moment) => {
            const now = hours.getIterator(new Date(moment));
            return now.getUnknown() ? "u" : now.getState() ? "o" : "c";
        }).join("");
    });
}"""
# Why we differ from opening_hours.js 3.15.0.
HOLIDAYS = "it has 24 December and 5 June as public holidays in Denmark; they are none by law, nor to opening-hours-py"
NIGHT = "an evening that a later rule replaced has no night: nobody opened"
OPEN_END = "'18:00+' may be open to it from 18 on; to us it is open until midnight, and may be until 6"


@pytest.fixture(scope="module")
def library(page_with):
    """An empty page with opening_hours.js, by the clock in Denmark."""
    return page_with(LIBRARY.decode(), timezone_id="Europe/Copenhagen")


def reason(text: str, moment: datetime, ours: str, theirs: str) -> str | None:
    """Why the two may differ there; None when there is no reason that we know."""
    if "PH" in text and (moment.month, moment.day) in ((6, 5), (6, 6), (12, 24), (12, 25)):
        return HOLIDAYS
    if "+" in text and "u" in (ours, theirs):
        return OPEN_END
    evening, minute = moment.date() - timedelta(days=1), moment.hour * 60 + moment.minute + DAY
    rules = [rule for rule in rules_of(text) if rule.on(evening, 1)[0]]
    for number, rule in enumerate(rules):
        replaced = any(later.is_off or not later.adds for later in rules[number + 1 :])
        if replaced and any(start <= minute < end for start, end, _ in rule.times):
            return NIGHT if (ours, theirs) == ("c", "o") else None
    return None


@pytest.mark.parametrize("kind", ["real life", "generated"])
def test_hours_are_read_as_opening_hours_js_reads_them(library, kind):
    texts = REAL_LIFE if kind == "real life" else generated()
    assert len(MOMENTS) == 64 and len(set(texts)) >= (200 if kind == "real life" else 1900)
    moments = [moment.isoformat() for moment in MOMENTS]
    unexplained, reasons = [], set()
    for text, theirs in zip(texts, library.evaluate(ASK, {"texts": texts, "moments": moments}), strict=True):
        for moment, our, their in zip(MOMENTS, states(text, MOMENTS), theirs, strict=True):
            if our != their:
                why = reason(text, moment, our, their)
                reasons.add(why)
                if why is None:
                    unexplained.append((text, moment.isoformat(), our, their))
    assert not unexplained, unexplained[:10]
    assert reasons >= {HOLIDAYS, NIGHT}  # a reason that explains nothing any more is taken out


def test_the_library_is_the_one_written_down():
    digest = hashlib.sha256(LIBRARY).hexdigest()
    assert digest in (VENDOR / "README.md").read_text(encoding="utf-8")
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in (VENDOR / "opening_hours-LICENSE").read_text(encoding="utf-8")

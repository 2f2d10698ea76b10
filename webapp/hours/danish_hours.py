"""Opening hours as a Dane writes them ("man-fre 9-16, lør lukket") as OpenStreetMap text ("Mo-Fr 09:00-16:00, Sa off").

Only words and clock times are put another way; whether the result can be read is for `webapp/hours/text.py` to say.
"""

from __future__ import annotations

import re

# Each day by its OpenStreetMap name, and how Danes begin it or shorten it.
DAYS = {
    "Mo": ("mandage", "mandag", "man", "ma"),
    "Tu": ("tirsdage", "tirsdag", "tirs", "tir", "ti"),
    "We": ("onsdage", "onsdag", "ons", "on"),
    "Th": ("torsdage", "torsdag", "tors", "tor", "to"),
    "Fr": ("fredage", "fredag", "fre"),
    "Sa": ("lørdage", "lørdag", "lør", "lø"),
    "Su": ("søndage", "søndag", "søn", "sø"),
}
SPANS = {
    "hverdage": "Mo-Fr",
    "alle hverdage": "Mo-Fr",
    "weekend": "Sa-Su",
    "weekender": "Sa-Su",
    "hver dag": "Mo-Su",
    "alle dage": "Mo-Su",
    "dagligt": "Mo-Su",
    "helligdage": "PH",
    "lukket": "off",
    "hele døgnet": "00:00-24:00",
    "døgnet rundt": "00:00-24:00",
    "døgnåbent": "00:00-24:00",
}
_WORDS = {word: day for day, words in DAYS.items() for word in words} | SPANS
_WORD = re.compile(rf"\b({'|'.join(sorted(_WORDS, key=len, reverse=True))})\b\.?", re.IGNORECASE)
_FILLER = re.compile(r"\b(kl|klokken|fra|om|åbent|åben)\b[.:]?", re.IGNORECASE)
_TIME = re.compile(r"(?<![\d:.])(\d{1,2})(?:[.:](\d{2}))?(?![\d:.]*\d)")
_DAY = "Mo|Tu|We|Th|Fr|Sa|Su|PH"


def in_osm(text: str) -> str:
    """The text with Danish days, words and times as OpenStreetMap writes them; what is neither stays as it was."""
    text = re.sub(r"\s*(?:\r?\n)+\s*", "; ", text.strip())
    text = re.sub(r"[–—−]|\btil\b", "-", text, flags=re.IGNORECASE)
    text = _WORD.sub(lambda found: _WORDS[found[1].lower()], text)
    text = _FILLER.sub(" ", text)
    text = _TIME.sub(_clock, text)
    text = re.sub(r"\s*-\s*", "-", text)
    text = re.sub(rf"\b({_DAY})\b\s*:\s*(?=\d)", r"\1 ", text)
    text = re.sub(r"\s*(?:\bog\b|&|\+)\s*", ",", text, flags=re.IGNORECASE)
    text = re.sub(rf"\b({_DAY})\s*,\s*(?=(?:{_DAY})\b)", r"\1,", text)  # days together
    text = re.sub(r"(\d)\s*,\s*(?=\d)", r"\1,", text)  # times together
    text = re.sub(rf"(\d|off)\s*,\s*(?=(?:{_DAY})\b)", r"\1; ", text)  # a day after a time begins anew
    text = re.sub(r"\s+", " ", text).strip(" ;,.")
    return "24/7" if text in ("00:00-24:00", "Mo-Su 00:00-24:00") else text


def _clock(found: re.Match[str]) -> str:
    hours, minutes = int(found[1]), int(found[2] or 0)
    return f"{hours:02}:{minutes:02}" if hours * 60 + minutes <= 24 * 60 and minutes < 60 else found[0]

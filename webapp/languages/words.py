"""Saying things in a language: phrases with what belongs in their braces, dates, clock times, lines of opening hours.

`Words` reads the record that goes along in the edition (`record`), and `static/languages/worker/words.js` reads the
same on a phone and says the same to the byte. What comes out is plain text. In a language written from the right,
figures with a dash or a colon in them are isolated with Unicode's LRI and PDI; `html` makes `bdi` of those and of
`LGBT+`, and keeps such figures on one line in the others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import escape

from webapp.languages.calendar import END, LEFT_TO_RIGHT, calendar_of, locale_of, plural_forms
from webapp.languages.language import Language

# From one clock time or day of a month to another: `9:00–16:00`, `24.–26.`.
_FROM_TO = re.compile("[0-9][0-9.:]*–[0-9][0-9.:]*")
# A word read from the left with its sign behind it, which words read from the right would draw in front: `LGBT+`.
_WITH_SIGN = re.compile(r"[A-Za-z][A-Za-z0-9-]*\+")

# What a line of opening hours says, in no language: a list with a name first and its parts behind (see `Words.said`).
Expression = Sequence[Any]


def record(language: Language, phrases: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A language as it is sent: its phrases in the order of the keys (a list for plural forms), and its calendar.
    `phrases` are those in force, when not the file's."""
    locale = locale_of(language.code)
    forms = plural_forms(locale)
    return {
        "phrases": [
            phrase if isinstance(phrase, str) else [phrase[form] for form in forms]
            for phrase in (phrases or language.phrases).values()
        ],
        "calendar": calendar_of(locale),
    }


def words_of(language: Language) -> Words:
    """A language's words, from its file."""
    return Words(language.code, language.direction, list(language.phrases), record(language))


class Words:
    """A language ready to say things in. `keys` are the phrases' keys in the record's order."""

    def __init__(self, code: str, direction: str, keys: Sequence[str], sent: Mapping[str, Any]):
        self.code, self.direction = code, direction
        self.calendar: Mapping[str, Any] = sent["calendar"]
        self._phrases = dict(zip(keys, sent["phrases"], strict=True))

    def __getitem__(self, key: str) -> str:
        return self._phrases[key]

    def put(self, key: str, **said: str) -> str:
        """A phrase with the words in its braces put in."""
        text = self._phrases[key]
        for name, words in said.items():
            text = text.replace(f"{{{name}}}", words)
        return text

    def counted(self, key: str, number: int) -> str:
        """A phrase with `{n}` in it, in the plural form that a number from 0 to 60 has."""
        return self._phrases[key][int(self.calendar["plural"][number])].replace("{n}", str(number))

    def clock(self, minute: int) -> str:
        """A clock time, by its minute of the day: `9:30`; Danish `9.30` and `9`."""
        return self._figures(self._clock(minute))

    def date(self, value: str) -> str:
        """A day, a month or a year (`2026-11-21`, `2026-11`, `2026`) in words."""
        year, month, day = (*map(int, value.split("-")), 0, 0)[:3]
        named = self.calendar["full" if day else "month" if month else "year"]
        months = self.calendar["months" if day else "alone"]
        return _filled(named, d=day, m=months[month - 1], y=year)

    def line(self, expression: Expression) -> str:
        """A line of opening hours, with a capital in front: `Mandag–fredag kl. 9–16`."""
        text = self.said(expression)
        first = "\u0130" if self.code == "tr" and text[:1] == "i" else text[:1].upper()
        return first + text[1:]

    def said(self, expression: Expression) -> str:
        """What an expression says:

        ["d", 0] Monday; ["m", 0] January; ["t", 540] a clock time; ["n", 28] a number; ["day", month, day] or with a
        year a date; ["span", month, from, to] or with a year days of one month; ["between", a, b] from one date to
        another; ["–", a, b] from one to the other; ["list", a, b, …] all of them; [":", a, b] b of a; ["lines", a, b,
        …] one after the other; [key, {name: expression}] the phrase `hours.key`.
        """
        name, *parts = expression
        calendar = self.calendar
        if name == "d":
            return calendar["days"][parts[0]]
        if name == "m":
            return calendar["alone"][parts[0]]
        if name == "t":
            return self.clock(parts[0])
        if name == "n":
            return str(parts[0])
        if name == "–":
            if all(part[0] == "t" for part in parts):
                return self._figures("–".join(self._clock(part[1]) for part in parts))
            if all(part[0] == "n" for part in parts):
                return self._figures("–".join(str(part[1]) for part in parts))
            return "–".join(map(self.said, parts))
        if name == "day":
            return self._dated("day", parts[2:], m=calendar["months"][parts[0]], d=parts[1])
        if name == "span":
            return self._dated("span", parts[3:], m=calendar["months"][parts[0]], d=parts[1], e=parts[2])
        if name == "between":
            return calendar["between"].join(map(self.said, parts))
        if name == "list":
            return self._listed([self.said(part) for part in parts])
        if name == ":":
            return ": ".join(map(self.said, parts))
        if name == "lines":
            return "; ".join(map(self.said, parts))
        return self.put(f"hours.{name}", **{key: self.said(part) for key, part in (parts[0] if parts else {}).items()})

    def html(self, text: str) -> str:
        """Text as it stands in HTML: what is isolated becomes `bdi`, and no line breaks within `9–16`."""
        if self.direction != "rtl":
            return _FROM_TO.sub(r'<span class="whole">\g<0></span>', str(escape(text)))
        apart = _WITH_SIGN.sub(rf"{LEFT_TO_RIGHT}\g<0>{END}", str(escape(text)))
        return apart.replace(LEFT_TO_RIGHT, '<bdi dir="ltr">').replace(END, "</bdi>")

    def _clock(self, minute: int) -> str:
        hour, past = divmod(minute, 60)
        return f"{hour}" if self.calendar["whole"] and not past else f"{hour}{self.calendar['hour']}{past:02}"

    def _figures(self, text: str) -> str:
        return f"{LEFT_TO_RIGHT}{text}{END}" if self.direction == "rtl" else text

    def _dated(self, pattern: str, year: Sequence[int], **said: object) -> str:
        named = _filled(self.calendar[pattern], **said)
        # A date with its year is the date and what a full date has behind it.
        return named + _filled(re.split(r"\{[dm]\}", self.calendar["full"])[-1], y=year[0]) if year else named

    def _listed(self, parts: Sequence[str]) -> str:
        if len(parts) == 1:
            return parts[0]
        if len(parts) == 2:
            return _numbered(self.calendar["two"], *parts)
        said = parts[0]
        for part in parts[1:-1]:
            said = _numbered(self.calendar["more"], said, part)
        return _numbered(self.calendar["last"], said, parts[-1])


def _filled(pattern: str, **said: object) -> str:
    for name, value in said.items():
        pattern = pattern.replace(f"{{{name}}}", str(value))
    return pattern


def _numbered(pattern: str, first: str, second: str) -> str:
    return pattern.replace("{0}", first).replace("{1}", second)

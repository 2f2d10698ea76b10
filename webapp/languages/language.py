"""A language of the citizen's pages: its phrases by key, and which of them somebody who knows the language has read.

Each language is a file in `content/languages/`, named by its ISO 639 code. Danish is the text that the others are
translated from: they have the same keys, with the same words in braces (what is put in when the phrase is said).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from webapp.content.document import TO_COME, Checked, ContentError, Day, Document, Mistake, Place, is_to_come, read_yaml
from webapp.languages.calendar import Locale, locale_of, plural_forms, stands_for_one_number
from webapp.security.cpr import HAS_CPR, has_cpr

SOURCE = "da"
# As they stand in the row that a citizen chooses from.
ORDER = ("da", "en", "uk", "pl", "ro", "ar", "fa", "tr", "es", "th", "de", "kl", "so", "ti")
RIGHT_TO_LEFT = ("ar", "fa")
LARGEST_CATALOGUE = 1_000_000  # bytes of a translator's file that is read: fifty times what a language takes
QUOTE_KEY = "Sæt anførselstegn om nøglen. YAML læser tal, yes, no, on og off som andet end tekst."
LONGEST = 2.0, 40  # times the Danish text's length, and so many characters more
_SLOT = re.compile(r"\{([a-z]+)\}")
_NUMBER = re.compile(r"\d{3,}")  # a telephone number, in any script's digits
_STRAY = re.compile(r"[{}]|\[\[|\]\]")
_MARKUP = re.compile(r"&#?\w+;|</?[a-zA-Z][^>]*>?")
_UNSEEN = ("Cc", "Cf", "Zl", "Zp")  # Unicode's categories of what takes no place or breaks the line
JOINERS = "\u200c\u200d"  # part of how words are spelled: Persian has a space of no width, Arabic letters that join
_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # we put them in where they belong

Phrase = str | Mapping[str, str]  # a text, or one for each plural form


class Check(Checked):
    """Somebody who knows the language has read phrases (keys, or whole sections): in which role, and when."""

    by: Annotated[str, Field(min_length=2, max_length=60)]
    day: Day
    phrases: Annotated[tuple[str, ...], Field(min_length=1)]


class _File(Checked):
    name: Annotated[str, Field(min_length=2, max_length=30)]
    state: Literal["shown", "waiting"]
    checked: tuple[Check, ...] = ()
    phrases: dict[str, Any]


@dataclass(frozen=True)
class Language:
    """One language. `name` is its own name; `checks` tells who read a phrase, for those that somebody has."""

    code: str
    name: str
    is_shown: bool
    phrases: Mapping[str, Phrase]
    checks: Mapping[str, Check]
    document: Document = field(repr=False, compare=False)

    @property
    def direction(self) -> str:
        """`rtl` for one that is written from the right, else `ltr`."""
        return "rtl" if self.code in RIGHT_TO_LEFT else "ltr"

    def place(self, key: str) -> Place:
        """Where a phrase stands in the file."""
        return ("phrases", *key.split(".", 1))


def read_languages(folder: Path) -> dict[str, Language]:
    """Every language in a folder by its code, in the order they are shown. Raises ContentError with every mistake."""
    mistakes: list[Mistake] = []
    found: dict[str, Language] = {}
    for path in sorted(folder.glob("*.yaml"), key=lambda path: (path.stem != SOURCE, path.stem)):
        try:
            found[path.stem] = _read(path, found.get(SOURCE))
        except ContentError as error:
            mistakes += error.mistakes
            if path.stem == SOURCE:
                break
    names: dict[str, str] = {}
    for code, one in found.items():
        if (other := names.setdefault(one.name.casefold(), code)) != code:
            message = f"Sproget {other!r} hedder det samme. Skriv sprogets eget navn."
            mistakes.append(one.document.mistake(("name",), message))
    if not mistakes and SOURCE not in found:
        mistakes.append(Mistake(f"{folder.name}/{SOURCE}.yaml", 1, "", "Filen findes ikke."))
    if mistakes:
        raise ContentError(mistakes)
    return {code: found[code] for code in ORDER if code in found}


def shown(languages: Mapping[str, Language]) -> list[Language]:
    """Those a citizen can choose."""
    return [language for language in languages.values() if language.is_shown]


def _read(path: Path, source: Language | None) -> Language:
    document, code = read_yaml(path), path.stem
    if code not in ORDER:
        raise ContentError(
            [document.mistake((), f"Sproget {code!r} kendes ikke. Filen skal hedde et af: {', '.join(ORDER)}.")]
        )
    kept = document.checked(_File)
    phrases, mistakes = _flat(document, kept.phrases)
    told = {mistake.field for mistake in mistakes}  # what is there with a fault is not missing as well
    mistakes += [
        mistake
        for mistake in phrase_mistakes(document, code, phrases, source, whole=kept.state == "shown")
        if mistake.field not in told
    ]
    if wrong := next(_unfit(kept.name), None):
        mistakes.append(document.mistake(("name",), wrong))
    checks: dict[str, Check] = {}
    for number, check in enumerate(kept.checked):
        if is_to_come(check.day):
            mistakes.append(document.mistake(("checked", number, "day"), f"{check.day} {TO_COME}"))
        for count, name in enumerate(check.phrases):
            keys = [key for key in phrases if key == name or key.startswith(f"{name}.")]
            if not keys:
                mistakes.append(
                    document.mistake(("checked", number, "phrases", count), f"Nøglen {name!r} findes ikke.")
                )
            checks |= dict.fromkeys(keys, check)
    if code == SOURCE and kept.state != "shown":
        mistakes.append(document.mistake(("state",), "Dansk skal vises."))
    if mistakes:
        raise ContentError(mistakes)
    return Language(code, kept.name, kept.state == "shown", phrases, checks, document)


def _flat(document: Document, sections: Mapping[str, Any]) -> tuple[dict[str, Phrase], list[Mistake]]:
    phrases: dict[str, Phrase] = {}
    mistakes: list[Mistake] = []
    for section, rows in sections.items():
        if not isinstance(rows, dict):
            mistakes.append(
                document.mistake(("phrases", section), "Her skal stå nøgler, én på hver linje: nøgle: tekst.")
            )
            continue
        for key, value in rows.items():
            place = ("phrases", section, key)
            texts = value.values() if isinstance(value, dict) else (value,)
            if not isinstance(key, str):
                mistakes.append(document.mistake(("phrases", section, str(key)), QUOTE_KEY))
            elif not all(isinstance(text, str) and text.strip() for text in texts) or not texts:
                mistakes.append(document.mistake(place, "Her skal stå en tekst i anførselstegn."))
            else:
                phrases[f"{section}.{key}"] = value
    return phrases, mistakes


def phrase_mistakes(
    document: Document, code: str, phrases: Mapping[str, Phrase], source: Language | None, whole: bool
) -> Iterator[Mistake]:
    """What is wrong with a language's phrases, beside the Danish: keys, words in braces, plural forms, length. One that
    waits for its translator need not be `whole`."""
    locale = _locale(code)

    def mistake(key: str, message: str) -> Mistake:
        return document.mistake(("phrases", *key.split(".", 1)), message)

    if source is not None:
        for key in source.phrases.keys() - phrases.keys() if whole else ():
            yield mistake(key, "Nøglen mangler. Den skal stå her, som den gør på dansk.")
        for key in phrases.keys() - source.phrases.keys():
            yield mistake(key, "Nøglen kendes ikke: Den står ikke på dansk. Er den stavet rigtigt?")
    for key, phrase in phrases.items():
        meant = source.phrases.get(key) if source else phrase
        if meant is not None:
            yield from (mistake(key, message) for message in faults(locale, phrase, meant))


def faults(locale: Locale | None, phrase: Phrase, meant: Phrase) -> Iterator[str]:
    """What is wrong with a phrase that says what the Danish one `meant` says, each in a Danish sentence."""
    if isinstance(phrase, Mapping) != isinstance(meant, Mapping):
        yield "Her skal stå " + ("en tekst for hver talform." if isinstance(meant, Mapping) else "én tekst.")
        return
    if isinstance(phrase, Mapping) and locale is not None and set(phrase) != set(plural_forms(locale)):
        yield f"Talformerne skal være {', '.join(plural_forms(locale))}; her er {', '.join(phrase)}."
    expected = slots_of(meant)
    numbers = {number for text in _texts(meant) for number in _NUMBER.findall(text)}
    most = int(LONGEST[0] * max(len(text) for text in _texts(meant)) + LONGEST[1])
    for form, text in phrase.items() if isinstance(phrase, Mapping) else (("", phrase),):
        left_out = {"n"} if locale and form and stands_for_one_number(locale, form) else set()  # "in two minutes"
        if (found := set(_SLOT.findall(text))) | left_out != expected | left_out:
            yield (f"Ordene i klammer skal være de samme som på dansk: {_braced(expected)}; her er {_braced(found)}.")
        if _STRAY.search(_SLOT.sub("", text)):
            yield "En klamme er ikke skrevet rigtigt. Skriv fx {time}, som på dansk."
        if has_cpr(text):
            yield HAS_CPR
        elif (told := set(_NUMBER.findall(text))) != numbers:
            yield (
                "Telefonnumre skal være de samme som på dansk, skrevet med 0-9: "
                f"{', '.join(sorted(numbers)) or 'ingen'}; her er {', '.join(sorted(told)) or 'ingen'}."
            )
        yield from _unfit(text)
        if len(text) > most:
            yield f"Teksten er for lang: højst {most} tegn, her er {len(text)}."


def _unfit(text: str) -> Iterator[str]:
    if _CONTROLS.search(text):
        yield "Der er usynlige tegn, som styrer skriveretningen. Slet dem: Siden sætter selv de rigtige."
    elif any(unicodedata.category(char) in _UNSEEN and char not in JOINERS for char in text):
        yield "Der er et linjeskift eller et tegn, ingen kan se. Skriv teksten på én linje uden."
    if code := _MARKUP.search(text):
        yield f"»{code[0]}« er kode fra et program. Skriv det, som det skal læses."


def slots_of(phrase: Phrase) -> set[str]:
    """The names in braces that something is put in for."""
    return {name for text in _texts(phrase) for name in _SLOT.findall(text)}


def _texts(phrase: Phrase) -> Iterable[str]:
    return phrase.values() if isinstance(phrase, Mapping) else (phrase,)


def _braced(names: Iterable[str]) -> str:
    return " ".join(f"{{{name}}}" for name in sorted(names)) or "ingen"


def _locale(code: str) -> Locale | None:
    try:
        return locale_of(code)
    except ValueError:
        return None

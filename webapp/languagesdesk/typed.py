"""A group of phrases as somebody typed it: what was meant, what is wrong with it, what two editors wrote at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from webapp.languages.calendar import locale_of, plural_forms
from webapp.languages.language import JOINERS, Check, Language, Phrase, faults
from webapp.typed_text import InvalidForm, danish_day, tidy_text, wrong_text

ALL_READ = "all"  # the tick for the whole page
LONGEST_ROLE = 60  # characters
NO_ROLE = "Skriv, hvem der har læst det igennem: en rolle, fx »tolk«. Aldrig et navn."
NOT_YET = "Den dag er ikke kommet endnu. Skriv dagen, det blev læst."
NO_TEXT = "Skriv teksten. Den skal være der på alle sprog, der vises."


@dataclass(frozen=True)
class Typed:
    """What stands in the form for one phrase, and whether it is ticked as read through."""

    phrase: Phrase
    is_read: bool


def tidied(text: str) -> str:
    """A phrase as it is kept: no line breaks, no doubled spaces, no characters that nobody sees but those that words
    are spelled with."""
    seen = "".join(
        " " if unicodedata.category(char) in ("Cc", "Zl", "Zp") else char
        for char in unicodedata.normalize("NFC", text)
        if char in JOINERS or unicodedata.category(char) not in ("Cf", "Cs", "Co", "Cn")
    )
    return re.sub(" +", " ", seen).strip(" ")


def fields_of(key: str, code: str, danish: Phrase) -> dict[str, str]:
    """The form's fields for a phrase, by plural form; one without forms has the field of its key."""
    if isinstance(danish, str):
        return {"": key}
    return {form: f"{key}:{form}" for form in plural_forms(locale_of(code))}


def typed_of(values: Mapping[str, str], keys: Iterable[str], code: str, source: Language) -> dict[str, Typed]:
    """The phrases in a form that was sent. What is not in it stands empty."""
    found = {}
    for key in keys:
        danish = source.phrases[key]
        texts = {form: _kept(values.get(name, ""), danish) for form, name in fields_of(key, code, danish).items()}
        ticked = f"{key}:read" in values or ALL_READ in values
        found[key] = Typed(texts.get("", texts), ticked)
    return found


def typed_in(language: Language, keys: Iterable[str], source: Language) -> dict[str, Typed]:
    """What the form shows of a language."""
    return {key: Typed(_phrase(language, key, source.phrases[key]), key in language.checks) for key in keys}


def with_typed(language: Language, typed: Mapping[str, Typed], by: str, day: str, today: date, source: Language):
    """The language with what was typed in it. Who has read it stays where nothing was changed; what is newly ticked, or
    ticked and changed, was read by `by`, a role, on `day`. Raises InvalidForm, by phrase, or `by` and `day`."""
    errors = {key: message for key, one in typed.items() if (message := _wrong(language, key, one, source))}
    by = tidy_text(by)
    fresh = [
        key
        for key, one in typed.items()
        if one.is_read and one.phrase and (key not in language.checks or one.phrase != language.phrases.get(key))
    ]
    read_on = today
    if fresh:
        if message := NO_ROLE if len(by) < 2 else wrong_text(by, LONGEST_ROLE):
            errors["by"] = message
        try:
            read_on = danish_day(day.strip())
            if read_on > today:
                errors["day"] = NOT_YET
        except ValueError as error:
            errors["day"] = str(error)
    if errors:
        raise InvalidForm(errors)
    phrases, checks = dict(language.phrases), dict(language.checks)
    for key, one in typed.items():
        if not _is_written(one.phrase):
            phrases.pop(key, None)
        else:
            phrases[key] = one.phrase
        if key in fresh:
            checks[key] = Check(by=by, day=read_on, phrases=(key,))
        elif not one.is_read or key not in phrases:
            checks.pop(key, None)
    return replace(language, phrases=phrases, checks=checks)


def with_catalogue(language: Language, said: Mapping[str, Phrase]) -> Language:
    """The language with a translator's phrases in it; nobody has read what they changed."""
    changed = {key for key, phrase in said.items() if phrase != language.phrases.get(key)}
    checks = {key: check for key, check in language.checks.items() if key not in changed}
    return replace(language, phrases={**language.phrases, **said}, checks=checks)


def _kept(text: str, danish: Phrase) -> str:
    text = tidied(text)
    # Where something is put behind it, the space is part of the phrase, and a form's field does not show it.
    return f"{text} " if text and isinstance(danish, str) and danish.endswith(" ") else text


def _phrase(language: Language, key: str, danish: Phrase) -> Phrase:
    if isinstance(danish, str):
        return language.phrases.get(key, "")
    return dict(language.phrases.get(key) or dict.fromkeys(plural_forms(locale_of(language.code)), ""))  # type: ignore[arg-type]


def _is_written(phrase: Phrase) -> bool:
    return bool(phrase if isinstance(phrase, str) else any(phrase.values()))


def _wrong(language: Language, key: str, one: Typed, source: Language) -> str | None:
    texts = [one.phrase] if isinstance(one.phrase, str) else list(one.phrase.values())
    if not any(texts) and not language.is_shown and not one.is_read:
        return None  # one that waits for its translator need not be whole
    if not all(texts):
        return NO_TEXT if isinstance(one.phrase, str) else "Skriv teksten for hver talform. Sproget har dem alle."
    return next(faults(locale_of(language.code), one.phrase, source.phrases[key]), None)

"""What was corrected or read at the desk, laid over a language's file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from webapp.languages.calendar import locale_of
from webapp.languages.language import Check, Language, Phrase, faults


@dataclass(frozen=True)
class Correction:
    """A phrase as it stands at the desk: what it says, the Danish that it was written or read against, and who read it;
    None where nobody has."""

    said: Phrase
    danish: Phrase
    check: Check | None


def with_corrections(language: Language, source: Language, corrections: Mapping[str, Correction]) -> Language:
    """The language as it is in force. A correction holds as long as the Danish says what it said then; once the Danish
    changes, the file speaks again, and nobody has read it."""
    locale = locale_of(language.code)
    phrases, checks = dict(language.phrases), dict(language.checks)
    for key, one in corrections.items():
        danish = source.phrases.get(key)
        if danish is None or one.danish != danish or any(faults(locale, one.said, danish)):
            continue
        phrases[key] = one.said
        if one.check:
            checks[key] = one.check
        else:
            checks.pop(key, None)
    ordered = {key: phrases[key] for key in source.phrases if key in phrases}
    return replace(language, phrases=ordered, checks=checks)


def corrections_of(now: Language, file: Language, source: Language) -> dict[str, Correction]:
    """What `now` has otherwise than the file: what is to be kept so that `with_corrections` makes it of the file."""
    return {
        key: Correction(said, source.phrases[key], now.checks.get(key))
        for key, said in now.phrases.items()
        if said != file.phrases.get(key) or now.checks.get(key) != file.checks.get(key)
    }

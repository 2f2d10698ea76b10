"""The citizen's languages in the database: corrections laid over the files.

The functions work in the transaction at hand; the caller commits.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from webapp.audit import record
from webapp.database import Readable, take_turn
from webapp.languages.calendar import locale_of
from webapp.languages.correction import Correction, corrections_of, with_corrections
from webapp.languages.language import SOURCE, Check, Language, Phrase
from webapp.languagesdesk.models import LanguageVersion
from webapp.versions import Versions

versions = Versions(LanguageVersion)

LONGEST_NAME = 60  # characters of the Danish that a change is named by in the log


def languages_now(files: Mapping[str, Language], source: Readable) -> dict[str, Language]:
    """The languages as they are in force: of the files, with what was corrected and read at the desk."""
    found = dict(files)
    for code, phrases in versions.latest_of_each(LanguageVersion.phrases, source):
        if code in files:
            found[code] = with_corrections(files[code], files[SOURCE], _read(phrases))
    return found


def language_at(file: Language, source: Language, number: int) -> Language:
    """A language as it was in a version; at number 0 as it is in its file. Raises KeyError."""
    if number == 0:
        return file
    found = versions.numbered(file.code, number)
    if found is None:
        raise KeyError(number)
    return with_corrections(file, source, _read(found.phrases))


def save(new: Language, file: Language, source: Language, number: int, *, by: int) -> int:
    """Keep a language as the version after `number`. Answers how many phrases are otherwise than before. Raises
    StaleError when `number` is not the latest any more."""
    take_turn(f"language {file.code}")
    latest = versions.at(file.code, number)
    before = language_at(file, source, number)
    changed = [key for key in source.phrases if _state(before, key) != _state(new, key)]
    if not changed:
        return 0
    kept = {key: _plain(one) for key, one in corrections_of(new, file, source).items()}
    versions.add(file.code, latest, by=by, phrases=json.dumps(kept, ensure_ascii=False, sort_keys=True))
    record(
        "language.edited",
        f"language:{file.code}",
        danish_name(file.code),
        by=by,
        municipality=None,
        before={_named(key, source): _said(before, key) for key in changed},
        after={_named(key, source): _said(new, key) for key in changed},
    )
    return len(changed)


def danish_name(code: str) -> str:
    """What a language is called in Danish: `arabisk`."""
    return locale_of(code).danish


def _state(language: Language, key: str) -> tuple[Phrase | None, Check | None]:
    return language.phrases.get(key), language.checks.get(key)


def _named(key: str, source: Language) -> str:
    danish = on_one_line(source.phrases[key])
    short = danish if len(danish) <= LONGEST_NAME else f"{danish[:LONGEST_NAME].rstrip()} …"
    return f"»{short}« ({key})"


def _said(language: Language, key: str) -> str:
    phrase, check = _state(language, key)
    read = f"læst igennem af {check.by} {check.day.isoformat()}" if check else "ikke læst igennem"
    return f"{on_one_line(phrase) if phrase else '–'} ({read})"


def on_one_line(phrase: Phrase) -> str:
    """A phrase on one line, its plural forms side by side."""
    return phrase if isinstance(phrase, str) else " / ".join(dict.fromkeys(phrase.values()))


def _plain(one: Correction) -> dict[str, object]:
    read = {"by": one.check.by, "day": one.check.day.isoformat()} if one.check else {}
    return {"said": one.said, "danish": one.danish, **read}


def _read(phrases: str) -> dict[str, Correction]:
    return {key: _correction(key, one) for key, one in json.loads(phrases).items()}


def _correction(key: str, one: Mapping) -> Correction:
    check = Check(by=one["by"], day=date.fromisoformat(one["day"]), phrases=(key,)) if one.get("by") else None
    return Correction(one["said"], one["danish"], check)

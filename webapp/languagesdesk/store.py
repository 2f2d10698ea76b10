"""The citizen's languages in the database: corrections laid over the files.

The functions work in the transaction at hand; the caller commits.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import func, select

from webapp import clock
from webapp.audit import record
from webapp.database import Readable, StaleError, db, take_turn
from webapp.languages.calendar import locale_of
from webapp.languages.correction import Correction, corrections_of, with_corrections
from webapp.languages.language import SOURCE, Check, Language, Phrase
from webapp.languagesdesk.models import LanguageVersion

LONGEST_NAME = 60  # characters of the Danish that a change is named by in the log


def languages_now(files: Mapping[str, Language], source: Readable) -> dict[str, Language]:
    """The languages as they are in force: of the files, with what was corrected and read at the desk."""
    table = LanguageVersion.__table__
    newest = select(table.c.language, func.max(table.c.number).label("number")).group_by(table.c.language).subquery()
    query = select(table.c.language, table.c.phrases).join(
        newest, (table.c.language == newest.c.language) & (table.c.number == newest.c.number)
    )
    found = dict(files)
    for code, phrases in source.execute(query):
        if code in files:
            found[code] = with_corrections(files[code], files[SOURCE], _read(phrases))
    return found


def versions_of(code: str) -> Sequence[LanguageVersion]:
    """All versions of a language, the newest first."""
    query = select(LanguageVersion).where(LanguageVersion.language == code).order_by(LanguageVersion.number.desc())
    return db.session.execute(query).scalars().all()


def language_at(file: Language, source: Language, number: int) -> Language:
    """A language as it was in a version; at number 0 as it is in its file. Raises KeyError."""
    if number == 0:
        return file
    query = select(LanguageVersion.phrases).where(
        LanguageVersion.language == file.code, LanguageVersion.number == number
    )
    phrases = db.session.execute(query).scalar_one_or_none()
    if phrases is None:
        raise KeyError(number)
    return with_corrections(file, source, _read(phrases))


def save(new: Language, file: Language, source: Language, number: int, *, by: int) -> int:
    """Keep a language as the version after `number`. Answers how many phrases are otherwise than before. Raises
    StaleError when `number` is not the latest any more."""
    take_turn(f"language {file.code}")
    versions = versions_of(file.code)
    latest = versions[0].number if versions else 0
    if latest != number:
        raise StaleError(versions[0] if versions else None)
    before = language_at(file, source, latest)
    changed = [key for key in source.phrases if _state(before, key) != _state(new, key)]
    if not changed:
        return 0
    kept = {key: _plain(one) for key, one in corrections_of(new, file, source).items()}
    db.session.add(
        LanguageVersion(
            language=file.code,
            number=number + 1,
            saved_at=clock.now(),
            saved_by=by,
            phrases=json.dumps(kept, ensure_ascii=False, sort_keys=True),
        )
    )
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
    return f"„{short}“ ({key})"


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

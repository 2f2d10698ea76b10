"""`flask languages export CODE` and `flask languages import CODE FILE`: a language to a translator's tool and back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click
import yaml
from flask.cli import with_appcontext

from webapp.config import read_file, reason
from webapp.database import reading
from webapp.languages.language import SOURCE, Language, Phrase
from webapp.languagesdesk.store import languages_now
from webapp.schema import asks_the_database
from webapp.texts import library


@click.group("languages", help="Et sprog til oversætternes værktøj og tilbage, som gettext PO.")
def languages_command():
    """A language of the citizen's pages to a translator's tool and back, as gettext PO."""


@languages_command.command("export", help="Skriv sproget KODE ved siden af det danske, som PO.")
@click.argument("code", metavar="KODE")
@with_appcontext
@asks_the_database
def export_command(code: str):
    """Write the language CODE beside the Danish, as it is in force, as PO to the standard output."""
    from webapp.languages.catalogue import to_po  # Babel, which a server never needs

    _language(code)
    with reading() as connection:
        now = languages_now(library.languages, connection)
    click.echo(to_po(now[code], library.languages[SOURCE]), nl=False)


@languages_command.command("import", help="Læg PO i FIL ind i sproget KODE: alt eller intet.")
@click.argument("code", metavar="KODE")
@click.argument("file", metavar="FIL", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
@asks_the_database
def import_command(code: str, file: Path):
    """Put the PO in FILE into content/languages/CODE.yaml, all of it or nothing. What it changes counts as unread."""
    from webapp.languages.catalogue import CatalogueError, from_po

    language = _language(code)
    try:
        said = from_po(read_file(file), code, library.languages[SOURCE])
    except OSError as error:
        raise click.ClickException(f"{file} kan ikke læses ({reason(error)}).") from None
    except CatalogueError as error:
        raise click.ClickException(str(error)) from None
    path = library.folder / "languages" / f"{code}.yaml"
    changed = sum(language.phrases.get(key) != phrase for key, phrase in said.items())
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_text(merged(path.read_text(encoding="utf-8"), language, said), encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        whose = "Er det de tekster, der fulgte med appen, så læg jeres egne i en mappe, som LOMMEKORT_CONTENT siger."
        raise click.ClickException(f"{path} kan ikke skrives ({reason(error)}). {whose}") from None
    click.echo(f"{path} er gemt. Antal ændrede tekster: {changed}. Kør make content, og publicér.")
    with reading() as connection:
        now = languages_now(library.languages, connection)[code]
    desk = sum(now.phrases.get(key) != language.phrases.get(key) for key in said)
    if desk:
        click.echo(f"Rettet under /intern/sprog: {desk}. Det vises, som det er rettet dér.")


def merged(text: str, language: Language, said: Mapping[str, Phrase]) -> str:
    """A language's file with these phrases put in: the remarks on top, name and state stay; a check stays for what has
    not changed since."""
    lines = text.splitlines(keepends=True)
    begins = next(number for number, line in enumerate(lines) if line.strip() and not line.startswith("#"))
    kept = dict(language.phrases) | dict(said)
    order = {key: number for number, key in enumerate([*said, *language.phrases])}
    sections: dict[str, dict[str, object]] = {}
    for key in sorted(kept, key=lambda one: order[one]):
        section, _, name = key.partition(".")
        phrase = kept[key]
        sections.setdefault(section, {})[name] = phrase if isinstance(phrase, str) else dict(phrase)
    checks: dict[tuple[str, str], list[str]] = {}
    for key, check in language.checks.items():
        if kept[key] == language.phrases[key]:
            checks.setdefault((check.by, check.day.isoformat()), []).append(key)
    values = {
        "name": language.name,
        "state": "shown" if language.is_shown else "waiting",
        "checked": [{"by": by, "day": day, "phrases": keys} for (by, day), keys in checks.items()],
        "phrases": sections,
    }
    return "".join(lines[:begins]) + yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=10_000)


def _language(code: str) -> Language:
    if code == SOURCE or code not in library.languages:
        others = ", ".join(one for one in library.languages if one != SOURCE)
        raise click.ClickException(f"Sproget {code!r} har ingen fil at oversætte i. Vælg et af: {others}.")
    return library.languages[code]

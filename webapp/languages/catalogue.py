"""A language as a gettext catalogue (PO), which translators' tools read and write: out, and in again.

A message's context is the phrase's key, its text the Danish; the words in braces stay. A phrase
with plural forms is a message for each form, its key with the form behind: Danish has fewer forms than most, and PO
would count them by the Danish. What nobody has read is marked fuzzy; only a check in the language's file makes it read.
"""

from __future__ import annotations

import io
from collections.abc import Mapping

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from webapp.content.document import Mistake
from webapp.languages.calendar import locale_of, plural_forms
from webapp.languages.language import LARGEST_CATALOGUE, Language, Phrase, faults

PROJECT = "Lommekort"


class CatalogueError(ValueError):
    """A catalogue cannot be used; the message is in Danish and says what to do, `mistakes` by key."""

    def __init__(self, message: str, mistakes: tuple[Mistake, ...] = ()):
        super().__init__("\n".join([message, *map(str, mistakes)]))
        self.mistakes = mistakes


def to_po(language: Language, source: Language) -> bytes:
    """A language beside the Danish, as a PO file in UTF-8. One that waits has its messages empty."""
    locale = locale_of(language.code)
    catalogue = Catalog(locale=language.code, project=PROJECT, charset="utf-8", fuzzy=False)
    for key, danish in source.phrases.items():
        said = language.phrases.get(key)
        flags = () if key in language.checks or said is None else ("fuzzy",)
        if isinstance(danish, str):
            catalogue.add(danish, said if isinstance(said, str) else "", context=key, flags=flags)
            continue
        for form in plural_forms(locale):
            text = said.get(form, "") if isinstance(said, Mapping) else ""
            catalogue.add(danish["other"], text, context=f"{key}:{form}", flags=flags)
    written = io.BytesIO()
    write_po(written, catalogue, width=0, omit_header=False, sort_output=False)
    return written.getvalue()


def from_po(file: bytes, code: str, source: Language) -> dict[str, Phrase]:
    """The phrases in a PO file, in the Danish order; those left empty are left out.

    Raises CatalogueError for a file that is none, for keys there are not, and for phrases with a fault.
    """
    if len(file) > LARGEST_CATALOGUE:
        raise CatalogueError(
            "Filen er for stor til at være en oversættelse herfra. Eksportér sproget igen, og begynd i den."
        )
    try:
        catalogue = read_po(io.BytesIO(file), abort_invalid=True)
        file.decode("utf-8")
    except (PoFileError, ValueError, LookupError) as error:
        raise CatalogueError(
            f"Filen kan ikke læses som en PO-fil i UTF-8 ({error}). Gem den som PO i oversættelsesprogrammet."
        ) from None
    locale = locale_of(code)
    found: dict[str, Phrase] = {}
    forms: dict[str, dict[str, str]] = {}
    mistakes: list[Mistake] = []
    name = f"{code}.po"
    lines: dict[str, int] = {}
    for message in catalogue:
        if not message.id or not message.string:
            continue
        key, _, form = str(message.context or "").partition(":")
        lines[key] = message.lineno or 1
        if key not in source.phrases:
            mistakes.append(
                Mistake(name, lines[key], key, "Nøglen (msgctxt) kendes ikke. Den må ikke ændres i oversættelsen.")
            )
        elif form:
            forms.setdefault(key, {})[form] = str(message.string)
        else:
            found[key] = str(message.string)
    found |= forms
    for key, phrase in found.items():
        mistakes += [Mistake(name, lines[key], key, fault) for fault in faults(locale, phrase, source.phrases[key])]
    if mistakes:
        raise CatalogueError("Der er fejl i filen, og intet er ændret:", tuple(mistakes))
    return {key: found[key] for key in source.phrases if key in found}

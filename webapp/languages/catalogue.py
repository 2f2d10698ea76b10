"""A language as a gettext catalogue (PO), which translators' tools read and write: out, and in again.

A message's context is the phrase's key, its text the Danish; the words in braces stay. A phrase
with plural forms is a message for each form, its key with the form behind: Danish has fewer forms than most, and PO
would count them by the Danish. What nobody has read is marked fuzzy; only a check in the language's file makes it read.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, PoFileParser, write_po

from webapp.content.document import Mistake
from webapp.languages.calendar import locale_of, plural_forms
from webapp.languages.language import LARGEST_CATALOGUE, Language, Phrase, faults

PROJECT = "Lommekort"
ABOUT = """\
# Det, som Lommekorts sider siger til borgeren. CC BY 4.0.
# Ordene i klammer, fx {time}, bliver sat ind: Skriv dem, som de er, hvor de passer i sætningen.
# Det, som ingen har læst igennem, er mærket fuzzy."""
SAVE_AGAIN = "Gem den som PO i UTF-8 i oversættelsesprogrammet, og vælg den igen."
MISTAKES_TOLD = 20  # in the message; all of them are in `mistakes`
_LINE = re.compile(r'(#.*)?|((msgctxt|msgid|msgid_plural|msgstr(\[\d+\])?)\s*)?"([^"\\]|\\.)*"')
_LANGUAGE = re.compile(r"^Language:\s*([A-Za-z]{2,3})(?![A-Za-z])", re.MULTILINE)


class CatalogueError(ValueError):
    """A catalogue cannot be used; the message is in Danish and says what to do, `mistakes` by key."""

    def __init__(self, message: str, mistakes: tuple[Mistake, ...] = ()):
        told = [str(one) for one in mistakes[:MISTAKES_TOLD]]
        more = len(mistakes) - len(told)
        super().__init__("\n".join([message, *told, *([f"Og {more} til."] if more else [])]))
        self.mistakes = mistakes


def to_po(language: Language, source: Language) -> bytes:
    """A language beside the Danish, as a PO file in UTF-8. One that waits has its messages empty."""
    locale = locale_of(language.code)
    catalogue = Catalog(locale=language.code, project=PROJECT, header_comment=ABOUT, charset="utf-8", fuzzy=False)
    catalogue.version, catalogue.revision_date = language.code, catalogue.creation_date
    catalogue.msgid_bugs_address = catalogue.last_translator = catalogue.language_team = ""
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

    A mark of the byte order, any line ends, any order, no header, fuzzy and obsolete messages and a translator's
    comments are all right. Raises CatalogueError for a file that is none or is for another language, for keys there
    are not, for texts whose Danish is another by now, and for phrases with a fault.
    """
    catalogue = _read(file, code)
    locale, name = locale_of(code), f"{code}.po"
    found: dict[str, Phrase] = {}
    forms: dict[str, dict[str, str]] = {}
    mistakes: list[Mistake] = []
    lines: dict[str, int] = {}
    said: dict[str, str] = {}
    for message in [*catalogue, *catalogue.again]:
        context, line = str(message.context or ""), message.lineno or 1
        key, _, form = context.partition(":")
        if wrong := _wrong(message, key, source):
            mistakes.append(Mistake(name, line, key, wrong))
            continue
        danish = source.phrases[key]
        text = str(message.string).strip() if message.string else ""
        if not text:
            continue
        text += " " if isinstance(danish, str) and danish.endswith(" ") else ""
        if said.setdefault(context, text) != text:
            mistakes.append(Mistake(name, line, key, "Teksten står to gange og siger ikke det samme. Slet den ene."))
        lines[key] = line
        if form:
            forms.setdefault(key, {})[form] = text
        else:
            found[key] = text
    found |= forms
    for key, phrase in found.items():
        mistakes += [Mistake(name, lines[key], key, fault) for fault in faults(locale, phrase, source.phrases[key])]
    if mistakes:
        raise CatalogueError("Der er fejl i filen, og intet er ændret:", tuple(mistakes))
    return {key: found[key] for key in source.phrases if key in found}


class _Sent(Catalog):
    """What a file says. `header` is its own message, unread: programs write dates and names in it as they like;
    `again` is what stands there a second time, of which Babel keeps the first."""

    def __init__(self) -> None:
        super().__init__(charset="utf-8")
        self.header = ""
        self.again: list[Message] = []

    def __setitem__(self, id: Any, message: Message) -> None:
        if not id:
            self.header = str(message.string)
        elif self.get(id, message.context) is not None:
            self.again.append(message)
        else:
            super().__setitem__(id, message)

    def __iter__(self) -> Iterator[Message]:
        return (message for message in super().__iter__() if message.id)


def _read(file: bytes, code: str) -> _Sent:
    if len(file) > LARGEST_CATALOGUE:
        raise CatalogueError(
            "Filen er for stor til at være en oversættelse herfra. Eksportér sproget igen, og begynd i den."
        )
    try:
        text = file.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CatalogueError(f"Filen er ikke skrevet i UTF-8. {SAVE_AGAIN}") from None
    if text.lstrip().startswith("<"):
        raise CatalogueError(f"Filen er i XML, måske XLIFF, og det kan vi ikke læse. {SAVE_AGAIN}")
    lines = re.split("\r\n|\r|\n", text)
    broken = next((number for number, line in enumerate(lines, 1) if not _LINE.fullmatch(line.strip())), None)
    counted = next((number for number, line in enumerate(lines, 1) if line.startswith("msgid_plural")), None)
    if counted is not None:
        raise CatalogueError(
            f"Linje {counted} har talformer (msgid_plural). Her er der i stedet én tekst for hver talform, som fx"
            " »state.closes_soon:one«. Skriv dem, som de kom herfra."
        )
    catalogue = _Sent()
    try:
        if broken is None:
            PoFileParser(catalogue, abort_invalid=True).parse(lines)
    except (PoFileError, ValueError) as error:
        broken = getattr(error, "lineno", 0) + 1
    if broken is not None:
        raise CatalogueError(f"Filen kan ikke læses som en PO-fil fra linje {broken}. Er den hel? {SAVE_AGAIN}")
    if not len(list(catalogue)):
        raise CatalogueError(f"Filen har ingen tekster. {SAVE_AGAIN}")
    told = _LANGUAGE.search(catalogue.header)
    if told and told[1].lower() != code:
        raise CatalogueError(f"Filen er til sproget {_called(told[1])}, og her er {_called(code)}. Vælg filen hertil.")
    return catalogue


def _wrong(message: Message, key: str, source: Language) -> str | None:
    if key not in source.phrases:
        return "Nøglen (msgctxt) kendes ikke. Den må ikke ændres i oversættelsen."
    danish = source.phrases[key]
    now = danish if isinstance(danish, str) else danish["other"]
    if message.string and message.id != now:
        return f"Den danske tekst er en anden nu: »{now}«. Hent filen igen, og lad oversætteren rette teksten."
    return None


def _called(code: str) -> str:
    try:
        return f"{locale_of(code.lower()).danish} ({code})"
    except ValueError:
        return code

"""Reading one content file, so that every mistake is told with its file, line and field.

A file is YAML, Markdown with YAML front matter, or CSV. PyYAML keeps the line of every value, and so does the reading
of CSV; pydantic checks the values; `Document.checked` brings the two together.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from webapp.config import COPENHAGEN, MOST_OF_A_TEXT, read_file, reason
from webapp.danish import danish_date


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The fast loader where PyYAML has it. Dates stay text, so that a wrong one is told with its field."""

    yaml_implicit_resolvers = {  # noqa: RUF012
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


Model = TypeVar("Model", bound=BaseModel)
Day = Annotated[date, BeforeValidator(lambda value: _written_as_a_day(value))]
PastDay = Annotated[Day, AfterValidator(lambda day: _has_been(day))]  # on which somebody read or looked something up
Place = tuple[str | int, ...]
# `also:` what people say when they look for something: phrases as spoken, found by a search and shown nowhere.
Spoken = tuple[Annotated[str, Field(min_length=2, max_length=60)], ...]


MOST_VALUES = 200_000  # in one file of YAML
TOO_MUCH = f"Filen bliver over {MOST_VALUES} værdier, når det, den henviser til (& og *), er sat ind."
NOT_OF_TYPE = "En værdi er ikke af den type, der står foran den (!!). Slet typen."
TO_COME = "ligger i fremtiden."
CLOCK = "Uret på maskinen viser {}. Går det forkert, så stil det (timedatectl set-ntp true); så er datoerne rigtige."
RINGS = "Noget i filen henviser til sig selv (& og *), eller er for dybt indlejret."


_GIVEN: dict[frozenset[str], set[str]] = {}


class Checked(BaseModel):
    """A value read from content: nothing missing, nothing unknown, nothing changed afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, strict=False)

    def model_post_init(self, context: Any, /) -> None:
        """Share with the others which fields were given: a set of its own is as large as all the rest of a town."""
        given = self.model_fields_set
        shared = _GIVEN.setdefault(frozenset(given), given)
        object.__setattr__(self, "__pydantic_fields_set__", shared)


@dataclass(frozen=True)
class Mistake:
    """One thing to mend in a content file. Lines count from 1."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}, linje {self.line}"
        return f"{where}, feltet {self.field}: {self.message}" if self.field else f"{where}: {self.message}"


class ContentError(Exception):
    """The content cannot be used; `mistakes` holds everything that was found."""

    def __init__(self, mistakes: list[Mistake]):
        told = [str(mistake) for mistake in mistakes]
        if any(
            mistake.message.endswith(TO_COME) for mistake in mistakes
        ):  # last, where whoever reads a log looks first
            told.append(CLOCK.format(danish_date(_today())))
        super().__init__("\n".join(told))
        self.mistakes = mistakes


@dataclass(frozen=True)
class Document:
    """One content file as read: its values, the line each of them stands on, and the text below the front matter."""

    file: str
    values: Any
    lines: dict[Place, int]
    body: str = ""
    body_line: int = 1

    def forget(self) -> None:
        """Keep no longer what was read and on which lines, which only whoever looks for mistakes asks for."""
        self.lines.clear()
        object.__setattr__(self, "values", None)

    def line(self, place: Place) -> int:
        """The line a field stands on; for a missing field, the line of what it is missing from."""
        while place not in self.lines and place:
            place = place[:-1]
        return self.lines.get(place, 1)

    def mistake(self, place: Place, message: str) -> Mistake:
        """A mistake at a field of this document. In a table the line says which row; the field is the column."""
        named = place[1:] if isinstance(self.values, list) else place
        return Mistake(self.file, self.line(place), ".".join(str(part) for part in named), message)

    def checked(self, model: type[Model], place: Place = ()) -> Model:
        """The values at `place` as `model`. Raises ContentError with a mistake for each field that is wrong."""
        values = self.values
        for part in place:
            values = values[part]
        if not isinstance(values, dict):
            raise ContentError([self.mistake(place, "Her skal stå felter, ét på hver linje: navn: værdi.")])
        try:
            return model.model_validate(values)
        except ValidationError as error:
            raise ContentError(
                [self.mistake(place + tuple(found["loc"]), in_danish(dict(found))) for found in error.errors()]
            ) from None

    def each(self, model: type[Model], place: Place = (), unique: tuple[str, ...] = ()) -> list[Model]:
        """Every item of the list at `place` as `model`; in the fields that are `unique` no two have the same. Raises
        ContentError with all their mistakes together."""
        items = self.values
        for part in place:
            items = items.get(part) if isinstance(items, dict) else None
        if not isinstance(items, list) or not items:
            raise ContentError([self.mistake(place, "Her skal stå en liste.")])
        read, mistakes = [], []
        for number in range(len(items)):
            try:
                read.append(self.checked(model, (*place, number)))
            except ContentError as error:
                mistakes += error.mistakes
        for field in unique if not mistakes else ():
            values = [getattr(item, field).lower() for item in read]
            twice = (number for number, value in enumerate(values) if value in values[:number])
            mistakes += [self.mistake((*place, n, field), f"{values[n]!r} står to gange.") for n in twice]
        if mistakes:
            raise ContentError(mistakes)
        return read

    def only(self, *names: str) -> None:
        """Refuse fields at the top of the file that are not among `names`. Raises ContentError."""
        unknown = [name for name in self.values if name not in names] if isinstance(self.values, dict) else []
        if unknown:
            raise ContentError([self.mistake((n,), "Feltet kendes ikke. Er det stavet rigtigt?") for n in unknown])


@dataclass(frozen=True)
class Written:
    """What one file holds, checked: its fields can be read as its own. `document` tells where each of them stands."""

    fields: Any
    document: Document

    def __getattr__(self, name: str):
        return getattr(self.fields, name)


def read_yaml(path: Path) -> Document:
    """A YAML file as a document. Raises ContentError when it is not YAML or not UTF-8."""
    values, lines = _parse(_text(path), _name(path), 0)
    return Document(_name(path), values, lines)


def read_markdown(path: Path) -> Document:
    """A Markdown file with front matter between two lines of `---`. Raises ContentError when it cannot be read so."""
    text = _text(path)
    rows = text.split("\n")
    if rows[0].strip() != "---" or "---" not in (row.strip() for row in rows[1:]):
        raise ContentError([Mistake(_name(path), 1, "", "Filen skal begynde med felter mellem to linjer med ---.")])
    end = next(number for number, row in enumerate(rows) if number and row.strip() == "---")
    values, lines = _parse("\n".join(rows[1:end]), _name(path), 1)
    return Document(_name(path), values, lines, "\n".join(rows[end + 1 :]), end + 2)


def read_csv(path: Path) -> Document:
    """A CSV file (commas, a header row) as a document: its values are a list of rows, column by column, as text.

    Raises ContentError when it is not UTF-8 or not such a table.
    """
    name = _name(path)
    rows = _rows(_text(path), name)
    if not rows:
        raise ContentError([Mistake(name, 1, "", "Filen er tom.")])
    first, header = rows.pop(0)
    columns = [column.strip() for column in header]
    mistakes = []
    if len(columns) == 1 and ";" in columns[0]:
        mistakes.append(Mistake(name, first, "", "Kolonnerne skal være adskilt af komma, ikke semikolon."))
    for column in sorted({column for column in columns if columns.count(column) > 1}, key=columns.index):
        mistakes.append(Mistake(name, first, column, "Kolonnen står to gange."))
    if not rows:
        mistakes.append(Mistake(name, first, "", "Filen har ingen rækker."))
    values: list[dict[str, str]] = []
    lines: dict[Place, int] = {(): first}
    for number, (line, cells) in enumerate(rows):
        if len(cells) != len(columns):
            message = f"Antal felter i rækken: {len(cells)}. Antal kolonner: {len(columns)}."
            mistakes.append(Mistake(name, line, "", f"{message} Mangler der et komma eller et anførselstegn?"))
            continue
        lines[(number,)] = line
        for column, cell in zip(columns, cells, strict=True):
            lines[number, column] = line
            line += cell.count("\n")
        values.append({column: cell.strip() for column, cell in zip(columns, cells, strict=True)})
    if mistakes:
        raise ContentError(mistakes)
    return Document(name, values, lines)


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _text(path: Path) -> str:
    try:
        content = read_file(path, MOST_OF_A_TEXT)
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError:
        raise ContentError([Mistake(_name(path), 1, "", "Filen findes ikke.")]) from None
    except OSError as error:
        raise ContentError([Mistake(_name(path), 1, "", f"Filen kan ikke læses ({reason(error)}).")]) from None
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise ContentError([Mistake(_name(path), line, "", "Filen er ikke gemt som UTF-8.")]) from None
    if "\0" in text:
        raise ContentError([Mistake(_name(path), text[: text.index("\0")].count("\n") + 1, "", "Et ugyldigt tegn.")])
    return text


def _rows(text: str, file: str) -> list[tuple[int, list[str]]]:
    """The rows of CSV text that are not empty, each with the line it begins on."""
    reader = csv.reader((f"{line}\n" for line in text.split("\n")), strict=True)
    rows, begins = [], 1
    try:
        for cells in reader:
            if cells:
                rows.append((begins, cells))
            begins = reader.line_num + 1
    except csv.Error as error:
        # An open quotation mark is noticed rows below, or at the end of the file; it is the beginning that is to be
        # mended.
        message = f"Rækken kan ikke læses som CSV ({error}). Mangler der et anførselstegn?"
        raise ContentError([Mistake(file, begins, "", message)]) from None
    return rows


def _parse(text: str, file: str, above: int) -> tuple[Any, dict[Place, int]]:
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        if node is not None and "&" in text and _weight(node, {}) > MOST_VALUES:
            raise ContentError([Mistake(file, 1 + above, "", TOO_MUCH)])
        values = loader.construct_document(node) if node is not None else None
    except yaml.MarkedYAMLError as error:
        # An open quotation mark is noticed at the end of the file; it is the beginning that is to be mended.
        opened = error.context_mark if "end of stream" in (error.problem or "") else None
        mark = opened or error.problem_mark or error.context_mark
        line = (mark.line if mark else 0) + 1 + above
        message = f"Linjen kan ikke læses som YAML ({error.problem}). Mangler der et anførselstegn eller et mellemrum?"
        raise ContentError([Mistake(file, line, "", message)]) from None
    except (yaml.YAMLError, ValueError) as error:
        raise ContentError([Mistake(file, 1 + above, "", f"Kan ikke læses som YAML: {error}")]) from None
    except (AttributeError, LookupError):  # as PyYAML 6 fails over `!!timestamp a`
        raise ContentError([Mistake(file, 1 + above, "", NOT_OF_TYPE)]) from None
    except RecursionError:
        raise ContentError([Mistake(file, 1 + above, "", RINGS)]) from None
    lines: dict[Place, int] = {(): 1 + above}
    mistakes: list[Mistake] = []
    try:
        if node is not None:
            _note_lines(node, (), above, lines, mistakes, file)
    except RecursionError:
        raise ContentError([Mistake(file, 1 + above, "", RINGS)]) from None
    if mistakes:
        raise ContentError(mistakes)
    return values, lines


def _weight(node, known: dict[int, int]) -> int:
    """How many values it holds with all that it refers to put in its place: a few lines can be billions."""
    if id(node) not in known:
        parts = [node.value] if isinstance(node, yaml.SequenceNode) else node.value
        below = (each for part in parts for each in part) if isinstance(node, yaml.CollectionNode) else ()
        known[id(node)] = 1 + sum(_weight(each, known) for each in below)
    return known[id(node)]


def _note_lines(node, place: Place, above: int, lines: dict[Place, int], mistakes: list[Mistake], file: str) -> None:
    lines[place] = node.start_mark.line + 1 + above
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            inner = (*place, key.value)
            if key.value in seen:
                mistakes.append(Mistake(file, key.start_mark.line + 1 + above, key.value, "Feltet står to gange."))
            seen.add(key.value)
            _note_lines(value, inner, above, lines, mistakes, file)
            lines[inner] = key.start_mark.line + 1 + above
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            _note_lines(value, (*place, number), above, lines, mistakes, file)


def _written_as_a_day(value: Any) -> Any:
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError(f"{value!r} er ikke en dato. Skriv den som 2026-11-21.")
    return value


def _today() -> date:
    # Where the content is written: a server's own clock may be in another zone, and it is already tomorrow here.
    return datetime.now(COPENHAGEN).date()


def is_to_come(day: date) -> bool:
    """Whether a day that somebody wrote down as gone by is still to come."""
    return day > _today()


def past_date(value: str | None) -> str | None:
    """A source's own date as it was written: a day, a month or a year. Raises ValueError for another text, a date there
    is not, and one to come."""
    if not value:
        return value
    try:
        if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", value):
            raise ValueError
        date.fromisoformat((value + "-01-01")[:10])
    except ValueError:
        raise ValueError(f"{value!r} er ikke en dato. Skriv 2026-11-21, 2026-11 eller 2026.") from None
    if value > _today().isoformat()[: len(value)]:
        raise ValueError(f"{value} {TO_COME}")
    return value


def _has_been(day: date) -> date:
    if is_to_come(day):
        raise ValueError(f"{day} {TO_COME}")
    return day


_KINDS = {type(None): "intet", list: "en liste", dict: "felter"}


def in_danish(found: dict) -> str:
    """What pydantic found wrong with a value, told to whoever wrote it."""
    kind, context, given = found["type"], found.get("ctx", {}), found.get("input")
    length = len(given) if isinstance(given, str) else 0
    shown = repr(given) if isinstance(given, str | int | float | bool) else _KINDS.get(type(given), "noget andet")
    if kind == "missing":
        return "Feltet mangler."
    if given is None and kind not in ("value_error", "literal_error"):
        return "Feltet er tomt."
    if kind == "extra_forbidden":
        return "Feltet kendes ikke. Er det stavet rigtigt?"
    if kind.startswith("date"):
        return f"{shown} er ikke en dato. Skriv den som 2026-11-21."
    if kind == "string_too_long":
        return f"Teksten er for lang: højst {context['max_length']} tegn, her er {length}."
    if kind in ("string_too_short", "too_short"):
        return f"For lidt: mindst {context['min_length']}."
    if kind == "too_long":
        return f"For mange: højst {context['max_length']}, her er {context['actual_length']}."
    if kind == "literal_error":
        return f"{shown} er ikke en af mulighederne: {context['expected'].replace(' or ', ' eller ')}."
    if kind == "string_type":
        return f"Her skal stå tekst. Sæt anførselstegn om, hvis det er et tal: {shown}."
    if kind in ("tuple_type", "list_type"):
        return "Her skal stå en liste."
    if kind == "string_pattern_mismatch":
        return f"{shown} har ikke den form, feltet skal have. Se, hvordan det står andre steder."
    if kind == "value_error":
        return str(context["error"])
    if kind.startswith(("int", "float")):
        return f"{shown} er ikke et tal, der kan bruges her."
    if kind.startswith("bool"):
        return f"{shown} kan ikke bruges her. Skriv true eller false."
    return f"{shown} kan ikke bruges her."

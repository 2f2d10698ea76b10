"""The texts of content/, cut into passages that can be proofread: where each stands, under what, in which language.

Everything that looks like a text is taken, also from files that are added later: a value with a space in it or a
capital in front. What is left out, and why, stands in the tables below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from webapp.content.document import Document, Place, read_csv, read_markdown, read_yaml
from webapp.content.lix import sentence

# Files without sentences: lists of names, and of words as people write them, misspelled ones too.
WITHOUT_SENTENCES = (
    *("municipalities.csv", "towns.csv", "synonyms.yaml", "stopwords.yaml", "kinds.yaml", "laws.yaml"),
    *("choosing.yaml", "question.yaml"),
)
# Tables hold mostly names and codes: here only the columns with sentences are read.
SENTENCE_COLUMNS = ("summary_da", "summary_en", "hours_note_da", "neutral_name")
# Names of other people's works, of laws and places; words as people say them; and notes that no page shows.
NOT_OURS = {
    "": ("source", "also"),  # in any file
    "sources.yaml": ("title", "publisher", "year"),
    "help.yaml": ("name", "source_note"),
    "legal.yaml": ("law", "law_as_of"),
}

_MARK = re.compile(r"\s*\[[^\[\]]+\]\s*$")  # a reference at the end of a point
_PUT_IN = re.compile(r"\{[a-z]+\}")  # a place in a phrase
ADDRESS = re.compile(r"https?://\S+|\S+@\S+\.\S+|\b(?:[\w-]+\.)+(?:dk|com|org|gov|net|eu)\b\S*|(?<!\S)/[\w/#-]+")


@dataclass(frozen=True)
class Passage:
    """A text that is read in one go: a field, a point of a list, a paragraph. `section` is the heading it stands under
    in a card's text, without its `##`; `item` what a field stands in: `entries.3` of `entries.3.what`; `language` is
    `da` or `en`."""

    file: str
    line: int
    field: str
    text: str
    section: str = ""
    item: str = ""
    language: str = "da"

    @property
    def name(self) -> str:
        """The field's own name, without what it stands in: `what` of `entries.3.what`, `lines` of `lines.0`."""
        return next((part for part in reversed(self.field.split(".")) if not part.isdigit()), "")

    @property
    def sentences(self) -> str:
        """The text as a sentence of its own, or several."""
        return sentence(self.text)


def read_documents(folder: Path) -> list[Document]:
    """Every file of texts in a content folder. Raises ContentError for one that cannot be read."""
    readers = {".md": read_markdown, ".yaml": read_yaml, ".csv": read_csv}
    return [
        readers[path.suffix](path)
        for path in sorted(folder.rglob("*"))
        if path.suffix in readers and path.name != "README.md"
    ]


def passages_in(documents: list[Document]) -> list[Passage]:
    """Every passage of the files, in their order."""
    return [
        passage
        for document in documents
        if _name(document) not in WITHOUT_SENTENCES and _is_read(document)
        for passage in (*_values(document), *_body(document))
    ]


def values_in(value: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Every text among the values of a file, with its place."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from values_in(inner, (*place, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from values_in(inner, (*place, number))


def _name(document: Document) -> str:
    return document.file.rpartition("/")[2]


def _is_read(document: Document) -> bool:
    """Whether we have the words to read a file by: of the citizen's languages we have them for Danish and English."""
    return not document.file.startswith("languages/") or _name(document) in ("da.yaml", "en.yaml")


def _values(document: Document) -> Iterator[Passage]:
    name = _name(document)
    left_out = (*NOT_OURS[""], *NOT_OURS.get(name, ()))
    is_table = name.endswith(".csv")
    for place, text in values_in(document.values):
        if is_table and place[-1] not in SENTENCE_COLUMNS:
            continue
        # Named as in every other complaint about the file: see Document.mistake.
        field = document.mistake(place, "").field
        item = ".".join(str(part) for part in place[:-1])
        passage = Passage(
            document.file,
            document.line(place),
            field,
            _PUT_IN.sub("", " ".join(text.split())),
            "",
            item,
            "en" if document.file == "languages/en.yaml" else _language(place),
        )
        if passage.name not in left_out and _is_text(passage.text):
            yield passage


def _is_text(value: str) -> bool:
    value = ADDRESS.sub("", value).strip()
    return any(letter.isalpha() for letter in value) and (" " in value or value[0].isupper())


def _language(place: Place) -> str:
    return "en" if any(part == "en" or str(part).endswith("_en") for part in place) else "da"


def _body(document: Document) -> Iterator[Passage]:
    """The points and paragraphs below a file's fields. What marks them up, and references, are left out."""
    section, begins = "", 0
    rows: list[str] = []

    def whole() -> Iterator[Passage]:
        text = _MARK.sub("", " ".join(rows)).replace("*", "").strip()
        if text:
            yield Passage(document.file, begins, f"## {section}", text, section)

    for number, row in enumerate(document.body.split("\n"), document.body_line):
        stripped = row.strip()
        if not stripped or stripped.startswith(("- ", "#")):
            yield from whole()
            rows = []
        if stripped.startswith("## "):
            section = stripped.removeprefix("## ")
        elif stripped:
            if not rows:
                begins = number
            rows.append(stripped.removeprefix("- ").lstrip("#").strip())
    yield from whole()

"""The Danish profile of HSDS: the words our attributes are taken from, each with a stable id (docs/open-data.md).

HSDS has no field for what matters most here: whether one can be anonymous, come without a referral, and what holds on
public holidays. It has attributes, which are terms of taxonomies; these are ours.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from webapp.offers.taxonomy import Taxonomy

VERSION = "3.0"  # of HSDS
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
# Every id follows from a code that is stable, so that a record has the same id on every server and in every export.
_NAMESPACE = uuid.UUID("5b7f0d3e-7c0e-5b0a-9d53-1d0c6a2f4e11")
# Ours are ISO 639 but for Danish sign language, whose code there is another.
ISO_LANGUAGES = {"dts": "dsl"}


def stable_id(*parts: str) -> str:
    """The UUID (version 5) that follows from a kind and a code, such as `service` and `fj6s`."""
    return str(uuid.uuid5(_NAMESPACE, "\n".join(parts)))


@dataclass(frozen=True)
class Vocabulary:
    """A taxonomy: its code, its name, what it is for, and its terms as (code, name, description)."""

    code: str
    name: str
    description: str
    terms: tuple[tuple[str, str, str], ...]
    shared_words: bool = False  # its codes are found in other taxonomies too

    @property
    def id(self) -> str:
        """Its UUID."""
        return stable_id("taxonomy", self.code)

    def term_id(self, code: str) -> str:
        """The UUID of one of its terms."""
        return stable_id("term", self.code, code)

    def term_code(self, code: str) -> str:
        """The code of one of its terms as others see it: HSDS wants a code to be that of one term only."""
        return f"{self.code}_{code}" if self.shared_words else code


_ANSWERS = (
    ("yes", "Ja", "We know that it is so."),
    ("no", "Nej", "We know that it is not so."),
    ("unknown", "Ikke oplyst", "Nobody has told us. Never read it as no or as yes."),
)
_OURS = (
    Vocabulary("anonymous", "Anonymt", "Whether one can be anonymous.", _ANSWERS, True),
    Vocabulary("free", "Gratis", "Whether it is free of charge.", _ANSWERS, True),
    Vocabulary("no_referral", "Uden henvisning", "Whether one can come without being referred.", _ANSWERS, True),
    Vocabulary("children", "Børn med", "Whether one may bring one's children.", _ANSWERS, True),
    Vocabulary("dogs", "Hund med", "Whether one may bring one's dog.", _ANSWERS, True),
    Vocabulary(
        "holidays",
        "Helligdage",
        "What holds on Danish public holidays. 24 and 31 December, 1 May and 5 June are not among them.",
        (
            ("own_hours", "Særlige tider", "The hours have a rule of their own for public holidays, closed included."),
            ("as_usual", "Som ellers", "It is open day and night, on public holidays too."),
            ("unknown", "Ikke oplyst", "The hours are not known, or do not speak of public holidays: ring first."),
        ),
        True,
    ),
    Vocabulary(
        "known_by",
        "Oplyst",
        "How we know; the attribute's value is the day, month or year, in ISO 8601.",
        (
            ("confirmed", "Bekræftet", "Somebody asked the offer itself on that day."),
            ("stated", "Oplyst", "The source itself carries that date."),
            ("looked_up", "Slået op", "The source has no date; somebody looked it up on that day."),
        ),
    ),
    Vocabulary(
        "text",
        "Tekst",
        "More texts; the attribute's value is the text.",
        (
            ("description_en", "Engelsk beskrivelse", "The description in English."),
            ("legal_basis", "Lovgrundlag", "The legal basis, in Danish."),
        ),
    ),
)


def vocabularies(taxonomy: Taxonomy) -> dict[str, Vocabulary]:
    """Every taxonomy of the profile by its code, those the offers are found by included."""
    found_by = (
        ("topic", "Emne", "What it is about.", taxonomy.topics),
        ("audience", "Målgruppe", "Whom it is for.", taxonomy.audiences),
        ("contact_form", "Kontaktform", "How one reaches it.", taxonomy.contact_forms),
    )
    read = [
        Vocabulary(code, name, about, tuple((term.id, term.label, term.label_en) for term in terms.values()))
        for code, name, about, terms in found_by
    ]
    return {vocabulary.code: vocabulary for vocabulary in (*read, *_OURS)}


def taxonomy_record(vocabulary: Vocabulary) -> dict:
    """A taxonomy as HSDS has it."""
    return {
        "id": vocabulary.id,
        "name": vocabulary.name,
        "description": vocabulary.description,
        "version": "1",
    }


def term_records(vocabulary: Vocabulary) -> list[dict]:
    """The terms of a taxonomy as HSDS has them."""
    return [
        {
            "id": vocabulary.term_id(code),
            "code": vocabulary.term_code(code),
            "name": name,
            "description": about,
            "taxonomy": vocabulary.code,
            "language": "da",
            "taxonomy_id": vocabulary.id,
        }
        for code, name, about in vocabulary.terms
    ]

"""Everything `make content` checks beyond what the app needs to start: spelling, reading level, agreed words, danger to
citizens, dead ends, age."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from webapp.content.document import Mistake
from webapp.library import Library
from webapp.proofreading.dead_ends import idle_boxes, idle_rules, idle_sources, idle_terms, lost_cards
from webapp.proofreading.overdue import overdue
from webapp.proofreading.passage import passages_in, read_documents
from webapp.proofreading.reading_level import too_hard
from webapp.proofreading.safety import unsafe_contact, unsafe_messages, unsafe_notice, unsafe_openings
from webapp.proofreading.spelling import (
    idle_words,
    installed_speller,
    misspelled,
    read_own_words,
    untidy_words,
)
from webapp.proofreading.wording import certain_without_reason, long_points, unwanted_words, worn_pictures


@dataclass(frozen=True)
class Proof:
    """What was found: what has to be mended, what should be looked at, and whether spelling could be checked."""

    errors: tuple[Mistake, ...]
    warnings: tuple[Mistake, ...]
    spelled: bool


def proofread(library: Library, today: date, find_speller=installed_speller) -> Proof:
    """Every complaint about the texts of a library that could be read, in the order of files and lines."""
    documents = read_documents(library.folder)
    passages = passages_in(documents)
    own = read_own_words(library.folder)
    speller = find_speller(own)
    errors = [
        *too_hard(passages),
        *unwanted_words(passages),
        *worn_pictures(passages),
        *long_points(passages),
        *certain_without_reason(library),
        *unsafe_openings(documents, passages),
        *unsafe_contact(documents, passages),
        *unsafe_notice(documents, passages),
        *unsafe_messages(documents, passages),
        *lost_cards(library, documents),
        *idle_terms(library, documents, passages),
        *idle_sources(library, documents),
        *idle_boxes(library, documents),
        *untidy_words(own),
    ]
    warnings = [*idle_rules(library, documents), *overdue(library, documents, today)]
    if speller:
        errors += misspelled(passages, speller)
        warnings += idle_words(own, passages, speller)
    return Proof(_in_order(errors), _in_order(warnings), speller is not None)


def _in_order(found: list[Mistake]) -> tuple[Mistake, ...]:
    return tuple(sorted(found, key=lambda mistake: (mistake.file, mistake.line)))

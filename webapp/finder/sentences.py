"""What an answer says of itself (`content/finder.yaml`): how a question was read, how much was found, what to try next.

The sentences go along in the edition, so that the server and the phone say the same from one file.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from webapp.content.document import Checked, read_yaml
from webapp.security.cpr import HAS_CPR

ADDRESS = "/data/svar"  # of the sentences, in the bundle


def _with(*names: str) -> AfterValidator:
    """A check that a sentence has these names in braces and no others, and nothing that means something in HTML."""

    def has_them(text: str) -> str:
        if sorted(re.findall(r"\{([^{}]*)\}", text)) != sorted(names) or re.search(
            r"[{}]", re.sub(r"\{\w+\}", "", text)
        ):
            raise ValueError(f"Her skal stå {' og '.join(f'{{{name}}}' for name in names) or 'ingen klammer'}.")
        if re.search("[<>&\"']", text):
            raise ValueError("Brug ikke tegnene < > & \" ' her.")
        return text

    return AfterValidator(has_them)


Plain = Annotated[str, Field(min_length=1), _with()]
Most = Annotated[str, _with("most")]
Number = Annotated[str, _with("n")]
Words = Annotated[str, _with("words")]
Parts = Annotated[str, _with("parts")]


class Unknown(Checked):
    """That the value of a parameter could not be used, by the parameter's name."""

    k: Plain
    e: Plain
    f: Plain
    m: Plain
    l: Plain  # noqa: E741
    a: Plain
    u: Plain
    n: Plain
    g: Plain
    b: Plain
    s: Plain


class Chosen(Checked):
    """What is said of each choice that words make as a tick would: what they were read as, or that nothing is known to
    be so."""

    anonymous: Plain
    open_now: Plain
    free: Plain
    no_referral: Plain


class Apart(Checked):
    """That the help for one side of violence is left out."""

    uses: Plain
    meets: Plain


class Near(Checked):
    """How near an offer is."""

    own: Plain
    region: Plain
    national: Plain


class Advice(Checked):
    """What to try when no offer fits, by what was chosen."""

    language: Plain
    open_now: Plain
    free: Plain
    words: Plain
    anonymous: Plain
    choices_and_place: Plain
    choices: Plain


class Search(Checked):
    """What the search in everything says."""

    empty: Plain
    none: Plain
    advice: Plain
    to_finder: Plain
    to_cards: Plain
    found: Number
    first: Most


class Overview(Checked):
    """The words in the overview's table and on the sheet for the wall."""

    everyone: Plain
    choose: Plain
    to_sheet: Plain
    caption: Plain
    now: Plain
    unnamed: Plain
    first: Plain
    here: Number
    national: Plain
    none: Plain
    all: Annotated[str, _with("nearest")]
    other: Plain
    nobody: Plain
    unknown_hours: Plain


class AgreementSays(Checked):
    """What stands in the place of a municipality's agreement."""

    choose: Plain
    none: Annotated[str, _with("municipality")]
    card: Plain
    to_card: Plain


class ReportSays(Checked):
    """What is to be mended in a report about an offer, and that it waits for a network."""

    no_kind: Plain
    too_long: Most
    cpr: Plain = HAS_CPR
    waits: Plain
    to_form: Plain


class Sentences(Checked):
    """Every sentence, by the name that both sides call it."""

    unknown: Unknown
    query_too_long: Most
    too_many_words: Most
    no_such_page: Plain
    in_several: Annotated[str, _with("others", "chosen")]
    choices: Chosen
    understood: Parts
    take_away: Annotated[str, _with("part")]
    did_you_mean: Parts
    either: Plain
    corrected: Annotated[str, _with("word")]
    halved: Annotated[str, _with("whole", "first", "second")]
    not_in_offers: Words
    not_in_texts: Words
    not_here: Words
    too_little: Plain
    other_letters: Plain
    not_known: Chosen
    not_all: Chosen
    few_tell_languages: Plain
    ask_for_interpreter: Plain
    apart: Apart
    see_apart: Plain
    one_offer: Plain
    offers: Number
    page_of: Annotated[str, _with("page", "pages")]
    unsure: Plain
    ranked: Plain
    ranked_near: Plain
    ordered: Plain
    ordered_near: Plain
    near: Near
    previous: Plain
    next: Plain
    no_offers: Plain
    advice: Advice
    search: Search
    overview: Overview
    agreement: AgreementSays
    report: ReportSays


def read_sentences(path: Path) -> Sentences:
    """The sentences in a file. Raises ContentError for one that is missing, unknown or without what belongs in it."""
    return read_yaml(path).checked(Sentences)

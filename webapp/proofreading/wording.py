"""Words the texts have agreed on: what is not said, pictures that wear out, and how much fits in one point.

The rules are the project's own. They are here, not in the tests, so that whoever edits a text meets them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from webapp.cards.body import ROLES
from webapp.content.document import Mistake
from webapp.library import Library
from webapp.proofreading.passage import Passage

LONGEST_POINT = 34  # words: what can be said, or done, in one breath
MOST_DOORS = 3  # in all texts together: one picture too many times says nothing
_NAMES_AND_SEARCH = ("also", "forms")  # words as people type them

# What must not stand, and what to write instead.
_NOT_SAID = (
    (
        re.compile(r"(?<!Exit )\b[Pp]rostit(?!u(?:eret|erede)\b[«\"])\w*"),
        "Skriv »sexsalg«, ikke »prostitution« eller »prostitueret« om et menneske.",
    ),
    (re.compile(r"\bLGBT(?!\+)"), "Skriv »LGBT+«, med plus."),
    # One name for one thing, and of people what they are in, not what they are called.
    (
        re.compile(r"\bLGBT\+ (?:person|ung|børn|barn)\w*|\b[Tt]ranskønn\w+"),
        "Skriv »LGBT+personer« og »transpersoner«.",
    ),
    (re.compile(r"\b[Hh]jemløse\b"), "Skriv »mennesker i hjemløshed« eller »uden et sted at bo«."),
    (re.compile(r"\b[Cc]pr-?\w+|\bpersonnum\w+"), "Skriv »CPR-nummer«."),
    (re.compile(r"\b\w*centeret\w*", re.IGNORECASE), "Skriv »centret«, som i resten af teksterne."),
    (re.compile(r"\bkodeord\w*", re.IGNORECASE), "Skriv »adgangskode«."),
    (re.compile(r"\b[Ll]orem\b|\bTODO\b"), "Teksten er ikke skrevet færdig."),
    # True on the day it was written, and false when the year has come: nobody edits it at midnight.
    (
        re.compile(
            r"\b(?:frem mod|kommer|ventes|forvent\w+|overtager|efter planen)\b[^.;]*\b20[2-9][0-9]\b", re.IGNORECASE
        ),
        "Det bliver forkert, når tiden er gået. Skriv det, så det er sandt både før og efter, eller under later.",
    ),
    # Retskrivningsordbogen § 58: several forms are right, and one of them stands in the whole text.
    (re.compile(r"[„“”\"]"), "Anførselstegn er »sådan« i alle tekster."),
    (
        re.compile(
            r"\b(?:sige?|siger|siges|sagde|sagt)\s+(?:(?!at\b|hvad\b|om\b)\w+\s+){0,3}?pligt(?:en|er|erne)?\b(?!\s+til)"
            r"|\bpligt(?:en|erne)\s+(?:\w+\s+){0,2}(?:siges|sagt)\b",
            re.IGNORECASE,
        ),
        "Man »siger« ikke en pligt på dansk. Skriv »fortæl om pligten«.",
    ),
    (
        re.compile(
            r"\bringe i livet\b|\b(?:to|flere|onde?|dårlige?|egen|samme) ringe?n?\b(?! til| op| og)|\bom ringen\b"
            r"|\b(?:tegn|bryd|bryder|brudt)\w* (?:en|den|din|jeres) (?:\w+ )?ring\b"
        ),
        "»Ring« er en telefon her. Skriv »cirkel«: onde cirkler, et mønster, noget der gentager sig.",
    ),
)
# English that is Danish in English words: nobody meets violence.
_NOT_SAID_IN_ENGLISH = (
    (
        re.compile(r"\b(?:meets?|met) (?:\w+,? ){0,5}(?:violence|abuse|threats)\b"),
        "Skriv »experience« om vold og overgreb.",
    ),
    (re.compile(r"\b[Ww]arm rooms?\b"), "Skriv »drop-in place« om en varmestue."),
)
_DOOR = re.compile(
    r"\b(?:åbn|luk|smæk|lås)\w*\s+(?:\w+\s+){0,2}dør(?:en|e|ene)?\b"
    r"|\bdør(?:en|e|ene)?\s+(?:\w+\s+){0,2}(?:på klem|går op|åbner|åbnes|smækker|lukker|lukket|låst)\b"
    r"|\bvar døren\b|\bdør(?:en)? på klem\b",
    re.IGNORECASE,
)
_A_LESSON = ("point", "talk")  # elsewhere in a scenario a door is a door


def unwanted_words(passages: Iterable[Passage]) -> Iterator[Mistake]:
    """A mistake for every passage with words that are not to stand."""
    for passage in passages:
        if passage.name not in _NAMES_AND_SEARCH:
            for words, instead in _NOT_SAID if passage.language == "da" else _NOT_SAID_IN_ENGLISH:
                if found := words.search(passage.text):
                    yield _mistake(passage, f"Her står »{found[0]}«. {instead}")


def worn_pictures(passages: Iterable[Passage]) -> Iterator[Mistake]:
    """A mistake at each door too many that opens, closes or stands ajar."""
    doors = [
        one
        for one in passages
        if _DOOR.search(one.text) and (one.name in _A_LESSON or not one.file.startswith("scenarios/"))
    ]
    for passage in doors[MOST_DOORS:]:
        others = ", ".join(f"{one.file} linje {one.line}" for one in doors[:MOST_DOORS])
        message = f"Døren er brugt som billede {MOST_DOORS} gange i forvejen ({others}). Sig det uden billedet."
        yield _mistake(passage, message)


def long_points(passages: Iterable[Passage]) -> Iterator[Mistake]:
    """A mistake for every point of a card that is too long to say or do in one go."""
    for passage in passages:
        if ROLES.get(passage.section) in ("do", "say", "avoid", "after"):
            words = len(passage.text.split())
            if words > LONGEST_POINT:
                yield _mistake(passage, f"Punktet har {words} ord, højst {LONGEST_POINT}. Del det i to.")


def certain_without_reason(library: Library) -> Iterator[Mistake]:
    """A mistake for every rule that is not fully confirmed and does not say what is not known."""
    for number, fact in enumerate(library.law.facts.values()):
        if fact.confidence != "high" and not fact.caveat.strip():
            message = "Reglen er ikke fuldt bekræftet. Skriv i caveat, hvad vi ikke ved."
            yield library.law.document.mistake(("entries", number, "caveat"), message)


def _mistake(passage: Passage, message: str) -> Mistake:
    field = f"## {passage.section}" if passage.section else passage.field
    return Mistake(passage.file, passage.line, field, message)

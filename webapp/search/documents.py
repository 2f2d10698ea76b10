"""What the search in everything finds besides offers: cards, duties and rights, the glossary, practice, and pages.

A document is a line rendered for the list of results, and `factor`: how much its kind counts, in hundredths. What it is
found by is made here too (`found_by`), and goes into the index at publishing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from flask import render_template

from webapp.dated import with_later
from webapp.finder.sides import Sides
from webapp.library import Library
from webapp.markup import without_line_breaks
from webapp.ranking.making import Document, Field
from webapp.ranking.question import names_of_laws, paragraph_terms, small_phrases, typed
from webapp.ranking.vocabulary import small_words

KINDS = {"kerneelement": "Kernekort", "maalgruppe": "Målgruppe", "situation": "Situation", "metode": "Metode"}
CARD, LAW, WORD, PAGE, PRACTICE = 125, 120, 115, 110, 75  # how much each kind counts against an offer's 100
TITLE, ESSENCE, SPOKEN, BODY = 5.0, 2.0, 2.8, 1.0  # weights of the fields
# The pages used around a meeting, and those about the app: title, what each is good for, address, spoken words.
PAGES = (
    ("Tjeklisten", "Det, der skal siges, før du spørger. Sætning for sætning.", "/tjek",
     "tjekliste, klar til mødet, hvad skal jeg sige først, huske før samtalen"),
    ("Det korte tjek", "Ét minut, fem ting, når samtalen er i gang.", "/tjek/kort",
     "kort tjekliste, hurtigt overblik, midt i samtalen"),
    ("Hele vejen om et møde", "De fem kerneelementer før, under og efter.", "/forloeb",
     "forløb, mødets gang, før under og efter, trin for trin"),
    ("Før et skema", "Tre spørgsmål, der skal have et svar først.", "/tjek/skema",
     "skal bruge et skema, før screening, må jeg bruge skemaet, spørgeskema"),
    ("Tres sekunder til dig", "Efter mødet: træk vejret, ring til nogen, skriv det rigtige.", "/tjek/efter",
     "60 sekunder, efter samtalen, rystet, debriefing, kan ikke slippe det, supervision, selvomsorg"),
    ("Vores aftale", "Det, I er blevet enige om at gøre hos jer.", "/aftale",
     "aftale, hvem gør hvad hos os, lokal aftale, hvad har vi aftalt, kommunens aftale, aftaler hos os, "
     "vores måde at gøre det på, hvem ringer vi til her, husets regler"),
    ("Overblik", "Hvad der findes af hjælp i kommunen, og hvad der mangler.", "/overblik",
     "overblik over tilbud, hvad mangler vi, alle tilbud i kommunen, ark til væggen"),
    ("Spor på telefonen", "Til borgeren: hvad andre kan se, og hvordan man sletter det.", "/b/spor",
     "slette historik, kan han se hvad jeg har søgt på, overvåget telefon, gps, spore min telefon, sikker på nettet, "
     "læse mine beskeder, kan de læse mine beskeder, hvem kan læse mine sms'er, "
     "rydde op efter sig, skjule at jeg har været her, kigger i min telefon, følger med på min mobil, søgehistorik"),
    ("Hjælp nu", "Numre, der kan ringes til nu. Til at vise borgeren.", "/b/nu",
     "hjælp nu, jeg har brug for hjælp nu, akutte numre, hvem ringer jeg til, nødnumre, alarmnumre, help now, "
     "telefonnumre i en krise, numre til borgeren"),
    ("Sådan er et møde", "Til borgeren: hvad der sker, og hvad man selv må bestemme.", "/b/moede",
     "hvad skal jeg til, før mit møde, hvad sker der på mødet, mødet med kommunen, første møde, "
     "må jeg sige nej på mødet, hvad skal jeg sige ja til, mine rettigheder på mødet, nervøs for mødet"),
    ("Privatliv", "Hvad appen gemmer, og hvad den ikke gemmer.", "/privatliv",
     "privatliv, cookies, gemmer appen noget, hvad ved I om mig, gdpr, data om mig, persondata, "
     "privatlivspolitik, sporer I mig, kan nogen se at jeg bruger appen, er det anonymt at bruge appen, "
     "databeskyttelse"),
)  # fmt: skip
_MAIN = re.compile('<main id="indhold"[^>]*>(.*?)</main>', re.DOTALL)
_TAG = re.compile("<[^>]*>")
# What stands on a page and is not its text: the glossary's, boxes' and other pages' words, buttons, sources and dates.
_NOT_ITS_OWN = re.compile(
    '<span class="explained".*?</button></span>'
    '|<section class="(?:box|screen|part" data-role="source)".*?</section>'
    r"|<(nav|button|cite|time)\b.*?</\1>"
    r'|<p class="[^"]*\b(?:soft|ways|onwards)\b.*?</p>',
    re.DOTALL,
)


@dataclass(frozen=True)
class Listed:
    """A document before it is published. `names` are words as good as the title's, `spoken` what people say,
    `laws` what its laws are called; `page` is
    the address whose text is the document's own, if it has one; `later` what title and text become from a day on."""

    kind: str
    label: str
    title: str
    about: str
    address: str
    factor: int
    names: str = ""
    spoken: str = ""
    laws: str = ""
    page: bool = True
    own: dict[str, int] = field(default_factory=dict)
    later: tuple[tuple[date, str, str], ...] = ()


def listed(library: Library) -> list[Listed]:
    """Every document, in the order that decides between equals."""
    found = []
    small = small_words(library.stopwords)
    for card in library.cards.values():
        spoken, own = " · ".join(card.also), small_phrases(card.also, small)
        found.append(
            Listed(
                card.kind, KINDS[card.kind], card.title, card.essence, f"/kort/{card.id}", CARD, spoken=spoken, own=own
            )
        )
    for title, about, address, spoken in PAGES:
        # The short checklist says what the whole one says: it is found by its own words.
        own_text = address not in ("/tjek/kort", "/aftale", "/overblik")
        own = small_phrases(spoken.split(", "), small)
        found.append(Listed("metode", "Side", title, about, address, PAGE, spoken=spoken, page=own_text, own=own))
    for box in library.boxes.values():
        # Where it is first shown; nowhere, then there is nothing to find.
        first = next((card for card in library.cards.values() if box.id in card.boxes), None)
        if first:
            text = " ".join(box.lines)
            found.append(Listed("situation", "Boks", box.title, text, f"/kort/{first.id}", CARD, page=False))
    for fact in library.law.shown():
        now, *coming = fact.versions
        said = (one for version in coming for one in (version.title, version.what, version.law))
        found.append(
            Listed(
                *("lov", "Pligt og ret", now.title, now.what, f"/kort/{fact.code}", LAW),
                names=fact.id.replace("-", " "),
                spoken=" · ".join((*fact.also, fact.law, *said)),
                laws=" · ".join(names_of_laws(fact.law, library.laws)),
                own=paragraph_terms("; ".join((fact.law, *fact.also)), library.laws) | small_phrases(fact.also, small),
                later=tuple((one.first, one.title, one.what) for one in coming if one.first),
            )
        )
    for term in library.glossary:
        also = " · ".join(dict.fromkeys((*term.also, *term.forms)))
        found.append(Listed("ord", "Ord", term.term, term.explanation, f"/ord#{term.id}", WORD, names=also, page=False))
    for scenario in library.practice.scenarios.values():
        spoken = "øvelse · træne en samtale · rollespil"
        found.append(
            Listed("situation", "Øvelse", scenario.name, scenario.about, scenario.address, PRACTICE, spoken=spoken)
        )
    for session in library.practice.sessions.values():
        spoken = "ti minutter · øvelse · personalemøde · træning for personalet · gruppen øver sig sammen"
        found.append(
            Listed("metode", "Ti minutter", session.name, session.goal, session.address, PRACTICE, spoken=spoken)
        )
    return found


def documents(found: list[Listed], sides: Sides) -> list[dict]:
    """The documents as they are published; one whose title names a side of violence is of that side. Needs an app
    context, for the template."""
    return [
        with_later(
            [
                (
                    day,
                    {
                        "line": _line(replace(one, title=title, about=about)),
                        "factor": one.factor,
                        "side": sides.asked_for(typed(title), ""),
                    },
                )
                for day, title, about in ((date.min, one.title, one.about), *one.later)
            ]
        )
        for one in found
    ]


def found_by(found: list[Listed], pages: Mapping[str, str]) -> list[Document]:
    """What each document is found by. `pages` are the rendered pages by address."""
    return [
        Document(
            [
                Field(one.title, TITLE),
                Field(one.names, TITLE),
                Field(one.about, ESSENCE),
                Field(one.spoken, SPOKEN, listed=True),
                Field(f"{_text(pages[one.address]) if one.page and one.address in pages else ''} {one.laws}", BODY),
            ],
            one.own,
        )
        for one in found
    ]


def _text(page: str) -> str:
    main = _MAIN.search(page)
    return _TAG.sub(" ", _NOT_ITS_OWN.sub(" ", main[1])) if main else ""


def _line(one: Listed) -> str:
    parts = {"kind": one.kind, "label": one.label, "title": one.title, "about": one.about, "address": one.address}
    return without_line_breaks(render_template("search/_line.html", **parts))

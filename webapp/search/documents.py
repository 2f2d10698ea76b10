"""What the search in everything finds: cards, duties and rights, the glossary, practice, and offers.

A document is a line rendered for the list of results and the folded words of its title. What is searched besides the
title is not sent twice: it is the text of the page the document stands for (`page`), or of the line itself, and
whoever answers takes it from there (`searched`, and `static/search/worker/render.js`). Offers are found by what the
finder finds them by, and shown by the finder's own line.
"""

from __future__ import annotations

import re
from datetime import date

from flask import render_template

from webapp.danish import fold
from webapp.dated import with_later
from webapp.library import Library

KINDS = {"kerneelement": "Kernekort", "maalgruppe": "Målgruppe", "situation": "Situation", "metode": "Metode"}
# The pages used around a meeting: title, what each is good for, address.
MEETING = (
    ("Tjeklisten", "Det, der skal siges, før du spørger. Sætning for sætning.", "/tjek"),
    ("Det korte tjek", "Ét minut, fem ting, når samtalen er i gang.", "/tjek/kort"),
    ("Hele vejen om et møde", "De fem kerneelementer før, under og efter.", "/forloeb"),
    ("Før et skema", "Tre spørgsmål, der skal have et svar først.", "/tjek/skema"),
    ("Tres sekunder til dig", "Efter mødet: træk vejret, ring til nogen, skriv det rigtige.", "/tjek/efter"),
)
_MAIN = re.compile('<main id="indhold"[^>]*>(.*?)</main>', re.DOTALL)
_TAG = re.compile("<[^>]*>")
_BOX = re.compile('<section class="box".*?</section>', re.DOTALL)  # the box is a document of its own
_EXPLAINED = re.compile('<span class="explained".*?</button></span>', re.DOTALL)  # the glossary's text, not the card's


def documents(library: Library) -> list[dict]:
    """Every document, in the order that decides between equals. Needs an app context, for the template."""
    found = []
    for card in library.cards.values():
        found.append(_document(card.kind, KINDS[card.kind], card.title, card.essence, f"/kort/{card.id}"))
    for title, about, address in MEETING:
        # The short checklist says what the whole one says: it is found by its own words.
        found.append(_document("metode", "I mødet", title, about, address, page=address != "/tjek/kort"))
    for box in library.boxes.values():
        # Where it is first shown; nowhere, then there is nothing to find.
        first = next((card for card in library.cards.values() if box.id in card.boxes), None)
        if first:
            text = " ".join(box.lines)
            found.append(_document("situation", "Boks", box.title, text, f"/kort/{first.id}", page=False))
    for fact in library.law.shown():
        versions = [
            (one.first or date.min, _document("lov", "Pligt og ret", one.title, one.what, f"/kort/{fact.code}"))
            for one in fact.versions
        ]
        found.append(with_later(versions))
    for term in library.glossary:
        also = " ".join(dict.fromkeys((*term.also, *term.forms)))
        found.append(_document("ord", "Ord", term.term, term.explanation, f"/ord#{term.id}", besides=also, page=False))
    for scenario in library.practice.scenarios.values():
        found.append(_document("situation", "Øvelse", scenario.name, scenario.about, scenario.address))
    for session in library.practice.sessions.values():
        found.append(_document("metode", "Ti minutter", session.name, session.goal, session.address))
    return found


def searched(document: dict, pages: dict[str, str]) -> str:
    """The folded words a document is searched in, with a space first."""
    if "page" in document:
        main = _MAIN.search(pages[document["page"]])
        return " " + fold(_TAG.sub(" ", _BOX.sub("", _EXPLAINED.sub("", main[1] if main else ""))))
    return document["title"] + " " + fold(_TAG.sub(" ", document["line"]))


def _document(kind: str, label: str, title: str, about: str, address: str, *, besides: str = "", page: bool = True):
    document = {"title": " " + fold(f"{title} {besides}"), "line": _line(kind, label, title, about, address)}
    return document | {"page": address} if page else document


def _line(kind: str, label: str, title: str, about: str, address: str) -> str:
    parts = {"kind": kind, "label": label, "title": title, "about": about, "address": address}
    return re.sub(r"\s*\n\s*", "", render_template("search/_line.html", **parts))

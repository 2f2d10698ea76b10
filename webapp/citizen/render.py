"""A citizen's pages in a language: the edition's pages, which are in none, with their slots filled. The service worker
answers the same on the worker's phone (`static/citizen/worker/render.js`); a citizen's own phone has no worker and asks
the server."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import escape

from webapp.finder.answers import Answers
from webapp.languages.edition_part import OFFERS
from webapp.languages.language import SOURCE
from webapp.languages.spoken import Languages
from webapp.languages.words import Words

MOST = 6  # offers on one page
SHEETS = ("nu", "spor", "moede")  # pages under /b that show no offers
SKELETON = "/b/-/{}"  # where an edition has such a page in no language; no request has this address
_CODES = re.compile("[a-z2-9]{4}(-[a-z2-9]{4})*")


@dataclass(frozen=True)
class Shown:
    """What a citizen's address leads to: the HTTP status, the codes of the offers that are shown, and the key of what
    is told about those that are not."""

    status: int
    codes: tuple[str, ...]
    note: str | None = None


def within(code: str) -> str:
    """What stands behind every address that leads on, so that the language goes along."""
    return "" if code == SOURCE else f"?sprog={code}"


def shown(answers: Answers, name: str, minute: int) -> Shown:
    """Which offers an address shows; what was merged is shown as the one it became. 400 for too many, 404 for none that
    ever was, 410 for none that is any more."""
    named = name.split("-") if _CODES.fullmatch(name) else []
    codes = tuple(dict.fromkeys(answers.merged.get(code, code) for code in named))
    if len(codes) > MOST:
        return Shown(400, (), "too_many")
    kept = tuple(code for code in codes if code in answers.by_code and answers.by_code[code]["goneFrom"] > minute)
    if not kept:
        once = any(code in answers.closed or code in answers.by_code for code in codes)
        return Shown(410 if once else 404, (), "none_left")
    return Shown(200, kept, "some_left" if len(kept) < len(codes) else None)


def citizen_page(answers: Answers, name: str, words: Words) -> tuple[int, str]:
    """The status and page for the offers named in an address, in a language."""
    minute = answers.minute()
    what = shown(answers, name, minute)
    at = "-".join(what.codes)
    page = answers.page(
        "/b",
        slots(answers.languages, words, at)
        | {
            "notes": lambda: note(what, words),
            "offers": lambda: "".join(
                answers.part(answers.by_code[code], "citizen", minute, words) for code in what.codes
            ),
            "onward": lambda: picture(at, words) if at else "",
        },
    )
    return what.status, page


def sheet(answers: Answers, name: str, words: Words) -> str:
    """One of the pages under /b that show no offers, in a language."""
    return answers.page(SKELETON.format(name), slots(answers.languages, words, name))


def slots(languages: Languages, words: Words, name: str) -> dict[str, Callable[..., str]]:
    """What fills the slots that every citizen's page has. `name` is what its address has behind `/b/`; empty for a page
    that shows nothing, from which the row of languages leads to the numbers to ring."""
    at = name or "nu"
    return {
        "lang": lambda: words.code,
        "dir": lambda: f' dir="{words.direction}"' if words.direction != "ltr" else "",
        "language": lambda: within(words.code),
        "phrase": lambda key: words.html(words[key]),
        # Whoever reads Danish sees the other languages first; whoever has chosen one, the page.
        "languages": lambda: row(languages, words, at) if words.code == SOURCE else "",
        "bottom": lambda: "" if words.code == SOURCE else row(languages, words, at),
        "unchecked": lambda: unchecked(languages, words, at, name if name in SHEETS else OFFERS),
        "interpreter": lambda: interpreter(languages, words),
        "dated": lambda key, value: dated(words, key, value),
        "time": lambda key, minute: words.html(words.put(key, time=words.clock(int(minute)))),
        "hours": lambda number: words.html(words.line(languages.lines[int(number)])),
        "picture": lambda: picture(at, words),
    }


def row(languages: Languages, words: Words, name: str) -> str:
    """The languages by their own names, each a way to the same page in it."""
    here = {words.code: ' aria-current="true"'}
    links = "".join(
        f'<li><a href="/b/{name}{within(code)}" hreflang="{code}" lang="{code}" dir="{direction}" translate="no"'
        f"{here.get(code, '')}>{words.html(own)}</a></li>"
        for code, own, direction, _checked in languages.rows
    )
    return f'<ul class="languages" aria-label="{escape(words["page.languages"])}">{links}</ul>'


def unchecked(languages: Languages, words: Words, name: str, page: str) -> str:
    """That nobody who knows the language has read the page, in it and in Danish; and the worker's way to the Danish."""
    if words.code == SOURCE:
        return ""
    key = "page.unchecked"
    danish = f'<a href="/b/{name}" hreflang="da">Hvad står der?</a>'
    if languages.is_read(words, page):
        return f'<p class="unread" lang="da" dir="ltr">{danish}</p>'
    return (
        f'<div class="unread"><p>{words.html(words[key])}</p>'
        f'<p lang="da" dir="ltr" translate="no">{words.html(languages.words(SOURCE)[key])} {danish}</p></div>'
    )


def interpreter(languages: Languages, words: Words) -> str:
    """What the citizen can point at: the right to an interpreter, in their language and in Danish."""
    if words.code == SOURCE:
        return ""
    danish = languages.words(SOURCE)
    keys = ("interpreter.right", "interpreter.no_child")
    own, theirs = (" ".join(each[key] for key in keys) for each in (words, danish))
    return (
        f'<div class="interpreter"><p><svg class="picto" aria-hidden="true"><use href="#p-tolk"/></svg>'
        f"{words.html(words['interpreter.show'])}</p><p><b>{words.html(own)}</b></p>"
        f'<p lang="da" dir="ltr" translate="no">{words.html(theirs)}</p></div>'
    )


def dated(words: Words, key: str, value: str) -> str:
    """When something was told, looked up or checked: a day, a month or a year."""
    return words.html(words.put(f"dated.{key}", date=words.date(value)))


def note(what: Shown, words: Words) -> str:
    """What to tell about places that are not shown, and with none left, what to do instead."""
    if what.note is None:
        return ""
    said = words.html(words.put(f"offers.{what.note}", n=str(MOST)))
    if what.codes:  # not on the slip
        return f'<p class="note screen">{said}</p>'
    now = words.html(words["page.numbers_now"])
    link = f'<a class="call second" href="/b/nu{within(words.code)}">{now}</a>'
    return f'<p class="note">{said}</p><p class="screen">{link}</p>'


def picture(name: str, words: Words) -> str:
    """A picture that takes the page to another phone."""
    title, text = words.html(words["page.take_along"]), words.html(words["page.code"])
    return (
        f'<details class="copy"><summary>{title}</summary>'
        f'<img src="/b/{name}/qr.svg{within(words.code)}" alt="{text}" width="280" height="280" loading="lazy">'
        "</details>"
    )

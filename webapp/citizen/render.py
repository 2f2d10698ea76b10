"""Chosen offers for a citizen: the edition's page with its slots filled. The service worker answers the same on the
worker's phone (`static/citizen/worker/render.js`); a citizen's own phone has no worker and asks the server."""

from __future__ import annotations

import re
from dataclasses import dataclass

from webapp.finder.answers import Live
from webapp.hours.opening import Language

MOST = 6  # offers on one page
SHEETS = ("nu", "spor", "moede")  # pages under /b that show no offers
PAGES = {"da": "/b", "en": "/b?sprog=en"}
IN = {"da": "", "en": "?sprog=en"}  # behind every address that leads on, so that the language goes along
_CODES = re.compile("[a-z2-9]{4}(-[a-z2-9]{4})*")

TOO_MANY = {
    "da": f"Der kan højst stå {MOST} steder på siden. Gå tilbage, og vælg færre.",
    "en": f"The page can hold {MOST} places at most. Go back and choose fewer.",
}
NONE_LEFT = {
    "da": "Det sted kan vi ikke vise. Det kan være lukket.",
    "en": "We cannot show that place. It may have closed.",
}
SOME_LEFT = {
    "da": "Et af stederne vises ikke mere. Det kan være lukket.",
    "en": "One of the places is no longer shown. It may have closed.",
}
CALL_NOW = {"da": "Numre, du kan ringe til nu", "en": "Numbers you can call now"}


@dataclass(frozen=True)
class Shown:
    """What a citizen's address leads to: the HTTP status and the codes of the offers that are shown."""

    status: int
    codes: tuple[str, ...]
    note: dict[str, str] | None = None


def shown(live: Live, name: str, minute: int) -> Shown:
    """Which offers an address shows; what was merged is shown as the one it became. 400 for too many, 404 for none that
    ever was, 410 for none that is any more."""
    named = name.split("-") if _CODES.fullmatch(name) else []
    codes = tuple(dict.fromkeys(live.merged.get(code, code) for code in named))
    if len(codes) > MOST:
        return Shown(400, (), TOO_MANY)
    kept = tuple(code for code in codes if code in live.by_code and live.by_code[code]["goneFrom"] > minute)
    if not kept:
        once = any(code in live.closed or code in live.by_code for code in codes)
        return Shown(410 if once else 404, (), NONE_LEFT)
    return Shown(200, kept, SOME_LEFT if len(kept) < len(codes) else None)


def citizen_page(live: Live, name: str, language: Language) -> tuple[int, str]:
    """The status and page for the offers named in an address, in `da` or `en`."""
    minute = live.minute()
    what = shown(live, name, minute)

    def blocks() -> str:
        return "".join(live.part(live.by_code[code], language, minute, language) for code in what.codes)

    page = live.page(
        PAGES[language],
        {
            "noter": lambda: note(what, language),
            "tilbud": blocks,
            "videre": lambda: onward("-".join(what.codes), language) if what.codes else "",
        },
    )
    return what.status, page


def note(what: Shown, language: Language) -> str:
    """What to tell about places that are not shown, and with none left, what to do instead."""
    if what.note is None:
        return ""
    said = f'<p class="note">{what.note[language]}</p>'
    if what.codes:
        return said
    return f'{said}<p><a class="call second" href="/b/nu{IN[language]}">{CALL_NOW[language]}</a></p>'


def onward(codes: str, language: Language) -> str:
    """The same page in the other language, and a picture that takes it to another phone."""
    if language == "en":
        other = f'<a href="/b/{codes}" hreflang="da" lang="da">Dansk</a>'
        title, text = "Take this page to your own phone", "A code that a phone’s camera can read. It opens this page."
    else:
        other = f'<a href="/b/{codes}?sprog=en" hreflang="en" lang="en">English</a>'
        title, text = (
            "Tag siden med på din egen telefon",
            "En kode, som telefonens kamera kan læse. Den åbner siden her.",
        )
    return (
        f'<p class="onward">{other}</p><details class="copy"><summary>{title}</summary>'
        f'<img src="/b/{codes}/qr.svg{IN[language]}" alt="{text}" width="280" height="280" loading="lazy"></details>'
    )

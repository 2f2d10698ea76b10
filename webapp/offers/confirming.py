"""Confirming an offer: when it is due, what asking it changes, how long the week's calls take, and what to ask.

The months are the project's own rule, like those in `freshness.py`: an offer is asked well before its hours turn into
"ring først", and soonest where a wrong number does most harm.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit

from webapp.clock import months_after
from webapp.offers.freshness import known_on
from webapp.offers.offer import Offer

HOW = {"phone": "Telefon", "visit": "Besøg", "website": "Hjemmeside"}
MINUTES_EACH = 3  # a call or a look at a website, with the tap that follows


@dataclass(frozen=True)
class Kind:
    """A kind of offer; the lower the rank, the sooner it is asked. `months` after what we say was true it is due."""

    rank: int
    name: str
    months: int


URGENT = Kind(0, "Akut og overnatning", 6)
CONTACT = Kind(1, "Telefon, sms og chat", 9)
OTHER = Kind(2, "Andre", 11)


def kind_of(offer: Offer) -> Kind:
    """The kind, by what the offer itself says. How often it is used is not known here, and never will be."""
    if "akut" in offer.topics or "overnatning" in offer.contact_forms:
        return URGENT
    return CONTACT if offer.phone or offer.sms or offer.chat else OTHER


def due_on(offer: Offer) -> date:
    """The day somebody should ask. With low confidence at once, for citizens are not shown it until somebody has."""
    return known_on(offer) if offer.confidence == "low" else months_after(known_on(offer), kind_of(offer).months)


def is_due(offer: Offer, today: date) -> bool:
    """Whether an open offer should be asked by now, or before this week is over."""
    return offer.status == "active" and due_on(offer) <= end_of_week(today)


def end_of_week(today: date) -> date:
    """The Sunday of a day's week."""
    return today + timedelta(days=6 - today.weekday())


def in_order(offers: Iterable[Offer]) -> list[Offer]:
    """The kind where it matters most first, and of each kind the one due soonest."""
    return sorted(offers, key=lambda offer: (kind_of(offer).rank, due_on(offer), offer.name, offer.code))


def load(offers: Iterable[Offer]) -> str:
    """How much work these are: `7 opkald, ca. 20 min`."""
    offers = list(offers)
    calls = sum(offer.phone is not None for offer in offers)
    rest = len(offers) - calls
    parts = [f"{calls} opkald"] if calls or not rest else []
    if rest:
        parts.append(f"{rest} uden telefon")
    if not offers:
        return parts[0]
    minutes = max(5, round(len(offers) * MINUTES_EACH / 5) * 5)
    return f"{' og '.join(parts)}, ca. {_time(minutes)}"


def _time(minutes: int) -> str:
    hours, left = divmod(minutes, 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours} t" + (f" {left} min" if left else "")


def can_be_asked(offer: Offer, how: str) -> bool:
    """Whether an offer can be asked this way at all."""
    ways = {"phone": offer.phone, "visit": True, "website": offer.website or offer.source_url}
    return bool(ways.get(how))


def confirmed(offer: Offer, how: str, today: date) -> Offer:
    """The offer after somebody asked it (`phone`, `visit`) or looked it up (`website`) today and found it so.

    Asked: it says "Bekræftet" with today's date, and the confidence is high. Looked up: it says "Slået op" with today's
    date, the website is the source, and what was not confirmed at all is so at least to a middle degree.
    """
    if how != "website":
        return offer.model_copy(update={"confirmed_on": today, "confidence": "high"})
    update: dict[str, object] = {"seen": today, "source_date": None, "confirmed_on": None}
    if offer.confidence == "low":
        update["confidence"] = "medium"
    if offer.website and _site(offer.source_url) != _site(offer.website):
        update["source_url"] = offer.website
    return offer.model_copy(update=update)


def _site(link: str | None) -> str:
    return urlsplit(link or "").netloc.lower().removeprefix("www.")


def script(offer: Offer, hours: list[str], place: str, address: str) -> list[str]:
    """What to say on the telephone, or at the door where there is no number, line by line: who asks, then what we
    believe, as questions. `hours` are the week's lines, `place` the municipality one is from (or an empty string),
    `address` the offer's on one line."""
    asks = "ringer" if offer.phone else "kommer"
    said = [
        f"Hej, jeg hedder … og {asks} fra {place or 'redaktionen'}. Vi viser jer til borgere, der har brug for hjælp. "
        "Må jeg høre, om det, vi skriver, passer? Det tager tre minutter."
    ]
    if offer.on_shared_line:
        said.append(f"Det er den fælles linje. Bed om {offer.name}.")
    elif offer.phone:
        said.append(f"Er {offer.phone} det nummer, en borger skal ringe til?")
    if hours:
        said.append(f"Har I åbent sådan her: {'; '.join(hours)}?")
    else:
        said.append("Hvornår har I åbent?")
    said.append("Er der dage, hvor I holder lukket eller har andre tider?")
    asked = {
        "Kan man være anonym?": offer.anonymous,
        "Er det gratis?": offer.free,
        "Kan man komme uden henvisning?": offer.no_referral,
    }
    known = {"yes": "Vi skriver ja.", "no": "Vi skriver nej.", "unknown": "Det ved vi ikke."}
    said += [f"{question} {known[answer]}" for question, answer in asked.items()]
    if address:
        said.append(f"Ligger I stadig her: {address}?")
    if offer.sms:
        said.append(f"Kan man skrive en sms til {offer.sms}?")
    if offer.chat:
        said.append("Kan man chatte på jeres hjemmeside?")
    return [*said, "Tak for hjælpen. Ring gerne til os, hvis noget ændrer sig."]

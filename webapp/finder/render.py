"""The finder's page for a search: the edition's page with its slots filled. The service worker answers the same, byte
for byte (`static/finder/worker/render.js`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from webapp.edition.slots import escaped
from webapp.finder.answers import Answers
from webapp.finder.index import NATIONAL, OWN, REGION, Found
from webapp.finder.need import Need, loosened, read_need
from webapp.finder.told import apart_note, as_typed, tap, word_notes

PAGE, FORM = "/find", "soeg"
NEAR = {OWN: "Din kommune", REGION: "Din region", NATIONAL: "Hele landet"}
RANKED = "Det, der ligner mest, først."
RANKED_WITH_PLACE = "Nærmest først, så det, der ligner mest."
ORDER = "Åbent nu først, så "
ORDER_WITH_PLACE = "nærmest, så "
ORDER_REST = "anonymt, uden henvisning og navn."


def finder_page(answers: Answers, params: Mapping[str, Sequence[str]]) -> str:
    """The whole page at /find for these parameters."""
    need = read_need(params, answers.choices)
    minute = answers.minute()
    asked = answers.in_offers.answer(need.question, need.near)

    def is_open(hours: str) -> bool:
        return answers.is_open(hours, minute)

    found = answers.index.find(need, asked, is_open, minute)
    if not found.total and (other := loosened(need)):
        more_found = answers.index.find(other, asked, is_open, minute)
        if more_found.total:
            need, found = other, more_found
    offers = [answers.offers[position] for position in found.positions]
    lines = "".join(answers.part(offer, "line", minute, near=distance_words(answers, offer, need)) for offer in offers)
    return answers.page(
        PAGE,
        {
            "text": lambda name: escaped(need.query if name == "q" else need.typed_place),
            "checked": lambda name, value: " checked" if is_chosen(need, name, value) else "",
            "selected": lambda name, value: " selected" if is_chosen(need, name, value) else "",
            "open": lambda: " open" if has_more_choices(need) else "",
            "door": lambda: answers.doors.get(answers.choices.places.get(need.municipality, ""), ""),
            "notes": lambda: (
                notes(need, found)
                + word_notes(asked, "Ingen tilbud nævner", need.query, FORM)
                + apart_note(found.apart, answers.choices.sides.links)
            ),
            "count": lambda: count_words(need, found),
            "offers": lambda: lines,
            "more": lambda: more(found),
        },
    )


def is_chosen(need: Need, name: str, value: str) -> bool:
    """Whether a tick or a choice in the form was made in this search."""
    if name in ("a", "u", "n", "b"):
        return name in need.ticked
    one = {"m": need.audience, "l": need.language, "g": need.group}
    if name in one:
        return value == one[name]
    return value in {"e": need.topics, "f": need.contact_forms}[name]


def has_more_choices(need: Need) -> bool:
    """Whether anything is chosen in the part of the form that is folded away."""
    choices = need.topics or need.contact_forms or need.audience or need.language or need.group
    return bool(choices or {"u", "b"} & need.ticked)


def distance_words(answers: Answers, offer: Mapping[str, Any], need: Need) -> str:
    """How near an offer is to the municipality asked for, or where it is."""
    place = escaped(offer["place"])
    if place != NEAR[NATIONAL]:
        place = f'<span translate="no">{place}</span>'
    if not need.municipality:
        return place
    near = distance(offer, need.municipality, answers.region_of)
    if near == OWN or not offer["municipality"]:
        return NEAR[near]
    return f"{NEAR[near]} · {place}"


def distance(offer: Mapping[str, Any], municipality: str, region_of: Mapping[str, str]) -> str:
    """The class of distance of an offer that serves a municipality: `own`, `region` or `national`."""
    region = region_of[municipality]
    if municipality in offer["municipalities"] or offer["municipality"] == municipality:
        return OWN
    return REGION if region in offer["regions"] or offer["region"] == region else NATIONAL


def notes(need: Need, found: Found) -> str:
    """What to tell about how the search was read, as paragraphs."""
    said = [escaped(text) for text in need.notes]
    if need.understood:
        parts = [tap(one.said, one.instead, FORM, remove=True) for one in need.understood]
        said.append(f"Forstået: {', '.join(parts)}.")
    if need.elsewhere:
        said.append(f"Mente du {' eller '.join(tap(one.said, one.instead, FORM) for one in need.elsewhere)}?")
    if found.missing:
        words = ", ".join(as_typed(need.query, word) for word in found.missing)
        said.append(f"Blandt dem, der passer, nævner ingen: {escaped(words)}. De andre ord er brugt.")
    if found.page < need.page:
        said.append("Så mange sider er der ikke. Her er den sidste.")
    if need.language and found.total:  # few tell; who has told nothing is not to be taken for one that cannot
        said.append("Andre steder har ikke oplyst sprog, men kan måske tale det. Ring, spørg, og bed om tolk.")
    return "".join(f'<p class="note">{text}</p>' for text in said)


def count_words(need: Need, found: Found) -> str:
    """How many were found and why they stand as they do; with none, what to try next."""
    if not found.total:
        return f'<p class="none"><b>Ingen tilbud passer på det hele.</b> {what_to_try(need)}</p>'
    place = ORDER_WITH_PLACE if need.municipality else ""
    number = "1 tilbud" if found.total == 1 else f"{found.total} tilbud"
    if found.pages > 1:
        number += f", side {found.page} af {found.pages}"
    if not found.sure:
        return f'<p class="count"><b>{number}</b> Intet sikkert fund. Nærmest:</p>'
    if need.question.counted or need.question.numbered or need.near:
        return f'<p class="count"><b>{number}</b> {RANKED_WITH_PLACE if need.municipality else RANKED}</p>'
    return f'<p class="count"><b>{number}</b> {ORDER}{place}{ORDER_REST}</p>'


def what_to_try(need: Need) -> str:
    """The next thing to try: the choice that narrows most, first."""
    if need.language:
        return "Næsten ingen tilbud har oplyst sprog. Vælg “Uanset sprog” under Kan tale, ring, og bed om tolk."
    if need.open_now:
        return "Slå “Åbent nu” fra. Så ser du også dem, der åbner senere."
    if need.free:
        return "Slå “Gratis” fra. Meget er gratis, også hvor det ikke er oplyst."
    if need.question.words:
        return "Prøv et kortere ord, eller vælg et emne under “Flere valg”."
    if need.anonymous:
        return "Slå “Anonymt” fra, og spørg på telefonen, om man kan være anonym."
    if need.municipality and (need.topics or need.contact_forms or need.audience or need.no_referral):
        return "Fjern et af valgene, eller tøm kommunen, så hele landet er med."
    return "Fjern et af valgene. Numrene øverst virker altid."


def more(found: Found) -> str:
    """Buttons to the page before and after."""
    pages = []
    if found.page > 1:
        pages.append(f'<button form="soeg" name="s" value="{found.page - 1}">Forrige side</button>')
    if found.page < found.pages:
        pages.append(f'<button form="soeg" name="s" value="{found.page + 1}">Næste side</button>')
    return f'<p class="pages">{"".join(pages)}</p>' if pages else ""

"""The finder's page for a search: the edition's page with its slots filled. The service worker answers the same, byte
for byte (`static/finder/worker/render.js`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from webapp.edition.slots import escaped
from webapp.finder.answers import Answers
from webapp.finder.index import NATIONAL, OWN, REGION, Found
from webapp.finder.need import Need, loosened, read_need
from webapp.finder.sentences import Sentences
from webapp.finder.told import apart_note, as_typed, did_you_mean, in_other_letters, tap, word_notes
from webapp.ranking.matching import Asked

PAGE, FORM = "/find", "soeg"


def finder_page(answers: Answers, params: Mapping[str, Sequence[str]]) -> str:
    """The whole page at /find for these parameters."""
    said = answers.said
    need = read_need(params, answers.choices)
    minute = answers.minute()
    asked = answers.in_offers.answer(need.question) if need.question.asks else []  # the index is opened when needed

    def is_open(hours: str) -> bool:
        return answers.is_open(hours, minute)

    found = answers.index.find(need, asked, is_open, minute)
    if other := loosened(need, said.not_all if found.total else said.not_known):
        more_found = answers.index.find(other, asked, is_open, minute)
        if more_found.total and (not found.total or more_found.is_hidden_by(found)):
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
                notes(need, found, asked, said)
                + in_other_letters(need.query, answers.languages, said)
                + word_notes(asked, said.not_in_offers, need.query, FORM, said)
                + apart_note(found.apart, answers.choices.sides.links, said)
            ),
            "count": lambda: count_words(need, found, said),
            "offers": lambda: lines,
            "more": lambda: more(found, said),
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
    said = answers.said.near
    place = escaped(offer["place"])
    if place != said.national:
        place = f'<span translate="no">{place}</span>'
    if not need.municipality:
        return place
    near = distance(offer, need.municipality, answers.region_of)
    if near == OWN or not offer["municipality"]:
        return getattr(said, near)
    return f"{getattr(said, near)} · {place}"


def distance(offer: Mapping[str, Any], municipality: str, region_of: Mapping[str, str]) -> str:
    """The class of distance of an offer that serves a municipality: `own`, `region` or `national`."""
    region = region_of[municipality]
    if municipality in offer["municipalities"] or offer["municipality"] == municipality:
        return OWN
    return REGION if region in offer["regions"] or offer["region"] == region else NATIONAL


def notes(need: Need, found: Found, asked: Sequence[Asked], said: Sentences) -> str:
    """What to tell about how the search was read, as paragraphs."""
    told = [escaped(text) for text in need.notes]
    if need.understood:
        parts = [tap(one.said, one.instead, FORM, said.take_away.format(part=one.said)) for one in need.understood]
        told.append(said.understood.format(parts=", ".join(parts)))
    if need.elsewhere:
        told.append(did_you_mean([tap(one.said, one.instead, FORM) for one in need.elsewhere], said))
    if need.query and not (need.understood or asked or said.ask_for_interpreter in need.notes):
        told.append(said.too_little)
    if found.missing:
        words = ", ".join(as_typed(need.query, word) for word in found.missing)
        told.append(said.not_here.format(words=escaped(words)))
    if found.page < need.page:
        told.append(said.no_such_page)
    if need.language and found.total:  # few tell; who has told nothing is not to be taken for one that cannot
        told.append(said.few_tell_languages)
    return "".join(f'<p class="note">{text}</p>' for text in told)


def count_words(need: Need, found: Found, said: Sentences) -> str:
    """How many were found and why they stand as they do; with none, what to try next."""
    if not found.total:
        return f'<p class="none"><b>{said.no_offers}</b> {what_to_try(need, said)}</p>'
    number = said.one_offer if found.total == 1 else said.offers.format(n=found.total)
    if found.pages > 1:
        number += f", {said.page_of.format(page=found.page, pages=found.pages)}"
    if not found.sure:
        order = said.unsure
    elif need.question.counted or need.question.numbered or need.question.near:
        order = said.ranked_near if need.municipality else said.ranked
    else:
        order = said.ordered_near if need.municipality else said.ordered
    return f'<p class="count"><b>{number}</b> {order}</p>'


def what_to_try(need: Need, said: Sentences) -> str:
    """The next thing to try: the choice that narrows most, first."""
    if need.language:
        return said.advice.language
    if need.open_now:
        return said.advice.open_now
    if need.free:
        return said.advice.free
    if need.question.words:
        return said.advice.words
    if need.anonymous:
        return said.advice.anonymous
    if need.municipality and (need.topics or need.contact_forms or need.audience or need.no_referral):
        return said.advice.choices_and_place
    return said.advice.choices


def more(found: Found, said: Sentences) -> str:
    """Buttons to the page before and after."""
    pages = []
    if found.page > 1:
        pages.append(f'<button form="soeg" name="s" value="{found.page - 1}">{said.previous}</button>')
    if found.page < found.pages:
        pages.append(f'<button form="soeg" name="s" value="{found.page + 1}">{said.next}</button>')
    return f'<p class="pages">{"".join(pages)}</p>' if pages else ""

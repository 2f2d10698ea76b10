"""What an offer says from a known day on, as an editor writes it: a later version of itself, and the last day of all.

The form of a version is the offer's own, filled in as the offer stands on the day before. What differs from the offer
is kept, with its own days, source and confidence. Versions follow each other without a gap and without an overlap: the
one before ends on the day before by itself, unless somebody has said otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from webapp.danish import danish_date, typed_date
from webapp.dated import span_faults
from webapp.municipalities import Places
from webapp.offers.link import tidy_link
from webapp.offers.offer import Offer, OfferVersion, on_day
from webapp.offers.taxonomy import Taxonomy
from webapp.offersdesk.validation import FURTHEST, form_values, parse_form
from webapp.typed_text import InvalidForm, danish_day

CHANGED = tuple(
    name
    for name in OfferVersion.model_fields
    if name not in ("first", "until", "seen", "source_url", "confidence")  # what it says, not when and how surely
)
DAY = timedelta(days=1)

NO_DAY = "Skriv den første dag, for eksempel 1.1.2027."
PASSED = "Dagen er kommet. Gælder det allerede, så ret tilbuddet selv."
TOO_FAR = "Er årstallet rigtigt? Dagen kan højst ligge tre år fremme."
TAKEN = "Der er allerede en udgave fra den dag. Ret den i stedet."
NOTHING_NEW = "Intet er anderledes end dagen før. Ret mindst ét felt herunder."
NO_SOURCE = "Skriv siden, det er læst på. Har stedet selv sagt det, så skriv stedets egen side."
BAD_CONFIDENCE = "Vælg, hvor sikkert det er."
ENDED = "Den dag er gået. Er stedet lukket, så luk tilbuddet."
NOT_ITSELF = "Vælg et andet tilbud, som I passer."
NO_LAST_DAY = "Skriv den sidste dag, før du vælger, hvad det bliver til."


def version_of(offer: Offer, first: date) -> OfferVersion | None:
    """The version that begins on a day."""
    return next((version for version in offer.later if version.first == first), None)


def version_values(offer: Offer, first: date | None, places: Places, today: date) -> dict[str, Any]:
    """The form's values of the version from a day on; without a day those of a new one, as the offer stands last."""
    version = version_of(offer, first) if first else None
    if version is None:
        standing = as_written(offer, offer.later[-1] if offer.later else None)
        frame = {"first": "", "until": "", "version_source": "", "version_confidence": "medium"}
        return form_values(on_day(standing, places, today), places) | frame
    standing = on_day(as_written(offer, version), places, version.first)
    return form_values(standing, places) | {
        "first": typed_date(version.first),
        "until": typed_date(version.until) if version.until else "",
        "version_source": version.source_url,
        "version_confidence": version.confidence,
    }


def parse_version(
    values: Mapping[str, Any],
    offer: Offer,
    replaced: date | None,
    taxonomy: Taxonomy,
    places: Places,
    today: date,
) -> Offer:
    """The offer with the version that was typed: a new one, or instead of the one from `replaced` on. Raises
    InvalidForm."""
    errors: dict[str, str] = {}
    others = tuple(version for version in offer.later if version.first != replaced)
    first = _day(values, "first", errors, needed=True)
    until = _day(values, "until", errors)
    if first and first <= today:
        errors["first"] = PASSED
    elif first and first > today + timedelta(days=FURTHEST):
        errors["first"] = TOO_FAR
    elif any(version.first == first for version in others):
        errors["first"] = TAKEN
    confidence = str(values.get("version_confidence") or "")
    if confidence not in ("high", "medium", "low"):
        errors["version_confidence"] = BAD_CONFIDENCE
    source = str(values.get("version_source") or "").strip()
    try:
        source = tidy_link(source) if source else ""
    except ValueError as error:
        errors["version_source"] = str(error)
    if not source:
        errors.setdefault("version_source", NO_SOURCE)
    if first is None or "first" in errors:
        raise InvalidForm(errors)

    standing = on_day(as_written(offer, preceding(others, first)), places, first)
    try:
        after = parse_form({**form_values(standing, places), **values}, standing, taxonomy, places, first)
    except InvalidForm as error:
        raise InvalidForm({**errors, **error.errors}) from None
    plain = on_day(as_written(offer, None), places, first)
    if all(getattr(after, name) == getattr(standing, name) for name in CHANGED):
        errors.setdefault("first", NOTHING_NEW)
    if errors:
        raise InvalidForm(errors)
    said = {name: getattr(after, name) for name in CHANGED if getattr(after, name) != getattr(plain, name)}
    made = OfferVersion.model_validate(
        said | {"first": first, "until": until, "seen": today, "source_url": source, "confidence": confidence}
    )
    return _in_line(offer, others, made, replaced)


def without(offer: Offer, first: date) -> Offer:
    """The offer without the version from a day on. The one before holds as long as that one would have."""
    gone = version_of(offer, first)
    if gone is None:
        return offer
    left = [version for version in offer.later if version is not gone]
    following = next((version for version in left if version.first > first), None)
    until = following.first - DAY if following else gone.until
    return _ended(offer, left, first, until)


def parse_end(values: Mapping[str, Any], offer: Offer, others: Mapping[str, Offer], today: date) -> Offer:
    """The offer with the last day that was typed (nothing: until further notice), and the offer it then becomes.
    `others` are those it may become, by their codes. Raises InvalidForm."""
    errors: dict[str, str] = {}
    until = _day(values, "until", errors)
    into = str(values.get("into") or "")
    begins = offer.later[-1].first if offer.later else offer.first
    if until and until < today:
        errors["until"] = ENDED
    elif until and until > today + timedelta(days=FURTHEST):
        errors["until"] = TOO_FAR
    elif until and begins and until < begins:
        errors["until"] = f"Den sidste udgave begynder først {danish_date(begins)}."
    if into and (into not in others or into == offer.code):
        errors["into"] = NOT_ITSELF
    elif into and not until:
        errors.setdefault("until", NO_LAST_DAY)
    if errors:
        raise InvalidForm(errors)
    ended = offer.model_copy(update={"merged_into": into or None})
    if not offer.later:
        return ended.model_copy(update={"until": until})
    last = offer.later[-1].model_copy(update={"until": until})
    return ended.model_copy(update={"later": (*offer.later[:-1], last)})


def last_day(offer: Offer) -> date | None:
    """The last day of all, as it was written; whether it is confirmed is another matter."""
    return offer.later[-1].until if offer.later else offer.until


def _in_line(offer: Offer, others: tuple[OfferVersion, ...], made: OfferVersion, replaced: date | None) -> Offer:
    following = next((version for version in others if version.first > made.first), None)
    if made.until is None and following:
        made = made.model_copy(update={"until": following.first - DAY})
    line = sorted((*others, made), key=lambda version: version.first)
    place = line.index(made)
    ends = [offer.until, *(version.until for version in line)]
    only_makes_room = {one - DAY for one in (replaced, following.first if following else None) if one}
    if ends[place] is None or ends[place] in only_makes_room:
        ends[place] = made.first - DAY
    spans = list(zip([offer.first, *(version.first for version in line)], ends, strict=True))
    for number, field, message in span_faults(spans):
        name = "until" if field == "until" and number == place + 1 else "first"
        if number == place + 2:  # the one that follows begins too late or too early for the last day that was typed
            name = "until"
        raise InvalidForm({name: message})
    line = [
        version if version.until == until else version.model_copy(update={"until": until})
        for version, until in zip(line, ends[1:], strict=True)
    ]
    return offer.model_copy(update={"until": ends[0], "later": tuple(line)})


def _ended(offer: Offer, line: list[OfferVersion], first: date, until: date | None) -> Offer:
    earlier = [version for version in line if version.first < first]
    if not earlier:
        return offer.model_copy(update={"until": until, "later": tuple(line)})
    place = line.index(earlier[-1])
    line[place] = earlier[-1].model_copy(update={"until": until})
    return offer.model_copy(update={"later": tuple(line)})


def preceding(versions: Iterable[OfferVersion], first: date) -> OfferVersion | None:
    """The version before a day; None where that is the offer itself."""
    return max((version for version in versions if version.first < first), key=lambda one: one.first, default=None)


def as_written(offer: Offer, version: OfferVersion | None) -> Offer:
    """The offer as a version has it, sure or not; without one as it is itself. Without what comes later."""
    said = version.said if version else {}
    return offer.model_copy(update=said | {"first": None, "until": None, "later": (), "later_source": None})


def _day(values: Mapping[str, Any], name: str, errors: dict[str, str], *, needed: bool = False) -> date | None:
    text = str(values.get(name) or "").strip()
    if not text:
        if needed:
            errors[name] = NO_DAY
        return None
    try:
        return danish_day(text)
    except ValueError as error:
        errors[name] = str(error)
        return None

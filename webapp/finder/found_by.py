"""What an offer is found by: its words with their weight, what is said when its kind is needed, the paragraphs named
among that, and numbers of other days. Those of today are looked for in its record."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from webapp.danish import fold
from webapp.finder.sides import MEETS, USES
from webapp.offers.offer import Offer
from webapp.offers.taxonomy import EVERYONE
from webapp.ranking.forms import stem
from webapp.ranking.making import STRONGEST, Document, Field
from webapp.ranking.question import PHONE, paragraph_terms, small_phrases
from webapp.ranking.vocabulary import small_words

NAME, ORGANIZATION, DESCRIPTION, SPOKEN, BODY = 5.0, 2.5, 2.0, 2.0, 1.0  # weights of the fields
ALWAYS_OPEN, OPEN_WORDS = "24/7", "døgnåbent hele døgnet nat"
OTHER_DAYS = 2.4  # of its own, so that how long the other fields are counts as before


def offer_document(offer: Offer, library, on_other_days: Iterable[Offer] = ()) -> Document:
    """An offer as a search sees it. What stands there because it is for everybody is no text of its own. It is found by
    the names and numbers of other days too: an old one leads to what it has become, a new one is known at once."""
    taxonomy, places = library.taxonomy, library.places
    around = [code for code in (offer.municipality, *offer.service_municipalities) if code]
    body = [
        *(taxonomy.topics[name].label for name in offer.topics),
        *(taxonomy.contact_forms[name].label for name in offer.contact_forms),
        *(taxonomy.audiences[name].label for name in offer.audiences if is_told(name)),
        *(taxonomy.languages[name].label for name in offer.languages),
        *(f"Region {name}" for name in offer.service_regions),
        *(places[code].name for code in dict.fromkeys(around)),
        offer.city or "",
    ]
    if offer.opening_hours == ALWAYS_OPEN:
        body.append(OPEN_WORDS)
    kinds = kinds_of(offer, library.kinds)
    fields = [
        Field(offer.name, NAME, name=True),
        Field(offer.organization, ORGANIZATION, name=True),
        Field(offer.description, DESCRIPTION),
        Field(" · ".join(body), BODY),
        Field(" · ".join(map(spoken, kinds)), SPOKEN),
    ]
    fields.append(Field(_other_names(on_other_days, fields), OTHER_DAYS, name=True))
    today = _digits(offer)
    numbers = {PHONE + one: STRONGEST for other in on_other_days for one in _digits(other) if one not in today}
    return Document(fields, numbers | own_terms(kinds, library))


def is_told(audience: str) -> bool:
    """Whether an audience is a text of its own: everybody is none."""
    return not audience.startswith("alle")


def spoken(kind) -> str:
    """What is said when a kind of offer is needed."""
    return " · ".join(kind.also)


def own_terms(kinds: Iterable, library) -> dict[str, int]:
    """The terms that an offer of these kinds has besides its words: phrases of small words, and paragraphs."""
    said = [one for kind in kinds for one in kind.also]
    return small_phrases(said, small_words(library.stopwords)) | paragraph_terms(" · ".join(said), library.laws)


def _digits(offer: Offer) -> list[str]:
    numbers = ("".join(filter(str.isdigit, number or "")) for number in (offer.phone, offer.sms))
    return [number for number in numbers if number]


def _other_names(offers: Iterable[Offer], fields: Iterable[Field]) -> str:
    # Only what is not there already, so that nothing else is found better or worse for it.
    known = {word for one in fields for word in fold(one.text).split()}
    names = (name for one in offers for name in (one.name, one.organization, *one.service_regions))
    return " ".join(dict.fromkeys(word for name in names for word in name.split() if fold(word) not in known))


def kinds_of(offer: Offer, kinds: Iterable) -> list:
    """The kinds an offer is of."""
    text = "".join(f"{stem(word)} " for word in fold(f"{offer.name} {offer.description}").split())

    def has(phrase: str) -> bool:
        # A word of a phrase may also stand at the end of a longer one: "krisecenter" in "kvindekrisecenter".
        return all(f"{part} " in text for part in _stems(phrase))

    return [
        kind
        for kind in kinds
        if (kind.audience is None or kind.audience in offer.audiences)
        and (kind.topic is None or kind.topic in offer.topics)
        and any(has(phrase) for phrase in kind.where)
    ]


def side_of(offer: Offer, kinds: Iterable) -> str:
    """The side of violence that an offer of these kinds is for: `uses`, `meets`, or empty for both and for neither."""
    told = {kind.side for kind in kinds}
    for side in (USES, MEETS):
        if side in told:
            return side
    about = "vold" in offer.topics and not {"udoevere", EVERYONE} & set(offer.audiences)
    return MEETS if about else ""


@lru_cache(1000)
def _stems(phrase: str) -> tuple[str, ...]:
    return tuple(map(stem, fold(phrase).split()))

"""Offers and needs for tests, any there could be, and the finder's rule told once more as plainly as it can be."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

from hypothesis import strategies as some

from tests.words import VOCABULARY
from webapp.finder.dataset import static_order
from webapp.finder.index import MOST_UNSURE, Index
from webapp.finder.need import Need
from webapp.finder.packing import packed
from webapp.finder.records import Records
from webapp.ranking.index import Index as WordIndex
from webapp.ranking.making import Document, Field, make_index
from webapp.ranking.matching import Matcher
from webapp.ranking.question import Question
from webapp.ranking.scoring import scores_or_nearest, what_is_left

NOW = 1000
PER_PAGE = 3
REGION_OF = {"0101": "Hovedstaden", "0147": "Hovedstaden", "0561": "Syddanmark", "0607": "Syddanmark"}
REGIONS = sorted(set(REGION_OF.values()))
OPEN_HOURS = {0, 2}  # of the hours numbered 0 to 3; -1 is unknown
ALPHABET = "abcdefghijklmnopqrstuvwxyzæøå"
MEANINGS = {"taesk": ["vold", "sted at vaere"], "natherberg": ["overnatning", "varm mad", "ly"], "vold": ["vold"]}

# Records


def record(**values) -> dict:
    """An offer as the data set holds it, nationwide when nothing else is said."""
    offer = {
        **{"name": "Stedet", "code": "aaaa", "text": " stedet", "hours": -1, "callFrom": NOW + 1, "side": ""},
        **{name: [] for name in ("topics", "forms", "audiences", "languages", "regions", "municipalities")},
        **dict.fromkeys(("anonymous", "noReferral", "free"), "unknown"),
        **{"national": True, "municipality": "", "region": ""},
    }
    assert values.keys() <= offer.keys()
    return offer | values


def in_static_order(offers: list[dict]) -> list[dict]:
    """As the data set has them, each with a code of its own."""
    offers = [offer | {"code": f"a{number:03}"} for number, offer in enumerate(offers)]
    return sorted(offers, key=lambda offer: static_order(SimpleNamespace(**offer, no_referral=offer["noReferral"])))


answers = some.sampled_from(["yes", "no", "unknown"])
codes = some.lists(some.sampled_from("123"), max_size=3, unique=True).map(sorted)
text_words = some.sampled_from(
    [
        *("vold", "volden", "krisecenter", "kvinde", "kvindekrisecenter", "seng", "sengen", "ly", "fly", "hiv"),
        *("arkiv", "mad", "varm", "natherberg", "overnatning", "sted at vaere", "varm mad"),
    ]
)


@some.composite
def records(draw):
    """Any offer there could be: somewhere or nowhere, serving everybody, regions or municipalities."""
    place = draw(some.sampled_from(["", *REGION_OF]))
    area = draw(some.sampled_from(["national", "regions", "municipalities", "both"]))
    regions = some.lists(some.sampled_from(REGIONS), min_size=1, unique=True)
    municipalities = some.lists(some.sampled_from(list(REGION_OF)), min_size=1, max_size=3, unique=True)
    return record(
        name=draw(some.text(ALPHABET, min_size=1, max_size=3)),
        text=" " + " ".join(draw(some.lists(text_words, max_size=5))),
        hours=draw(some.integers(-1, 3)),
        callFrom=draw(some.sampled_from([0, NOW, NOW + 1, 2**40])),
        topics=draw(codes),
        forms=draw(codes),
        audiences=draw(codes),
        languages=draw(codes),
        anonymous=draw(answers),
        noReferral=draw(answers),
        free=draw(answers),
        side=draw(some.sampled_from(["", "", "uses", "meets"])),
        national=area == "national",
        regions=draw(regions) if area in ("regions", "both") else [],
        municipalities=draw(municipalities) if area in ("municipalities", "both") else [],
        municipality=place,
        region=REGION_OF.get(place) or draw(some.sampled_from(["", *REGIONS])),
    )


rarely = some.sampled_from([False, False, False, True])
one_or_none = some.sampled_from(["", "", "", "1", "2"])
typed_words = some.sampled_from(
    [
        *("taesk", "vold", "volden", "natherberg", "kvindekrisecenter", "krisecentret", "hiv", "ly", "sengen"),
        *("zebra", "arkiv", "mad"),
    ]
)
needs = some.builds(
    Need,
    municipality=some.sampled_from(["", *REGION_OF]),
    topics=some.lists(some.sampled_from("12"), max_size=2, unique=True).map(tuple),
    contact_forms=some.lists(some.sampled_from("12"), max_size=1).map(tuple),
    audience=one_or_none,
    language=one_or_none,
    anonymous=rarely,
    no_referral=rarely,
    open_now=rarely,
    free=rarely,
    side=some.sampled_from(["", "", "uses", "meets"]),
    page=some.integers(1, 4),
    question=some.lists(typed_words, max_size=2, unique=True).map(
        lambda words: Question(words=words, skipped=[False] * len(words))
    ),
)
worlds = some.lists(records(), max_size=14).map(in_static_order)

# The rule


def is_open(offer: dict) -> bool:
    """Open by its hours, and told so recently enough to believe it."""
    return offer["hours"] in OPEN_HOURS and offer["callFrom"] > NOW


def serves(offer: dict, municipality: str) -> bool:
    """Whether people of a municipality can use it."""
    return offer["national"] or REGION_OF[municipality] in offer["regions"] or municipality in offer["municipalities"]


def nearness(offer: dict, municipality: str) -> int:
    """0 for the municipality's own, 1 for its region's, 2 for the rest."""
    if not municipality or municipality in offer["municipalities"] or offer["municipality"] == municipality:
        return 0
    region = REGION_OF[municipality]
    return 1 if region in offer["regions"] or offer["region"] == region else 2


def words_index(offers: list[dict]) -> bytes:
    """The index of the words of these offers."""
    return make_index([Document([Field(offer["text"])]) for offer in offers], first=len(offers))


def asked_of(offers: list[dict], need: Need) -> list:
    """What the words of a search ask these offers for."""
    vocabulary = replace(VOCABULARY, meanings=MEANINGS)
    return Matcher(WordIndex(words_index(offers)), vocabulary, only_first=True).answer(need.question)


def answer(offers: list[dict], need: Need) -> list[dict]:
    """Every offer that fits, in order. When there is none, words that none of those that fit has are left out."""
    asked = asked_of(offers, need)
    found = answer_to(offers, need, asked)
    if found or not asked:
        return found
    wordless = answer_to(offers, replace(need, question=Question(), side=""), [])
    able = {offers.index(one) for one in wordless}
    for words in (asked, what_is_left(asked, need.question.personal)):
        left = [one for one in words if not one.known or one.raises or able & set(one.documents)]
        counts = any(one.known and not one.raises for one in left)
        found = answer_to(offers, need, left) if counts and len(left) < len(words) else []
        if found:
            return found
    return []


def answer_to(offers: list[dict], need: Need, asked: list) -> list[dict]:
    """Every offer that fits and has enough of what is asked for, in order."""
    asked, told = scores_or_nearest(asked, need.question.personal)
    score = {offers[number]["code"]: value for number, value in told.items()}

    def fits(offer: dict, worded: bool = True, placed: bool = True) -> bool:
        return all(
            [
                not need.topics or set(need.topics) & set(offer["topics"]),
                not need.contact_forms or set(need.contact_forms) & set(offer["forms"]),
                not need.audience or need.audience in offer["audiences"],
                not need.language or need.language in offer["languages"],
                not need.anonymous or offer["anonymous"] == "yes",
                not need.no_referral or offer["noReferral"] == "yes",
                not need.free or offer["free"] == "yes",
                not need.open_now or is_open(offer),
                not placed or not need.municipality or serves(offer, need.municipality),
                not worded or not need.question.words or offer["code"] in score,
            ]
        )

    if need.question.words and need.side:
        able = [offer for offer in offers if fits(offer, worded=False, placed=False)]
        helps = [one["code"] for one in able if one["side"] == need.side]
        # Who is for those who use violence is the answer to them. Who is for those who meet it is when the words
        # find none of them.
        if need.side == "uses" or not any(code in score for code in helps):
            most = max((score.get(offer["code"], 0) for offer in able), default=0)
            score |= {code: score.get(code, 0) + 2 * most for code in helps}
    fitting = list(filter(fits, offers))
    if need.question.words:  # help for one side of violence never stands among help for the other
        most = {
            side: max((score[one["code"]] for one in fitting if one["side"] == side), default=-1)
            for side in ("uses", "meets")
        }
        both = min(most.values()) >= 0
        shown = need.side or ("uses" if both and most["uses"] / 4 > most["meets"] / 3 else "meets" if both else "")
        fitting = [one for one in fitting if not shown or one["side"] in ("", shown)]
    best = max((score.get(offer["code"], 0) for offer in fitting), default=0)

    def strength(offer: dict) -> int:
        part = score[offer["code"]] / best if best else 1
        return 0 if part >= 0.6 else 1 if part >= 0.3 else 2

    def always(offer: dict):
        return (
            offer["anonymous"] != "yes",
            offer["noReferral"] != "yes",
            [ALPHABET.index(letter) for letter in offer["name"].replace("aa", "å")],
            offer["code"],
        )

    def place(offer: dict):
        near = nearness(offer, need.municipality)
        if not need.question.words:
            return not is_open(offer), near, *always(offer)
        return near, strength(offer), not is_open(offer), -score[offer["code"]], *always(offer)

    found = sorted(fitting, key=place)
    return found if not asked or any(one.certain for one in asked) else found[:MOST_UNSURE]


def index_of(offers: list[dict], per_page: int = PER_PAGE) -> Index:
    """The index of these offers, read from their columns."""
    return Index(Records(packed(offers, each=1), NOW), REGION_OF, per_page)


def found(offers: list[dict], need: Need, index: Index | None = None):
    index = index or index_of(offers)
    return index.find(need, asked_of(offers, need), lambda number: number in OPEN_HOURS, NOW)

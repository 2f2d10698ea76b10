"""One rule, two answers: whatever is asked of the finder, the search, an offer or a citizen's page, the service worker
answers it as the server does, byte for byte, and without a request."""

from __future__ import annotations

import base64
import re
from dataclasses import asdict
from urllib.parse import urlencode

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from tests.browser.both_sides import BATCHES, ODD, PARAMETERS, PLACES, TOWNS, BothSides
from tests.conftest import LIBRARY, WORDS
from tests.finder import tables
from tests.finder import worlds as rule
from tests.finder.searched import NAMES, SMALL, offers_of_all_kinds, searched
from tests.server import AppServer
from tests.words import AS_SENT, READ_IN_PAGE, VOCABULARY
from webapp.danish import fold
from webapp.edition.slots import escaped, fill
from webapp.finder.need import cleaned
from webapp.finder.packing import packed
from webapp.finder.records import ByCode, Records
from webapp.finder.render import distance
from webapp.offline.worker import RANKING
from webapp.ranking.folding import tokens
from webapp.ranking.forms import stem
from webapp.ranking.index import Index as WordIndex
from webapp.ranking.making import Document, Field, make_index
from webapp.ranking.matching import Matcher
from webapp.ranking.question import read_question, typed
from webapp.ranking.scoring import scores

CODES = [offer.code for offer in LIBRARY.offers]
BATCH = 60
CLOCKS = {
    "an afternoon": "2026-11-24T14:30",
    "the night the clock goes back": "2026-10-25T01:40:00+00:00",  # 02.40 for the second time
    "Christmas Eve": "2026-12-24T15:00",
}


@pytest.fixture(scope="module")
def sides(chromium, server_of_file):
    """Both sides on an ordinary afternoon."""
    both = BothSides(chromium, server_of_file(LOMMEKORT_NOW=CLOCKS["an afternoon"]))
    yield both
    both.stop()


# What is asked

REAL_TEXT = " ".join(
    [f"{offer.name} {offer.description} {offer.organization} {offer.city or ''}" for offer in LIBRARY.offers]
    + [f"{card.title} {card.essence}" for card in LIBRARY.cards.values()]
)
REAL_WORDS = sorted(set(re.findall(r"\w+", REAL_TEXT)))
EVERYDAY = sorted({word for group in LIBRARY.synonyms for word in group.words})


@some.composite
def typos(draw):
    """A real word with a letter too many, too few or another, or with an ending."""
    word = draw(some.sampled_from(EVERYDAY + REAL_WORDS))
    place = draw(some.integers(0, len(word)))
    letter = draw(some.sampled_from("aeørsæå t-"))
    return draw(
        some.sampled_from(
            [
                word[:place] + letter + word[place:],
                word[:place] + word[place + 1 :],
                word[:place] + letter + word[place + 1 :],
                *(word + ending for ending in ("en", "et", "erne", "s", "centret", "pigen")),
                word.replace("d", "t").replace("e", "æ").replace("g", "k"),
                word.replace("å", "o").replace("rg", "r").replace("nd", "nn").replace("c", "s"),
                word.upper(),
            ]
        )
    )


choosing = some.sampled_from(
    [
        *(
            "anonymt",
            "åbent",
            "uden",
            "henvisning",
            "hun",
            "er",
            "i",
            "nat",
            "hjælp",
            "kommune",
            "ikke",
            "gratis",
            "koster",
        ),
        *("koster ikke noget", "jeg", "mig", "min mand", "sin", "bliver", "har", "der", "op", "kr"),
    ]
)
violence = some.sampled_from([*LIBRARY.sides.acts, *LIBRARY.sides.uses, *LIBRARY.sides.meets])
typed_words = some.one_of(
    some.sampled_from(REAL_WORDS),
    some.sampled_from(EVERYDAY),
    some.sampled_from(PLACES),
    some.sampled_from(TOWNS),
    violence,
    choosing,
    typos(),
    some.sampled_from(ODD),
    some.text(max_size=12),
)
sentences = some.lists(typed_words, max_size=6).map(" ".join) | some.text(max_size=250)


pairs = some.one_of(*(some.tuples(some.just(name), value) for name, value in PARAMETERS.items()))


@some.composite
def questions(draw):
    """(method, address, body) for the finder or the search: a link or a form."""
    path = draw(some.sampled_from(["/find", "/find", "/find", "/soeg"]))
    asked = draw(some.lists(pairs, max_size=4))
    if path == "/soeg" or draw(some.booleans()):
        asked.insert(draw(some.integers(0, len(asked))), ("q", draw(sentences)))
    query = urlencode(asked, errors="replace")
    if draw(some.booleans()):
        return "POST", path, query
    return "GET", f"{path}?{query}" if query else path, None


BY_HAND = [
    ("GET", "/find", None),
    ("GET", "/find?", None),
    ("GET", "/find?s=2", None),
    ("GET", "/find?s=9999", None),
    ("GET", "/find?q=%ff%fe&k=%c3", None),  # no UTF-8
    ("GET", "/find?q=%EF%BB%BFvold&e=%EF%BB%BF1", None),
    ("GET", "/find?e=%00&q=%00", None),
    ("GET", "/find?q=a%zz%4&&&=&=x&q=b", None),
    ("GET", "/find?q=seng;s=2#tekst", None),
    ("GET", "/find?" + "&".join(f"e={number}" for number in range(2000)), None),
    ("GET", "/find?q=" + "vold+" * 2000, None),
    ("POST", "/find", "q=%ff"),
    ("POST", "/find", ""),
    ("POST", "/find", "q=hun+vil+v%C3%A6k+fra+ham+i+nat%2C+Esbjerg%2C+anonymt"),
    ("POST", "/find?q=seng&n=1", "q=vold"),  # the form counts, not the address
    ("POST", "/soeg?q=seng", "q=%5B%5Budgave%5D%5D"),
    *(
        ("POST", where, urlencode({"q": query}))
        for where in ("/find", "/soeg")
        for query in (
            *(
                "herberg i Ribe",
                "herberg 6760",
                "8000 Aarhus C læge",
                "krisecenter i Frederiksværk",
                "Vejen ud af vold",
            ),
            *("hvordan finder jeg vejen ud", "koge suppe", "Køge", "varmestue i Køge", "gratis psykolog", "gratis mad"),
            *("spørge ind til overgreb", "ikke gratis", "ældre misbruger", "krisecenter, og manden ved det ikke"),
            *("det må ikke koste noget", "ikke kun anonymt", "åbne op om overgreb", "natvarmestue kbh", "1888"),
            *("17 år og gravid", "på 34 år", "bliver slået af min mand i Aarhus", "depressionskursus", "ældre vold"),
            *("han låser mig inde", "jeg tog kvælertag på hende", "privatlivspolitik", "hundevejr og vejrudsigten"),
            *("jeg slår min kone", "min mand slår mig", "vold", "dialog mod vold", "lev uden vold", "frikrt", "xatten"),
            *("jeg har gæld og drikker", "han slår mig og har gæld", "jeg kunne gøre hende noget", "18 88", "skp § 99"),
            *("herberg ikke i Ribe", "lgbt i Aarhus, ikke i København", "læge i Ribe"),
            *("bisitter", "min kæreste er anxt", "kvindeherbær", "exit fra prostitution", "elev der er lgbt og mobbes"),
            *(
                "natherber Aarhus",
                "manden slår mig viborg",
                "min far overvåger mig",
                "min far slår mig, jeg er 12",
                "jeg er 44 og min far slår mig",
                "slået af hans far",
                "min far slår mig i 2 år",
                "min far slår mig 44",
                "gæld uden om kommunen",
                "min far bliver slået",
                "17 år og smidt ud",
                "jeg er 16",
                "krisecenter ikke på Fyn",
            ),
            *("grønlandsk kvinde på gaden aalborg", "lægevagt Nordjylland", "rejseforsikring"),
            *("min søn vil ikke være her mere", "jeg kan ikke mere og har gæld", "hænge mig", "ikke mere gæld"),
            *(
                "åbent efter kl 22",
                "kaffe kl 3 i Aarhus",
                "efter 22 år",
                "abort efter 22 uger",
                "åbent efter 22",
                "ny sofa",
                "naboen slår sine børn, skal jeg ringe",
                "borgeren slår sin kone, må vi sige det",
                "sidder i kørestol og han slår mig",
                "زوجي يضربني",
                "чоловік б'є мене і борги",
                "สามีทำร้ายฉัน",
                "jeg er gravid og vil dø i Aalborg",
                "han truer med selvmord hvis jeg går",
                "kunde voldtog mig Odense",
                "jeg har voldtaget min kæreste",
                "help me he has a knife",
                "klokken 24",
                "ka ik mer",
                "hun råber ad mig",
                "min søn på 15 ryger hash",
            ),
            *("anonymt herberg i Vejle", "gratis krisecenter i Odense", "åbent herberg i Aalborg", "anonym gæld"),
        )
    ),
    ("POST", "/find", urlencode({"q": "herberg i Ribe", "i": "herberg i"})),
    ("POST", "/find", urlencode({"q": "herberg", "i": ""})),
    ("POST", "/find", urlencode({"q": "herberg", "k": "6760 Ribe", "b": "1"})),
    ("GET", "/soeg", None),
    ("GET", "/soeg?q=er+det", None),
]


def test_answers_that_people_came_upon(sides):
    sides.compare(BY_HAND)


def test_everyday_words_and_places(sides):
    sides.compare([("GET", f"/find?{urlencode({'q': word})}", None) for word in EVERYDAY[::4] + PLACES[::2]])
    sides.compare([("POST", "/soeg", urlencode({"q": word})) for word in EVERYDAY[::12]])


@BATCHES
@example([("GET", "/find?q=laptop+l%C3%A6ge", None)])
@given(some.lists(questions(), min_size=BATCH, max_size=BATCH))
def test_any_question(sides, asked):
    sides.compare(asked)


def test_every_offer_and_every_citizens_page(sides):
    sides.compare([("GET", f"/find/{code}", None) for code in CODES[::2]])
    names = [*CODES[::3], "-".join(CODES[:6]), "-".join(CODES[-6:]), "-".join(CODES[:7]), "zzzz", f"{CODES[0]}-zzzz"]
    names += ["-", "a", "ABCD", f"{CODES[0]}-{CODES[0]}", f"{CODES[0]}-", "%00", "x%20y", "zzzz-zzzz-zzzz"]
    asked = [("GET", f"/b/{name}{language}", None) for name in names for language in ("", "?sprog=en", "?sprog=zz")]
    sides.compare(asked)
    kinds = ("nu", "spor", "moede", CODES[1], "-".join(CODES[:6]), "-".join(CODES[:7]), "zzzz", f"{CODES[0]}-zzzz")
    sides.compare([("GET", f"/b/{name}?sprog={code}", None) for name in kinds for code in WORDS])
    none = ("", "/", "/nu/", "/-/nu", "/zzzz/qr.svg", "/zzzz/x", f"/{CODES[0]}/x/qr.svg")
    sides.compare([("GET", f"/b{name}{language}", None) for name in none for language in ("", "?sprog=ar")])
    tags = ("AR", "ar-EG", "en_GB", "da", "", "arab", "-ar", "ar&sprog=fa", "xx&sprog=ar", "T%C4%B0", "%E2%84%AA")
    sides.compare([("GET", f"/b/nu?sprog={asked}", None) for asked in tags])


@pytest.mark.parametrize("name", [name for name in CLOCKS if name != "an afternoon"])
def test_same_at_another_hour(chromium, tmp_path, name):
    both = BothSides(chromium, AppServer(tmp_path, LOMMEKORT_NOW=CLOCKS[name]))
    try:
        pages = [("GET", f"/find?s={page}{more}", None) for page in range(1, 6) for more in ("", "&k=0561", "&n=1")]
        both.compare([*pages, *(("GET", f"/find/{code}", None) for code in CODES[::4])])
        both.compare([("GET", f"/b/{code}{end}", None) for code in CODES[::4] for end in ("", "?sprog=en")])
    finally:
        both.stop()


# The parts, in an empty page: any text, and any offers there could be.


@pytest.fixture(scope="module")
def sandbox(page_with):
    """The worker's finder."""
    finder = ("sides", "need", "told_texts", "records", "counted", "index")
    return page_with(
        BYTES,
        READ_IN_PAGE,
        *(f"offline/worker/{name}.js" for name in ("bundle", "slots", "lru_cache")),
        *(f"ranking/worker/{name}.js" for name in RANKING),
        *(f"finder/worker/{name}.js" for name in finder),
    )


# Letters that the two languages' own tables might treat apart.
letters = some.characters(exclude_categories=["Cs", "Cn"]) | some.sampled_from(
    "æøåÆØÅaoe\u030a\u0301İıſẞΣK \ufeff\x1f\x85"
)


@settings(BATCHES, max_examples=10)
@given(some.lists(some.text(letters, max_size=25), min_size=100, max_size=100))
def test_any_text_folds_the_same(sandbox, texts):
    asked = "(all) => all.map((text) => [fold(text), fold(text).split(' ').map(stem), cleaned(text), escaped(text)])"
    expected = [[fold(t), [stem(word) for word in fold(t).split(" ")], cleaned(t), escaped(t)] for t in texts]
    assert sandbox.evaluate(asked, texts) == expected
    read = "(all) => all.map((text) => tokens(text).map((one) => [one.word, one.spelled, one.capital]))"
    assert sandbox.evaluate(read, texts) == [[[o.word, o.spelled, o.capital] for o in tokens(t)] for t in texts]


slots = some.sampled_from(["[[code]]", "[[field name]]", "[[ukendt x]]", "[[", "]]", "[[å b c]]", "[[code]", "\n"])


@settings(BATCHES, max_examples=5)
@given(some.lists(some.lists(slots | some.text(letters, max_size=5), max_size=8).map("".join), min_size=40))
def test_any_page_is_filled_the_same(sandbox, pages):
    asked = "(all) => all.map((page) => fill(page, (name, args) => (name === 'ukendt' ? null : `$&[[code]]${args}`)))"
    expected = [fill(p, lambda name, args: None if name == "ukendt" else f"$&[[code]]{','.join(args)}") for p in pages]
    assert sandbox.evaluate(asked, pages) == expected


BYTES = "const bytesOf = (base64) => Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));"
FIND = """([worlds, now, openHours, regionOf, vocabulary]) => worlds.map(([offers, needs, packed]) => needs.map((need) => {
    const records = new Records(bytesOf(offers), now, null);
    const answers = { records, regionOf: new Map(Object.entries(regionOf)), placesOf: records.placesOfRows() };
    const asked = new Matcher(new WordIndex(bytesOf(packed)), vocabularyOf(vocabulary), true).answer(need.question);
    const found = find(need, answers, asked, (hours) => openHours.includes(hours), now);
    const near = need.municipality && found.offers.map((offer) => distance(offer, need.municipality, answers.regionOf));
    return [found.total, found.offers.map(({ code }) => code), found.page, found.pages, found.sure, near];
}))"""
JS_NAMES = {"contact_forms": "contactForms", "no_referral": "noReferral", "open_now": "openNow"}


def for_worker(need) -> dict:
    """A need as the worker names its parts."""
    values = {JS_NAMES.get(name, name): value for name, value in asdict(need).items()}
    return values | {"ticked": None}


@settings(BATCHES, max_examples=6)
@given(some.lists(some.tuples(rule.worlds, some.lists(rule.needs, min_size=6, max_size=6)), min_size=12, max_size=12))
def test_any_offers_are_found_the_same(sandbox, worlds):
    # Ten times as many, so that there are pages of fifty too.
    worlds = [([o | {"code": f"{o['code']}{n}"} for o in offers for n in range(10)], needs) for offers, needs in worlds]
    expected = []
    for offers, needs in worlds:
        index = rule.index_of(offers, 50)
        expected.append([])
        for need in needs:
            got = rule.found(offers, need, index)
            shown = [offers[number] for number in got.positions]
            near = need.municipality and [distance(one, need.municipality, rule.REGION_OF) for one in shown]
            expected[-1].append([got.total, [one["code"] for one in shown], got.page, got.pages, got.sure, near])
    asked = [
        [base64_of(packed(offers, each=1)), [for_worker(need) for need in needs], base64_of(rule.words_index(offers))]
        for offers, needs in worlds
    ]
    question = [asked, rule.NOW, sorted(rule.OPEN_HOURS), rule.REGION_OF, AS_SENT | {"meanings": rule.MEANINGS}]
    assert sandbox.evaluate(FIND, question) == expected


RECORDS = """([bytes, order, minutes, numbers]) => minutes.map((minute) => {
    const records = new Records(bytesOf(bytes), minute, order);
    const fields = [...records.columns.keys()];
    const counted = ["hours", "known", "topics", "anonymous"].map((name) => {
        const [numbers, values] = records.column(name);
        return Array.from(numbers, (number) => values[number]);
    });
    return [records.all().map((one) => fields.map((name) => [name, one[name]])), counted,
        ["r0", "r1", "r2", "none"].map((code) => records.withCode(code)?.name ?? null),
        numbers.map((digits) => records.reachedAt(digits))];
})"""


@settings(BATCHES, max_examples=100)
@given(tables.records, some.randoms(), some.sampled_from([1, 1000]), some.sampled_from([1, 2, 50]))
def test_any_records_are_read_the_same(sandbox, records, chance, fewest_for_words, each):
    order = chance.choice([None, chance.sample(range(len(records)), chance.randint(0, len(records)))])
    body = packed(records, fewest_for_words, each)
    expected = []
    for minute in tables.MINUTES:
        read = Records(body, minute, order)
        by_code = ByCode(read)
        expected.append(
            [
                [[list(field) for field in one.items()] for one in read],
                [[values[number] for number in numbers] for numbers, values in map(read.column, tables.COUNTED)],
                [by_code[code]["name"] if code in by_code else None for code in ("r0", "r1", "r2", "none")],
                list(map(read.reached_at, tables.DIGITS)),
            ]
        )
    assert sandbox.evaluate(RECORDS, [base64_of(body), order, tables.MINUTES, tables.DIGITS]) == expected


def base64_of(packed: bytes) -> str:
    """Bytes as text, to be sent to a page."""
    return base64.b64encode(packed).decode()


COUNTED = """([felter, short, tables, places, small]) => {
    const records = new Records(bytesOf(felter), 0, null);
    const counted = (...asked) => offersCounted(records, tables, new Map(places), new Set(small), ...asked);
    const index = new WordIndex(bytesOf(short), counted);
    const all = index.terms.map((_, term) => term);
    index.prepare(all.filter((term) => term % 3 !== 0)); // the others one by one
    const told = ({ documents, weights }) => [Array.from(documents), Array.from(weights)];
    return all.map((term) => [...told(index.postings(term)), index.having(term, index.first), index.having(term, index.documents)]);
}"""


@pytest.mark.parametrize("fewest_for_words", [1, 10_000])
def test_words_of_offers_are_counted_the_same(sandbox, reading_app, fewest_for_words):
    offers = searched(reading_app, offers_of_all_kinds(), fewest_for_words)
    index = offers.counted()
    expected = []
    for term in range(len(index.terms)):
        documents, weights = index.postings(term)
        many = [index.having(term, end) for end in (index.first, index.documents)]
        expected.append([list(documents), list(weights), *many])
    asked = [base64_of(offers.felter), base64_of(offers.short), offers.tables, list(NAMES.items()), sorted(SMALL)]
    assert sandbox.evaluate(COUNTED, asked) == expected


# Our own texts, asked for in any way: every grade, slips of a finger, compounds, paragraphs and numbers.
TEXTS = [
    Document(
        [Field(offer.name, 5, name=True), Field(offer.description, 2)], {"t" + (offer.phone or "").replace(" ", ""): 63}
    )
    for offer in LIBRARY.offers
]
FACTS = [Document([Field(fact.title, 5), Field(fact.what)], {"109": 60, "sel109": 63}) for fact in LIBRARY.law.shown()]
PACKED = make_index([*TEXTS, *FACTS], first=len(TEXTS))
ANSWER = """([packed, sent, asked]) => {
    const vocabulary = vocabularyOf(sent);
    const index = new WordIndex(bytesOf(packed));
    const matchers = [true, false].map((first) => new Matcher(index, vocabulary, first));
    return asked.map((query) => {
        const question = readQuestion(typedWords(query), vocabulary, 12);
        return matchers.map((matcher) => {
            const all = matcher.answer(question);
            const found = [...scores(all)].sort((one, two) => one[0] - two[0]);
            const told = all.map((one) => [one.word, one.rarity, one.known, one.corrected, one.others, one.certain]);
            return [found, told];
        });
    });
}"""
joined = some.lists(some.sampled_from(REAL_WORDS + EVERYDAY), min_size=2, max_size=3).map("".join)
numbered = some.sampled_from(
    ["§ 109", "SEL 109", "serviceloven § 109 a", "70 20 12 01", "+45 70201201", "116 111", "112"]
)


@settings(BATCHES, max_examples=6)
@given(some.lists(some.lists(typed_words | joined | numbered, min_size=1, max_size=4).map(" ".join), min_size=40))
def test_any_words_score_the_same(sandbox, queries):
    index = WordIndex(PACKED)
    matchers = [Matcher(index, VOCABULARY, only_first=first) for first in (True, False)]
    expected = []
    for query in queries:
        question = read_question(typed(query), VOCABULARY, 12)
        told = []
        for matcher in matchers:
            every = matcher.answer(question)
            found = [list(one) for one in sorted(scores(every).items())]
            kept = [[o.word, o.rarity, o.known, o.corrected, list(o.others), o.certain] for o in every]
            told.append([found, kept])
        expected.append(told)
    question = [base64_of(PACKED), AS_SENT, queries]
    assert sandbox.evaluate(ANSWER, question) == expected

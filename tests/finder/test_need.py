"""What a link or a form asks for: every parameter, known and unknown, and sentences as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.conftest import LIBRARY
from tests.rules import cases_about
from tests.words import VOCABULARY
from webapp.finder.choosing import Choosing, choosing_table
from webapp.finder.need import LONGEST_PLACE, LONGEST_QUERY, MOST_WORDS, Choices
from webapp.finder.need import read_need as read
from webapp.finder.places import Places, place_names
from webapp.towns import Town, place_tables

TAXONOMY = LIBRARY.taxonomy
SAID = LIBRARY.sentences
UNKNOWN = SAID.unknown.model_dump()
CHOICES = Choices(
    topics=tuple(term.code for term in TAXONOMY.topics.values()),
    contact_forms=tuple(term.code for term in TAXONOMY.contact_forms.values()),
    audiences=tuple(term.code for term in TAXONOMY.audience_choices()),
    languages=tuple(term.code for term in TAXONOMY.languages.values()),
    places={place.code: place.name for place in LIBRARY.places.values()},
    where=Places(
        {place.code: place.name for place in LIBRARY.places.values()},
        VOCABULARY.question,
        **place_names(place_tables(LIBRARY.towns, ["1888"])),
    ),
    vocabulary=VOCABULARY,
    said=SAID,
    choosing=Choosing(**choosing_table(LIBRARY.choosing)),
)
ESBJERG, COPENHAGEN = "0561", "0101"


def need(*pairs: tuple[str, str]):
    """The search that these parameters ask for."""
    params = {}
    for name, value in pairs:
        params.setdefault(name, []).append(value)
    return read(params, CHOICES)


def said(asked) -> tuple[str, ...]:
    """What was understood of a search's words."""
    return tuple(one.said for one in asked.understood)


def test_nothing_asks_for_nothing():
    assert need() == need(("q", ""), ("k", ""), ("e", ""), ("s", ""), ("a", ""), ("zz", "1"))
    assert (need().notes, tuple(need().question.counted), need().page) == ((), (), 1)


@pytest.mark.parametrize(
    ("pairs", "field", "value"),
    [
        ([("e", "1")], "topics", ("1",)),
        ([("e", "3"), ("e", "1"), ("e", "3")], "topics", ("1", "3")),  # each once, in the order of the list
        ([("f", "2"), ("f", "1")], "contact_forms", ("1", "2")),
        ([("m", "1")], "audience", "1"),
        ([("m", "1"), ("m", "2")], "audience", "1"),  # one only: the first
        ([("l", "12")], "language", "12"),
        ([("a", "1")], "anonymous", True),
        ([("u", "1")], "no_referral", True),
        ([("n", "1")], "open_now", True),
        ([("a", "")], "anonymous", False),
        ([("s", "2")], "page", 2),
        ([("s", "9999")], "page", 9999),
        ([("k", "0561")], "municipality", ESBJERG),
        ([("k", "Esbjerg")], "municipality", ESBJERG),
        ([("k", "esbjerg kommune")], "municipality", ESBJERG),
        ([("k", "  Esbjerg Kommune ")], "municipality", ESBJERG),
        ([("k", "Koebenhavn")], "municipality", COPENHAGEN),
        ([("k", "Københavns Kommune"), ("k", "0561")], "municipality", COPENHAGEN),
        ([("k", "Bornholms Regionskommune")], "municipality", "0400"),
    ],
)
def test_known_value(pairs, field, value):
    assert getattr(need(*pairs), field) == value
    assert need(*pairs).notes == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *((name, value) for name in "efmlaunbg" for value in ("9999", "x", "\0", "1 ", "-1", "💚", "<b>", "alle")),
        ("m", "7"), ("m", "8"),  # "everyone" is no choice
        ("k", "9999"), ("k", "Atlantis"), ("k", "Kommune"), ("k", "i Esbjerg"), ("k", "Esbjerg by"),
        ("k", "561"), ("k", "<b>"), ("k", "💚"),
        *(("s", value) for value in ("0", "-1", "x", "1.0", "01", "10000", " 2", "٢", "²", "\0", "1e3")),
    ],
)  # fmt: skip
def test_unknown_value_is_left_out_and_said(name, value):
    asked = need((name, value))
    assert asked.notes == (UNKNOWN[name],)
    nothing = need()
    for field in ("municipality", "topics", "contact_forms", "audience", "language", "page", "question"):
        assert getattr(asked, field) == getattr(nothing, field)
    assert not asked.anonymous and not asked.no_referral and not asked.open_now and not asked.ticked


def test_unknown_among_known_is_said_once():
    asked = need(("e", "x"), ("e", "1"), ("e", "y"))
    assert (asked.topics, asked.notes) == (("1",), (UNKNOWN["e"],))


def test_every_unknown_thing_is_said():
    asked = need(*((name, "?") for name in "kefmlaungbs"))
    assert set(asked.notes) == set(UNKNOWN.values())


def test_two_thousand_parameters():
    asked = need(*(("e", str(number)) for number in range(2000)))
    assert (asked.topics, asked.notes) == (CHOICES.topics, (UNKNOWN["e"],))


def test_sentence():
    asked = need(("q", "hun vil væk fra ham i nat, Esbjerg, anonymt"))
    assert asked.query == "hun vil væk fra ham i nat, Esbjerg, anonymt"
    assert (asked.municipality, asked.typed_place) == (ESBJERG, "")
    assert asked.anonymous and not asked.ticked
    assert tuple(asked.question.counted) == ("vaek", "nat")
    assert said(asked) == ("Esbjerg", "kun anonyme")
    assert asked.notes == ()


@pytest.mark.parametrize("case", cases_about("need", "What is left"), ids=str)
def test_typed_words(case):
    asked = need(("q", case["typed"]))
    assert (asked.question.counted, list(said(asked))) == (case["words"], case["understood"])


def test_chosen_place_goes_before_a_typed_one():
    asked = need(("k", "0101"), ("q", "Esbjerg"))
    assert (asked.municipality, tuple(asked.question.counted), asked.typed_place) == (
        COPENHAGEN,
        ("esbjerg",),
        "København",
    )


def test_tick_and_word_say_the_same():
    asked = need(("a", "1"), ("q", "anonymt"))
    assert asked.anonymous and asked.ticked == {"a"}


def test_every_municipality_is_found_by_its_name_in_a_sentence():
    for code, name in CHOICES.places.items():
        assert need(("q", f"seng i {name} i nat")).municipality == code, name
        assert need(("k", name)).municipality == code
        assert need(("k", f"{name} Kommune")).municipality == code


@pytest.mark.parametrize("case", cases_about("need", "A place"), ids=str)
def test_place_in_a_sentence(case):
    asked = need(("q", case["typed"]))
    assert (asked.municipality, asked.question.counted) == (case["municipality"], case["words"])


@pytest.mark.parametrize(
    ("typed", "code"),
    [("Ribe", "0561"), ("6760", "0561"), ("6760 Ribe", "0561"), ("8000 Aarhus C", "0751"), ("køge", "0259"),
     ("Vejen", "0575"), ("kbh", "0101"), ("skagen", "0813"), ("Nordvest", "0101")],
)  # fmt: skip
def test_town_or_postcode_in_the_field(typed, code):
    asked = need(("k", typed))
    assert (asked.municipality, asked.notes) == (code, ())


def test_place_in_several_municipalities_is_chosen_and_asked():
    asked = need(("k", "3300"))
    assert asked.municipality == "0260"
    assert asked.notes == ("Stedet ligger også i Gribskov. Halsnæs er valgt.",)
    asked = need(("q", "seng i Frederiksværk nu"))
    assert [(one.said, one.instead) for one in asked.elsewhere] == [("Gribskov", "seng i Gribskov nu")]


@pytest.mark.parametrize("case", cases_about("need", "Words that choose"), ids=str)
def test_words_that_choose_and_words_that_do_not(case):
    asked = need(("q", case["typed"]))
    chosen = [name for name in ("free", "anonymous", "open_now", "no_referral") if getattr(asked, name)]
    assert (chosen, asked.question.counted) == (case["chosen"], case["words"])


def test_each_understood_part_can_be_taken_away():
    asked = need(("q", "anonymt herberg i Ribe, anonymt"))
    assert {one.said: one.instead for one in asked.understood} == {
        "kun anonyme": "herberg i Ribe,",
        "Esbjerg": "anonymt herberg i anonymt",
    }
    without = need(("q", "anonymt herberg i Ribe"), ("i", "herberg i Ribe"))
    assert (without.query, without.anonymous, without.municipality) == ("herberg i Ribe", False, "0561")
    assert need(("q", "anonymt"), ("i", "")).query == ""


def test_ten_thousand_characters():
    asked = need(("q", "seng " * 2000), ("k", "x" * 10_000))
    assert len(asked.query) == LONGEST_QUERY - 1  # the space at the cut is gone
    assert tuple(asked.question.counted) == ("seng",)
    assert asked.notes == (SAID.query_too_long.format(most=LONGEST_QUERY), UNKNOWN["k"])
    assert len(asked.typed_place) == LONGEST_PLACE


def test_emoji_is_one_character():
    assert need(("q", "💚" * LONGEST_QUERY)).notes == ()
    assert need(("q", "💚" * (LONGEST_QUERY + 1))).query == "💚" * LONGEST_QUERY


def test_many_words():
    asked = need(("q", " ".join(f"ord{number}" for number in range(MOST_WORDS + 3))))
    assert tuple(asked.question.counted) == tuple(f"ord{number}" for number in range(MOST_WORDS))
    assert asked.notes == (SAID.too_many_words.format(most=MOST_WORDS),)


def test_control_characters_are_spaces():
    assert need(("q", "\0 vold\r\n\tseng\x7f")).query == "vold seng"


texts = some.text(max_size=300) | some.sampled_from(["", "1", "2", "0561", "Esbjerg", "anonymt", "uden henvisning"])
names = some.sampled_from(["q", "k", "e", "f", "m", "l", "a", "u", "n", "s", "x", ""])


@given(some.dictionaries(names, some.lists(texts, max_size=4)))
def test_nothing_makes_an_error(params):
    asked = read(params, CHOICES)
    assert len(asked.query) <= LONGEST_QUERY and len(asked.typed_place) <= max(LONGEST_PLACE, 20)
    assert len(tuple(asked.question.counted)) <= MOST_WORDS and 1 <= asked.page <= 9999
    assert len(set(asked.notes)) == len(asked.notes)
    assert not any("\0" <= letter < " " for letter in asked.query)
    for name in "efml":
        sent = [value for value in params.get(name, ())[: None if name in "ef" else 1] if value]
        known = {"e": asked.topics, "f": asked.contact_forms, "m": (asked.audience,), "l": (asked.language,)}[name]
        assert (UNKNOWN[name] in asked.notes) is any(value not in known for value in sent)


def test_a_part_of_a_town_is_found_without_its_letter():
    part = Town(first="8260", last="8260", town="Viby J", municipalities="0751", word="")
    assert place_tables([part], ())["towns"] == {"viby": "0751", "viby j": "0751"}

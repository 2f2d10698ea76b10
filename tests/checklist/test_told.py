"""Told means told: a point of the citizen's page stands as told only by a line whose words say it, whatever is chosen."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from tests.checklist.lines import BRANCHES, CHECKLIST, ORDERED, SHORT, SUBSETS, shown
from tests.conftest import LIBRARY
from webapp.checklist.checklist import PHASES
from webapp.checklist.own import OwnLine, with_own
from webapp.citizen.meeting import points
from webapp.languages.words import words_of

LINES = CHECKLIST.lines()
POINTS = {point for _, point in points(LIBRARY.meeting)}
SAID = CHECKLIST.saying()
GONE = {branch.id: set(branch.without) for branch in CHECKLIST.branches}

# What a line's words must hold to tell a point. A new point needs its own row here.
WORDS = {
    "p1": ("sige nej",), "p2": ("springe over",), "p3": ("pause",), "p4": (r"\bgå\b", "krav"), "p5": ("tage en med",),
    "p6": ("tale.? om|taler vi om|mødes om",), "p7": ("tavshedspligt",),
    "p8": ("barn|børn|under 18", "bekymret", "skal kommunen vide"), "p9": ("et liv i fare", "skal jeg"),
    "p10": ("stor skade", "skal jeg"), "p11": ("skriver", "læse dem|se det"), "p12": ("kan se det",),
    "p13": ("penge fra kommunen", "pligt|skal du selv", "andre penge"), "p14": ("gratis råd",),
    "p15": ("uden at sige dit navn|uden at sige, hvad du hedder",), "p16": ("ikke en sag",),
    "p17": ("barn eller et liv i fare", "ikke kender dit navn"), "p18": ("ret til at forstå",), "p19": ("ret til", "tolk"),
    "p20": ("se din sag",), "p21": ("får du et nej", "hvorfor"), "p22": ("klage", "fire uger"),
    "p23": ("hvornår|hører det",), "p24": ("ringe til",), "p25": ("få fat i dig",), "p26": ("mig igen",),
}  # fmt: skip


def told(names) -> set[str]:
    """The points that stand as told when these lines have been ticked."""
    return {point for name in names for point in LINES[name].says}


@pytest.mark.parametrize("name", [name for name, line in LINES.items() if line.says])
def test_a_line_says_what_it_marks(name):
    say = LINES[name].say.lower()
    for point in LINES[name].says:
        for words in WORDS[point]:
            assert re.search(words, say), f"{name} marks {point} and does not say {words}"


def test_every_point_is_said_by_a_line():
    assert set(SAID) == POINTS == set(WORDS)


def test_whatever_is_chosen_no_replacement_takes_a_point_away():
    """Only a line that a branch takes away, and says so, takes its points along."""
    national = [line.id for phase in CHECKLIST.phases for line in phase.lines]
    for chosen in SUBSETS:
        gone = set().union(*(GONE[name] for name in chosen)) if chosen else set()
        assert told(shown(chosen)) >= told(name for name in national if name not in gone), chosen


def test_the_duties_are_told_whatever_is_chosen():
    for chosen in SUBSETS:
        for items in (ORDERED, SHORT):
            names = shown(chosen, items)
            assert told(names) >= {f"p{number}" for number in (1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13)}, chosen
            if "g1" in chosen:
                assert names.index("st3") < names.index("g1a") < names.index("g1b")


def test_what_is_chosen_marks_nothing_by_itself():
    assert told(()) == set()
    for chosen in SUBSETS:
        unsaid = set(POINTS) - told(shown(chosen))
        assert not unsaid & told(name for name in shown(chosen) if LINES[name].says), chosen


@pytest.mark.parametrize("language", [code for code, one in LIBRARY.languages.items() if one.is_shown])
def test_the_citizens_page_names_the_lines_that_say_each_point(client, language):
    page = BeautifulSoup(client.get(f"/b/moede?sprog={language}").text, "html.parser")
    phrases = words_of(LIBRARY.languages[language])
    for name in POINTS:
        item = page.select_one(f"[data-point={name}]")
        assert item["data-told"].split() == list(SAID[name])
        assert phrases[f"meeting.{name}"] in item.get_text() and item.em.has_attr("hidden")


@given(
    st.lists(st.tuples(st.sampled_from(PHASES), st.sampled_from(["first", "last", *LINES])), min_size=1, max_size=6),
    st.sets(st.sampled_from(BRANCHES)),
)
def test_a_municipalitys_own_lines_mark_nothing_and_take_nothing_away(places, chosen):
    ours = [
        OwnLine(f"x0000n{number}", phase, after, "Sig noget", "Du må sige nej.", "Fordi.")
        for number, (phase, after) in enumerate(places)
    ]
    laid = [item for items in with_own(CHECKLIST, ours).values() for item in items]
    assert [item.line.id for item in laid if item.shown(chosen) and item.line not in ours] == shown(chosen)
    assert not any(line.says for line in ours)
    assert not {name for names in SAID.values() for name in names} & {line.id for line in ours}

"""The house rules can fail: each finds what it is there for."""

import re

import pytest

from tests.house_rules import check_page
from webapp.assets import STATIC

PAGE = """<html lang="da"><title>Kort · Lommekort</title><h1>Kort</h1><a href="/luk" data-quick-exit>Luk</a>
<template><h1 style="x">{{ I dag }}</h1></template><label for="a">Ord</label>
<input id="a" autocomplete="off" spellcheck="false"><a rel="external noreferrer" href="https://vold.dk">Lev uden</a>"""
SPOILT = {
    "<h1>To</h1>": "exactly one h1",
    '<p style="x">': "style goes in a file",
    "<style>x</style>": "style goes in a file",
    "<script>x</script>": "script goes in a file",
    '<p onclick="x">': "move",
    '<p hx-on:click="x">': "move",
    '<p id="a">': "stand twice",
    '<img src="//x.dk/x.png">': "another host",
    '<link href="https://x.dk/x.css">': "another host",
    '<input id="q">': "label",
    '<label for="q">Ord</label><input id="q" autocomplete="on" spellcheck="false">': "input",
    '<p aria-describedby="a q">': "q.*not on the page",
    '<label for="q">Ord</label>': "q.*not on the page",
    '<svg><use href="#q"></svg>': "drawing q is not on the page",
    '<a href="/vold">': "tells too much",
    '<a href="https://x.dk">': "noreferrer",
    '<a href="tel:1888">Ring <b>1888</b></a>': "1888",
    '<a href="tel:112"><span translate="no">Alarm</span> 112</a>': "112",
    "{{ x }}": "template leftovers",
}


def test_page_that_keeps_them_passes():
    check_page("/kort", PAGE)


@pytest.mark.parametrize("more", SPOILT)
def test_what_is_wrong_is_told(more):
    with pytest.raises(AssertionError, match=SPOILT[more]):
        check_page("/kort", PAGE + more)
    check_page("/kort", f"{PAGE}<template>{more}</template>")  # what lies ready for the exit


@pytest.mark.parametrize("more", ["<p class=x>", '<p class="x>', "<p", "1 < 2", '<p class="x"id="y">', "<!-- <p>"])
def test_what_a_browser_would_mend_is_told(more):
    with pytest.raises(AssertionError, match="close the tag"):
        check_page("/kort", PAGE + more)
    with pytest.raises(AssertionError, match="close the tag"):
        check_page("/kort", f"{PAGE}<template>{more}</template>")


@pytest.mark.parametrize("part", ['lang="da"', "<h1>Kort</h1>", " data-quick-exit", "Kort · Lommekort", 'for="a"'])
def test_what_is_missing_is_told(part):
    with pytest.raises(AssertionError):
        check_page("/kort", PAGE.replace(part, "", 1))


def test_marks_drawn_by_style_sheets_are_not_read_aloud():
    """Voices read "×" as "times"; what it says stands in words too. Older browsers know the first of the two lines only."""
    drawn = re.compile(r'content: ("[^"]+")(?P<unread> / "")?;')
    for path in STATIC.rglob("*.css"):
        found = list(drawn.finditer(path.read_text()))
        seen, silent = ([one[1] for one in found if bool(one["unread"]) is unread] for unread in (False, True))
        assert seen == silent, f'{path.name}: write content: "×"; and then content: "×" / "";'


def test_what_is_not_current_has_no_line_in_forced_colours():
    """There a transparent border is drawn, so that all places of the menu looked like the current one."""
    assert not [path.name for path in STATIC.rglob("*.css") if "solid transparent" in path.read_text()]

"""The cases of `tests/rules` on the phone: the worker's scripts give the answers that the server's code is held to, in
an empty page. Opening hours have theirs in `test_opening_worker.py`."""

from __future__ import annotations

import json

import pytest

from tests.conftest import LIBRARY
from tests.rules import FOLDER, cases, cases_about
from tests.words import AS_SENT, READ_IN_PAGE
from webapp.finder.choosing import choosing_table
from webapp.finder.sides import side_tables
from webapp.offline.worker import RANKING
from webapp.ranking.making import Document, Field, make_index
from webapp.towns import place_tables

SCRIPTS = (
    "security/worker/cpr.js",
    "offline/worker/lru_cache.js",
    *(f"ranking/worker/{name}.js" for name in RANKING),
    "offline/worker/routes.js",
    *(f"finder/worker/{name}.js" for name in ("places", "sides", "need", "offer_page")),
)
TABLES = {
    "vocabulary": AS_SENT,
    "names": [[place.code, place.name] for place in LIBRARY.places.values()],
    "choosing": choosing_table(LIBRARY.choosing),
    "sides": side_tables(LIBRARY.sides),
    "said": LIBRARY.sentences.model_dump(),
    "where": place_tables(LIBRARY.towns, ["1888"]),
}
HELPERS = """
    const vocabulary = vocabularyOf(tables.vocabulary);
    const names = new Map(tables.names);
    const choices = {
      topics: [], contactForms: [], audiences: [], languages: [], places: names,
      where: new Places(names, vocabulary.question, tables.where),
      sides: tables.sides, choosing: tables.choosing, vocabulary, said: tables.said,
    };
    const questionOf = (typed) => readQuestion(typedWords(typed), vocabulary, 12);
    const needOf = (typed) => {
      const need = readNeed(new URLSearchParams({ q: typed }), choices);
      const chosen = { free: need.free, anonymous: need.anonymous, open_now: need.openNow, no_referral: need.noReferral };
      return {
        municipality: need.municipality, words: [...new Set(need.question.words)].filter((word) => !need.question.skipped[need.question.words.indexOf(word)]), understood: need.understood.map((one) => one.said),
        chosen: Object.keys(chosen).filter((name) => chosen[name]),
      };
    };
    // The places of the texts that a query finds, the best first.
    const ranked = (query, packed, meanings) => {
      const index = new WordIndex(Uint8Array.from(packed));
      const found = scores(new Matcher(index, { ...vocabulary, meanings }, true).answer(questionOf(query)));
      return Array.from(found.keys()).sort((one, other) => found.get(other) - found.get(one) || one - other);
    };
"""


@pytest.fixture(scope="module")
def sandbox(page_with):
    """The worker's rules, and the tables they are read with."""
    return page_with(*SCRIPTS, f"globalThis.tables = {json.dumps(TABLES)};", READ_IN_PAGE, HELPERS)


def packed(*texts: str) -> list[int]:
    """The index of these texts, as the bytes that the phone gets."""
    return list(make_index([Document([Field(text)]) for text in texts], first=len(texts)))


def test_personal_numbers(sandbox):
    cases = json.loads((FOLDER / "cpr.json").read_text(encoding="utf-8"))
    seen = sandbox.evaluate("(texts) => texts.map(hasCpr)", cases["refused"] + cases["taken"])
    assert seen == [True] * len(cases["refused"]) + [False] * len(cases["taken"])


def test_reports_are_tidied(sandbox):
    kept = sandbox.evaluate("(all) => all.map(tidyReport)", [case["typed"] for case in cases("tidy")])
    assert kept == [case["kept"] for case in cases("tidy")]


def test_folding(sandbox):
    cases = cases_about("words", "Folding")
    folded = sandbox.evaluate("(texts) => texts.map(fold)", [case["text"] for case in cases])
    assert folded == [case["folded"] for case in cases]


def test_forms_of_a_word_are_the_same_word(sandbox):
    cases = cases_about("words", "One word")
    stems = sandbox.evaluate(
        "(all) => all.map((words) => words.map((word) => stem(fold(word))))", [c["forms"] for c in cases]
    )
    assert [len(set(one)) for one in stems] == [1] * len(cases)


def test_numbered_things(sandbox):
    cases = cases_about("words", "Numbers")
    named = sandbox.evaluate(
        "(all) => all.map((typed) => questionOf(typed).numbered)", [case["typed"] for case in cases]
    )
    assert named == [case["named"] for case in cases]


def test_query_finds_a_text(sandbox):
    cases = cases_about("matching", "A query")
    asked = [[case["query"], packed(case["text"])] for case in cases]
    found = sandbox.evaluate("(all) => all.map(([query, bytes]) => ranked(query, bytes, {}).length > 0)", asked)
    assert found == [case["found"] for case in cases]


def test_better_goes_first(sandbox):
    cases = cases_about("matching", "The better")
    asked = [[case["query"], packed(case["worse"], case["better"], "Noget helt andet", "Kaffe")] for case in cases]
    first = sandbox.evaluate(
        "(all) => all.map(([query, bytes]) => ranked(query, bytes, vocabulary.meanings)[0])", asked
    )
    assert first == [1] * len(cases)


@pytest.mark.parametrize("about", ["What is left", "A place", "Words that choose"])
def test_sentence(sandbox, about):
    cases = cases_about("need", about)
    asked = sandbox.evaluate("(all) => all.map(needOf)", [case["typed"] for case in cases])
    for case, need in zip(cases, asked, strict=True):
        assert need | case == need | {"typed": case["typed"]}, case["typed"]


def test_side_of_violence(sandbox):
    asked = [case["typed"] for case in cases("sides")]
    told = sandbox.evaluate('(all) => all.map((typed) => sideAskedFor(tables.sides, typedWords(typed), ""))', asked)
    assert dict(zip(asked, told, strict=True)) == {case["typed"]: case["side"] for case in cases("sides")}


def test_danger(sandbox):
    asked = [case["typed"] for case in cases("danger")]
    told = sandbox.evaluate(
        """(all) => all.map(typedWords).map((words) =>
            dangersIn(tables.sides, words, sideAskedFor(tables.sides, words, "")).map(({ lines }) => lines[0]))""",
        asked,
    )
    assert dict(zip(asked, told, strict=True)) == {case["typed"]: case["lines"] for case in cases("danger")}

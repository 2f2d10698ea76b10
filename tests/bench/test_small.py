"""The benches still run and their figures make sense; how large the figures are is for `make bench` to say."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from bench import beside, finder, languages, lighthouse, load, overview, search, serve, servers
from bench.__main__ import BENCHES
from bench.figures import Figure, told

pytestmark = pytest.mark.sqlite("benches make databases of their own")


def by_name(figures: list[Figure]) -> dict[str, float | None]:
    """What was measured; each figure has a limit and a line in the table."""
    assert all(figure.most is not None or figure.least is not None for figure in figures)
    assert len(told(figures).splitlines()) == 1 + len(figures)
    return {figure.name: figure.measured for figure in figures}


def test_table_says_what_is_met_missed_and_not_measured():
    kept, missed = Figure("kept", 3.14, most=4), Figure("missed", 0.5, least=1)
    absent = Figure("absent", None, most=1, why="no tool")
    assert [figure.met for figure in (kept, missed, absent)] == [True, False, False]
    assert [line.split() for line in told([kept, missed, absent]).splitlines()] == [
        ["limit", "measured"],
        ["kept", "<=", "4.0", "3.1", "met"],
        ["missed", ">=", "1.0", "0.5", "NOT", "MET"],
        ["absent", "<=", "1.0", "not", "measured:", "no", "tool"],
    ]


def test_server(published):
    found = by_name(serve.measure(small=True, instance=published()))
    assert found[f"{serve.READY} to {serve.RENDERED}"] > 0
    assert 30 < found["memory after the load, MB"] < 500
    assert found["start with nothing changed, processor seconds"] > 0


@pytest.mark.timeout(600)
def test_load(published):
    found = by_name(load.measure(small=True, instance=published()))
    assert found["editors' errors"] == 0
    assert 30 < found["memory under load, the most, MB"] < 500 and 30 < found["memory afterwards, MB"] < 500


def test_servers():
    """Only what becomes of the figures: a database and two servers cost more than a test of a bench is worth."""
    one = [servers.Measured(rate, 900, 0, 1, 15, 5, 0.2, 1) for rate in (20, 40, 30)]
    two = [servers.Measured(rate, 600, errors, 1.9, 15, 5, 0.4, 1) for rate, errors in ((40, 0), (60, 1), (51, 0))]
    found = by_name(servers.figures(one, two))
    assert found == {"editors, two servers to one": 1.7, "editors' errors, one and two servers": 1}
    assert servers.middle(two).row("two") == ["two", "51.0", "600.0", "15.0", "5.0", "0.4", "1.0", "1.90", "1"]


def test_finder(chromium_is_there, monkeypatch):
    # In this process, which has the app loaded; a fresh one is for true figures of memory, and `test_overview` begins one.
    monkeypatch.setattr(finder, "processes", lambda: ThreadPoolExecutor(1))
    # In a thread of its own: the browser tests before it have left an event loop in this one.
    with ThreadPoolExecutor(1) as apart:
        found = by_name(apart.submit(finder.measure, sizes=(20, 60), best_quality=1).result())
    assert 0 < found["data sent, growth to the offers' growth"] < 2
    assert found["server, growth to the offers' growth"] > 0 and found["worker, growth to the offers' growth"] > 0
    assert found["shipped offers' data on top of the cards, bytes sent"] > 1000


def test_overview(chromium_is_there):
    with ThreadPoolExecutor(1) as apart:
        found = by_name(apart.submit(overview.measure, sizes=(20,), rounds=1).result())
    assert found["overview, server, slowest ms at 20"] > 0 and found["overview, worker, slowest ms at 20"] > 0


def test_languages(chromium_is_there):
    with ThreadPoolExecutor(1) as apart:
        found = by_name(apart.submit(languages.measure, size=20, rounds=1).result())
    assert found[languages.NAME] > 0


@pytest.fixture
def chromium_is_there():
    """The finder is measured on a phone's side too."""
    if not finder.chromium_path():
        pytest.skip("Chromium is not installed here: python -m harness.browsers")


def test_lighthouse_report_is_read():
    audits = {"tap": {"title": "Small targets", "score": 0.5, "displayValue": "3 elements"}}
    categories = {
        name: {"title": name, "score": score, "auditRefs": [{"id": "tap", "weight": 1}]}
        for name, score in zip(lighthouse.CATEGORIES, (1, 0.96, None), strict=True)
    }
    report = {"audits": audits, "categories": categories}
    assert list(by_name(lighthouse.scores("/", report)).values()) == [100, 96, None]
    assert lighthouse.shortcomings(report)[0] == "accessibility: Small targets 3 elements"


def test_everything_that_can_be_measured_is_in_the_one_table():
    modules = {path.stem for path in serve.Path(serve.__file__).parent.glob("*.py")}
    assert {measure.__module__.removeprefix("bench.") for measure in BENCHES.values()} == modules - {
        *("__init__", "__main__", "figures", "beside", "packages", "phone")
    }


def test_search():
    found = by_name(search.measure(small=True))
    assert len(found) == 12 and all(0 <= share <= 1 for share in found.values())


def test_ratios_to_other_engines_are_of_the_most_offers():
    """Half the median, a third of what is sent: each against its own limit; and none where the other was not asked."""
    ours = beside.Measured(figures(1, 9), figures(2, 3), figures(10, 20), unpacked=9, sent=30)
    other = beside.Measured(figures(2, 9), figures(4, 9), figures(20, 80), unpacked=100, sent=90)
    engines = {"Lommekort": {20_000: ours}, "MiniSearch": {20_000: other}}
    found = beside.against_mini_search(engines)
    assert [(one.measured, one.met) for one in found] == [(0.5, True), (1 / 3, True), (0.25, True)]
    older = {one.name: one for one in beside.against_older({20_000: other}, {20_000: ours})}
    assert older["data unpacked to the older build at 20,000"].met
    assert not older["worker, median to the older build at 20,000"].met
    assert {one.measured for one in beside.against_older(None, {20_000: ours})} == {None}


def figures(median: float, ready: float) -> finder.Figures:
    return finder.Figures(ready=ready, median=median, p95=median, memory=1, slowest="")

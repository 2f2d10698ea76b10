"""A monitor learns whether the server is well, and nothing of what anybody looked at."""

import re
import urllib.error
import urllib.request
from types import SimpleNamespace

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.server import AppServer
from webapp.config import SettingError, settings_from
from webapp.monitoring import readiness
from webapp.monitoring.metrics import PAGES, ROUTE_CLASSES, route_class
from webapp.publishing.publisher import State

TOKEN = "a" * 20 + "-token-of-the-operator"
CANARY = "kanarie"


@pytest.fixture(scope="module")
def watched(tmp_path_factory, ready):
    server = ready(tmp_path_factory.mktemp("watched"), LOMMEKORT_METRICS_TOKEN=TOKEN).start()
    yield server
    server.stop()


def ask(url: str, headers: dict[str, str] | None = None) -> SimpleNamespace:
    request = urllib.request.Request(url, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return SimpleNamespace(status=answer.status, headers=answer.headers, text=answer.read().decode())
    except urllib.error.HTTPError as error:
        return SimpleNamespace(status=error.code, headers=error.headers, text=error.read().decode())


def figures(server: AppServer) -> dict[tuple, float]:
    """Every figure but those of the process, by its name and labels."""
    answer = ask(f"{server.url}/metrics", {"Authorization": f"Bearer {TOKEN}"})
    assert answer.status == 200 and answer.headers["Cache-Control"] == "no-store"
    return {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
        if not sample.name.startswith(("process_", "lommekort_disk"))
    }


def growth(server: AppServer, *addresses: str) -> dict[tuple, float]:
    """By how much the figures grow when these are asked for, beside the asking for figures."""
    before = figures(server)
    for address in addresses:
        ask(server.url + address)
    after = figures(server)
    monitoring = ("lommekort_requests_total", ("route", "monitoring"), ("status", "2xx"))
    return {name: after[name] - before[name] for name in after if after[name] != before[name] and name != monitoring}


def test_figures_are_for_whoever_has_the_token(watched, server):
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Basic {TOKEN}"}, {"Cookie": TOKEN}):
        refused = ask(f"{watched.url}/metrics", headers)
        assert refused.status == 401 and "lommekort" not in refused.text
        assert refused.headers["WWW-Authenticate"].startswith("Bearer")
    assert ask(f"{watched.url}/metrics?token={TOKEN}").status == 401, "a token in an address lands in logs"
    assert ask(f"{server.url}/metrics", {"Authorization": f"Bearer {TOKEN}"}).status == 404, "no token is set"


def test_no_figure_tells_what_was_looked_at(watched):
    """Whatever a citizen or a worker looks at, the same figure grows by the same."""
    looks = (
        "/kort/3",
        "/kort/m1",
        "/b/moede",
        "/b/nu",
        "/find?q=krisecenter&k=0461",
        "/soeg?q=selvmord",
        "/kilder",
        "/",
    )
    grown = {address: growth(watched, address) for address in looks}
    pages = {("lommekort_requests_total", ("route", PAGES), ("status", "2xx")): 1.0}
    assert grown == dict.fromkeys(looks, pages)
    missing = [growth(watched, address) for address in (f"/{CANARY}", f"/kort/{CANARY}", f"/b/{CANARY}?q={CANARY}")]
    assert missing[0] == missing[1] == missing[2] and len(missing[0]) == 1


def test_nothing_but_known_labels_is_in_the_figures(watched):
    for address in (f"/{CANARY}", f"/find?q={CANARY}", f"/static/{CANARY}", f"/intern/{CANARY}", f"/api/{CANARY}"):
        ask(watched.url + address, {"User-Agent": CANARY, "Referer": f"https://{CANARY}.dk/"})
    text = ask(f"{watched.url}/metrics", {"Authorization": f"Bearer {TOKEN}"}).text
    assert CANARY not in text
    labels = set(re.findall(r'(\w+)="([^"]*)"', text))
    routes = {PAGES, *ROUTE_CLASSES}
    assert labels <= {
        *(("route", name) for name in routes),
        *(("status", f"{digit}xx") for digit in range(2, 6)),
        *(("result", result) for result in ("done", "failed")),
        *(("queue", queue) for queue in ("publishing", "reports")),
    }


def test_every_public_page_is_of_one_class(app):
    for rule in app.url_map.iter_rules():
        path = rule.rule
        first = path.split("/")[1].partition("<")[0]
        if first in ("kort", "b", "find", "soeg", "tjek", "aftale", "forloeb", "oev", "laer", "ordbog", "viden", ""):
            assert route_class(path) == PAGES, path
    assert route_class("/internt") == PAGES and route_class("/intern/x") == "desk" and route_class("/intern") == "desk"


def test_ready_when_every_part_is_well(watched):
    answer = ask(f"{watched.url}/readyz")
    assert answer.status == 200 and answer.headers["Cache-Control"] == "no-store"
    assert '"status":"ok"' in answer.text.replace(" ", "")


def test_not_ready_says_which_part(app, monkeypatch):
    client = app.test_client()
    assert client.get("/readyz").json["checks"]["edition"] == "failed", "nothing is published yet"
    assert client.get("/readyz").status_code == 503
    monkeypatch.setattr(app.extensions["editions"], "current", lambda: object())
    assert client.get("/readyz").json == {
        "status": "ok",
        "checks": dict.fromkeys(("database", "edition", "disk", "publishing"), "ok"),
    }
    monkeypatch.setattr(readiness, "LEAST_FREE", 2**62)
    monkeypatch.setattr(app.extensions["publisher"], "_state", State("failed", tries=3))
    broken = client.get("/readyz")
    assert broken.status_code == 503
    assert broken.json["checks"] == {"database": "ok", "edition": "ok", "disk": "failed", "publishing": "failed"}


def test_publishing_is_counted_and_timed(app):
    metrics = app.extensions["metrics"]
    with metrics.publishing():
        pass
    with pytest.raises(RuntimeError), metrics.publishing():
        raise RuntimeError
    text = metrics.text().decode()
    assert 'lommekort_publishings_total{result="done"} 1.0' in text
    assert 'lommekort_publishings_total{result="failed"} 1.0' in text
    assert "lommekort_publishing_seconds " in text


@pytest.mark.parametrize("token", ["short", "æ" * 40, "a" * 30 + " " + "b" * 30])
def test_a_token_that_could_be_guessed_or_not_sent_stops_the_start(token):
    with pytest.raises(SettingError, match="LOMMEKORT_METRICS_TOKEN"):
        settings_from({"LOMMEKORT_METRICS_TOKEN": token})

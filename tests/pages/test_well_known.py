"""security.txt by RFC 9116 and robots.txt by RFC 9309: from the settings, and true without them."""

from datetime import UTC, datetime, timedelta
from urllib.robotparser import RobotFileParser

import pytest

from tests.conftest import make_app

OPERATOR = {
    "OPERATOR_EMAIL": "app@proeveby.example",
    "OPERATOR_PHONE": "12 34 56 78",
    "LOMMEKORT_SITE": "https://kort.example",
}


def fields(answer) -> dict[str, list[str]]:
    """The fields of a security.txt by their names, and that nothing else stands in it."""
    assert (answer.status_code, answer.content_type) == (200, "text/plain; charset=utf-8")
    found: dict[str, list[str]] = {}
    for line in answer.get_data(as_text=True).splitlines():
        name, value = line.split(": ", 1)
        found.setdefault(name, []).append(value)
    assert {"Contact", "Expires"} <= found.keys() and len(found["Expires"]) == 1
    expires = datetime.fromisoformat(found["Expires"][0])
    assert timedelta() < expires - datetime.now(UTC) < timedelta(days=365)
    return found


def test_security_txt_names_the_operator(tmp_path):
    answer = make_app(tmp_path, **OPERATOR).test_client().get("/.well-known/security.txt")
    found = fields(answer)
    assert found["Contact"] == ["mailto:app@proeveby.example", "tel:+4512345678"]
    assert found["Canonical"] == ["https://kort.example/.well-known/security.txt"]


def test_security_txt_is_valid_before_anything_is_set(client):
    found = fields(client.get("/.well-known/security.txt", base_url="https://kort.example"))
    assert found["Contact"] == ["https://kort.example/tilgaengelighed"]


def crawler(app) -> RobotFileParser:
    """A crawler that has read an app's robots.txt."""
    parser = RobotFileParser()
    parser.parse(app.test_client().get("/robots.txt").get_data(as_text=True).splitlines())
    return parser


@pytest.mark.parametrize(
    ("path", "allowed"), [("/", True), ("/kort/3", True), ("/b/nu", True), ("/find", True), ("/api/services", False)]
)
def test_crawlers_may_see_pages_and_nothing_else(reading_app, path, allowed):
    assert crawler(reading_app).can_fetch("any", path) is allowed


def test_nothing_of_a_test_clock_is_found_by_a_search_engine(tmp_path):
    assert not crawler(make_app(tmp_path, LOMMEKORT_NOW="2026-11-21T14:30")).can_fetch("any", "/")

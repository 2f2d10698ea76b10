"""The headers on every kind of answer, errors included; each one with a value that means something."""

import pytest

from webapp.security.headers import CONTENT_SECURITY_POLICY, HEADERS

ANSWERS = [
    ("get", "/", 200),
    ("get", "/healthz", 200),
    ("get", "/sw.js", 200),
    ("get", "/manifest.webmanifest", 200),
    ("get", "/udgave.json", 404),
    ("get", "/findes-ikke", 404),
    ("get", "/kort/zz", 404),
    ("post", "/", 405),
    ("put", "/kort/3", 405),
    ("post", "/fjern", 200),
    ("options", "/", 200),
    ("head", "/", 200),
]


@pytest.mark.parametrize(("method", "address", "status"), ANSWERS)
def test_every_answer_has_them(client, method, address, status):
    answer = getattr(client, method)(address)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "Set-Cookie" not in answer.headers


def test_failures_have_them_too(tmp_path):
    from tests.conftest import make_app

    app = make_app(tmp_path)
    app.add_url_rule("/brist", view_func=lambda: 1 / 0)
    answer = app.test_client().get("/brist")
    assert answer.status_code == 500
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "Noget gik galt hos os" in answer.get_data(as_text=True)
    assert "Set-Cookie" not in answer.headers


def test_policy_starts_from_nothing_and_allows_only_us():
    rules = dict(rule.strip().split(" ", 1) for rule in CONTENT_SECURITY_POLICY.split(";"))
    assert rules["default-src"] == "'none'"
    assert set(rules.values()) == {"'none'", "'self'"}
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    for name in ("base-uri", "form-action", "frame-ancestors"):
        assert name in rules


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Referrer-Policy", "no-referrer"),
        ("X-Content-Type-Options", "nosniff"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Cross-Origin-Embedder-Policy", "require-corp"),
        *(
            ("Permissions-Policy", f"{sense}=()")
            for sense in ("camera", "microphone", "geolocation", "browsing-topics")
        ),
    ],
)
def test_no_other_site_learns_of_a_visit_and_nothing_of_the_phone_is_asked(client, name, value):
    assert value in client.get("/").headers[name].split(", ")


@pytest.mark.parametrize(
    "sent", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}]
)
def test_another_site_removes_nothing(client, sent):
    answer = client.post("/fjern", headers=sent)
    assert answer.status_code == 403 and "Clear-Site-Data" not in answer.headers
    assert 'action="/fjern"' in answer.text


def test_remove_clears_storage_and_not_the_cache(client):
    answer = client.post("/fjern")
    assert answer.headers["Clear-Site-Data"] == '"storage"'
    assert "Alt er fjernet" in answer.get_data(as_text=True)

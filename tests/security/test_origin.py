"""The site's own address is the setting's, whatever a request says that it asked."""

import pytest

from tests.conftest import make_app

SITE = "https://kort.example"
CITIZENS = ("/b/nu/qr.svg", "/b/moede/qr.svg")
DESK = ("/intern", "/intern/login", "/intern/findes-ikke")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A client of a site that knows its own address."""
    return make_app(tmp_path_factory.mktemp("site") / "instance", LOMMEKORT_SITE=SITE).test_client()


@pytest.mark.parametrize("path", [*(f"/api{rest}" for rest in ("/", "/openapi.json")), *DESK, *CITIZENS])
def test_another_host_is_refused_and_never_repeated(site, path):
    there = site.get(path, base_url="http://evil.example")
    assert there.status_code == 400 and b"evil" not in there.data and "<h1" in there.text
    assert "evil" not in str(there.headers)


def test_addresses_are_the_settings(site):
    about = site.get("/api/", base_url=SITE).json
    assert about["openapi_url"] == f"{SITE}/api/openapi.json" and about["profile"] == f"{SITE}/api/profile"


def test_without_the_setting_it_is_the_requests(tmp_path):
    client = make_app(tmp_path / "instance").test_client()
    assert client.get("/api/", base_url="http://127.0.0.1:8000").json["profile"] == "http://127.0.0.1:8000/api/profile"

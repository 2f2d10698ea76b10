"""The search and the finder, asked without a browser: what stands in the list, best first."""

from __future__ import annotations

import re

import pytest

from tests.conftest import LIBRARY, make_app
from webapp.finder.render import finder_page
from webapp.publishing.in_force import answers_of_database
from webapp.registry.store import seed
from webapp.search.render import search_page

_HIT = re.compile(r'<li class="hit"[^>]*><a href="([^"]+)"|<li class="result" data-offer="([^"]+)"')


@pytest.fixture(scope="session")
def answers(tmp_path_factory):
    """The shipped content and offers on a Tuesday at half past ten, as they would be published."""
    app = make_app(tmp_path_factory.mktemp("search"), LOMMEKORT_NOW="2026-11-24T10:30")
    with app.app_context():
        seed(LIBRARY.offers)
        return answers_of_database(app)


@pytest.fixture
def ask(answers):
    """Ask the finder (`/find`) or the search (`/soeg`): the addresses found, and the page."""

    def asked(where: str, query: str, **more: str) -> tuple[list[str], str]:
        params = {"q": [query], **{name: [value] for name, value in more.items()}}
        page = (finder_page if where == "/find" else search_page)(answers, params)
        return [address or f"/find/{code}" for address, code in _HIT.findall(page)], page

    return asked

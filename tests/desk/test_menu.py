"""The desk's menu says where one is."""

import pytest
from bs4 import BeautifulSoup

from tests.conftest import make_app
from tests.people import START, add_user, logged_in, set_clock
from webapp.desk.menu import PLACES, places_for
from webapp.users.role import Role


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """An app for all roles: the pages are only looked at."""
    app = make_app(tmp_path_factory.mktemp("menu") / "instance")
    set_clock(app, START)
    return app


@pytest.mark.parametrize("role", Role)
def test_each_page_of_the_menu_is_marked_there_as_the_one_shown(desk, role):
    client = logged_in(desk, add_user(desk, role))
    with desk.test_request_context():
        addresses = {place.name: desk.url_for(place.endpoint) for place in places_for(role)}
    for name, address in addresses.items():
        page = BeautifulSoup(client.get(address, follow_redirects=True).get_data(as_text=True), "html.parser")
        assert [link.get_text() for link in page.select(".menu [aria-current=page]")] == [name]


def test_every_place_is_somebodys(desk):
    with desk.test_request_context():
        seen = {place.endpoint for role in Role for place in places_for(role)}
    assert seen == {place.endpoint for place in PLACES}

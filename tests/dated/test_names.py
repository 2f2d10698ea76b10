"""Whoever looks for an offer by its old name, or by the new one, finds it: before the day, from the day on, and in an
edition made after it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.conftest import LIBRARY, make_app
from webapp.clock import minute_of
from webapp.finder.render import finder_page
from webapp.offers.offer import OfferVersion
from webapp.registry.store import seed

SOURCE = {"seen": "2026-11-28", "source_url": "https://example.org/ny", "confidence": "high"}
EVE, DAY = date(2026, 12, 31), date(2027, 1, 1)
BECOMES = OfferVersion(**SOURCE, **{"from": DAY, "name": "Kvartzhuset", "phone": "11 22 33 44"})
OLD = next(offer for offer in LIBRARY.offers if offer.name == "Mandecentret Odense")
CHANGING = OLD.model_copy(update={"until": EVE, "later": (BECOMES,)})


@pytest.fixture(scope="module", params=["2026-11-24T14:30", "2027-01-05T14:30"])
def answers(request, tmp_path_factory):
    """What is answered from an edition that was made before the day, and from one made after it."""
    app = make_app(tmp_path_factory.mktemp("names"), LOMMEKORT_NOW=request.param)
    with app.app_context():
        seed([CHANGING if offer is OLD else offer for offer in LIBRARY.offers])
        return app.extensions["answers"].current()


@pytest.mark.parametrize("asked", ["Kvartzhuset", OLD.name, "11 22 33 44", OLD.phone])
def test_the_old_name_and_the_new_lead_to_it(answers, asked):
    for day in (DAY, date(2027, 3, 1)):
        page = finder_page(answers.on(minute_of(day)), {"q": [asked]})
        assert f'data-offer="{OLD.code}"' in page and "Kvartzhuset" in page and "11 22 33 44" in page


@pytest.mark.parametrize(
    ("asked", "number"),
    [("østdanmark", "o145"), ("Region Østdanmark", "o195"), ("region sjælland", "o195"), ("hovedstaden", "o145")],
)
def test_a_region_is_found_by_what_it_was_and_by_what_it_is(answers, asked, number):
    page = finder_page(answers.on(minute_of(DAY)), {"q": [asked]})
    one = next(offer for offer in LIBRARY.offers if offer.id == number)
    assert f'data-offer="{one.code}"' in page and "Ingen tilbud nævner" not in page

"""Reports from the field: what is taken, from where, how many, and by how many at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import func, select

from tests.conftest import LIBRARY
from tests.rules import cases
from webapp.database import db
from webapp.registry import report
from webapp.registry.models import Location, Service
from webapp.registry.report import Report, keep
from webapp.registry.store import seed
from webapp.typed_text import tidy, tidy_text

DAY = date(2026, 11, 28)


@pytest.fixture
def offers(app):
    """An app with the shipped offers; answers the codes of those in Esbjerg, and one that lies elsewhere."""
    with app.app_context():
        seed(LIBRARY.offers)
        codes = select(Service.code).join(Location, Location.service_id == Service.id).order_by(Service.code)
        here = db.session.execute(codes.where(Location.municipality == "0561")).scalars().all()
        there = db.session.execute(codes.where(Location.municipality == "0751")).scalars().first()
        db.session.commit()
    return app, here, there


def test_another_sites_visitors_send_nothing(offers):
    app, (code, *_), _there = offers
    for given in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://example.net"}):
        assert app.test_client().post(f"/find/{code}", data={"slags": "1"}, headers=given).status_code == 403
    assert app.test_client().post(f"/find/{code}", data={"slags": "1"}).status_code == 200


def test_many_texts_shut_neither_other_municipalities_nor_a_plain_report(offers, monkeypatch):
    app, here, there = offers
    monkeypatch.setattr(report, "MOST_FOR_MUNICIPALITY", 30)
    with app.app_context():
        kept = [keep(code, "4", f"Besked {number}", DAY) for code in here[:3] for number in range(25)]
        assert kept.count(True) == 30 and not kept[-1]
        assert keep(there, "4", "En ærlig besked", DAY)
        assert all(keep(code, kind, "", DAY) for code in here for kind in "1234")


def test_the_same_report_by_many_at_once_is_one(offers):
    app, (code, *_), _there = offers

    def send(_number: int) -> int:
        return app.test_client().post(f"/find/{code}", data={"slags": "1", "tekst": "Ingen svarer"}).status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(send, range(8))) == {200}
    with app.app_context():
        assert db.session.execute(select(func.count()).select_from(Report)).scalar_one() == 1


@pytest.mark.parametrize("case", cases("tidy"))
def test_what_turns_or_hides_text_is_taken_out_and_what_joins_it_stays(case):
    typed, kept = case["typed"], case["kept"]
    assert tidy(typed) == kept
    assert "\n" in typed or tidy_text(typed) == kept

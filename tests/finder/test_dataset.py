"""What a record of the data set tells about the week, and whom it is for."""

from datetime import date, datetime

import pytest

from tests.conftest import LIBRARY
from webapp.config import COPENHAGEN
from webapp.edition.bundle import BUILDING
from webapp.finder.dataset import make_dataset
from webapp.finder.offer_record import suits
from webapp.hours.change import Change
from webapp.languages.words import words_of

NOW = datetime(2026, 11, 24, 14, 30, tzinfo=COPENHAGEN)


def test_dated_closures_are_told_with_the_week_until_they_are_over(reading_app):
    over = Change(first=date(2026, 11, 1), last=date(2026, 11, 2))
    christmas = Change(first=date(2026, 12, 24), last=date(2026, 12, 26))
    offer = LIBRARY.offers[0].model_copy(update={"opening_hours": "Mo-Fr 09:00-15:00", "changes": (over, christmas)})
    with reading_app.test_request_context("/", environ_overrides={BUILDING: True}):
        (record,) = make_dataset([offer], LIBRARY, NOW, fixed=True)["offers"]
    said = {code: words_of(LIBRARY.languages[code]) for code in ("da", "en")}
    assert said["da"].line(record["week"][0]) == "Mandag–fredag kl. 9–15"
    [[until, line]] = record["changes"]
    assert (said["da"].line(line), said["en"].line(line)) == ("24.–26. december: lukket", "24–26 December: closed")
    assert until == datetime(2026, 12, 27, tzinfo=COPENHAGEN).timestamp() // 60


@pytest.mark.parametrize(
    ("named", "spelled_out"),
    [
        (["alle"], ["kvinder", "maend", "transpersoner", "unge", "paaroerende", "udoevere"]),
        (["alle_koen", "unge"], ["kvinder", "maend", "transpersoner", "unge"]),
        (["paaroerende"], ["paaroerende"]),
    ],
)
def test_whom_an_offer_is_for_is_spelled_out(named, spelled_out):
    assert suits(named, LIBRARY.taxonomy) == spelled_out
    assert set(spelled_out) <= {term.id for term in LIBRARY.taxonomy.audience_choices()}
    assert not {"alle", "alle_koen"} & {term.id for term in LIBRARY.taxonomy.audience_choices()}

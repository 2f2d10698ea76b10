"""The offers' file: the real one reads, and a broken row is told with its line and column."""

import csv
import io
from pathlib import Path

import pytest

from tests.conftest import ROOT
from webapp.content.document import ContentError, read_csv
from webapp.municipalities import read_places
from webapp.offers.taxonomy import read_taxonomy
from webapp.registry.file import COLLECTED, OPEN_SHELTERS, read_offers

CONTENT = ROOT / "content"
TAXONOMY = read_taxonomy(CONTENT / "taxonomy.yaml")
PLACES = read_places(CONTENT / "municipalities.csv")
REAL = CONTENT / "offers.csv"

GOOD = {
    **{"id": "x1", "name": "Et sted", "organisation": "En forening", "summary_da": "Man kan tale med nogen."},
    **{"topics": "vold;akut", "audience": "alle", "area": "Region Sjælland;Esbjerg", "municipality": "Esbjerg"},
    **{"address": "Torvet 1", "postcode": "6700", "city": "Esbjerg", "phone": "70 20 30 82", "sms": "", "email": ""},
    **{"website": "https://example.dk/", "chat": "", "hours": "Mo-Fr 09:00-16:00", "hours_note_da": "Ring først."},
    **{"anonymous": "yes", "free": "no", "referral": "none", "mode": "telefon;fremmoede", "languages": "en;dts"},
    **{"legal_basis": "", "notes_da": "", "source_url": "https://example.dk/om", "source_date": "2024-03"},
    **{"confidence": "high", "neutral_name": "Rådgivningen", "region": "Syddanmark"},
}


def written(tmp_path, *rows, columns=None):
    """A file with these rows, each the good one with some cells changed."""
    columns = columns or list(GOOD)
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(GOOD | {"id": f"x{number}"} | row for number, row in enumerate(rows, 1))
    path = tmp_path / "content" / "offers.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def read(path: Path):
    return read_offers(path, TAXONOMY, PLACES)


def mistakes(path: Path):
    with pytest.raises(ContentError) as caught:
        read(path)
    return [(mistake.line, mistake.field, mistake.message) for mistake in caught.value.mistakes]


def test_every_shipped_row_is_read():
    with REAL.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    offers = read(REAL)
    assert [offer.id for offer in offers] == [row["id"] for row in rows]
    assert len({offer.code for offer in offers}) == len(offers) >= 225
    for offer, row in zip(offers, rows, strict=True):
        assert offer.seen == COLLECTED and offer.confirmed_on is None
        assert (offer.name, offer.description, offer.confidence) == (row["name"], row["summary_da"], row["confidence"])
        assert ("sms" in offer.contact_forms) == bool(row["sms"])
        assert "chat" in offer.contact_forms or not offer.chat
        assert ("telefon" in offer.contact_forms) == ("telefon" in row["mode"].split(";") or bool(row["phone"]))
        assert offer.national or offer.service_regions or offer.service_municipalities
        assert (offer.source_url is None) == (row["source_url"] == "general knowledge")
        if offer.source_url is None:
            assert offer.notes.startswith("Almen viden.")
        if offer.municipality:
            assert PLACES[offer.municipality].name == row["municipality"]
            assert PLACES[offer.municipality].region == offer.region


def test_no_shelters_address_is_in_the_file_but_those_known():
    shown = {
        offer.id
        for offer in read(REAL)
        if "vold" in offer.topics and "overnatning" in offer.contact_forms and offer.address
    }
    assert shown <= OPEN_SHELTERS


def test_children_and_dogs_come_along_only_where_the_offers_own_words_say_so():
    offers = read(REAL)
    told = [offer for offer in offers if offer.children != "unknown"]
    assert told and all("børn" in offer.description for offer in told)
    assert {offer.dogs for offer in offers} == {"unknown"}, "no source has said anything of dogs: name it in the notes"


def test_a_file_without_the_columns_of_children_and_dogs_is_read(tmp_path):
    (offer,) = read(written(tmp_path, {}))
    assert (offer.children, offer.dogs) == ("unknown", "unknown")
    (offer,) = read(written(tmp_path, {"children": "yes", "dogs": "no"}, columns=[*GOOD, "children", "dogs"]))
    assert (offer.children, offer.dogs) == ("yes", "no")


def test_a_row_becomes_an_offer(tmp_path):
    (offer,) = read(written(tmp_path, {"sms": "116 111", "chat": "yes", "referral": "visitation"}))
    assert offer.topics == ("vold", "akut")
    assert offer.contact_forms == ("telefon", "fremmoede", "sms", "chat")
    assert offer.languages == ("en", "dts")
    assert (offer.national, offer.service_regions, offer.service_municipalities) == (False, ("Sjælland",), ("0561",))
    assert (offer.municipality, offer.region, offer.postal_code) == ("0561", "Syddanmark", "6700")
    assert (offer.no_referral, offer.free, offer.chat, offer.source_date) == ("no", "no", True, "2024-03")
    assert offer.description_en is None and offer.email is None and offer.notes is None


@pytest.mark.parametrize(("referral", "answer"), [("none", "yes"), ("visitation", "no"), ("unknown", "unknown")])
def test_referral_is_turned_round(tmp_path, referral, answer):
    assert read(written(tmp_path, {"referral": referral}))[0].no_referral == answer


def test_what_the_file_leaves_out(tmp_path):
    empty = dict.fromkeys(
        ["organisation", "municipality", "address", "postcode", "city", "phone", "website", "hours", "source_date"], ""
    )
    first, second = read(
        written(tmp_path, empty | {"region": "", "area": "landsdaekkende"}, {"region": "", "source_url": ""})
    )
    assert first.organization == first.name
    assert first.national and first.region is None and first.opening_hours is None and first.source_date is None
    assert second.region == "Syddanmark"  # where its municipality lies
    assert second.source_url is None and second.notes is None


def test_general_knowledge_is_kept_as_a_note(tmp_path):
    (offer,) = read(written(tmp_path, {"source_url": "general knowledge", "notes_da": "Kontrollér."}))
    assert (offer.source_url, offer.notes) == (None, "Almen viden. Kontrollér.")


def test_english_is_read_where_there_is_a_column_for_it(tmp_path):
    columns = [*GOOD, "summary_en"]
    first, second = read(written(tmp_path, {"summary_en": "Talk to somebody."}, {"summary_en": ""}, columns=columns))
    assert (first.description_en, second.description_en) == ("Talk to somebody.", None)


BROKEN = {
    "unknown topic": ({"topics": "vold;andet"}, "topics", "'andet' findes ikke"),
    "no topic": ({"topics": ""}, "topics", "mindst 1"),
    "topic twice": ({"topics": "vold;vold"}, "topics", "to gange"),
    "empty topic": ({"topics": "vold;"}, "topics", "'' findes ikke"),
    "unknown audience": ({"audience": "børn"}, "audience", "'børn' findes ikke"),
    "unknown mode": ({"mode": "brev"}, "mode", "'brev' findes ikke"),
    "unknown language": ({"languages": "en;xx"}, "languages", "'xx' findes ikke"),
    "no area": ({"area": ""}, "area", "mindst 1"),
    "unknown area": ({"area": "Jylland"}, "area", "'Jylland' findes ikke"),
    "unknown region in area": ({"area": "Region Jylland"}, "area", "'Region Jylland' findes ikke"),
    "unknown municipality": ({"municipality": "Ribe", "region": ""}, "municipality", "'Ribe' findes ikke"),
    "unknown region": ({"region": "Fyn"}, "region", "'Fyn' findes ikke"),
    "another region": ({"region": "Sjælland"}, "region", "Esbjerg ligger i Syddanmark"),
    "bad phone": ({"phone": "ring 70 20"}, "phone", "form"),
    "long phone": ({"phone": "1" * 21}, "phone", "for lang"),
    "bad sms": ({"sms": "HJÆLP"}, "sms", "form"),
    "bad email": ({"email": "skriv til os"}, "email", "mailadresse"),
    "bad website": ({"website": "javascript:alert(1)"}, "website", "form"),
    "bad postcode": ({"postcode": "67"}, "postcode", "form"),
    "bad source": ({"source_url": "en avis"}, "source_url", "form"),
    "bad source date": ({"source_date": "sidste år"}, "source_date", "ikke en dato"),
    "no such month": ({"source_date": "2024-13"}, "source_date", "ikke en dato"),
    "no such day": ({"source_date": "2023-02-29"}, "source_date", "ikke en dato"),
    "day to come": ({"source_date": "2999-01-01"}, "source_date", "fremtiden"),
    "year to come": ({"source_date": "2999"}, "source_date", "fremtiden"),
    "bad answer": ({"anonymous": "ja"}, "anonymous", "mulighederne"),
    "no answer": ({"free": ""}, "free", "mulighederne"),
    "bad referral": ({"referral": "læge"}, "referral", "mulighederne"),
    "bad chat": ({"chat": "måske"}, "chat", "mulighederne"),
    "bad confidence": ({"confidence": "sikker"}, "confidence", "mulighederne"),
    "bad hours": ({"hours": "hver dag kl. 9"}, "hours", "Åbningstiden"),
    "no name": ({"name": " "}, "name", "mindst 1"),
    "no neutral name": ({"neutral_name": ""}, "neutral_name", "mindst 1"),
    "no summary": ({"summary_da": ""}, "summary_da", "mindst 1"),
    "same id": ({"id": "x1"}, "id", "to gange"),
    "a shelter's address": ({"mode": "overnatning"}, "address", "krisecenters adresse"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_mistake_is_told_with_line_and_column(tmp_path, name):
    cells, column, words = BROKEN[name]
    found = mistakes(written(tmp_path, {"notes_da": "på\nto linjer"}, cells))
    assert [(line, field) for line, field, _ in found] == [(4, column)]
    assert words in found[0][2]


def test_the_file_is_named(tmp_path):
    with pytest.raises(ContentError, match=r"content/offers\.csv, linje 2, feltet phone: "):
        read(written(tmp_path, {"phone": "x"}))


def test_all_mistakes_are_told_at_once_in_the_order_of_lines(tmp_path):
    found = mistakes(written(tmp_path, {"free": "ja", "topics": "x"}, {}, {"hours": "x", "area": "x", "phone": "x"}))
    assert [line for line, _, _ in found] == [2, 2, 4, 4, 4]
    assert {field for _, field, _ in found} == {"free", "topics", "hours", "area", "phone"}


def test_a_cell_below_a_cell_of_two_lines_is_told_with_its_own_line(tmp_path):
    found = mistakes(written(tmp_path, {"name": "Et\nsted", "phone": "x", "id": "y"}))
    assert found[0][:2] == (3, "phone")


def test_columns_are_checked(tmp_path):
    columns = [name for name in GOOD if name != "phone"]
    assert mistakes(written(tmp_path, {}, columns=columns)) == [(1, "phone", "Kolonnen mangler.")]
    columns = [*GOOD, "cpr"]
    found = mistakes(written(tmp_path, {}, columns=columns))
    assert found == [(1, "cpr", "Kolonnen kendes ikke. Er den stavet rigtigt?")]


@pytest.mark.parametrize(
    ("raw", "line", "field", "words"),
    [
        (b"", 1, "", "tom"),
        (b"id,name\n", 1, "", "ingen r\u00e6kker"),
        (b"id,name\na,b\n\xe6,c\n", 3, "", "UTF-8"),
        (b"id,name\na,b\nc,\0\n", 3, "", "ugyldigt tegn"),
        (b"id,name\na,b\nc\n", 3, "", "felter i rækken: 1. Antal kolonner: 2"),
        (b'id,name\n"a\na",b\nc,d,e\n', 4, "", "felter i rækken: 3. Antal kolonner: 2"),
        (b"id,name,id\na,b,c\n", 1, "id", "to gange"),
        (b'id,name\na,b\nc,"d\ne,f\n', 3, "", "anf\u00f8rselstegn"),
        (b'id,name\na,"b"c\n', 2, "", "anf\u00f8rselstegn"),
        (b"id;name\na;b\n", 1, "", "semikolon"),
    ],
)
def test_what_is_no_table_is_told_with_its_line(tmp_path, raw, line, field, words):
    path = tmp_path / "table.csv"
    path.write_bytes(raw)
    with pytest.raises(ContentError) as caught:
        read_csv(path)
    (mistake,) = caught.value.mistakes
    assert (mistake.line, mistake.field) == (line, field)
    assert words in mistake.message


def test_a_table_from_a_spreadsheet_is_read(tmp_path):
    path = tmp_path / "table.csv"
    path.write_bytes('\ufeffid,name\r\n1, "Æ" \r\n\r\n2,"x\r\ny"\r\n3,c'.encode())
    document = read_csv(path)
    assert document.values == [{"id": "1", "name": '"Æ"'}, {"id": "2", "name": "x\ny"}, {"id": "3", "name": "c"}]
    assert [document.line((number,)) for number in range(3)] == [2, 4, 6]

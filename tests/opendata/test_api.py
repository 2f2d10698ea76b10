"""The API: HSDS's shapes, everything that is public, and nothing that is not."""

import csv
import io
import json
import uuid
import zipfile
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import LIBRARY
from tests.opendata.hsds import KINDS, OBJECTS, faults
from webapp.clock import now
from webapp.database import db
from webapp.hours.change import Change
from webapp.hours.text import begun_between
from webapp.opendata.hsds import Records, as_uri, is_public
from webapp.opendata.package import package_of
from webapp.opendata.profile import stable_id
from webapp.opendata.schedules import rows
from webapp.registry.file import OPEN_SHELTERS
from webapp.registry.store import all_offers, find, save, seed

# HSDS tells these codes in words only, so its tabular form does not hold a column to them.
NAMED_IN_WORDS = {("attribute", "link_entity"), ("phone", "type"), ("service_area", "extent_type")}
ANYBODY = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}


@pytest.fixture
def data(app):
    """An app of the test's own, with the shipped offers."""
    with app.app_context():
        seed(LIBRARY.offers)
    return app


def everything(client, kind, **parameters):
    """All records of a kind, page by page."""
    found, number = [], 1
    while True:
        page = client.get(f"/api/{kind}", query_string=parameters | {"page": number, "per_page": 50}).json
        assert not faults(page, "page")
        assert page["size"] == len(page["contents"]) and page["page_number"] == number
        assert page["first_page"] == (number == 1) and page["empty"] == (not page["contents"])
        found += page["contents"]
        if page["last_page"]:
            assert page["total_items"] == len(found) and page["total_pages"] == max(number, 0) * bool(found)
            return found
        number += 1


def test_what_is_not_as_hsds_has_it_is_found():
    assert len(faults({"id": "1", "name": "A", "status": "open", "notes_da": "x"}, "service")) == 4
    assert len(faults({"id": str(uuid.uuid4()), "opens_at": "09:00"}, "schedule")) == 1
    assert not faults({"id": str(uuid.uuid4()), "number": "112", "type": "voice"}, "phone")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("full", ["false", "true"])
def test_every_record_is_as_hsds_has_it(client, kind, full):
    records = everything(client, kind, full=full, full_service=full)
    assert records and len({record["id"] for record in records}) == len(records)
    assert not [fault for record in records for fault in faults(record, KINDS[kind])]


@pytest.mark.parametrize("kind", KINDS)
def test_every_record_has_an_address_of_its_own(client, kind):
    for record in everything(client, kind):
        alone = client.get(f"/api/{kind}/{record['id']}").json
        assert not faults(alone, KINDS[kind])
        assert alone["id"] == record["id"]


def test_public_offers_are_there_and_no_others(client, reading_app):
    with reading_app.app_context():
        public = [offer for offer in all_offers(db.session) if is_public(offer, now().date())]
    assert {record["id"] for record in everything(client, "services")} == {
        stable_id("service", offer.code) for offer in public
    }
    assert 100 < len(public) < len(LIBRARY.offers)


def test_nothing_secret_is_in_any_answer(client):
    answers = [client.get(f"/api/{path}").get_data(as_text=True) for path in ("export.json", "services?full=true")]
    with zipfile.ZipFile(io.BytesIO(client.get("/api/export.zip").data)) as archive:
        answers += [archive.read(name).decode() for name in archive.namelist()]
    text = "".join(answers)
    told = {offer.website for offer in LIBRARY.offers}
    notes_on_hours = {offer.hours_note for offer in LIBRARY.offers}
    for offer in LIBRARY.offers:
        # One note has the same words as another offer's public note on its hours.
        assert not offer.notes or offer.notes in notes_on_hours or offer.notes not in text
        assert not offer.source_url or offer.source_url in told or f'"{offer.source_url}"' not in text
        if offer.confidence == "low":
            assert stable_id("service", offer.code) not in text
    assert "notes_da" not in text and "source_url" not in text and "confidence" not in text


def test_secret_address_stays_secret_even_if_it_stands_in_the_database(data):
    with data.app_context():
        shelter = next(
            offer
            for offer in all_offers(db.session)
            if is_public(offer, date.today()) and "overnatning" in offer.contact_forms and "vold" in offer.topics
            and offer.id not in OPEN_SHELTERS
        )  # fmt: skip
        changed = shelter.model_copy(
            update={"address": "Hemmelig Vej 7", "postal_code": "6700", "city": "Esbjerg", "municipality": "0561"}
        )
        save(changed)
        db.session.commit()
    client = data.test_client()
    record = client.get(f"/api/services/{stable_id('service', shelter.code)}").json
    assert record["name"] == shelter.name and "service_at_locations" not in record
    assert "Hemmelig Vej" not in client.get("/api/export.json").get_data(as_text=True)


def test_what_an_editor_saves_is_told_at_once_and_what_is_closed_is_gone(data):
    client = data.test_client()
    with data.app_context():
        offer = next(offer for offer in all_offers(db.session) if is_public(offer, date.today()))
        own = f"/api/services/{stable_id('service', offer.code)}"
        tag = client.get(own).headers["ETag"]
        assert client.get(own, headers={"If-None-Match": tag}).status_code == 304
        save(offer.model_copy(update={"name": "Et nyt navn"}))
        db.session.commit()
    answer = client.get(own, headers={"If-None-Match": tag})
    assert answer.status_code == 200 and answer.json["name"] == "Et nyt navn"
    with data.app_context():
        save(find(offer.code).model_copy(update={"status": "inactive"}))
        db.session.commit()
    gone = client.get(own)
    assert (gone.status_code, gone.json["id"]) == (410, stable_id("service", offer.code))
    assert offer.name not in gone.get_data(as_text=True) and "Access-Control-Allow-Origin" in gone.headers
    assert client.get(f"/api/services/{uuid.uuid4()}").status_code == 404


def test_what_was_merged_leads_to_the_one_that_stays(data):
    with data.app_context():
        first, second, third = [offer for offer in all_offers(db.session) if is_public(offer, date.today())][:3]
        save(first.model_copy(update={"status": "inactive", "merged_into": second.code}))
        save(second.model_copy(update={"status": "inactive", "merged_into": third.code}))
        db.session.commit()
    client = data.test_client()
    stays = f"/api/services/{stable_id('service', third.code)}"
    for offer in (first, second):
        answer = client.get(f"/api/services/{stable_id('service', offer.code)}")
        assert (answer.status_code, answer.location) == (301, stays)
        assert answer.json["merged_into"] == stable_id("service", third.code)
    with data.app_context():
        save(find(third.code).model_copy(update={"status": "inactive"}))
        db.session.commit()
    assert client.get(f"/api/services/{stable_id('service', first.code)}").status_code == 410


def open_by_hsds_alone(schedules, day: date) -> bool:
    """Whether a reader who knows only HSDS 3.0 finds a service open on a day."""
    name = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[day.weekday()]
    days_left = (day.replace(day=28) + timedelta(days=4)).replace(day=1) - day
    names = {name, f"{(day.day - 1) // 7 + 1}{name}", f"-{(days_left.days - 1) // 7 + 1}{name}"}

    def in_step(row) -> bool:
        if row.get("interval", 1) == 1:
            return True
        began = date.fromisoformat(row["dtstart"])
        weeks = (day - timedelta(days=day.weekday()) - began + timedelta(days=began.weekday())).days // 7
        return day >= began and weeks % row["interval"] == 0

    return any(
        row.get("valid_from", "") <= day.isoformat() <= row.get("valid_to", "9999")
        and names & set(row.get("byday", name).split(","))
        and in_step(row)
        for row in schedules
    )


@pytest.fixture(scope="module")
def shown_offer(reading_app):
    """An offer that is in the open data."""
    with reading_app.app_context():
        return next(offer for offer in all_offers(db.session) if is_public(offer, date(2026, 12, 1)))


@given(
    st.sampled_from(["Mo-Fr 09:00-15:00", "24/7", "Mo-Fr 09:00-15:00; PH off", "Sa-Su 20:00-02:00"]),
    st.lists(
        st.tuples(st.integers(0, 60), st.integers(0, 9), st.sampled_from([None, "Mo-Su 10:00-12:00"])), max_size=3
    ),
)
def test_closed_days_are_closed_for_who_knows_hsds_alone(shown_offer, hours, days):
    today = date(2026, 12, 1)
    changes, start = [], today - timedelta(days=3)
    for wait, length, other in days:  # one after another
        first = start + timedelta(days=wait)
        start = first + timedelta(days=length + 1)
        changes.append(Change(first=first, last=start - timedelta(days=1), opening_hours=other))
    offer = shown_offer.model_copy(update={"opening_hours": hours, "changes": tuple(changes)})
    (record,) = Records([offer], LIBRARY.taxonomy, LIBRARY.places, today, LIBRARY.danish).services
    assert not faults(record, "service")
    for number in range(100):
        day = today + timedelta(days=number)
        change = next((one for one in changes if one.first <= day <= one.last), None)
        if change is not None:
            expected = change.opening_hours is not None
        else:
            expected = "Sa" not in hours or day.weekday() > 4
            expected = expected and ("Mo" not in hours or "PH" in hours or day.weekday() < 5)
        assert open_by_hsds_alone(record["schedules"], day) == expected, day


@pytest.mark.parametrize("today", [date(2026, 11, 29), date(2027, 12, 31)])
@pytest.mark.parametrize(
    ("hours", "told"),
    [
        ("Mo-Fr 09:00-15:00; Jun 05 off", False),  # a Saturday in 2027: not the same week for ever
        ("Mo-Su 17:00-08:00; Fr-Su 00:00-24:00", True),  # from Sunday's midnight to Monday's morning
    ],
)
def test_rows_without_an_end_hold_on_every_day(today, hours, told):
    found = [row for row in rows(hours, (), today) if "byday" in row]
    assert bool(found) == told
    if told:
        assert {row["byday"] for row in found if row["opens_at"] == "00:00:00"} == {"FR,SA,SU", "MO"}


@pytest.mark.parametrize(
    "hours",
    [
        *("Mo-Fr 09:00-15:00; week 28-30 off", "Mo-Su 20:00-08:00; week 52-53,01-01 off", "Th[-1] 16:00-18:00"),
        *("Mo[1],Mo[3] 16:00-18:00; Tu 09:00-12:00", "week 1-53/2 Tu,Th 10:00-12:00; Mo 09:00-12:00", "Fr[-2] 10:00-12:00"),
        *("week 2-52/2 Su 14:00-16:00; week 29 off", "week 36-50 Th 19:00-21:00", "Mo-Fr 09:00-15:00; week 29-31 Fr off"),
        *("Th 10:00-12:00; Jul 01-Aug 15 off", "Jun-Aug Mo-Fr 09:00-12:00; Sep-May Mo-Fr 09:00-15:00"),
        *("Tu[1] 14:00-16:00; Jul,Aug off", "Mo 09:00-12:00; week 2-52/2 We 10:00-12:00"),
    ],
)  # fmt: skip
def test_weeks_and_nth_weekdays_are_told_in_rows(shown_offer, hours):
    today = date(2026, 11, 29)
    closed = Change(first=date(2027, 3, 1), last=date(2027, 3, 20))
    offer = shown_offer.model_copy(update={"opening_hours": hours, "changes": (closed,)})
    (record,) = Records([offer], LIBRARY.taxonomy, LIBRARY.places, today, LIBRARY.danish).services
    assert not faults(record, "service") and all("byday" in row for row in record["schedules"])
    begun = begun_between(hours, today, date(2027, 12, 31))
    for day, spans in begun.items():
        expected = bool(spans) and not closed.first <= day <= closed.last
        assert open_by_hsds_alone(record["schedules"], day) == expected, day


def test_dated_changes_and_answers_are_told_by_the_profile(data):
    closed = Change(first=date(2026, 12, 24), last=date(2026, 12, 26))
    other = Change(
        first=date(2026, 12, 31), last=date(2026, 12, 31), opening_hours="Mo-Su 10:00-12:00", note="Kort dag"
    )
    with data.app_context():
        offer = next(offer for offer in all_offers(db.session) if is_public(offer, date.today()))
        save(
            offer.model_copy(
                update={
                    "opening_hours": "Mo-Fr 09:00-16:00; PH off",
                    "changes": (closed, other),
                    "anonymous": "yes",
                    "no_referral": "no",
                    "free": "unknown",
                    "children": "yes",
                    "languages": ("dts",),
                }
            )
        )
        db.session.commit()
    record = data.test_client().get(f"/api/services/{stable_id('service', offer.code)}").json
    assert not faults(record, "service")
    terms = {each["link_type"]: each["taxonomy_term"]["code"] for each in record["attributes"]}
    assert (terms["anonymous"], terms["no_referral"], terms["free"]) == (
        "anonymous_yes",
        "no_referral_no",
        "free_unknown",
    )
    assert (terms["children"], terms["dogs"]) == ("children_yes", "dogs_unknown")
    assert terms["holidays"] == "holidays_own_hours" and record["languages"][0]["code"] == "dsl"
    before, between, after, short = record["schedules"]
    assert [(row.get("valid_from"), row.get("valid_to")) for row in (before, between, after)] == [
        (None, "2026-12-23"),
        ("2026-12-27", "2026-12-30"),
        ("2027-01-01", None),
    ]
    for row in (before, between, after):
        assert "Lukket på helligdage" in row["description"] and "24.–26. december 2026: lukket" in row["description"]
        assert row["notes"].endswith("Mo-Fr 09:00-16:00; PH off")
    assert (short["description"], short["opens_at"], short["closes_at"]) == ("Kort dag", "10:00:00", "12:00:00")
    assert short["valid_from"] == short["valid_to"] == "2026-12-31"


def test_same_week_is_told_in_rows(data):
    with data.app_context():
        offer = next(offer for offer in all_offers(db.session) if is_public(offer, date.today()))
        save(offer.model_copy(update={"opening_hours": "Mo-Fr 09:00-16:00; Fr-Sa 20:00-02:00", "changes": ()}))
        db.session.commit()
    record = data.test_client().get(f"/api/services/{stable_id('service', offer.code)}").json
    rows = {row["byday"]: (row["opens_at"], row["closes_at"]) for row in record["schedules"]}
    assert rows == {"MO,TU,WE,TH": ("09:00:00", "16:00:00"), "FR,SA": ("20:00:00", "02:00:00")}


def test_day_and_night_is_not_told_as_no_time_at_all(data):
    with data.app_context():
        offer = next(offer for offer in all_offers(db.session) if is_public(offer, date.today()))
        save(offer.model_copy(update={"opening_hours": "24/7", "changes": ()}))
        db.session.commit()
    (row,) = data.test_client().get(f"/api/services/{stable_id('service', offer.code)}").json["schedules"]
    assert (row["opens_at"], row["closes_at"]) == ("00:00:00", "23:59:00")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("https://stedet.dk/a?b=%C3%A5&c=1#d", "https://stedet.dk/a?b=%C3%A5&c=1#d"),
        (
            "https://værestedet.dk/åbent/100%?søg=[æ]",
            "https://xn--vrestedet-g3a.dk/%C3%A5bent/100%25?s%C3%B8g=%5B%C3%A6%5D",
        ),
        (f"https://{'æ' * 63}.dk", None),
    ],
)
def test_web_address_is_told_as_a_uri(typed, told):
    assert as_uri(typed) == told


def test_address_with_danish_letters_is_told_as_hsds_has_it(data):
    with data.app_context():
        offer = next(offer for offer in all_offers(db.session) if is_public(offer, date.today()))
        save(offer.model_copy(update={"website": "https://blå.dk/kø", "email": "post@blå.dk"}))
        db.session.commit()
    client, own = data.test_client(), f"/api/services/{stable_id('service', offer.code)}"
    record = client.get(own).json
    assert not faults(record, "service")
    assert (record["url"], record["email"]) == ("https://xn--bl-zia.dk/k%C3%B8", "post@xn--bl-zia.dk")
    with data.app_context():
        save(find(offer.code).model_copy(update={"email": "søs@stedet.dk"}))
        db.session.commit()
    assert "email" not in client.get(own).json


def test_lists_can_be_narrowed(client):
    topics = next(each for each in everything(client, "taxonomies") if each["name"] == "Emne")
    term = next(
        each for each in everything(client, "taxonomy_terms", taxonomy_id=topics["id"]) if each["code"] == "retshjaelp"
    )
    found = everything(client, "services", taxonomy_term_id=term["id"], full="true")
    assert 0 < len(found) < len(everything(client, "services"))
    assert all(term["id"] in {each["taxonomy_term"]["id"] for each in record["attributes"]} for record in found)
    organization = found[0]["organization_id"]
    assert {each["organization_id"] for each in everything(client, "services", organization_id=organization)} == {
        organization
    }
    name = found[0]["name"]
    assert name in [each["name"] for each in everything(client, "services", search=name.upper())]
    assert everything(client, "services", taxonomy_id=str(uuid.uuid4())) == []
    assert everything(client, "taxonomy_terms", parent_id=term["id"]) == []
    assert everything(client, "taxonomy_terms", top_only="true") == everything(client, "taxonomy_terms")
    assert client.get("/api/taxonomy_terms?top_only=ja").status_code == 400


def test_everything_can_be_had_at_once(client):
    lines = client.get("/api/services?format=ndjson&full=true").get_data(as_text=True).splitlines()
    assert [json.loads(line) for line in lines] == client.get("/api/export.json").json


def test_data_package_is_whole(client):
    answer = client.get("/api/export.zip")
    assert answer.data == client.get("/api/export.zip").data
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=lommekort-")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        described = json.loads(archive.read("datapackage.json"))
        rows = {
            each["name"]: list(csv.DictReader(io.StringIO(archive.read(each["path"]).decode(), newline="")))
            for each in described["resources"]
        }
        assert {each["path"] for each in described["resources"]} | {"datapackage.json"} == set(archive.namelist())
    assert not [
        fault
        for table, records in rows.items()
        for record in records
        for fault in faults(
            {name: int(value) if name == "interval" else value for name, value in record.items() if value}, table
        )
    ]
    for each in described["resources"]:
        assert {field["name"] for field in each["schema"]["fields"]} <= OBJECTS[each["name"]].keys()
        for field in each["schema"]["fields"]:
            column, asked = (each["name"], field["name"]), OBJECTS[each["name"]][field["name"]]
            form, rules = asked.removesuffix("!"), field.get("constraints", {})
            told = field.get("format", field["type"])
            assert told == (form if form in ("uuid", "uri", "email", "date", "time", "number") else "string"), column
            assert rules.get("required", False) == asked.endswith("!"), column
            assert rules.get("enum") == (form.split("|") if "|" in form and column not in NAMED_IN_WORDS else None), (
                column
            )
            assert rules.get("unique", False) == (column[1] == "id" or column == ("taxonomy_term", "code")), column
            values = [record[field["name"]] for record in rows[each["name"]]]
            assert not rules.get("unique") or len(set(values)) == len(values), column
        for key in each["schema"]["foreignKeys"]:
            there = {record["id"] for record in rows[key["reference"]["resource"]]}
            assert {record[key["fields"]] for record in rows[each["name"]]} - {""} <= there
    assert {each["link_id"] for each in rows["attribute"]} <= {each["id"] for each in rows["service"]}
    assert len(rows["service"]) == client.get("/api/services").json["total_items"]
    assert datetime.fromisoformat(described["created"]).tzinfo is not None


@pytest.mark.parametrize(
    "path",
    ["/api/", "/api/services", "/api/profile", "/api/openapi.json", "/api/export.json", "/api/export.zip", "/api/x"],
)
def test_any_page_may_read_it_and_nobody_is_known(client, path):
    answer = client.get(path, headers={"Origin": "https://example.dk", "Cookie": "s=1"})
    assert {name: answer.headers[name] for name in ANYBODY} == ANYBODY
    assert "Set-Cookie" not in answer.headers and "Cookie" not in answer.headers.get("Vary", "")
    if answer.status_code == 200:
        assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert client.options(path, headers={"Origin": "https://example.dk"}).headers["Access-Control-Allow-Methods"]
    assert client.post(path).status_code == 405


def test_meta_page_leads_to_the_descriptions(client):
    about = client.get("/api/").json
    assert about["version"] == "3.0"
    for name in ("profile", "openapi_url"):
        assert client.get(about[name]).status_code == 200
    described = client.get("/api/openapi.json").json
    rules = {
        rule.rule.removeprefix("/api").replace("<name>", "{id}")
        for rule in client.application.url_map.iter_rules()
        if rule.endpoint.startswith("api.") and "path:" not in rule.rule
    }
    assert described["paths"].keys() | {"/openapi.json"} == rules
    asked = {
        path: {each["name"]: each["schema"]["type"] for each in operations["get"]["parameters"]}
        for path, operations in described["paths"].items()
    }
    assert asked["/organizations/{id}"] == {"full_service": "boolean", "id": "string"}
    assert asked["/taxonomy_terms"] == {
        **{"search": "string", "taxonomy_id": "string", "top_only": "boolean", "parent_id": "string"},
        **{"page": "integer", "per_page": "integer", "format": "string"},
    }


@pytest.mark.parametrize(
    "query", ["page=0", "page=x", "page=１", "per_page=501", "per_page=-1", "full=ja", "format=xml", "modified_after=2026", "minimal=true"]
)  # fmt: skip
def test_parameter_that_cannot_be_used_is_told(client, query):
    answer = client.get(f"/api/services?{query}")
    assert answer.status_code == 400 and query.split("=")[0] in answer.json["error"]


@given(
    st.sampled_from([*KINDS, "services/x", "organizations/x", "export.json", "profile"]),
    st.dictionaries(
        st.sampled_from(["page", "per_page", "search", "full", "format", "taxonomy_id", "organization_id", "x"]),
        st.text(max_size=30),
        max_size=4,
    ),
)
def test_any_parameters_are_answered(reading_app, kind, parameters):
    parameters = {name: value.encode("utf-8", "ignore").decode() for name, value in parameters.items()}
    answer = reading_app.test_client().get(f"/api/{kind}", query_string=parameters)
    assert answer.status_code in (200, 400, 404)


def test_ids_are_the_same_everywhere_and_for_ever(reading_app):
    assert stable_id("service", "fj6s") == "3e4e3b5f-3736-54cc-b301-9abf6ed17ef0"
    with reading_app.app_context():
        offers = all_offers(db.session)
    again = [
        Records(offers, LIBRARY.taxonomy, LIBRARY.places, date(2026, 11, 22), LIBRARY.danish).services for _ in range(2)
    ]
    assert again[0] == again[1]


@pytest.mark.parametrize("lead", ["=", "+", "-", "@", "＝"])
def test_no_table_of_the_package_runs_a_formula(data, lead):
    with data.app_context():
        one = next(offer for offer in all_offers(db.session) if is_public(offer, date(2026, 11, 28)))
        save(one.model_copy(update={"name": f"{lead}1+1", "organization": f"{lead}2", "description": f"{lead}3"}))
        db.session.commit()
    answer = data.test_client().get("/api/export.zip")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as package:
        for name in package.namelist():
            if name.endswith(".csv"):
                for row in csv.reader(io.StringIO(package.read(name).decode())):
                    assert not [cell for cell in row if cell.startswith(lead) and cell[1:2].isdigit()], name
        services = package.read("services.csv").decode()
    assert f"'{lead}1+1" in services


@pytest.mark.parametrize("day", [date(1970, 1, 1), date(1979, 12, 31), date(2108, 1, 1), date(2199, 12, 31)])
def test_package_is_made_on_days_that_zip_files_do_not_know(day):
    with zipfile.ZipFile(io.BytesIO(package_of([], [], [], [], day))) as archive:
        assert archive.testzip() is None and day.isoformat() in archive.read("datapackage.json").decode()

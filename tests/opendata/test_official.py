"""The check against Open Referral's own schemas, with two small ones of our own: it finds what is wrong."""

import io
import json
import uuid
import zipfile

import pytest

from tests.opendata import official

ONE, OTHER = str(uuid.uuid4()), str(uuid.uuid4())
ID = {"type": "string", "format": "uuid", "constraints": {"unique": True}}
SERVICE = {
    "$id": "https://example.org/elsewhere/service.json",
    "name": "service",
    "path": "services.csv",
    "properties": {
        "id": ID,
        "url": {"type": "string", "format": "uri"},
        "opens_at": {"type": "string", "datapackage_type": "time"},
        "phones": {"type": "array", "items": {"$ref": "phone.json"}},
    },
    "required": ["id"],
}
PHONE = {
    "path": "phones.csv",
    "properties": {"id": ID, "service_id": {"type": "string"}, "extension": {"type": "number"}},
    "required": ["id"],
    "tabular_required": ["service_id"],
}


@pytest.fixture
def schemas(tmp_path):
    """The folder with the two."""
    folder = tmp_path / "schema"
    folder.mkdir()
    (folder / "service.json").write_text(json.dumps(SERVICE), encoding="utf-8")
    (folder / "phone.json").write_text(json.dumps(PHONE), encoding="utf-8")
    return folder


def package(services="id,url,opens_at\r\n", phones="id,service_id,extension\r\n", **phone_table):
    """A tabular package of two tables."""
    out, types = io.BytesIO(), {"opens_at": "time", "extension": "number"}
    with zipfile.ZipFile(out, "w") as archive:
        tables = []
        for name, path, text in (("service", "services.csv", services), ("phone", "phones.csv", phones)):
            columns = text.partition("\r\n")[0].split(",")
            keys = [{"fields": "service_id", "reference": {"resource": "service", "fields": "id"}}]
            schema = {"fields": [{"name": each, "type": types.get(each, "string")} for each in columns]}
            schema |= {"foreignKeys": keys} if "service_id" in columns else {}
            tables.append({"name": name, "path": path, "schema": schema} | (phone_table if name == "phone" else {}))
            archive.writestr(path, text)
        archive.writestr("datapackage.json", json.dumps({"resources": tables}))
    return zipfile.ZipFile(out)


@pytest.mark.parametrize(
    ("record", "told"),
    [
        ({"id": ONE, "url": "https://stedet.dk/%C3%A5", "phones": [{"id": OTHER}]}, ""),
        ({"url": "https://stedet.dk"}, "'id' is a required property"),
        ({"id": "1"}, "$.id: '1' is not a 'uuid'"),
        ({"id": ONE, "url": "https://blå.dk"}, "is not a 'uri'"),
        ({"id": ONE, "phones": [{"id": 7}]}, "$.phones[0].id: 7 is not of type 'string'"),
        ({"id": ONE, "fax": "33 33 33 33"}, "HSDS has no field fax"),
    ],
)
def test_object_that_is_not_as_the_schema_has_it_is_found(schemas, record, told):
    (faults,) = official.faults_in_objects({"service": [record]}, official.read_schemas(schemas)).values()
    assert len(faults) == bool(told) and told in "".join(faults)


@pytest.mark.parametrize(
    ("tables", "told"),
    [
        ({"services": f"id,opens_at\r\n{ONE},09:00:00\r\n", "phones": f"id,service_id\r\n{OTHER},{ONE}\r\n"}, ""),
        ({"phones": f"id,service_id,extension\r\n{OTHER},,7\r\n"}, "row 1: $: 'service_id' is a required property"),
        ({"phones": "id,service_id,extension\r\n,,\r\n", "services": "id\r\n"}, "'id' is a required property"),
        ({"phones": f"id,service_id\r\n{OTHER},{ONE}\r\n"}, "service_id: names rows that are not there"),
        ({"phones": "id\r\n"}, "service_id: the column is missing"),
        ({"phones": "id,service_id,fax\r\n"}, "fax: HSDS has no such column"),
        ({"services": f"id\r\n{ONE}\r\n{ONE}\r\n"}, "id: the same value more than once"),
        ({"services": f"id,opens_at\r\n{ONE},09:00\r\n"}, "row 1: opens_at: 09:00 is no time"),
        ({"services": f"id,opens_at\r\n{ONE},25:00:00\r\n"}, "row 1: opens_at: 25:00:00 is no time"),
        ({"path": "phones.csv", "schema": {"fields": [{"name": "id", "type": "uuid"}]}}, "id: is uuid, in HSDS string"),
    ],
)
def test_table_that_is_not_as_the_schema_has_it_is_found(schemas, tables, told):
    faults = official.faults_in_package(package(**tables), official.read_schemas(schemas))
    assert faults.keys() == {"service", "phone"}
    found = [fault for each in faults.values() for fault in each]
    assert any(told in fault for fault in found) if told else not found


def test_file_with_another_name_is_found(schemas):
    (schemas / "phone.json").write_text(json.dumps(PHONE | {"path": "phone.csv"}), encoding="utf-8")
    assert official.faults_in_package(package(), official.read_schemas(schemas))["phone"] == [
        "the file is called phone.csv in HSDS"
    ]


def test_everything_that_is_answered_is_held_to_them(client, schemas):
    records, whole = official.exported(client)
    assert {"index", "page", *official.KINDS.values(), "attribute", "phone", "schedule", "address"} <= records.keys()
    assert len({each["id"] for each in records["service"]}) == client.get("/api/services").json["total_items"]
    read = official.read_schemas(schemas)
    objects, tables = official.faults_in_objects(records, read), official.faults_in_package(whole, read)
    assert objects["phone"] and all("has no field" in fault for fault in objects["phone"])
    assert objects["attribute"] == ["the folder has no schema for it: attribute.json"]
    assert objects["page"] == ["the folder has no schema for it: openapi.json"]
    assert "number: HSDS has no such column" in tables["phone"] and tables["taxonomy"]


@pytest.mark.parametrize(
    ("record", "ended", "said"),
    [
        ({"id": ONE}, 0, "service: 1 checked, 0 faults"),
        ({}, 1, "service: 1 checked, 1 faults\n  $: 'id' is a required"),
    ],
)
def test_command_tells_what_it_saw_and_ends_by_it(schemas, monkeypatch, capsys, record, ended, said):
    monkeypatch.setattr(official, "exported", lambda client: ({"service": [record]}, package()))
    assert official.main([str(schemas)]) == ended
    assert said in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], [""], ["no/such/folder"], ["docs"]])
def test_command_without_schemas_tells_how_to_get_them(arguments, capsys):
    assert official.main(arguments) == 2
    assert "make check-hsds HSDS=" in capsys.readouterr().err

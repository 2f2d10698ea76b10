"""`python -m tests.opendata.official FOLDER`: holds all open data to Open Referral's own schemas, which are not here.

FOLDER is the folder `schema` of a checkout of openreferral/specification at a release of HSDS 3.0. `make test` needs
none: it uses the short form in `hsds.yaml`.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

from flask.testing import FlaskClient
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012

from tests.conftest import LIBRARY, make_app
from tests.opendata.hsds import KINDS, OBJECTS, SIMPLE, URI
from webapp.registry.store import seed

USAGE = """Which schemas? Give the folder `schema` of a checkout of openreferral/specification at a release of 3.0:
  git clone --branch 3.0 https://github.com/openreferral/specification
  make check-hsds HSDS=specification/schema"""
# What is told by the API's description, and where it stands there.
OF_THE_API = {
    "page": "openapi.json#/components/schemas/Page",
    "index": "openapi.json#/paths/~1/get/responses/200/content/application~1json/schema",
}
# Fields that only the compiled schemas of the API have.
ADDED_BY_THE_API = {("organization", "services"), ("service_at_location", "service")}
SHOWN = 10  # faults of a kind

FORMATS = FormatChecker()
FORMATS.checks("uri")(lambda value: not isinstance(value, str) or bool(re.fullmatch(f"[a-z]+:{URI}+", value)))
FORMATS.checks("email")(
    lambda value: not isinstance(value, str) or bool(re.fullmatch(SIMPLE["email"]["pattern"], value))
)


def read_schemas(folder: Path) -> dict[str, dict]:
    """The schemas in a folder by the names of their files. A schema's own address is left out, so that what it refers
    to is looked for in the folder and nowhere else."""
    schemas = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))}
    return {name: {key: value for key, value in schema.items() if key != "$id"} for name, schema in schemas.items()}


def exported(client: FlaskClient) -> tuple[dict[str, list[dict]], zipfile.ZipFile]:
    """Everything the open data answer: every object by its kind, each once, and the tabular package."""
    found: dict[str, dict[str, dict]] = defaultdict(dict)
    found["index"]["/"] = client.get("/api/").json
    for address, kind in KINDS.items():
        for full in ("false", "true"):
            number, last = 1, False
            while not last:
                asked = {"page": number, "full": full, "full_service": full}
                page = client.get(f"/api/{address}", query_string=asked).json
                found["page"][f"{address} {asked}"] = page
                number, last = number + 1, page["last_page"]
                for record in page["contents"]:
                    _keep(found, kind, record)
                    if full == "true":
                        _keep(found, kind, client.get(f"/api/{address}/{record['id']}").json)
    for record in client.get("/api/export.json").json:
        _keep(found, "service", record)
    package = zipfile.ZipFile(io.BytesIO(client.get("/api/export.zip").data))
    return {kind: list(records.values()) for kind, records in found.items()}, package


def faults_in_objects(records: dict[str, list[dict]], schemas: dict[str, dict]) -> dict[str, list[str]]:
    """What is wrong with the objects of each kind; an empty list where nothing is."""
    registry = Registry().with_resources((name, Resource(schema, DRAFT202012)) for name, schema in schemas.items())
    return {kind: _faults_of(kind, found, schemas, registry) for kind, found in records.items()}


def faults_in_package(package: zipfile.ZipFile, schemas: dict[str, dict]) -> dict[str, list[str]]:
    """What is wrong with each table of the tabular package; an empty list where nothing is."""
    tables = json.loads(package.read("datapackage.json"))["resources"]
    rows = {table["name"]: _rows(package, table["path"]) for table in tables}
    return {
        table["name"]: list(_faults_of_table(table, rows, schemas))
        if f"{table['name']}.json" in schemas
        else [_missing(table["name"])]
        for table in tables
    }


def told(what: str, count: int, faults: list[str]) -> str:
    """What was checked and what is wrong with it, to be read."""
    more = [f"and {len(faults) - SHOWN} more"] if len(faults) > SHOWN else []
    return "\n  ".join([f"{what}: {count} checked, {len(faults)} faults", *faults[:SHOWN], *more])


def main(arguments: list[str]) -> int:
    """Check everything and print it. 0 when all is well, 1 when something is wrong, 2 when there are no schemas."""
    schemas = read_schemas(Path(arguments[0])) if len(arguments) == 1 and arguments[0] else {}
    if not schemas:
        print(USAGE, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        app = make_app(Path(folder) / "instance")
        with app.app_context():
            seed(LIBRARY.offers)
        records, package = exported(app.test_client())
    objects, tables = faults_in_objects(records, schemas), faults_in_package(package, schemas)
    paths = {each["name"]: each["path"] for each in json.loads(package.read("datapackage.json"))["resources"]}
    for kind, faults in objects.items():
        print(told(kind, len(records[kind]), faults))
    for name, faults in tables.items():
        print(told(f"rows of {paths[name]}", len(_rows(package, paths[name])), faults))
    return int(any(objects.values()) or any(tables.values()))


def _keep(found: dict[str, dict[str, dict]], kind: str, record: dict) -> None:
    """Keep an object, and those in it; the same one again is one."""
    found[kind][json.dumps(record, sort_keys=True)] = record
    for name, form in OBJECTS[kind].items():
        inner = form.strip("[]!")
        if name in record and inner in OBJECTS and (form.startswith("[") or form not in SIMPLE):
            for each in record[name] if form.startswith("[") else [record[name]]:
                _keep(found, inner, each)


def _faults_of(kind: str, found: list[dict], schemas: dict[str, dict], registry: Registry) -> list[str]:
    address = OF_THE_API.get(kind, f"{kind}.json")
    if address.partition("#")[0] not in schemas:
        return [_missing(kind)]
    validator = Draft202012Validator({"$ref": address}, registry=registry, format_checker=FORMATS)
    faults = []
    try:
        for record in found:
            faults += [f"{error.json_path}: {error.message}" for error in validator.iter_errors(record)]
    except Unresolvable as error:
        return [*faults, f"the schema cannot be used: {error}"]
    if kind not in OF_THE_API:
        known = schemas[address]["properties"].keys()
        strange = {name for record in found for name in record if name not in known}
        faults += [f"HSDS has no field {name}" for name in sorted(strange) if (kind, name) not in ADDED_BY_THE_API]
    return faults


def _faults_of_table(table: dict, rows: dict[str, list[dict]], schemas: dict[str, dict]) -> Iterator[str]:
    schema, own = schemas[f"{table['name']}.json"], rows[table["name"]]
    columns = {field["name"]: field["type"] for field in table["schema"]["fields"]}
    fields = {name: field for name, field in schema["properties"].items() if field.get("type") not in (None, "array")}
    needed = [*schema.get("required", ()), *schema.get("tabular_required", ())]
    if table["path"] != schema.get("path"):
        yield f"the file is called {schema.get('path')} in HSDS"
    yield from (f"{name}: the column is missing" for name in needed if name not in columns)
    for name, kind in columns.items():
        if name not in fields:
            yield f"{name}: HSDS has no such column"
        elif kind != _type(fields[name]):
            yield f"{name}: is {kind}, in HSDS {_type(fields[name])}"
        elif fields[name].get("constraints", {}).get("unique") and _repeats(own, name):
            yield f"{name}: the same value more than once"
    for key in table["schema"].get("foreignKeys", ()):
        there = {row["id"] for row in rows[key["reference"]["resource"]]}
        if {row[key["fields"]] for row in own} - there - {""}:
            yield f"{key['fields']}: names rows that are not there"
    validator = Draft202012Validator({"properties": fields, "required": needed}, format_checker=FORMATS)
    for number, row in enumerate(own, 1):
        values = {name: _value(text, fields.get(name, {})) for name, text in row.items() if text}
        yield from (f"row {number}: {error.json_path}: {error.message}" for error in validator.iter_errors(values))
        yield from (
            f"row {number}: {name}: {text} is no {_type(fields[name])}"
            for name, text in row.items()
            if text and name in fields and not _is_moment(text, _type(fields[name]))
        )


def _rows(package: zipfile.ZipFile, path: str) -> list[dict]:
    return list(csv.DictReader(io.StringIO(package.read(path).decode(), newline="")))


def _type(field: dict) -> str:
    return field.get("datapackage_type", field["type"])


def _value(text: str, field: dict):
    try:
        return float(text) if field.get("type") in ("number", "integer") else text
    except ValueError:
        return text


def _is_moment(text: str, kind: str) -> bool:
    """Whether a text is a date or a time, when it has to be; a time has seconds."""
    try:
        if kind == "date":
            date.fromisoformat(text)
        if kind == "time":
            return len(text) >= len("00:00:00") and time.fromisoformat(text) is not None
    except ValueError:
        return False
    return True


def _repeats(rows: list[dict], name: str) -> bool:
    values = [row[name] for row in rows if row[name]]
    return len(set(values)) < len(values)


def _missing(kind: str) -> str:
    return f"the folder has no schema for it: {OF_THE_API.get(kind, f'{kind}.json').partition('#')[0]}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

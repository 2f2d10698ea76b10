"""The open data as a tabular data package: one CSV file for each HSDS table, and `datapackage.json` that tells them."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date

from webapp.formulas import guarded
from webapp.opendata.profile import LICENCE, VERSION

# HSDS's names of tables and files, and of the columns we fill; a nested record's own parts are tables of their own.
TABLES = {
    "organization": ("organizations.csv", ("id", "name", "description")),
    "service": (
        "services.csv",
        (
            *("id", "organization_id", "name", "alternate_name", "description", "url", "email", "status"),
            *("application_process", "fees_description", "eligibility_description", "assured_date"),
        ),
    ),
    "attribute": (
        "attributes.csv",
        ("id", "link_id", "taxonomy_term_id", "link_type", "link_entity", "value"),
    ),
    "service_at_location": ("service_at_location.csv", ("id", "service_id", "location_id")),
    "location": ("locations.csv", ("id", "location_type", "name")),
    "phone": ("phones.csv", ("id", "service_id", "number", "type")),
    "address": (
        "addresses.csv",
        (
            *("id", "location_id", "address_1", "city", "region", "state_province"),
            *("postal_code", "country", "address_type"),
        ),
    ),
    "schedule": (
        "schedules.csv",
        (
            *("id", "service_id", "valid_from", "valid_to", "dtstart", "freq", "interval", "byday"),
            *("description", "opens_at", "closes_at", "notes"),
        ),
    ),
    "service_area": ("service_areas.csv", ("id", "service_id", "name", "extent", "extent_type")),
    "language": ("languages.csv", ("id", "service_id", "name", "code")),
    "taxonomy_term": (
        "taxonomy_terms.csv",
        ("id", "code", "name", "description", "taxonomy", "language", "taxonomy_id"),
    ),
    "taxonomy": ("taxonomies.csv", ("id", "name", "description", "version")),
}
_REFERS_TO = {
    "organization_id": "organization",
    "service_id": "service",
    "location_id": "location",
    "taxonomy_term_id": "taxonomy_term",
    "taxonomy_id": "taxonomy",
}
_TYPES = {
    **{"assured_date": "date", "valid_from": "date", "valid_to": "date", "dtstart": "date"},
    **{"opens_at": "time", "closes_at": "time", "interval": "number"},
}
_FORMATS = {"url": "uri", "email": "email"}
# What HSDS asks of the columns: which are never empty, and which hold one of a few codes. An id is never empty either.
_NEEDED = {
    "organization": ("name", "description"),
    "service": ("organization_id", "name", "status"),
    "attribute": ("link_id", "taxonomy_term_id", "link_entity"),
    "service_at_location": ("service_id", "location_id"),
    "location": ("location_type",),
    "phone": ("number",),
    "address": ("address_1", "city", "state_province", "postal_code", "country", "address_type"),
    "taxonomy_term": ("name", "description"),
    "taxonomy": ("name", "description"),
}
_PLACES = ("physical", "postal", "virtual")
_CODES = {
    "status": ("active", "inactive", "defunct", "temporarily closed"),
    "location_type": _PLACES,
    "address_type": _PLACES,
    "freq": ("WEEKLY", "MONTHLY"),
}


def tables(services: list[dict], organizations: list[dict], taxonomies: list[dict], terms: list[dict]) -> dict:
    """The rows of every table."""
    rows: dict[str, list[dict]] = {name: [] for name in TABLES}
    rows["organization"], rows["taxonomy"], rows["taxonomy_term"] = organizations, taxonomies, terms
    for service in services:
        rows["service"].append(service)
        for name in ("attribute", "phone", "schedule", "service_area", "language"):
            rows[name] += service.get(f"{name}s", ())
        for place in service.get("service_at_locations", ()):
            rows["service_at_location"].append(place)
            rows["location"].append(place["location"])
            rows["address"] += place["location"]["addresses"]
    return rows


def package_of(
    services: list[dict], organizations: list[dict], taxonomies: list[dict], terms: list[dict], day: date
) -> bytes:
    """A zip file; the same records on the same day give the same bytes."""
    rows = tables(services, organizations, taxonomies, terms)
    # A server without a clock of its own starts in 1970. What zip files can say of a day begins in 1980, ends in 2107.
    filed = min(max(day, date(1980, 1, 1)), date(2107, 12, 31))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        described = json.dumps(_described(day), ensure_ascii=False, indent=2)
        for name, text in (
            ("datapackage.json", described),
            *((path, _csv(rows[table], columns)) for table, (path, columns) in TABLES.items()),
        ):
            entry = zipfile.ZipInfo(name, (filed.year, filed.month, filed.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text.encode())
    return out.getvalue()


def _csv(rows: list[dict], columns: tuple[str, ...]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(column, row.get(column, "")) for column in columns] for row in rows)
    return out.getvalue()


def _cell(column: str, value: str) -> str:
    # What people typed is opened in spreadsheets too; a telephone number may well begin with a plus, and the last
    # Thursday of a month with a minus.
    return value if column in ("number", "byday", "interval") else guarded(value)


def _field(table: str, name: str) -> dict:
    form = "uuid" if name == "id" or name in _REFERS_TO or name == "link_id" else _FORMATS.get(name)
    rules = {
        "required": name == "id" or name in _NEEDED.get(table, ()),
        "unique": name == "id" or (table, name) == ("taxonomy_term", "code"),
        "enum": _CODES.get(name),
    }
    told: dict[str, object] = {"name": name, "type": _TYPES.get(name, "string"), "format": form}
    told["constraints"] = {rule: value for rule, value in rules.items() if value}
    return {key: value for key, value in told.items() if value}


def _described(day: date) -> dict:
    return {
        "name": "lommekort",
        "title": "Lommekort",
        "profile": "tabular-data-package",
        "hsds_version": VERSION,
        "created": f"{day.isoformat()}T00:00:00Z",
        "licenses": [{"name": "CC-BY-4.0", "path": LICENCE}],
        "resources": [
            {
                "name": table,
                "path": path,
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {
                    "fields": [_field(table, name) for name in columns],
                    "primaryKey": "id",
                    "foreignKeys": [
                        {"fields": name, "reference": {"resource": _REFERS_TO[name], "fields": "id"}}
                        for name in columns
                        if name in _REFERS_TO
                    ],
                },
            }
            for table, (path, columns) in TABLES.items()
        ],
    }

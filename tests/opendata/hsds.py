"""HSDS 3.0's objects as JSON Schema, made from the short form in `hsds.yaml`."""

from __future__ import annotations

from pathlib import Path

import yaml
from jsonschema import Draft202012Validator, FormatChecker

# The API's lists, and what is in each.
KINDS = {
    "services": "service",
    "organizations": "organization",
    "service_at_locations": "service_at_location",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
}
# RFC 3986, which has no letters but a to z.
URI = r"(?:[A-Za-z0-9._~:/?#@!$&'()*+,;=\[\]-]|%[0-9A-Fa-f]{2})"
SIMPLE = {
    "text": {"type": "string", "minLength": 1},
    "uuid": {"type": "string", "format": "uuid"},
    "uri": {"type": "string", "pattern": f"^https?://{URI}+$"},
    "email": {"type": "string", "pattern": r"^[\x21-\x3f\x41-\x7e]+@[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)+$"},
    "date": {"type": "string", "format": "date"},
    "time": {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$"},
    "country": {"type": "string", "pattern": "^[A-Z]{2}$"},
    "language": {"type": "string", "pattern": "^[a-z]{2,3}$"},
    "number": {"type": "integer", "minimum": 0},
    "yesno": {"type": "boolean"},
    "list": {"type": "array"},
}


def _field(form: str, name: str) -> dict:
    form = form.removesuffix("!")
    if "|" in form:
        return {"enum": form.split("|")}
    if form.startswith("["):
        return {"type": "array", "minItems": 1, "items": {"$ref": f"#/$defs/{form[1:-1]}"}}
    return SIMPLE.get(form) or {"$ref": f"#/$defs/{form}"}


def _object(fields: dict[str, str]) -> dict:
    return {
        "type": "object",
        "properties": {name: _field(form, name) for name, form in fields.items()},
        "required": [name for name, form in fields.items() if form.endswith("!")],
        "additionalProperties": False,
    }


OBJECTS = yaml.safe_load(Path(__file__).with_name("hsds.yaml").read_text(encoding="utf-8"))
_DEFINITIONS = {name: _object(fields) for name, fields in OBJECTS.items()}


def faults(record, name: str) -> list[str]:
    """What in a record is not as HSDS has an object of this name; empty when all is well."""
    schema = {"$ref": f"#/$defs/{name}", "$defs": _DEFINITIONS}
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(record)]

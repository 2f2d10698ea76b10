"""publiccode.yml, by the standard's core schema 0.5: what must be there, which words it knows, how long texts may be."""

import yaml
from jsonschema import Draft202012Validator, FormatChecker

from tests.conftest import ROOT

TEXT = {"type": "string", "minLength": 1}
TEXTS = {"type": "array", "items": TEXT, "minItems": 1}
DESCRIPTION = {
    "type": "object",
    "required": ["shortDescription", "longDescription", "features"],
    "additionalProperties": False,
    "properties": {
        "localisedName": TEXT,
        "shortDescription": {**TEXT, "maxLength": 150},
        "longDescription": {"type": "string", "minLength": 150, "maxLength": 10_000},
        "documentation": {**TEXT, "format": "uri"},
        "features": {"type": "array", "items": {**TEXT, "maxLength": 100}, "minItems": 1},
        "screenshots": TEXTS,
    },
}
DEPENDENCIES = {"type": "array", "items": {"type": "object", "required": ["name"]}}
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": [
        *("publiccodeYmlVersion", "name", "url", "platforms", "categories", "developmentStatus", "softwareType"),
        *("description", "legal", "maintenance", "localisation"),
    ],
    "properties": {
        "publiccodeYmlVersion": {"enum": ["0.5", "0.5.0"]},
        "name": TEXT,
        "url": {"type": "string", "pattern": "^https://"},
        "logo": {"type": "string", "pattern": r"\.(svg|svgz|png)$"},
        "platforms": TEXTS,
        "categories": {"type": "array", "items": {"enum": ["knowledge-management", "educational-content"]}},
        "developmentStatus": {"enum": ["concept", "development", "beta", "stable", "obsolete"]},
        "softwareType": {"const": "standalone/web"},
        "intendedAudience": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "countries": {"type": "array", "items": {"type": "string", "pattern": "^[A-Z]{2}$"}},
                "scope": {"type": "array", "items": {"enum": ["welfare", "local-authorities", "society"]}},
            },
        },
        "description": {"type": "object", "minProperties": 1, "additionalProperties": DESCRIPTION},
        "legal": {"type": "object", "required": ["license"], "properties": {"license": {"const": "MIT"}}},
        "maintenance": {
            "type": "object",
            "required": ["type", "contacts"],
            "properties": {
                "type": {"enum": ["internal", "contract", "community", "none"]},
                "contacts": {"type": "array", "minItems": 1, "items": {"type": "object", "required": ["name"]}},
            },
        },
        "localisation": {
            "type": "object",
            "required": ["localisationReady", "availableLanguages"],
            "properties": {"localisationReady": {"type": "boolean"}, "availableLanguages": TEXTS},
        },
        "dependsOn": {"type": "object", "properties": {"open": DEPENDENCIES}},
    },
}


def test_publiccode_keeps_to_the_standard():
    told = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    mistakes = Draft202012Validator(SCHEMA, format_checker=FormatChecker()).iter_errors(told)
    assert [f"{error.json_path}: {error.message}" for error in mistakes] == []
    for name in [
        told["logo"],
        *(file for text in told["description"].values() for file in text.get("screenshots", [])),
    ]:
        assert (ROOT / name).is_file(), name

"""publiccode.yml, by the standard's core schema 0.5: what must be there, which words it knows, how long texts may be."""

import json

import yaml
from jsonschema import Draft202012Validator, FormatChecker

from tests.conftest import LIBRARY, ROOT

SCHEMA = json.loads((ROOT / "tests" / "publiccode.schema.json").read_text(encoding="utf-8"))


def test_publiccode_keeps_to_the_standard():
    told = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    mistakes = Draft202012Validator(SCHEMA, format_checker=FormatChecker()).iter_errors(told)
    assert [f"{error.json_path}: {error.message}" for error in mistakes] == []
    for name in [
        told["logo"],
        *(file for text in told["description"].values() for file in text.get("screenshots", [])),
    ]:
        assert (ROOT / name).is_file(), name


def test_its_languages_are_those_that_a_citizen_can_choose():
    told = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))["localisation"]["availableLanguages"]
    assert told == sorted(code for code, language in LIBRARY.languages.items() if language.is_shown)

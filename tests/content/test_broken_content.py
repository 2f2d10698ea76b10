"""A broken content file stops the start, and the message says file, line and field."""

import pytest

from tests.conftest import ROOT
from tests.edit_content import change
from tests.forks import Forked
from webapp.content.document import ContentError
from webapp.library import read_library

CARD = "cards/s2.md"


def mistakes(content):
    """What reading the library says is wrong."""
    with pytest.raises(ContentError) as caught:
        read_library(content)
    return caught.value.mistakes


BROKEN = {
    "missing field": (CARD, r"^title: .*\n", "", "title", "mangler"),
    "unknown field": (CARD, r"^title: ", "titel: x\ntitle: ", "titel", "kendes ikke"),
    "bad date": (CARD, r"^confirmed: .*", "confirmed: 2026-13-45", "confirmed", "dato"),
    "no date": (CARD, r"^confirmed: .*", "confirmed: i går", "confirmed", "dato"),
    "date to come": (CARD, r"^confirmed: .*", "confirmed: 2999-01-01", "confirmed", "fremtiden"),
    "dead link": (CARD, r"^next: .*", "next: s99", "next", "findes ikke"),
    "dead related": (CARD, r"^related: .*", "related: [s1, zz]", "related", "findes ikke"),
    "dead law": ("cards/s1.md", r"^law: .*", "law: [ukendt-regel]", "law", "findes ikke"),
    "unknown box": (CARD, r"^reviewed: null", "reviewed: null\nboxes: [fare]", "boxes", "Boksen 'fare' findes ikke"),
    "no word on review": (CARD, r"^reviewed: null\n", "", "reviewed", "mangler"),
    "review to come": (
        CARD,
        r"^reviewed: null",
        "reviewed: {by: jurist, date: 2999-01-01}",
        "reviewed.date",
        "fremtiden",
    ),
    "review by nobody": (CARD, r"^reviewed: null", "reviewed: {date: 2026-11-01}", "reviewed.by", "mangler"),
    "unconfirmed law": ("cards/s1.md", r"^law: .*", "law: [ingen-generel-anmeldelsespligt]", "law", "ikke bekræftet"),
    "dead source": (CARD, r"^sources: .*", "sources: [findes-ikke]", "sources", "findes ikke"),
    "link to itself": (CARD, r"^next: .*", "next: s2", "next", "sig selv"),
    "bad YAML": (CARD, r"^title: .*", "title: fx: to kolon", "", "YAML"),
    "open quotation mark": (CARD, r"^title: .*", "title: 'uden slut", "", "YAML"),
    "tab in YAML": (CARD, r"^lines:", "lines:\n\t- x", "", "YAML"),
    "same field twice": (CARD, r"^title: (.*)", r"title: \1\ntitle: \1", "title", "to gange"),
    "text too long": (CARD, r"^title: .*", "title: " + "a" * 60, "title", "for lang"),
    "two lines": (CARD, r"^lines:\n  - .*\n", "lines:\n", "lines", "mindst 3"),
    "number as text": (CARD, r"^title: .*", "title: 7", "title", "tekst"),
    "not a list": (CARD, r"^related: .*", "related: s1", "related", "liste"),
    "wrong moment": (CARD, r"^moments: .*", "moments: [senere]", "moments", "mulighederne"),
    "wrong id": (CARD, r"^id: .*", "id: s3", "id", "Filen hedder"),
    "group on a situation": (CARD, r"^title: ", "group: metode\ntitle: ", "group", "begynder med v"),
    "unknown section": (CARD, r"^## Undgå", "## Undgaa", "## Undgaa", "kendes ikke"),
    "empty section": (CARD, r"^## Undgå\n", "## Undgå\n\n## Undgå\n", "## Undgå", "to gange"),
    "no front matter": (CARD, r"\A---\n", "", "", "felter mellem"),
    "text before the sections": (CARD, r"^## Lige nu", "Fri tekst\n\n## Lige nu", "", "under et afsnit"),
    "a table of contents": (CARD, r"^- Følg", "1. Følg", "", "kun punkter"),
    "checklist: id twice": ("checklist.yaml", r"id: f2$", "id: f1", "phases.0.lines.1.id", "to gange"),
    "checklist: unknown law": (
        "checklist.yaml",
        r"law: \[vaerdighed\]",
        "law: [vaerdigt]",
        "phases.1.lines.0.law.0",
        "findes ikke",
    ),
    "checklist: unconfirmed law": (
        "checklist.yaml",
        r"law: \[vaerdighed\]",
        "law: [ingen-generel-anmeldelsespligt]",
        "phases.1.lines.0.law.0",
        "ikke bekræftet",
    ),
    "checklist: a long sentence": (
        "checklist.yaml",
        r"say: Hvor vil.*",
        "say: " + "ord " * 60,
        "phases.0.lines.3.say",
        "for lang",
    ),
    "checklist: unknown line": (
        "checklist.yaml",
        r"instead: st5",
        "instead: st99",
        "branches.7.lines.0.instead",
        "findes ikke",
    ),
    "checklist: wrong phase": (
        "checklist.yaml",
        r"instead: st5",
        "instead: f1",
        "branches.7.lines.0.instead",
        "findes ikke",
    ),
    "checklist: wrong short": ("checklist.yaml", r"^short: .*", "short: [st2, st4, zz1]", "short.2", "findes ikke"),
    "checklist: unknown number": (
        "checklist.yaml",
        r'call: "112"',
        'call: "999"',
        "branches.0.lines.0.call",
        "findes ikke",
    ),
    "checklist: unknown box": (
        "checklist.yaml",
        r"contact: true",
        "contact: true\n        boxes: [fare]",
        "phases.3.lines.2.boxes.0",
        "Boksen 'fare' findes ikke",
    ),
    "checklist: unknown box on a branch": (
        "checklist.yaml",
        r"^    boxes: \[danger\]",
        "    boxes: [fare]",
        "branches.0.boxes.0",
        "Boksen 'fare' findes ikke",
    ),
    "session: unknown box": (
        "practice/sessions/3.yaml",
        r"^confirmed:",
        "boxes: [fare]\nconfirmed:",
        "boxes.0",
        "Boksen 'fare' findes ikke",
    ),
    "scenario: no word on review": ("practice/scenarios/7.yaml", r"^reviewed: .*\n", "", "reviewed", "mangler"),
    "legal: no word on review": ("legal.yaml", r"^    reviewed: .*\n", "", "entries.0.reviewed", "mangler"),
    "box: twice": ("boxes.yaml", r"^- id: contact", "- id: danger", "id", "to gange"),
    "box: unknown source": ("boxes.yaml", r"sources: \[k14\]", "sources: [k999]", "sources.0", "findes ikke"),
    "box: unknown number": ("boxes.yaml", r'"1888"', '"1889"', "calls.0", "findes ikke"),
    "checklist: no contact line": ("checklist.yaml", r"^ *contact: true\n", "", "phases", "contact: true"),
    "checklist: a replacement that loses a point": (
        "checklist.yaml",
        r"^        instead: st5",
        "        instead: st10",
        "branches.7.lines.0.instead",
        "mindst det samme: p12",
    ),
    "checklist: unknown point": (
        "checklist.yaml",
        r"says: \[p18\]",
        "says: [p18, p99]",
        "phases.1.lines.9.says.1",
        "'p99' findes ikke",
    ),
    "meeting: a point that no line says": (
        "meeting.yaml",
        r"p25, p26",
        "p25, p27, p26",
        "parts.4.points.3",
        "Ingen linje i checklist.yaml siger 'p27'",
    ),
    "meeting: a point twice": ("meeting.yaml", r"\[p1, p2,", "[p1, p1,", "parts.0.points.1", "to gange"),
    "screening: two questions": ("screening.yaml", r"(?s)  - id: bagefter.*?\n\n", "\n", "questions", "mindst 3"),
    "aftercare: not a minute": ("aftercare.yaml", r"seconds: 20", "seconds: 25", "minute", "60 sekunder"),
    "walkthrough: unknown card": (
        "walkthrough.yaml",
        r"cards: \[s16\]",
        "cards: [s99]",
        "stages.2.steps.4.cards.0",
        "findes ikke",
    ),
    "legal: bad confidence": (
        "legal.yaml",
        r"^    confidence: high",
        "    confidence: sure",
        "confidence",
        "mulighederne",
    ),
    "legal: no law": ("legal.yaml", r"^    law: .*\n", "", "law", "mangler"),
    "legal: two alike": ("legal.yaml", r"code: l2\b", "code: l1", "code", "to gange"),
    "legal: unknown group": ("legal.yaml", r"^    group: .*", "    group: andet", "group", "findes ikke"),
    "source: bad address": (
        "sources.yaml",
        r"url: http\S+",
        "url: javascript:alert(1)",
        "url",
        "har ikke den form, feltet skal have. Se",
    ),
    "sentence: what belongs in it is gone": (
        "finder.yaml",
        r"de første \{most\} tegn",
        "de første tegn",
        "too_long",
        "{most}",
    ),
    "sentence: another name in it": ("finder.yaml", r"Viser \{word\}", "Viser {ord}", "corrected", "{word}"),
    "sentence: a tag": ("finder.yaml", r"see_apart: .*", "see_apart: <b>Se den</b>", "see_apart", "tegnene <"),
    "sentence: missing": ("finder.yaml", r"^previous: .*\n", "", "previous", "mangler"),
    "line: not a number": ("help.yaml", r'number: "112"', 'number: "et-et-to"', "number", "form"),
    "line: unknown offer": ("help.yaml", r"offer: o001", "offer: o999", "lines.0.offer", "findes ikke"),
    "line: bad date": ("help.yaml", r'confirmed: "2023"', 'confirmed: "sidste år"', "confirmed", "dato"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_mistake_is_told_with_file_line_and_field(content, name):
    file, old, new, field, words = BROKEN[name]
    line = change(content, file, old, new)
    found = [mistake for mistake in mistakes(content) if words in mistake.message]
    assert found, [str(mistake) for mistake in mistakes(content)]
    assert found[0].file.endswith(file.rsplit("/", 1)[-1])
    assert field in found[0].field
    # What is missing is told with the line of what it is missing from, which may be far above.
    missing = words in ("mangler", "mindst 3", "contact: true")
    assert abs(found[0].line - line) <= 2 or (missing and found[0].line < line) or found[0].line == 1


@pytest.mark.parametrize("name", ["unknown field", "bad date", "dead link", "number as text", "wrong moment"])
def test_line_is_exact_where_there_is_one(content, name):
    file, old, new, _field, words = BROKEN[name]
    line = change(content, file, old, new)
    assert [mistake.line for mistake in mistakes(content) if words in mistake.message] == [line]


def test_missing_section_is_told(content):
    change(content, CARD, r"## Hvorfor\n(.|\n)*?(?=## I org)", "")
    assert [mistake.field for mistake in mistakes(content)] == ["## Hvorfor"]


def test_latin_1_is_told_with_its_line(content):
    path = content / CARD
    path.write_bytes(path.read_text(encoding="utf-8").encode("latin-1", "replace"))
    assert "UTF-8" in mistakes(content)[0].message


def test_all_mistakes_are_told_at_once(content):
    change(content, CARD, r"^title: .*\n", "")
    change(content, CARD, r"^essence: .*\n", "")
    change(content, "cards/s1.md", r"^confirmed: .*", "confirmed: nej")
    assert len(mistakes(content)) == 3


@pytest.mark.parametrize("command", ["content", "prepare", "serve"])
def test_app_does_not_start(content, tmp_path, command):
    line = change(content, CARD, r"^confirmed: .*", "confirmed: 2026-13-45")
    said, wrong = tmp_path / "said", tmp_path / "wrong"
    given = {"LOMMEKORT_CONTENT": str(content), "LOMMEKORT_INSTANCE": str(tmp_path / "i"), "PATH": ""}
    assert Forked([command], ROOT, said, given | {"PORT": "18765"}, errors=wrong).wait(60) == 1
    assert f"cards/s2.md, linje {line}, feltet confirmed" in wrong.read_text()
    assert "Traceback" not in wrong.read_text()

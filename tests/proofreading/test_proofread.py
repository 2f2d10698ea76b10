"""What is wrong with a text is told with file, line, field and what to do; what is right passes."""

import re
from collections import Counter
from datetime import date

import pytest

from tests.conftest import LIBRARY, ROOT
from tests.edit_content import change
from webapp.library import read_library
from webapp.proofreading import overdue, reading_level
from webapp.proofreading.proofread import proofread

AVOID = r"(## Undgå\n\n- )"  # a card's first point of what not to do
# What is planted: file, what is replaced, by what, the field that is named, and what the complaint says.
WRONG = {
    "a misspelled point": ("cards/s6.md", AVOID, r"\1At fylde stilhedden. ", "## Undgå", "»stilhedden«"),
    "a misspelled line": ("cards/s3.md", r"^  - .*", "  - Mærk førderne.", "lines.0", "»førderne«"),
    "a misspelled title": ("cards/s4.md", r"^title: .*", "title: Borgern lukker ned", "title", "»Borgern«"),
    "a missing space": ("cards/s5.md", AVOID, r"\1At fylde.Stilheden. ", "## Undgå", "»fylde.Stilheden«"),
    "a misspelled rule": ("legal.yaml", r"^    when: .", '    when: "Altidd ', "entries.0.when", "»Altidd«"),
    "a misspelled term": ("glossary.yaml", r'explanation: "Hjælp', 'explanation: "Hjælpp', "explanation", "»Hjælpp«"),
    "a misspelled offer": ("offers.csv", r'"Ring her, hvis', '"Ring herr, hvis', "summary_da", "»herr«"),
    "a misspelled line to ring": ("languages/da.yaml", r'"112": "Ring', '"112": "Rinng', "phrases.lines.112", "»Rinng«"),
    "misspelled English": ("languages/en.yaml", r'"How to leave', '"How to leeave', "phrases.traces.heading", "»leeave«"),
    "Danish in English": ("languages/en.yaml", r'"How to leave', '"How to undgå', "phrases.traces.heading", "»undgå«"),
    "English in Danish": ("languages/da.yaml", r'heading: "Sådan', 'heading: "Whenever', "phrases.traces.heading", "»Whenever«"),
    "a card that is hard at once": ("cards/s2.md", r"^essence: .*", "essence: Kommunikationsvanskeligheder forudsætter forventningsafstemning", "essence", "kortets forside"),
    "a sentence nobody says": ("cards/s7.md", r"(## Sig det sådan\n\n)- .*", r"\1- Forvaltningen behandler henvendelser vedrørende undersøgelse, behandling, rehabilitering, beskæftigelse, visitation.", "## Sig det sådan", "det, man siger"),
    "a hard rule": ("legal.yaml", r"^    when: .*", '    when: "Forvaltningens sagsbehandling forudsætter myndighedsudøvelse, oplysningspligt, databehandling, dokumentation, journalisering, underretning, vejledning, visitation, koordinering, opfølgning."', "entries.0.when", "pligt og ret"),
    "a hard line for the citizen": ("languages/da.yaml", r'^    "112": ".*', '    "112": "Henvendelser behandles fortroligt af kvalificerede medarbejdere med ansvar for rådgivning."', "phrases.lines.112", "tekst til borgeren"),
    "a hard term": ("glossary.yaml", r'explanation: ".*', 'explanation: "Vederlagsfri professionel rådgivning og vejledning om behandlingsmuligheder uden registrering, identifikation eller journalisering hos kommunen."', "explanation", "forklaring i ordlisten"),
    "a term nobody uses": ("glossary.yaml", r'term: "PTSD"(\n.*\n.*\n  card: )m2', r'term: "Hestevogn"\1null', "term", "»Hestevogn«"),
    "a source nobody uses": ("sources.yaml", r"^- id: k2$", "- id: k99\n  title: Ny\n  publisher: Ny\n  year: '2026'\n  url: null\n  seen: 2026-11-21\n  covers_da: Ny\n\n- id: k2", "id", "kilden k99"),
    "a duty that is said": ("cards/s9.md", AVOID, r"\1Sig dine pligter. ", "## Undgå", "fortæl om pligten"),
    "a circle called a ring": ("cards/s10.md", AVOID, r"\1En ond ring. At se efter ringe i livet. ", "## Undgå", "Skriv »cirkel«"),
    "a door too many": ("cards/v9.md", r"^essence: .*\nlines:\n  - .*", "essence: Hold døren på klem.\nlines:\n  - Luk ikke døren.", "lines.0", "Døren er brugt som billede 3 gange"),
    "a word we do not use": ("cards/s11.md", AVOID, r"\1At tale om prostitution. ", "## Undgå", "Skriv »sexsalg«"),
    "LGBT without the plus": ("cards/s12.md", AVOID, r"\1At sige LGBT. ", "## Undgå", "med plus"),
    "two words for one": ("cards/s18.md", AVOID, r"\1At sende LGBT+ personer væk. ", "## Undgå", "»LGBT+personer«"),
    "people called by what they lack": ("cards/s19.md", AVOID, r"\1At sende hjemløse væk. ", "## Undgå", "i hjemløshed"),
    "a word spelled in two ways": ("legal.yaml", r'^    when: "', '    when: "På krisecenteret. ', "entries.0.when", "Skriv »centret«"),
    "Danish in English words": ("offers.csv", "who experience physical, mental or economic violence", "who meet physical, mental or economic violence", "summary_en", "»experience«"),
    "what is to come": ("cards/s12.md", AVOID, r"\1At love noget. Mere kommer i 2027. ", "## Undgå", "sandt både før og efter"),
    "English quotation marks": ("cards/s12.md", AVOID, r"\1At sige “nej”. ", "## Undgå", "Her står »“«. Anførselstegn er »sådan«"),
    "a typewriter's quotation marks": ("cards/s3.md", r"^essence: .*", 'essence: Sig "ja" til det, der er.', "essence", 'Her står »"«'),
    "a point nobody can say": ("cards/s13.md", AVOID, r"\1At " + "gå og se og " * 12 + "tie. ", "## Undgå", "højst 34"),
    "a doubtful rule without its doubt": ("legal.yaml", r"    caveat: >-\n(      .*\n)+", '    caveat: ""\n', "entries.0.caveat", "Skriv i caveat"),
    "a break-up told as an opening": ("cards/s15.md", AVOID, r"\1Et brud kan være et vindue. ", "## Undgå", "boxes: [danger]"),
    "advice to ring without the rule": ("cards/s17.md", AVOID, r"\1Ring til borgeren dagen efter. ", "## Undgå", "Ring til borgeren« er et råd om at tage kontakt. Det må kun ske, som det er aftalt. Skriv boxes: [contact]"),
    "a promise to ring without the rule": ("cards/s1.md", r"(## Sig det sådan\n\n)- .*", r"\1- Jeg ringer til dig i morgen.", "## Sig det sådan", "»ringer til dig« er et råd om at tage kontakt. Det må kun ske, som det er aftalt. Skriv boxes: [contact]"),
    "a message that looks like love": ("checklist.yaml", r"say: Torsdag klokken ti.*", "say: Jeg tænkte på dig. Du behøver ikke svare.", "phases.4.lines.4.say", "kun tid og sted"),
    "a message that looks like help": ("checklist.yaml", r"say: Torsdag klokken ti.*", "say: Din rådgivning er på torsdag.", "phases.4.lines.4.say", "kun tid og sted"),
    "a box nobody shows": ("boxes.yaml", r"^- id: contact$", "- id: unused\n  title: Ubrugt\n  lines: [En linje., To linjer.]\n  source: Os selv\n  sources: [k1]\n  confirmed: 2026-11-28\n\n- id: contact", "id", "Ingen tekst viser boksen unused"),
}  # fmt: skip
WARNED = {
    "a card long ago": ("cards/s2.md", r"^confirmed: .*", "confirmed: 2025-11-30", "confirmed", "30. november 2025"),
    "a rule long ago": ("legal.yaml", r"^    seen: .*", "    seen: 2025-11-30", "entries.0.seen", "12 måneder"),
    "a line long ago": ("help.yaml", r"^    seen: .*", "    seen: 2026-05-31", "lines.0.seen", "6 måneder"),
    "a source long ago": ("sources.yaml", r"^  seen: .*", "  seen: 2024-11-30", "seen", "24 måneder"),
}
NOT_YET = {
    "a card": ("cards/s2.md", r"^confirmed: .*", "confirmed: 2025-12-01"),
    "a rule": ("legal.yaml", r"^    seen: .*", "    seen: 2025-12-01"),
    "a line": ("help.yaml", r"^    seen: .*", "    seen: 2026-06-01"),
    "a source": ("sources.yaml", r"^  seen: .*", "  seen: 2024-12-01"),
}


def test_content_is_without_mistakes(proof):
    found = proof()
    assert [str(mistake) for mistake in found.errors] == []
    assert found.spelled


def planted_together() -> list[list[str]]:
    """The mistakes, as many together as change different files: the whole content is read for each such copy."""
    copies: list[list[str]] = []
    for name, (file, *_) in WRONG.items():
        room = (copy for copy in copies if file not in [WRONG[other][0] for other in copy])
        copy = next(room, [])
        if not copy:
            copies.append(copy)
        copy.append(name)
    return copies


@pytest.mark.parametrize("names", planted_together(), ids=lambda names: names[0])
def test_mistakes_are_told_with_file_line_field_and_word(content, proof, names):
    lines = {name: change(content, *WRONG[name][:3]) for name in names}
    errors = proof().errors
    complaints = Counter(mistake.file.removeprefix("content/") for mistake in errors)
    assert set(complaints) == {WRONG[name][0] for name in names} and max(complaints.values()) <= 5, "the rest passes"
    for name, planted in lines.items():
        file, _old, _new, field, words = WRONG[name]
        told = [mistake for mistake in errors if words in mistake.message]
        assert len(told) == 1, (name, [str(mistake) for mistake in errors])
        assert told[0].file.endswith(file), name
        assert told[0].field == field, name
        # A section is told with its hardest sentence, and a pattern may begin on the line above.
        assert 0 <= told[0].line - planted <= 2, name


def test_warning_is_told_and_stops_nothing(content, proof):
    lines = {name: change(content, *told[:3]) for name, told in WARNED.items()}
    found = proof()
    for name, (file, _old, _new, field, words) in WARNED.items():
        told = [one for one in found.warnings if one.file.endswith(file) and words in one.message]
        assert len(told) == 1, name
        assert told[0].field.startswith(field) and told[0].line == lines[name]
    assert not found.errors


def test_nothing_is_overdue_on_the_last_day(content, proof):
    before = proof().warnings
    for last_day in NOT_YET.values():
        change(content, *last_day)
    assert proof().warnings == before


def test_card_is_told_when_no_way_leads_to_it(content, proof):
    text = (content / "cards" / "s16.md").read_text(encoding="utf-8")
    (content / "cards" / "s99.md").write_text(text.replace("id: s16", "id: s99"), encoding="utf-8")
    assert [(mistake.file, mistake.field) for mistake in proof().errors] == [("cards/s99.md", "id")]
    change(content, "cards/s1.md", r"^next: .*", "next: s99")
    assert not proof().errors


def test_two_lost_cards_do_not_find_each_other(content, proof):
    """A way from a card that is lost itself is no way."""
    text = (content / "cards" / "s16.md").read_text(encoding="utf-8")
    for name, other in (("s98", "s99"), ("s99", "s98")):
        lost = text.replace("id: s16", f"id: {name}").replace("related: [s1,", f"related: [{other},")
        (content / "cards" / f"{name}.md").write_text(lost, encoding="utf-8")
    assert [mistake.file for mistake in proof().errors] == ["cards/s98.md", "cards/s99.md"]


def test_rule_is_told_when_no_card_uses_it(content, proof):
    elsewhere = " ".join(
        path.read_text(encoding="utf-8") for path in content.rglob("*.yaml") if path.name != "legal.yaml"
    )
    fact, card = next(
        (fact, cards[0])
        for fact in LIBRARY.law.shown()
        if len(cards := LIBRARY.cards_with(fact)) == 1 and fact.id not in elsewhere
    )
    change(content, f"cards/{card.id}.md", r"^law: .*\n", "")
    told = next(mistake for mistake in proof().warnings if "Skriv reglens id i law" in mistake.message)
    place = "entries", list(LIBRARY.law.facts).index(fact.id), "id"
    assert f" {fact.code} (linje {LIBRARY.law.document.line(place)})" in told.message
    assert not proof().errors


def test_term_is_in_use_when_a_text_has_one_of_its_forms(content, proof):
    change(content, "glossary.yaml", r'(term: "CTI"\n.*\n.*\n.*\n  card: )v10', r"\1null")
    assert proof().errors == ()
    change(content, "glossary.yaml", r'term: "CTI"\n  forms: .*', 'term: "Hestevogn"\n  forms: [kommunen]')
    assert proof().errors == ()


def test_everything_comes_due(proof):
    told = [mistake for mistake in proof(date(2999, 1, 1)).warnings if "Sidst set efter" in mistake.message]
    everything = len(LIBRARY.cards) + len(LIBRARY.law.shown()) + len(LIBRARY.lines) + len(LIBRARY.sources)
    assert len(told) == everything


def test_without_the_dictionary_everything_but_spelling_is_checked(content):
    change(content, "cards/s2.md", *WRONG["a misspelled point"][1:3])
    change(content, "cards/v5.md", *WRONG["a card that is hard at once"][1:3])
    found = proofread(read_library(content), date(2026, 12, 1), lambda own: None)
    assert not found.spelled
    assert [mistake.file for mistake in found.errors] == ["cards/v5.md"]


@pytest.mark.parametrize("name", ["oev/1.md", "laer.yaml"])
def test_files_that_come_later_are_read_too(content, proof, name):
    (content / name).parent.mkdir(exist_ok=True)
    text = {"md": '---\nid: "1"\ntitle: En øvelsee\n---\n\n## Hvad nu\n\n- Sig det ligee ud.\n', "yaml": "id: x\nlines:\n  - citizen: Du vælgger.\n  - say: Det er ligee meget.\n"}  # fmt: skip
    (content / name).write_text(text[name.rsplit(".")[-1]], encoding="utf-8")
    told = {(mistake.line, re.search("»(.*?)«", mistake.message)[1]) for mistake in proof().errors}
    assert told == ({(3, "øvelsee"), (8, "ligee")} if name.endswith("md") else {(3, "vælgger"), (4, "ligee")})


def test_limits_stand_in_the_guide_for_authors():
    """The table in content/README.md is the one the check goes by."""
    guide = (ROOT / "content" / "README.md").read_text(encoding="utf-8")
    for limit in reading_level.LIMITS:
        assert f"| {limit.name} | {limit.most} |" in guide
    for name, months in (("kort", overdue.CARD), ("regler", overdue.LAW), ("numre", overdue.LINE), ("kilder", overdue.SOURCE)):  # fmt: skip
        assert f"| {name} | {months} måneder |" in guide


def test_messages_and_pages_use_the_quotation_marks_of_the_texts():
    spoilt = re.compile(r"[„“”][\w{]|[\w}.,!?…][„“”]")  # beside a word; in a list of marks they are read, not said
    written = [path for kind in ("py", "html", "js") for path in (ROOT / "webapp").rglob(f"*.{kind}")]
    assert not [
        f"{path.relative_to(ROOT)}:{number}: write »so«"
        for path in written
        if "vendor" not in path.parts
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if spoilt.search(line)
    ]

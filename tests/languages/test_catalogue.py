"""A language to a translator and back, read by a library that is not the one that wrote it."""

from __future__ import annotations

import re

import polib
import pytest

from tests.conftest import LIBRARY, make_app
from tests.edit_content import change
from webapp.languages.calendar import locale_of, plural_forms
from webapp.languages.catalogue import CatalogueError, from_po, to_po
from webapp.languages.language import read_languages

DANISH = LIBRARY.languages["da"]
SHOWN = [one for one in LIBRARY.languages.values() if one.is_shown and one.code != "da"]


@pytest.mark.parametrize("language", SHOWN, ids=lambda one: one.code)
def test_a_language_comes_back_as_it_went(language):
    assert from_po(to_po(language, DANISH), language.code, DANISH) == language.phrases


@pytest.mark.parametrize("language", SHOWN, ids=lambda one: one.code)
def test_a_translators_library_reads_and_writes_it(language, tmp_path):
    """polib opens the file, a translator changes one message, and it comes back with that one changed."""
    path = tmp_path / f"{language.code}.po"
    path.write_bytes(to_po(language, DANISH))
    catalogue = polib.pofile(str(path))
    assert catalogue.metadata["Language"].startswith(language.code)
    head = f"{catalogue.header} {' '.join(catalogue.metadata.values())}"
    assert "CC BY" in head and not re.findall("[A-Z]{4,}", head), "a form that nobody filled in"
    assert len(catalogue) == sum(
        1 if isinstance(one, str) else len(plural_forms(locale_of(language.code))) for one in DANISH.phrases.values()
    )
    entry = next(one for one in catalogue if one.msgctxt == "page.close")
    assert entry.msgid == "Luk" and "fuzzy" in entry.flags, "nobody has read it"
    entry.msgstr = "X y z"
    catalogue.save()
    assert from_po(path.read_bytes(), language.code, DANISH) == dict(language.phrases) | {"page.close": "X y z"}


def test_one_that_waits_is_a_file_to_fill():
    waiting = next(one for one in LIBRARY.languages.values() if not one.is_shown)
    catalogue = polib.pofile(to_po(waiting, DANISH).decode())
    assert len(catalogue.untranslated_entries()) == len(catalogue) > 200
    assert from_po(to_po(waiting, DANISH), waiting.code, DANISH) == {}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('msgctxt "page.close"', 'msgctxt "page.shut"', "page.shut: Nøglen"),
        ("{time}", "{tid}", "her er {tid}"),
        ('msgid ""', 'msgjd ""', "kan ikke læses"),
    ],
)
def test_a_fault_changes_nothing_and_is_told(old, new, told):
    language = SHOWN[0]
    spoilt = to_po(language, DANISH).decode()
    at = spoilt.index(old) if old != "{time}" else spoilt.index(old, spoilt.index("closes_today") + 60)
    spoilt = spoilt[:at] + spoilt[at:].replace(old, new, 1 if old != "{time}" else 2)
    with pytest.raises(CatalogueError) as caught:
        from_po(spoilt.encode(), language.code, DANISH)
    assert told in str(caught.value)


POLISH = LIBRARY.languages["pl"]
PO = to_po(POLISH, DANISH).decode()
HEADER, *MESSAGES = PO.strip().split("\n\n")


@pytest.mark.parametrize(
    "file",
    [
        "\ufeff" + PO,
        PO.replace("\n", "\r\n"),
        PO.replace("\n", "\r"),
        "\n\n".join(MESSAGES),
        "\n\n".join([HEADER, *reversed(MESSAGES)]),
        PO.replace("#, fuzzy\n", ""),
        PO + '\n#~ msgctxt "page.gone"\n#~ msgid "Væk"\n#~ msgstr "Precz"\n',
        PO.replace('msgctxt "page.close"', '#. knap\n#: a.html:3\n#| msgid "Luk nu"\nmsgctxt "page.close"'),
        PO.replace("PO-Revision-Date: ", "PO-Revision-Date: i dag; "),
        PO.replace("Language: pl", "Language: pl_PL"),
        PO.replace("Language: pl", "Language: "),
        PO.replace('msgstr "Zamknij"', 'msgstr "Zamknij "'),
        polib.pofile(PO, wrapwidth=30).__unicode__(),
    ],
    ids=lambda _: "",
)
def test_what_translators_programs_do_to_a_file_does_not_matter(file):
    assert from_po(file.encode(), "pl", DANISH) == POLISH.phrases


def test_what_is_left_blank_is_left_out():
    assert "page.close" not in from_po(PO.replace('msgstr "Zamknij"', 'msgstr "  "').encode(), "pl", DANISH)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('msgctxt "page.close"\n', "", "Nøglen (msgctxt) kendes ikke"),
        ('msgid "Luk"', 'msgid "Luk nu"', "page.close: Den danske tekst er en anden nu: »Luk«"),
        ('msgid "Luk"', 'msgid "Luk"\nmsgid_plural "Luk"', "talformer (msgid_plural)"),
        ("closes_soon:few", "closes_soon:paucal", "Talformerne skal være"),
        ('msgstr "Zamknij"', 'msgstr "Zam"knij"', "linje 22"),
        ('msgstr "Zamknij"', 'msgstr "Zam', "linje 22"),
        ('msgstr "Zamknij"', 'msgstr "A &amp; B"', "»&amp;« er kode"),
        ('msgstr "Zamknij"', 'msgstr "A <b>B</b>"', "»<b>« er kode"),
        ('msgstr "Zamknij"', 'msgstr "Zam\\nknij"', "linjeskift"),
        ('msgstr "Zamknij"', 'msgstr "Zam\0knij"', "ingen kan se"),
        ('msgstr "Zamknij"', 'msgstr "Zamknij 010190 1234"', "CPR"),
        ("pod 1888", "pod 1889", "Telefonnumre skal være de samme som på dansk, skrevet med 0-9: 1888; her er 1889."),
        ("Language: pl", "Language: ar", "arabisk (ar), og her er polsk (pl)"),
        (HEADER, HEADER + '\n\nmsgctxt "page.close"\nmsgid "Luk"\nmsgstr "Precz"', "to gange"),
    ],
)
def test_a_file_that_would_say_something_else_is_refused_with_its_place(old, new, told):
    assert old in PO
    with pytest.raises(CatalogueError) as caught:
        from_po(PO.replace(old, new, 1).encode(), "pl", DANISH)
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (b"", "ingen tekster"),
        (HEADER.encode(), "ingen tekster"),
        (PO.encode("utf-16"), "ikke skrevet i UTF-8"),
        (PO.encode("cp1250", "replace"), "ikke skrevet i UTF-8"),
        (b'<?xml version="1.0"?><xliff version="2.0" srcLang="da" trgLang="pl"/>', "XLIFF"),
        (b"key,da,pl\npage.close,Luk,Zamknij\n", "fra linje 1"),
        (PO[: len(PO) // 2].encode(), "Er den hel?"),
    ],
    ids=lambda _: "",
)
def test_what_is_no_whole_catalogue_is_refused_with_what_to_do(file, told):
    with pytest.raises(CatalogueError, match="Gem den som PO") as caught:
        from_po(file, "pl", DANISH)
    assert told in str(caught.value)


def test_many_faults_are_counted_not_listed():
    spoilt = "\n".join(line for line in PO.splitlines() if not line.startswith("msgctxt"))
    with pytest.raises(CatalogueError) as caught:
        from_po(spoilt.encode(), "pl", DANISH)
    assert len(str(caught.value).splitlines()) == 22 and len(caught.value.mistakes) > 100


@pytest.mark.parametrize("file", [b"\xff\xfe", b"PK\x03\x04", b'msgid "x', b"\0" * 100, b"x" * 2_000_000])
def test_any_other_file_is_refused_in_words(file):
    with pytest.raises(CatalogueError, match="Filen"):
        from_po(file, "ar", DANISH)


def test_the_command_line_takes_a_language_out_and_in(content, tmp_path):
    """A translator's change comes into the file; the check of what was changed goes, the other stays."""
    change(content, "languages/pl.yaml", "^checked: .*", 'checked: [{by: "tolk", day: 2026-11-01, phrases: [page]}]')
    app = make_app(tmp_path / "instance", LOMMEKORT_CONTENT=str(content))
    run = app.test_cli_runner()
    out = run.invoke(args=["languages", "export", "pl"])
    assert out.exit_code == 0, out.output
    catalogue = polib.pofile(out.stdout_bytes.decode())
    next(one for one in catalogue if one.msgctxt == "page.close").msgstr = "Zamknij to"
    path = tmp_path / "pl.po"
    catalogue.save(str(path))
    told = run.invoke(args=["languages", "import", "pl", str(path)])
    assert "Antal ændrede tekster: 1." in told.output
    polish = read_languages(content / "languages")["pl"]
    assert polish.phrases["page.close"] == "Zamknij to" and polish.checks.keys() == {
        key for key in polish.phrases if key.startswith("page.") and key != "page.close"
    }
    assert (content / "languages" / "pl.yaml").read_text(encoding="utf-8").startswith("#")
    path.write_text("nonsense", encoding="utf-8")
    refused = run.invoke(args=["languages", "import", "pl", str(path)])
    assert refused.exit_code and "Filen" in refused.output
    assert "Vælg et af" in run.invoke(args=["languages", "export", "xx"]).output

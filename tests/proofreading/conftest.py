"""A copy of the content that a test may spoil, and what proofreading then says."""

import re
import shutil
from datetime import date

import pytest

from tests.conftest import ROOT
from webapp.content.library import read_library
from webapp.proofreading.proofread import proofread
from webapp.proofreading.spelling import installed_speller, read_own_words

TODAY = date(2026, 12, 1)


@pytest.fixture
def content(tmp_path):
    """A copy of the content."""
    return shutil.copytree(ROOT / "content", tmp_path / "content")


@pytest.fixture(scope="session")
def speller():
    """The real dictionaries with the project's own words."""
    return installed_speller(read_own_words(ROOT / "content"))


@pytest.fixture
def proof(content, speller):
    """Proofreads the copy: `proof(day)`."""
    return lambda day=TODAY: proofread(read_library(content), day, lambda own: speller)


def change(content, file, old, new):
    """Replace the first place a pattern is found in a file of the copy; answers the line it begins on."""
    path = content / file
    text = path.read_text(encoding="utf-8")
    place = re.search(old, text, re.MULTILINE)
    assert place, f"{old} is not in {file}"
    path.write_text(text[: place.start()] + place.expand(new) + text[place.end() :], encoding="utf-8")
    return text[: place.start()].count("\n") + 1

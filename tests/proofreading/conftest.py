"""The real dictionaries, and what proofreading says of a copy of the content."""

from datetime import date

import pytest

from tests.conftest import ROOT
from webapp.library import read_library
from webapp.proofreading.proofread import proofread
from webapp.proofreading.spelling import installed_speller, read_own_words

TODAY = date(2026, 12, 1)


@pytest.fixture(scope="session")
def speller():
    """The real dictionaries with the project's own words."""
    return installed_speller(read_own_words(ROOT / "content"))


@pytest.fixture
def proof(content, speller):
    """Proofreads the copy: `proof(day)`."""
    return lambda day=TODAY: proofread(read_library(content), day, lambda own: speller)

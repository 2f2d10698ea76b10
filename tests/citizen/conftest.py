"""Fixtures for the citizen's pages."""

import pytest


@pytest.fixture(params=["da", "en"])
def language(request):
    """The code of a language that a page is asked for in."""
    return request.param

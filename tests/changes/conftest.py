"""An app whose clock the test moves."""

import pytest

from tests.people import START, set_clock


@pytest.fixture
def desk(app):
    """An app of the test's own, at nine o'clock on a Monday."""
    set_clock(app, START)
    return app

"""Code without docstrings does what it did."""

import subprocess
import sys

import pytest

from tests.conftest import ROOT
from webapp.docstrings import STANDS_FOR_ONE, without_docstrings

MODULE = '''
"""Of the module."""

def told():
    """What it does."""
    return 5

def said():
    """The same."""
    return "The same."

def bare():
    return "first constant"

small = lambda: "of a lambda"
found = ["of a list" for _ in range(1)]

class Thing:
    """Of the class."""
    def outer(self):
        """Outer."""
        def inner(one="x"):
            """Inner."""
            return one, "y"
        return inner
'''


@pytest.fixture
def module():
    names = {"__name__": "module"}
    exec(without_docstrings(compile(MODULE, "module", "exec")), names)  # noqa: S102 - our own lines above
    return names


def test_docstrings_of_functions_are_gone_and_nothing_else(module):
    inner = module["Thing"]().outer()
    assert [one.__doc__ for one in (module["told"], module["Thing"].outer, inner)] == [STANDS_FOR_ONE] * 3
    assert (module["told"](), inner()) == (5, ("x", "y"))
    assert (module["bare"](), module["small"](), module["found"]) == ("first constant", "of a lambda", ["of a list"])
    assert module["bare"].__doc__ is None and module["small"].__doc__ is None
    assert module["__doc__"] == "Of the module." and module["Thing"].__doc__ == "Of the class."


def test_docstring_that_is_used_otherwise_stays(module):
    assert module["said"]() == "The same."


def test_code_without_any_is_left_as_it_is():
    code = compile("x = 1", "module", "exec")
    assert without_docstrings(code) is code


LOADED = """
import sys
from webapp.docstrings import STANDS_FOR_ONE, leave_out
leave_out()
import webapp.app
from flask.app import Flask
from sqlalchemy.orm import Session
print(Flask.full_dispatch_request.__doc__, Session.execute.__doc__, webapp.app.create_app.__doc__)
"""


def test_the_app_and_its_libraries_load_without_theirs():
    command = [sys.executable, "-c", LOADED]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120).stdout.split()
    assert told == [STANDS_FOR_ONE] * 3

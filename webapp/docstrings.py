"""Modules are loaded without docstrings: 4 MB of a server's memory that nothing reads.

Like `python -OO`, which would also take the assertions, and which compiles all libraries anew where an installer has
compiled them without it.
"""

from __future__ import annotations

import dis
import inspect
import sys
from importlib import machinery
from types import CodeType

STANDS_FOR_ONE = "-"  # some libraries assert that there is one
_LOAD_FIRST = bytes((dis.opmap["LOAD_CONST"], 0))
_FUNCTION = inspect.CO_OPTIMIZED | inspect.CO_NEWLOCALS
_HAS_DOCSTRING = 0x4000000  # said from Python 3.13 on (inspect.CO_HAS_DOCSTRING)


def leave_out() -> None:
    """From now on, load modules without their functions' docstrings."""
    hook = machinery.FileFinder.path_hook(
        (machinery.ExtensionFileLoader, machinery.EXTENSION_SUFFIXES),
        (_WithoutDocstrings, machinery.SOURCE_SUFFIXES),
        (machinery.SourcelessFileLoader, machinery.BYTECODE_SUFFIXES),
    )
    sys.path_hooks.insert(0, hook)
    sys.path_importer_cache.clear()


class _WithoutDocstrings(machinery.SourceFileLoader):
    def get_code(self, fullname):
        code = super().get_code(fullname)
        return code and without_docstrings(code)


def without_docstrings(code: CodeType) -> CodeType:
    """The code, and all code in it, without functions' docstrings. One that the function also uses otherwise stays."""
    changed, constants = False, list(code.co_consts)
    for place, one in enumerate(constants):
        if isinstance(one, CodeType):
            constants[place] = other = without_docstrings(one)
            changed = changed or other is not one
    if _has_docstring(code):
        changed, constants[0] = True, STANDS_FOR_ONE
    return code.replace(co_consts=tuple(constants)) if changed else code


def _has_docstring(code: CodeType) -> bool:
    if sys.version_info >= (3, 13):
        has_one = bool(code.co_flags & _HAS_DOCSTRING)
    else:  # a function without one has None in its place; what is no `def` has anything
        is_function = code.co_flags & _FUNCTION == _FUNCTION and not code.co_name.startswith("<")
        has_one = is_function and bool(code.co_consts) and isinstance(code.co_consts[0], str)
    if not has_one:
        return False
    written = code.co_code
    place = written.find(_LOAD_FIRST)
    while place % 2 and place >= 0:
        place = written.find(_LOAD_FIRST, place + 1)
    return place < 0

"""What the tests of spreadsheets share."""

from __future__ import annotations

import json
import subprocess
from types import SimpleNamespace

import pytest

from webapp.spreadsheets import read, sandboxed_reader


@pytest.fixture(scope="module")
def read_here():
    """Files are read in this process, without a sandbox, which takes ten times as long to begin as most files take to be
    read. That it is a process of its own, and its limits, is held by `test_files.py` and `test_pages.py`."""

    def answer(command: list[str], *, input: bytes, **_limits) -> subprocess.CompletedProcess:
        kind, known = command[-2:]
        told = json.dumps(sandboxed_reader.read(kind, input, json.loads(known)))
        return subprocess.CompletedProcess(command, 0, told)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(read, "subprocess", SimpleNamespace(run=answer, TimeoutExpired=subprocess.TimeoutExpired))
        yield

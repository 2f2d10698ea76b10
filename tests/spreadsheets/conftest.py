"""What the tests of spreadsheets share."""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
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


def with_part(body, name, change):
    """A spreadsheet with one part altered."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry.filename, change(content) if entry.filename == name else content)
    return out.getvalue()

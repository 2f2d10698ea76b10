"""Who uses an instance folder: a server holds a lock while it runs; what needs the folder for itself asks first. And
whether it is others' folder too.

The lock is the kernel's (flock(2)): it is gone with the process that held it, however that ended.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

FILE = "serving.lock"
# Folders that may lie in it: the app's own, what the documents have made there, and what a file system begins with.
FOLDERS = {"editions", "backups", "export", "lost+found"}


class InUseError(Exception):
    """A server runs on the folder."""


def is_shared(instance: Path) -> bool:
    """Whether other folders lie in it too, as in `/tmp`, a home or `/`: then it must not be shut to everybody else."""
    with suppress(OSError):
        return any(path.is_dir() and path.name not in FOLDERS for path in instance.iterdir())
    return False


def shared(instance: Path) -> IO | None:
    """Say that a server runs here, until the answer is closed or the process ends. Waits for whoever needs the folder
    for itself. None where nothing can be written: reading goes on there all the same."""
    try:
        instance.mkdir(parents=True, exist_ok=True)
        held = (instance / FILE).open("a")
    except OSError:
        return None
    fcntl.flock(held, fcntl.LOCK_SH)
    return held


@contextmanager
def exclusive(instance: Path) -> Iterator[None]:
    """Have the folder for itself: a server that is started meanwhile waits. Raises InUseError when one runs."""
    instance.mkdir(parents=True, exist_ok=True)
    with (instance / FILE).open("a") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InUseError from None
        yield


@contextmanager
def exclusive_when_writable(file: Path) -> Iterator[None]:
    """Wait until nobody else holds a lock on a file, and hold it. No lock where nothing can be written, for then nobody
    can change anything either."""
    try:
        held = file.open("a")
    except OSError:
        yield
        return
    with held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield

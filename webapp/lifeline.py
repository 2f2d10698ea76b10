"""A forked process ends when the one it was forked from does, also when that one was killed and could tell nobody.

By a pipe whose one end the first process keeps open and nobody writes to: the kernel closes it with the process,
however that ended (pipe(7): read(2) answers end-of-file when all who could write have closed). Works on every Unix;
Linux' PR_SET_PDEATHSIG would end with the thread that forked, which is not what is meant.
"""

from __future__ import annotations

import os
import threading


def end_with(pipe: int) -> None:
    """End at once when the process at the other end of the pipe has. Nothing is closed in order: what was acknowledged
    is on the disk, and what was not has lost the process that it needs."""
    threading.Thread(target=_end_with, args=(pipe,), name="lifeline", daemon=True).start()


def _end_with(pipe: int) -> None:
    os.read(pipe, 1)
    os._exit(1)

"""A forked process ends when the one it was forked from does, also when that one was killed and could tell nobody.

By a pipe whose one end the first process keeps open and nobody writes to: the kernel closes it with the process,
however that ended (pipe(7): read(2) answers end-of-file when all who could write have closed). Works on every Unix;
Linux' PR_SET_PDEATHSIG would end with the thread that forked, which is not what is meant.
"""

from __future__ import annotations

import os
import signal
import threading


def end_when_told() -> None:
    """From now on, let every process that is forked from this one end at SIGTERM from its first moment on, until it
    does something else with it.

    It begins with the handlers of the process it was forked from, which note that *that* process is to stop. A server
    whose two processes are told at once forked a new one when the second ended first; told before it had handlers of
    its own, that one took no notice, and was killed ten seconds later.
    """
    told = {signal.SIGTERM}

    def hold_back() -> None:  # or it could come between the fork and what follows
        signal.pthread_sigmask(signal.SIG_BLOCK, told)

    def let_through() -> None:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, told)

    def begin() -> None:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        let_through()

    os.register_at_fork(before=hold_back, after_in_parent=let_through, after_in_child=begin)


class Lifeline:
    """Made in the first process before it forks."""

    def __init__(self) -> None:
        self._gone, self._held = os.pipe()

    def hang_on(self) -> None:
        """In a forked process: end at once when the first one has ended. Nothing is closed in order: what was
        acknowledged is on the disk, and what was not has lost the process that it needs."""
        os.close(self._held)
        threading.Thread(target=self._end_with_it, name="lifeline", daemon=True).start()

    def _end_with_it(self) -> None:
        os.read(self._gone, 1)
        os._exit(1)

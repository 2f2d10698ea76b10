"""Watching over the server: begun anew when it is killed, told to stop when this process is, never left behind alone.

The process that was started does nothing else. It has let go of what it had loaded by becoming this file instead
(execve(2), which keeps a process' number and its children), so that what a server has in memory is there once. This
file imports the least it can, and nothing of the app.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Sequence
from contextlib import suppress

STOPS_WITHIN = 10  # seconds from being asked to stop; whoever is still sending then is cut off
LEAST_LIFE = 5  # seconds; one that was begun again and is killed sooner would be so once more
KILLED = "Lommekort: serveren blev stoppet af signal {}."
STOPS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def watched(again: Sequence[str]) -> int:
    """Fork. The new process goes on, and gets a pipe that ends with the first one. The first one never returns: it
    watches over the new one, ends as that ends, and has it begun anew should it be killed, by the command `again` and
    the pipe's number."""
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)  # until the watching process is ready for them
    end, held = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(held)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
        return end
    for pipe in (end, held):
        os.set_inheritable(pipe, True)
    sys.stdout.flush()
    here = [sys.executable, "-I", "-S", "-X", "no_debug_ranges", __file__]
    os.execv(sys.executable, [*here, str(child), str(end), str(held), *again])  # noqa: S606 - our own command


class Watch:
    """The watching process, over one server after another."""

    def __init__(self, child: int, end: int, again: Sequence[str]):
        self._child, self._end, self._again = child, end, again
        self._told = False

    def until_it_ends(self) -> int:
        """Watch. What to end with: what the server ended with, 0 when both were told to stop, 1 when one begun again
        was killed right away."""
        for number in STOPS:
            signal.signal(number, self._stop)
        signal.signal(signal.SIGALRM, self._kill)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
        begun = float("-inf")
        while True:
            _, status = os.waitpid(self._child, 0)
            signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
            code, self._child = os.waitstatus_to_exitcode(status), 0
            if self._told:
                return 0
            if code >= 0:
                return code
            with suppress(OSError):  # nor does a full disk behind `2>` end what readers have
                os.write(2, f"{KILLED.format(-code)}\n".encode())
            if time.monotonic() - begun < LEAST_LIFE:
                return 1
            self._child, begun = self._begin(), time.monotonic()
            signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)

    def _begin(self) -> int:
        child = os.fork()
        if child == 0:
            for number in STOPS:
                signal.signal(number, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
            os.execv(self._again[0], [*self._again, str(self._end)])  # noqa: S606 - our own command
        return child

    def _stop(self, *_: object) -> None:
        self._told = True
        self._send(signal.SIGTERM)
        signal.alarm(STOPS_WITHIN)

    def _kill(self, *_: object) -> None:
        self._send(signal.SIGKILL)

    def _send(self, number: int) -> None:
        if self._child:  # until it is waited for, its number is nobody else's
            os.kill(self._child, number)


if __name__ == "__main__":
    # The end that nobody writes to is ours alone: with us it is closed.
    os.set_inheritable(int(sys.argv[3]), False)
    sys.exit(Watch(int(sys.argv[1]), int(sys.argv[2]), sys.argv[4:]).until_it_ends())

"""The process that watches: it begins a killed server anew, tells it to stop, and ends as it ends."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from webapp.watch import KILLED

# Says its number and how it was begun, and waits to be told to stop, which is not what it ends with by itself.
SERVER = """
import os, signal, sys
from webapp.lifeline import end_with
signal.signal(signal.SIGTERM, lambda *_: os._exit(7))
signal.signal(signal.SIGUSR1, lambda *_: os._exit(5))
end_with(int(sys.argv[2]))
print(os.getpid(), sys.argv[1], flush=True)
while True:
    signal.pause()
"""
START = """
import sys
from webapp import watch
end = watch.watched([sys.executable, sys.argv[1], "again"])
sys.argv = [sys.argv[1], "first", str(end)]
exec(open(sys.argv[0]).read())
"""

DEAF = """
import os, signal
from webapp import watch
watch.STOPS_WITHIN = 1
child = os.fork()
if not child:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.kill(os.getppid(), signal.SIGTERM)
    while True:
        signal.pause()
raise SystemExit(watch.Watch(child, 0, []).until_it_ends())
"""


class Watched:
    """A server and the process that watches over it."""

    def __init__(self, folder, errors=subprocess.PIPE):
        (folder / "server.py").write_text(SERVER)
        self.process = subprocess.Popen(
            [sys.executable, "-c", START, str(folder / "server.py")],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )

    def server(self):
        """The number of the server that said it next, and how it was begun."""
        number, how = self.process.stdout.readline().split()
        return int(number), how

    def ends(self):
        """What it ends with, and what it wrote about it; nobody is left then."""
        left, errors = self.process.communicate(timeout=120)  # ends with the last who could write
        assert not left
        return self.process.returncode, errors


@pytest.fixture
def watched(tmp_path):
    with_server = Watched(tmp_path)
    with with_server.process:
        yield with_server
        with_server.process.kill()


def test_server_that_is_killed_is_begun_again(watched):
    first, how = watched.server()
    assert how == "first"
    os.kill(first, signal.SIGKILL)
    second, how = watched.server()
    assert how == "again" and second != first
    watched.process.terminate()
    code, errors = watched.ends()
    assert code == 0 and errors == KILLED.format(signal.SIGKILL.value) + "\n"


def test_disk_that_is_full_behind_what_it_says_ends_nothing(tmp_path):
    with Path("/dev/full").open("wb") as full, (watched := Watched(tmp_path, full)).process:
        os.kill(watched.server()[0], signal.SIGKILL)
        assert watched.server()[1] == "again"
        watched.process.terminate()
        assert watched.ends()[0] == 0


def test_server_that_is_killed_right_after_that_is_given_up(watched):
    begun = []
    while line := watched.process.stdout.readline():  # on a slow machine it may take more than two
        number, how = line.split()
        begun.append(how)
        os.kill(int(number), signal.SIGKILL)
    assert watched.ends()[0] == 1
    assert begun[:2] == ["first", "again"]


def test_both_end_as_the_server_ends_by_itself(watched):
    number, _ = watched.server()
    os.kill(number, signal.SIGUSR1)
    assert watched.ends() == (5, "")


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_server_is_told_to_stop(watched, told):
    watched.server()
    watched.process.send_signal(told)
    assert watched.ends() == (0, "")


def test_server_that_does_not_stop_is_killed():
    command = [sys.executable, "-c", "import signal; signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})" + DEAF]
    assert subprocess.run(command, cwd=ROOT, timeout=120, check=False).returncode == 0


def test_server_ends_with_the_one_that_watches(watched):
    watched.server()
    watched.process.kill()
    assert watched.ends()[0] == -signal.SIGKILL

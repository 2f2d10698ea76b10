"""A forked process ends when it is told to, also before it has said how."""

import signal
import subprocess
import sys

from tests.conftest import ROOT

# What the first process does when it is told is not for the forked one, which begins with it.
FORKED = """
import os, signal
from webapp.lifeline import end_when_told
signal.signal(signal.SIGTERM, lambda *_: os._exit(3))
end_when_told()
child = os.fork()
if not child:
    while True:
        signal.pause()
os.kill(child, signal.SIGTERM)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
os.kill(os.getpid(), signal.SIGTERM)
signal.pause()
"""


def test_a_forked_process_ends_when_told_from_its_first_moment_on():
    first = subprocess.run([sys.executable, "-c", FORKED], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert (first.stdout, first.stderr) == (f"{-signal.SIGTERM}\n", "")
    assert first.returncode == 3, "the first one goes on doing what it was going to"


# In a process of its own, for a signal goes to any thread that does not hold it back.
BEGINNING = """
import os, signal, sys
from types import SimpleNamespace
import uvloop
from webapp.gateway import Gateway
settings = SimpleNamespace(max_body=1, threads=1)
gateway = Gateway(SimpleNamespace(extensions={"settings": settings, "metrics": None}, wsgi_app=None))
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
loop = uvloop.new_event_loop()
loop.add_signal_handler(signal.SIGTERM, loop.stop)
gateway.__rsgi_init__(loop)
os.kill(os.getpid(), signal.SIGTERM)
loop.run_forever()
print("heard")
"""


def test_what_tells_to_stop_before_the_loop_runs_is_heard_when_it_does():
    process = subprocess.run([sys.executable, "-c", BEGINNING], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert (process.stdout, process.stderr) == ("heard\n", "")

"""A process ends with the one it was forked from, and a server hears that it is to stop, whenever it is told."""

import signal
import subprocess
import sys

from tests.conftest import ROOT

FORKED = """
import os, signal
from webapp.lifeline import end_with
end, held = os.pipe()
child = os.fork()
if not child:
    os.close(held)
    end_with(end)
    while True:
        signal.pause()
print(child, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_forked_process_ends_with_the_one_it_was_forked_from():
    first = subprocess.Popen([sys.executable, "-c", FORKED], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    with first:  # what it wrote ends when the last of both has
        assert first.stdout.read().strip().isdigit()
    assert first.returncode == -signal.SIGKILL


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

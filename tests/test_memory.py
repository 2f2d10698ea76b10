"""Memory that a crowd needed goes back to the system."""

import os
import subprocess
import sys
from queue import SimpleQueue

from webapp import memory

# What a crowd's connections take and leave: twenty megabytes of the server's own allocator, in pieces of 160 KB.
CROWD = """
import os, sys, time
from pathlib import Path
from granian._granian import MetricsAggregator
from webapp.memory import give_back

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6

give_back()
before = resident()
crowd = [MetricsAggregator(20000) for _ in range(125)]
during = resident()
del crowd
left = resident()
end = time.monotonic() + 60
while resident() > before + 5 and time.monotonic() < end:
    give_back()
    time.sleep(0.05)
print(during - before > 15, left - before > 15, resident() < before + 5)
"""

# A server up to where it would listen, begun as `lommekort serve` is; then what it has loaded.
LOADED = """
import sys
import webapp.serve
webapp.serve.serve = lambda settings, *_: webapp.serve._prepared(settings, True)
from webapp.__main__ import main
main(["serve", "--again", "0"], standalone_mode=False)
print(*sys.modules)
"""
NEVER_NEEDED = {"alembic", "authlib", "cryptography", "flask_migrate", "mako", "openpyxl", "pygments"}


def test_a_server_has_loaded_nothing_that_it_never_needs(own_server):
    """Alembic and what comes with it took 13 MB."""
    environment = os.environ | own_server.settings
    command = [sys.executable, "-c", LOADED]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=120).stdout
    loaded = {name.partition(".")[0] for name in told.split()}
    assert "sqlalchemy" in loaded
    assert loaded & NEVER_NEEDED == set()


def test_what_is_free_is_given_back_again_and_again_until_it_is_enough(monkeypatch):
    given = SimpleQueue()
    monkeypatch.setattr(memory, "GIVEN_BACK_EVERY", 0)
    monkeypatch.setattr(memory, "give_back", lambda: given.put("back"))
    enough = memory.keep_giving_back()
    assert [given.get(timeout=60) for _ in range(3)] == ["back"] * 3
    enough.set()


def test_giving_back_harms_nothing_that_is_in_use():
    kept = [bytes(range(256)) * 1000 for _ in range(50)]
    del kept[::2]
    memory.give_back()
    assert set(kept) == {bytes(range(256)) * 1000}


def test_the_servers_own_allocator_gives_back_too():
    """It looks at its clock only as it is used: not when everybody has gone."""
    environment = os.environ | {"_RJEM_MALLOC_CONF": memory.SERVERS_ALLOCATOR}
    command = [sys.executable, "-c", CROWD]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=120).stdout
    assert told.split() == ["True", "True", "True"]

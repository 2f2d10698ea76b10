#!/bin/sh
# Software: pytest-rerunfailures 16.7 with pytest-xdist 3.8.0 and pytest 9.2.0.
# Guess:    A test that may be tried again costs no more than any other while it passes.
# Seen:     A worker tells pytest of each such test by two short messages on a socket, the second of which waits 40 ms for
#           the network's leave. Two hundred that do nothing take eight seconds longer, unless TCP_NODELAY is set.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check \
  pytest==9.2.0 pytest-rerunfailures==16.7 pytest-xdist==3.8.0 >&2
cat > test_nothing.py <<'END'
import pytest


@pytest.mark.parametrize("number", range(200))
def test_nothing(number):
    pass
END
cat > conftest.py <<'END'
import os
import socket

import pytest


@pytest.hookimpl(trylast=True)
def pytest_configure(config):
    if "AT_ONCE" in os.environ and hasattr(config, "workerinput"):
        config.failures_db.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
END
took() { # milliseconds
  begun=$(date +%s%N)
  "$@" venv/bin/python -m pytest -q -n 1 -p no:cacheprovider --reruns 1 >&2
  echo $((($(date +%s%N) - begun) / 1000000))
}
waiting=$(took env)
at_once=$(took env AT_ONCE=1)
seen="$(((waiting - at_once) / 200)) ms more for each test"
echo "$seen"
[ $((waiting - at_once)) -gt 4000 ]

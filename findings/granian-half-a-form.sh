#!/bin/sh
# Software: granian 2.8.7 (RSGI).
# Guess:    A form sent in chunks whose line is cut in the middle ends with an error, or `client_disconnect` tells of it: the
#           last, empty chunk never came (RFC 9112, section 8).
# Seen:     Its body ends as a whole one does, and nobody is told. Half of a form looks like all of it.
set -eu
folder=$(mktemp -d) && trap 'kill $server 2>/dev/null; rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check granian==2.8.7 >&2
cat > form.py <<'END'
import asyncio


async def app(scope, protocol):
    body, told = b"", "nobody is told"
    try:
        async for piece in protocol:
            body += piece
    except Exception as error:
        told = type(error).__name__
    try:
        await asyncio.wait_for(protocol.client_disconnect(), 1)
        told = "told that the line was cut"
    except (asyncio.TimeoutError, TimeoutError):
        pass
    with open("seen", "a") as seen:
        print(body.decode(), told, sep=": ", file=seen)
    protocol.response_empty(200, [])
END
cat > send.py <<'END'
import socket, time

for _ in range(100):
    try:
        line = socket.create_connection(("127.0.0.1", 18087), timeout=5)
        break
    except OSError:
        time.sleep(0.1)
line.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
line.sendall(b"b\r\ntlf=1888&mo\r\n")  # and never: de=Anna
time.sleep(0.5)
line.close()
END
venv/bin/granian --interface rsgi --port 18087 form:app >/dev/null 2>&1 &
server=$!
venv/bin/python send.py
for _ in 1 2 3 4 5 6 7 8 9 10; do [ -s seen ] && break; sleep 1; done
seen=$(cat seen)
echo "$seen"
[ "$seen" = "tlf=1888&mo: nobody is told" ]

#!/bin/sh
# Software: granian 2.8.7, RSGI and ASGI.
# Guess:    Who sends an answer in pieces and awaits each is slowed down to what the reader takes, by either interface:
#           in both, sending a piece is something to be awaited.
# Seen:     By ASGI it is. By RSGI every piece is taken at once, so an answer in pieces lies in memory as a whole one does.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check granian==2.8.7 >&2
cat > served.py <<'END'
import asyncio

PIECE = "Værestedet har åbent til kl. 15. ".encode() * 3000  # 100 KB


async def told(send):
    """How many of 200 pieces were taken before one had to wait for a second."""
    for taken in range(200):
        try:
            await asyncio.wait_for(send(), 1)
        except TimeoutError:
            return taken
    return 200


async def asgi(scope, receive, send):
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        body = {"type": "http.response.body", "body": PIECE, "more_body": True}
        print("all" if await told(lambda: send(body)) == 200 else "some", flush=True)


async def rsgi(scope, protocol):
    line = protocol.response_stream(200, [])
    print("all" if await told(lambda: line.send_bytes(PIECE)) == 200 else "some", flush=True)
END
cat > try.py <<'END'
import socket
import subprocess
import sys
import time

for interface in ("asgi", "rsgi"):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", interface, "--port", str(port), "--no-log"]
    with subprocess.Popen([*command, f"served:{interface}"], stdout=subprocess.PIPE, text=True) as server:
        while True:
            try:
                reader = socket.create_connection(("127.0.0.1", port))
                break
            except OSError:
                time.sleep(0.1)
        reader.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")  # and reads nothing yet
        print(interface, server.stdout.readline().strip(), end=" ")
        reader.close()
        server.terminate()
END
seen=$(timeout 60 venv/bin/python try.py)
echo "$seen"
[ "$seen" = "asgi some rsgi all " ]

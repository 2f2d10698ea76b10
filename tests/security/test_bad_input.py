"""Odd requests get a Danish page and a 4xx, never a failure; driven against the real server over a plain socket too."""

import socket

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as some

FINE = {200, 301, 302, 303, 304, 308, 400, 404, 405, 413, 414, 415, 422, 431}


@pytest.mark.parametrize(
    "name", ["zz", "0", "s99", "S2", "m5", "l0", "l9999", "1%00", "%ff", "..%2f..%2fetc", "💚", "a" * 5000]
)
def test_unknown_card_is_not_found_in_danish(client, name):
    answer = client.get(f"/kort/{name}")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 404
    assert "Siden findes ikke" in page
    assert 'href="/"' in page and 'action="/soeg"' in page


@pytest.mark.parametrize("address", ["/", "/kort", "/kort/3", "/luk", "/om", "/b/nu", "/udgave.json", "/sw.js"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_wrong_method_is_refused(client, address, method):
    answer = getattr(client, method)(address)
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    told = "Siden kan ikke vises" if address.startswith("/b/") else "Det kan siden ikke"
    assert told in answer.get_data(as_text=True)


def test_body_that_is_too_large_is_refused(client):
    answer = client.post("/fjern", data=b"x" * (300 * 1024))
    assert answer.status_code == 413
    assert "Det er for stort" in answer.get_data(as_text=True)


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=some.text(max_size=60).filter(lambda text: "?" not in text), query=some.binary(max_size=60))
def test_no_address_makes_the_app_fail(reading_app, path, query):
    client = reading_app.test_client()
    assert client.get("/" + path.lstrip("/"), query_string=query.decode("latin-1")).status_code in FINE


RAW = {
    "NUL in the query": b"GET /?q=%00 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "bad UTF-8": b"GET /kort/%ff%fe HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "raw bytes": b"GET /kort/\xff\xfe HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "long query": b"GET /?" + b"a" * 60_000 + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "odd method": b"BREW / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "no host": b"GET / HTTP/1.0\r\n\r\n",
    "two slashes": b"GET //example.org/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "odd tags": b'GET / HTTP/1.1\r\nHost: x\r\nIf-None-Match: \xff,,W/""\r\nConnection: close\r\n\r\n',
    "odd encoding": b"GET / HTTP/1.1\r\nHost: x\r\nAccept-Encoding: ;;q=\xe6\r\nConnection: close\r\n\r\n",
    "claimed length": b"POST /fjern HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\nConnection: close\r\n\r\n",
}


@pytest.mark.parametrize("name", RAW)
def test_server_answers_odd_requests(server, name):
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as wire:
        wire.sendall(RAW[name])
        answer = wire.recv(100)
    status = int(answer.split()[1]) if answer.startswith(b"HTTP/") else 400  # closed without a word is a refusal too
    assert status in FINE, answer

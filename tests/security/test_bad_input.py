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


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/kort/", "/kort"),
        ("/find/?k=0561&q=%C3%B8", "/find?k=0561&q=%C3%B8"),
        ("/find/?q=børn&k=%E6", "/find?q=b%C3%B8rn&k=%E6"),
        ("/b/moede//?sprog=en", "/b/moede?sprog=en"),
        ("/b/%C3%A6%5C/", "/b/%C3%A6%5C"),
        ("/intern/", "/intern"),
        ("/api/services/", "/api/services"),
    ],
)
def test_slash_at_the_end_leads_to_the_address(client, address, leads_to):
    answer = client.get(address)
    assert (answer.status_code, answer.location) == (308, leads_to)


@pytest.mark.parametrize("address", ["/findes-ikke/", "/\\example.org/", "/static/", "/%00/"])
def test_slash_at_the_end_leads_nowhere_else(client, address):
    answer = client.get(address)
    assert answer.status_code == 404 and "Siden findes ikke" in answer.text


def test_way_on_says_nothing_in_english(client):
    for answer in (client.get("/intern"), client.get("/api"), client.get("/kort//3"), client.post("/b")):
        assert answer.location and answer.data == b""


@pytest.mark.parametrize("part", ["form-data", 'form-data; filename="a.txt"'])
@pytest.mark.parametrize("address", ["/intern/login", "/intern/velkommen", "/find", "/find/4cr4", "/b"])
def test_field_without_a_name_is_refused(client, address, part):
    body = f"--x\r\nContent-Disposition: {part}\r\n\r\nvold\r\n--x--\r\n"
    answer = client.post(address, data=body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 400 and "prøv igen" in answer.text.lower()


@pytest.mark.parametrize("host", ["a" * 64, "a" * 300 + ".dk", "a..b", "[::1", "a b", "<b>x"])
@pytest.mark.parametrize("address", ["/", "/findes-ikke", "/intern", "/intern/login", "/b/nu", "/api/"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_name_that_is_no_host_is_never_a_failure(reading_app, address, host, method):
    answer = reading_app.test_client().open(address, method=method, headers={"Host": host})
    assert answer.status_code in FINE and host not in answer.text


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

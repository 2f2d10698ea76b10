"""Cookies live under /intern, and the public side cannot tell that anyone is logged in."""

from tests.conftest import ADDRESSES
from tests.people import add_user, log_in, logged_in, user_of


def cookies(answer) -> dict[str, str]:
    """What an answer sets, by name."""
    return {line.partition("=")[0]: line for line in answer.headers.getlist("Set-Cookie")}


def test_cookies_are_locked_down_and_say_nothing(desk):
    number = add_user(desk)
    answer = log_in(desk.test_client(), user_of(desk, number).email)
    assert set(cookies(answer)) == {"s", "d"}
    for line in cookies(answer).values():
        assert "Path=/intern" in line and "HttpOnly" in line and "SameSite=" in line and "Domain" not in line
        assert "Secure" not in line, "plain HTTP"


def test_over_tls_they_are_secure(desk):
    client, tls = desk.test_client(), {"X-Forwarded-Proto": "https"}
    answer = client.get("/intern/login", headers=tls)
    (line,) = answer.headers.getlist("Set-Cookie")
    assert line.startswith("__Secure-s=") and "; Secure" in line and "Path=/intern" in line


def test_logged_in_browser_gets_the_public_pages_everybody_gets(desk):
    nobody, somebody = desk.test_client(), logged_in(desk, add_user(desk, "coordinator"))
    for address in [*ADDRESSES, "/find", "/soeg?q=frø", "/findes-ikke", "/api"]:
        one, other = nobody.get(address), somebody.get(address)
        assert "Cookie" not in other.request.headers, address
        assert (one.data, one.status_code, list(one.headers)) == (other.data, other.status_code, list(other.headers))
        assert "Set-Cookie" not in other.headers


def test_public_page_that_is_sent_the_cookies_all_the_same_does_not_look(desk):
    somebody = logged_in(desk, add_user(desk, "coordinator"))
    sent = somebody.get("/intern").request.headers["Cookie"]
    for address in ("/", "/kort/3", "/find"):
        answer = desk.test_client(use_cookies=False).get(address, headers={"Cookie": sent})
        assert answer.data == desk.test_client().get(address).data
        assert "Cookie" not in answer.headers.get("Vary", "")


def test_desk_is_in_no_edition():
    from webapp.assets import ONLY_AT_THE_DESK, asset
    from webapp.publishing.publish import _off_the_phone

    assert not [address for address in ADDRESSES if address.startswith("/intern")]
    assert {asset(name) for name in ONLY_AT_THE_DESK} <= _off_the_phone()

"""Logging in by a real provider: what lets in and what does not, and that nothing typed is lost on the way."""

import json
import re
import time
from datetime import datetime
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

import pytest
import requests
from joserfc.jwk import ECKey

from harness.processes import free_port
from tests.oidc.providers import SECRET, Browser, Site, client_of, provider
from tests.people import ESBJERG, PASSWORD, add_user, code_at, set_clock
from tests.people import SECRET as CODE_SECRET
from webapp.audit import Change
from webapp.config import COPENHAGEN
from webapp.database import db
from webapp.desk import resubmit
from webapp.monitoring.doctor import examine
from webapp.oidc.tables import Identity, PendingLogin
from webapp.security.logs import logger
from webapp.users.user import DeskSession, User

FILE = """
issuers:
  esbjerg:
    name: Esbjerg Kommune
    issuer: {first}
    client_id: lommekort-esbjerg
    client_secret_file: secret
    municipalities: ["0561"]
    rules:
      - when: {{roles: lommekort-koordinator}}
        role: coordinator
        municipality: "0561"
        new_accounts: true
      - when: {{roles: lommekort-redaktoer}}
        role: editor
        municipality: "0561"
        new_accounts: true
      - when: {{roles: gaest}}
        role: editor
        municipality: "0561"
  aarhus:
    name: Aarhus Kommune
    issuer: {second}
    client_id: lommekort-aarhus
    client_secret_file: secret
    client_auth: post
    municipalities: ["0751"]
    join_by_mail: true
    rules:
      - when: {{realm_access.roles: [redaktoer, koordinator]}}
        role: editor
        municipality: "0751"
        new_accounts: true
  taget:
    name: Taget fra en anden
    issuer: http://localhost:{second_port}
    client_id: lommekort-taget
    municipalities: alle
    rules:
      - when: {{roles: x}}
        role: editor
        municipality: "0561"
password_off: ["0561"]
"""


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """Two providers and the app, shared by the tests of this file."""
    folder = tmp_path_factory.mktemp("oidc")
    port = free_port()
    site = f"http://127.0.0.1:{port}"
    (folder / "a").mkdir(), (folder / "b").mkdir()
    post = {"token_endpoint_auth_method": "client_secret_post"}
    with (
        provider(folder / "a", [client_of(site, "esbjerg")]) as first,
        provider(folder / "b", [client_of(site, "aarhus", **post)]) as second,
    ):
        (folder / "secret").write_text(SECRET + "\n")
        file = folder / "login.yaml"
        file.write_text(FILE.format(first=first.url, second=second.url, second_port=second.url.rpartition(":")[2]))
        served = Site(folder, port, file)
        yield served, first, second
        served.stop()


@pytest.fixture
def site(world):
    """The app, with its real clock, nobody in it, and both providers as they were."""
    served, *both = world
    set_clock(served.app, None)
    for one in both:
        one.reset()
    for one in served.app.extensions["oidc"].values():
        one._metadata, one._keys, one._slow_until = None, None, 0.0
    with served.app.app_context():
        for table in (DeskSession, Identity, PendingLogin):
            db.session.query(table).delete()
        for user in db.session.query(User):
            user.active, user.email = False, f"person{user.id}@eksempel.dk"
        db.session.commit()
    return served


@pytest.fixture
def esbjerg(world):
    return world[1]


@pytest.fixture
def aarhus(world):
    return world[2]


@pytest.fixture
def browser(site):
    return Browser(site)


def account(site, mail="anna@eksempel.dk"):
    with site.app.app_context():
        return db.session.query(User.role_name, User.municipality, User.name, User.active).filter_by(email=mail).first()


def kinds(site) -> list[str]:
    with site.app.app_context():
        return [kind for (kind,) in db.session.query(Change.kind).order_by(Change.id)]


def sessions_of(site) -> int:
    with site.app.app_context():
        return db.session.query(DeskSession).count()


def changed(address: str, **values) -> str:
    """An address with parameters changed; None takes one out."""
    parts = urlsplit(address)
    query = {name: found[0] for name, found in parse_qs(parts.query).items()} | values
    return urlunsplit(parts._replace(query=urlencode({n: v for n, v in query.items() if v is not None})))


def test_first_login_makes_the_account_that_a_rule_allows(site, esbjerg, browser):
    esbjerg.has("anna", roles=["noget-andet", "lommekort-redaktoer"])
    assert browser.get("/intern/tilbud").headers["Location"] == "/intern/login"
    away = browser.away()
    asked = parse_qs(urlsplit(away).query)
    assert asked["code_challenge_method"] == ["S256"] and asked["state"] and asked["nonce"]
    answer = browser.get(browser.at_provider(away))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/intern/tilbud"), "where one was going"
    assert browser.is_in()
    assert account(site) == ("editor", ESBJERG, "Anna Holm", True)
    assert kinds(site)[-1] == "user.provider_made"


def test_claims_in_the_id_token_do_as_well_as_those_of_userinfo(site, esbjerg, browser):
    esbjerg.order("set", conform=False)
    esbjerg.order("begin")
    esbjerg.has("anna", roles="lommekort-koordinator")
    assert browser.log_in().status_code == 303
    assert account(site)[0] == "coordinator"


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ({}, "giver ikke adgang her"),
        ({"roles": ["LOMMEKORT-REDAKTOER", "lommekort"]}, "giver ikke adgang her"),
        ({"roles": {"lommekort-redaktoer": True}}, "giver ikke adgang her"),
        ({"roles": "gaest"}, "ingen konto her endnu"),
        ({"roles": "lommekort-redaktoer", "email": "ikke en mail"}, "fortalte ikke din mail"),
        ({"roles": "lommekort-redaktoer", "email": "010190-1234@kommune.dk", "name": ""}, "fortalte ikke din mail"),
    ],
)
def test_nobody_gets_an_account_without_a_rule_that_says_so(site, esbjerg, browser, claims, said):
    esbjerg.has("anna", **claims)
    answer = browser.log_in()
    assert answer.status_code == 403 and said in answer.text
    assert not browser.is_in() and account(site) is None


def test_mail_of_another_account_is_no_way_into_it(site, esbjerg, aarhus, browser):
    esbjerg.has("anna", roles="lommekort-redaktoer", email="bo@eksempel.dk")
    add_user(site.app, email="bo@eksempel.dk")
    answer = browser.log_in()
    assert answer.status_code == 403 and "allerede en konto" in answer.text and not browser.is_in()
    # Where the file trusts mails, an account of the municipality is joined; no other, and no administrator's.
    ours = {"roles": [], "realm_access": {"roles": ["redaktoer"]}}
    for number, (mail, role, place, verified, status) in enumerate(
        [
            ("ca@eksempel.dk", "editor", "0751", True, 303),
            ("cb@eksempel.dk", "editor", "0751", False, 403),
            ("cc@eksempel.dk", "editor", ESBJERG, True, 403),
            ("cd@eksempel.dk", "administrator", None, True, 403),
            ("c\u212a@eksempel.dk", "editor", "0751", True, 403),  # a Kelvin sign, whose small letter is a k
        ]
    ):
        add_user(site.app, role, place, email=mail.lower())
        aarhus.has(f"c{number}", **ours, email=mail, email_verified=verified)
        assert Browser(site).log_in("aarhus", f"c{number}").status_code == status, mail


def test_role_taken_away_ends_here_at_next_login_and_comes_back_with_it(site, esbjerg, browser):
    esbjerg.has("anna", roles="lommekort-koordinator")
    browser.log_in()
    other = Browser(site)
    esbjerg.has("anna", roles="lommekort-redaktoer")
    assert other.log_in().status_code == 303 and account(site)[0] == "editor"
    assert not browser.is_in(), "what the coordinator's session could, it can no longer"
    esbjerg.has("anna", roles=[])
    third = Browser(site)
    assert third.log_in().status_code == 403
    assert not other.is_in() and account(site)[3] is False
    assert kinds(site)[-2:] == ["user.provider_role", "user.provider_lost"]
    esbjerg.has("anna", roles="lommekort-redaktoer")
    assert third.log_in().status_code == 303 and third.is_in()


def test_account_that_was_shut_here_is_not_opened_from_outside(site, esbjerg, browser):
    esbjerg.has("anna", roles="lommekort-redaktoer")
    browser.log_in()
    with site.app.app_context():
        db.session.query(User).filter_by(email="anna@eksempel.dk").update({User.active: False})
        db.session.commit()
    answer = Browser(site).log_in()
    assert answer.status_code == 403 and "er lukket" in answer.text and not browser.is_in()


def test_code_and_login_are_used_once(site, esbjerg, browser):
    esbjerg.has("anna", roles="lommekort-redaktoer")
    back = browser.at_provider(browser.away())
    assert browser.get(back).status_code == 303
    assert browser.get(back).headers["Location"] == "/intern", "loaded again by who is in already"
    code = parse_qs(urlsplit(back).query)["code"][0]
    thief = Browser(site)
    assert thief.get(back).status_code == 400, "another browser's login"
    answer = thief.get(changed(thief.at_provider(thief.away()), code=code))
    assert answer.status_code == 400 and "Begynd forfra" in answer.text and not thief.is_in()


def test_login_begun_elsewhere_is_not_taken(site, esbjerg, browser):
    """Otherwise somebody could be logged in, unseen, as somebody else."""
    esbjerg.has("anna", roles="lommekort-redaktoer")
    back = browser.at_provider(browser.away())
    other = Browser(site)
    other.away()
    assert other.get(back).status_code == 400 and not other.is_in()
    assert browser.get(back).status_code == 303, "and it stays its owner's"


def test_two_tabs_do_not_disturb_each_other(site, esbjerg, browser):
    esbjerg.has("anna", roles="lommekort-redaktoer")
    first, second = browser.away(), browser.away()
    assert browser.get(browser.at_provider(second)).status_code == 303
    assert browser.get(browser.at_provider(first)).status_code == 303 and browser.is_in()


@pytest.mark.parametrize(("limit", "same"), [("OF_ONE_BROWSER", True), ("OF_ALL", False)])
def test_of_too_many_logins_under_way_the_first_gives_way(site, esbjerg, browser, monkeypatch, limit, same):
    monkeypatch.setattr(f"webapp.oidc.desk.{limit}", 2)
    esbjerg.has("anna", roles="lommekort-redaktoer")
    first, second = browser.away(), browser.away()
    (browser if same else Browser(site)).away()
    assert browser.get(browser.at_provider(first)).status_code == 400
    assert browser.get(browser.at_provider(second)).status_code == 303


def test_login_that_changes_nothing_ends_no_other_and_is_not_told(site, esbjerg, browser):
    esbjerg.has("anna", roles="lommekort-redaktoer")
    other = Browser(site)
    for one in (browser, other):
        before = kinds(site)
        one.get(one.at_provider(one.away()))
    assert browser.is_in() and other.is_in()
    assert "user.provider_role" not in kinds(site)[len(before) :]


def test_session_is_a_new_one(site, esbjerg, browser):
    esbjerg.has("anna", roles="lommekort-redaktoer")
    back = browser.at_provider(browser.away())
    before = browser.http.cookies.get("s", path="/intern")
    browser.get(back)
    stranger = Browser(site)
    stranger.http.cookies.set("s", before, path="/intern")
    assert browser.is_in() and not stranger.is_in()


def test_it_must_not_take_too_long(site, esbjerg, browser):
    esbjerg.has("anna", roles="lommekort-redaktoer")
    back = browser.at_provider(browser.away())
    with site.app.app_context():
        pending = db.session.query(PendingLogin).one()
        pending.started_at = datetime.fromtimestamp(pending.started_at.timestamp() - 601, COPENHAGEN)
        db.session.commit()
    answer = browser.get(back)
    assert answer.status_code == 400 and "for lang tid" in answer.text and not browser.is_in()


def test_answers_of_another_issuer_are_not_taken(site, esbjerg, aarhus, browser):
    """RFC 9207: which provider answers stands in the answer, so that none can pass on what was meant for another."""
    esbjerg.has("anna", roles="lommekort-redaktoer")
    for wrong in (aarhus.url, None, esbjerg.url + "/"):
        answer = browser.get(changed(browser.at_provider(browser.away()), iss=wrong))
        assert answer.status_code == 502 and not browser.is_in(), wrong
    back = browser.at_provider(browser.away())
    elsewhere = back.replace("/esbjerg/", "/aarhus/")
    assert browser.get(elsewhere).status_code == 400 and browser.get(back).status_code == 303
    answer = Browser(site).start("taget")
    assert answer.status_code == 502, "says of itself that it is another one"


def test_lost_patience_at_the_provider_is_told(site, esbjerg, browser):
    back = browser.away()
    state = parse_qs(urlsplit(back).query)["state"][0]
    query = {"error": "access_denied", "error_description": "<b>vrøvl</b>", "state": state, "iss": esbjerg.url}
    answer = browser.get("/intern/login/kommune/esbjerg/retur?" + urlencode(query))
    assert answer.status_code == 403 and "loggede dig ikke ind" in answer.text and "vrøvl" not in answer.text


def test_log_tells_what_to_mend_and_nothing_about_anybody(site, esbjerg, browser, caplog, monkeypatch):
    """The names of claims that did not come, and the words that the protocol has for what was refused."""
    monkeypatch.setattr(logger, "propagate", True)
    esbjerg.has("anna", roller="lommekort-redaktoer")
    assert browser.log_in().status_code == 403
    esbjerg.has("anna", roles="lommekort-redaktoer", email=None)
    assert browser.log_in().status_code == 403
    for error in ("invalid_scope", "anna holm"):
        state = parse_qs(urlsplit(browser.away()).query)["state"][0]
        browser.get("/intern/login/kommune/esbjerg/retur?" + urlencode(dict(error=error, state=state, iss=esbjerg.url)))
    ours = site.app.extensions["oidc"]["esbjerg"]
    monkeypatch.setattr(ours, "_secret", "another-secret")
    assert browser.log_in().status_code == 502
    said = dict.fromkeys(record.getMessage() for record in caplog.records if record.name == logger.name)
    assert list(said) == [
        "login by esbjerg refused, no role (without roles): no account",
        "login by esbjerg refused, no mail (without email): no account",
        "login by esbjerg refused: provider says invalid_scope",
        "login by esbjerg refused: provider says no",
        "login by esbjerg strange: token refused: invalid_client",
    ]


@pytest.mark.parametrize("minutes", [-4.9, 4.9])
def test_clocks_may_differ_by_five_minutes(site, esbjerg, browser, minutes):
    esbjerg.order("set", seconds=minutes * 60)
    esbjerg.has("anna", roles="lommekort-redaktoer")
    assert browser.log_in().status_code == 303 and browser.is_in()


@pytest.mark.parametrize("minutes", [-6, 6, 90])
def test_clocks_that_differ_more_are_told(site, esbjerg, browser, minutes):
    esbjerg.order("set", seconds=minutes * 60)
    esbjerg.has("anna", roles="lommekort-redaktoer")
    answer = browser.log_in()
    assert answer.status_code == 502 and "Uret hos Esbjerg Kommune" in answer.text and not browser.is_in()


def test_token_that_has_expired_is_not_taken(site, esbjerg, browser):
    esbjerg.order("set", ttl=1, seconds=-305)
    esbjerg.order("begin")
    esbjerg.has("anna", roles="lommekort-redaktoer")
    answer = browser.log_in()
    assert answer.status_code == 502 and "for gammelt" in answer.text and not browser.is_in()


@pytest.mark.parametrize("kid", ["new", "same"])
def test_new_keys_are_fetched(site, esbjerg, browser, kid):
    esbjerg.has("anna", roles="lommekort-redaktoer")
    assert browser.log_in().status_code == 303
    esbjerg.order("rekey", kid=kid)
    assert Browser(site).log_in().status_code == 303


def test_key_of_another_kind_may_share_its_name(site, esbjerg, browser):
    """RFC 7517, section 4.5; and one of a kind that nobody here knows is passed over."""
    keys = requests.get(f"{esbjerg.url}/jwks", timeout=10).json()["keys"]
    others = [ECKey.generate_key("P-256", {"kid": keys[0]["kid"]}).as_dict(private=False), {"kty": "LWE", "kid": "1"}]
    site.app.extensions["oidc"]["esbjerg"]._keys = None
    esbjerg.has("anna", roles="lommekort-redaktoer")
    esbjerg.order("set", trouble={"/jwks": {"status": 200, "body": json.dumps({"keys": others + keys})}})
    assert browser.log_in().status_code == 303 and browser.is_in()


def test_typed_text_waits_on_the_way_and_where_the_provider_fails(site, esbjerg, browser):
    esbjerg.has("anna", roles="lommekort-redaktoer")
    browser.log_in()
    with site.app.app_context():
        number = db.session.query(User.id).filter_by(email="anna@eksempel.dk").scalar()
        kept = resubmit.sign(number, "/intern/tilbud/ny", [("name", "Ny café på havnen")], str(site.app.secret_key))
    esbjerg.order("set", trouble={"/token": {"status": 500, "body": "nede"}})
    late = Browser(site)
    answer = late.log_in(kept=kept)
    assert answer.status_code == 503 and kept in answer.text and answer.headers["Retry-After"]
    esbjerg.order("set", trouble={})
    assert "Ny café på havnen" in late.log_in(kept=kept).text
    with site.app.app_context():
        assert db.session.query(PendingLogin).count() == 0, "nothing of it stays"
    assert Browser(site).start(kept="x" * 5000).status_code == 200
    with site.app.app_context():
        assert db.session.query(PendingLogin.kept).scalar() is None, "what is not ours is not kept"


STRANGE = {
    "404": {"status": 404, "body": "{}"},
    "html": {"status": 200, "body": "<h1>Vedligehold</h1>"},
    "list": {"status": 200, "body": "[]"},
    "deep": {"status": 200, "body": "[" * 100_000},
    "redirect": {"status": 302, "headers": {"Location": "http://127.0.0.1:9/"}, "body": ""},
    "huge": {"status": 200, "body": "x" * 400_000},
    "no number": {"status": 200, "body": '{"access_token": "x", "id_token": "x", "expires_in": Infinity}'},
    "not packed": {"status": 200, "headers": {"Content-Encoding": "gzip"}, "body": "{}"},
}


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/jwks", "/token", "/me"])
def test_provider_that_answers_strangely_or_not_is_told_and_logged_without_anybodys_data(
    site, esbjerg, browser, path, caplog, monkeypatch
):
    monkeypatch.setattr("webapp.oidc.provider.ANSWERS", 1)
    monkeypatch.setattr("webapp.oidc.provider.READS", 0.5)
    monkeypatch.setattr(logger, "propagate", True)
    esbjerg.has("anna", roles="lommekort-redaktoer")
    ours = site.app.extensions["oidc"]["esbjerg"]
    for trouble, status in [
        *((one, 502) for one in STRANGE.values()),
        ({"status": 503, "body": "{}"}, 503),
        ("silent", 503),
        ("dripping", 503),
    ]:
        esbjerg.order("set", trouble={path: trouble})
        ours._metadata, ours._keys, ours._slow_until = None, None, 0.0
        answer = browser.start() if "well-known" in path else browser.log_in()
        assert answer.status_code == status, (trouble, answer.text)
        assert (
            "Du er ikke logget ind" in answer.text
            and "Esbjerg Kommune svare" in answer.text
            and "Log ind hos Esbjerg" in answer.text
        )
        assert not browser.is_in()
    esbjerg.order("set", trouble={})
    ours._metadata, ours._keys, ours._slow_until = None, None, 0.0
    assert browser.log_in().status_code == 303, "and it goes on when it does"
    said = "\n".join(record.getMessage() for record in caplog.records if record.name == logger.name)
    assert "login by esbjerg down: too slow" in said and "strange" in said
    assert not re.search("anna|holm|eksempel|redaktoer|eyJ|127.0.0.1", said, re.IGNORECASE)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("issuer", "https://ond.dk"),
        ("authorization_endpoint", "javascript:alert(1)"),
        ("token_endpoint", "http://ond.dk/token"),
        ("jwks_uri", None),
        ("userinfo_endpoint", "http://ond.dk/me"),
        ("end_session_endpoint", ["https://ond.dk"]),
        ("code_challenge_methods_supported", ["plain"]),
    ],
)
def test_provider_that_describes_itself_unsafely_is_not_used(site, esbjerg, browser, name, value):
    path = "/.well-known/openid-configuration"
    described = requests.get(esbjerg.url + path, timeout=10).json() | {name: value}
    esbjerg.order("set", trouble={path: {"status": 200, "body": json.dumps(described)}})
    assert browser.start().status_code == 502 and not browser.is_in()


def test_provider_that_is_gone_is_told(site, world):
    name = site.app.extensions["oidc"]["taget"]
    name._metadata = None
    answer = Browser(site).start("taget")
    assert answer.status_code in (502, 503) and "Taget fra en anden svare" in answer.text


def test_slow_provider_holds_up_few(site, esbjerg, monkeypatch):
    """A moment after it was too slow nobody is made to wait for it: other pages need the threads."""
    monkeypatch.setattr("webapp.oidc.provider.ANSWERS", 0.5)
    esbjerg.order("set", trouble={"/.well-known/openid-configuration": "silent"})
    assert Browser(site).start().status_code == 503
    esbjerg.order("set", trouble={})
    assert Browser(site).start().status_code == 503, "not asked again so soon"
    site.app.extensions["oidc"]["esbjerg"]._slow_until = 0.0
    assert Browser(site).start().status_code == 200


def test_check_up_asks_each_provider_and_compares_clocks(site, esbjerg):
    def found(name: str):
        site.app.extensions["oidc"]["esbjerg"]._metadata = None
        return next(one for one in examine(site.app) if one.name == f"login hos {name}")

    assert found("esbjerg").state == "ok"
    assert found("taget").state == "wrong" and "discovery of another issuer" in found("taget").words
    esbjerg.order("set", seconds=180)
    words = found("esbjerg").words  # of one answer: the next one may be a second older
    assert re.search("(?:180|17[0-9]) sekunder foran", words), words


def test_check_up_tells_a_client_that_the_provider_does_not_know(site, esbjerg, aarhus, monkeypatch):
    """With a secret that is sent either way."""
    for name in ("esbjerg", "aarhus"):
        found = {one.name: one for one in examine(site.app)}[f"login hos {name}"]
        assert found.state == "ok", found.words
        monkeypatch.setattr(site.app.extensions["oidc"][name], "_secret", "another-secret")
        found = {one.name: one for one in examine(site.app)}[f"login hos {name}"]
        assert found.state == "wrong" and "Passer client_id og hemmeligheden" in found.words, found.words


def test_check_up_tells_of_two_that_speak_for_one(site, monkeypatch):
    issuer = site.app.extensions["oidc"]["aarhus"].issuer.model_copy(update={"municipalities": ("0561", "0751")})
    monkeypatch.setattr(site.app.extensions["oidc"]["aarhus"], "issuer", issuer)
    [found] = [one for one in examine(site.app) if one.name == "login"]
    assert found.state == "look" and "aarhus og esbjerg taler begge for 0561" in found.words


def test_nobody_is_led_to_another_site(site, esbjerg, browser):
    esbjerg.has("anna", roles="lommekort-redaktoer")
    for address in (
        "/intern//ond.dk",
        "/intern/tilbud/%00",
        "/intern/%0d%0aond",
        "/intern/\\ond.dk",
        "/intern/tilbud/" + "a" * 900,
    ):
        other = Browser(site)
        other.get(address)
        where = other.log_in().headers["Location"]
        assert where.startswith("/intern") and "\\" not in where
    for extra in ({"next": "https://ond.dk"}, {"redirect_uri": "https://ond.dk"}, {"path": "//ond.dk"}):
        other = Browser(site)
        away = other.away(**extra)
        assert away.startswith(esbjerg.url) and "ond.dk" not in away
        assert other.get(changed(other.at_provider(away), **extra)).headers["Location"] == "/intern"
    assert browser.start("ukendt").status_code == 422
    assert browser.get("/intern/login/kommune/ukendt/retur").status_code == 404


def test_page_that_sends_on_keeps_the_policy(site, browser):
    answer = browser.start()
    assert "form-action 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert browser.get("/").headers.get("Set-Cookie") is None


def test_password_is_off_where_the_file_says_so_and_the_administrator_still_gets_in(site, esbjerg, browser):
    add_user(site.app, email="ed@eksempel.dk")
    add_user(site.app, municipality="0751", email="aa@eksempel.dk")
    add_user(site.app, "administrator", None, email="ad@eksempel.dk", code_secret=CODE_SECRET)
    answer = browser.post("/intern/login", email="ed@eksempel.dk", password=PASSWORD)
    assert answer.status_code == 403 and "kommunens login" in answer.text and not browser.is_in()
    wrong = browser.post("/intern/login", email="ed@eksempel.dk", password=PASSWORD + "x")
    assert wrong.status_code == 422 and "passer ikke sammen" in wrong.text, "tells nobody who has an account"
    assert Browser(site).post("/intern/login", email="aa@eksempel.dk", password=PASSWORD).status_code == 303
    for one in site.app.extensions["oidc"].values():
        one._metadata = None
    esbjerg.order("set", trouble={"/.well-known/openid-configuration": "silent"})
    code = code_at(datetime.now(COPENHAGEN))
    emergency = Browser(site)
    emergency.post("/intern/login", email="ad@eksempel.dk", password=PASSWORD)
    assert emergency.post("/intern/login/kode", code=code).status_code == 303 and emergency.is_in()


def test_provider_logs_somebody_out_here(site, esbjerg, browser):
    """By the provider itself: RP-initiated logout there, and its own back-channel call to us."""
    esbjerg.has("anna", roles="lommekort-redaktoer")
    browser.log_in()
    answer = browser.post("/intern/logud", csrf_token=browser.token("/intern"))
    page = browser.get(answer.headers["Location"])
    assert "Du er logget ud af Lommekort" in page.text and not browser.is_in()
    leave = re.search(r'href="([^"]+/session/end[^"]*)"', page.text)[1].replace("&amp;", "&")
    browser.log_in()
    assert browser.is_in() and sessions_of(site) == 1
    form = browser.http.get(leave, timeout=30)
    assert form.status_code == 200, form.text
    xsrf = re.search(r'name="xsrf" value="([^"]+)"', form.text)[1]
    action = re.search(r'action="([^"]+)"', form.text)[1]
    done = browser.http.post(action, data={"xsrf": xsrf, "logout": "yes"}, allow_redirects=False, timeout=30)
    assert done.headers["Location"].startswith(site.url + "/intern/login")
    assert sessions_of(site) == 0 and not browser.is_in()
    assert kinds(site)[-1] == "user.provider_ended"


def test_logout_token_of_the_provider_is_taken_once(site, esbjerg, browser, monkeypatch):
    esbjerg.has("anna", roles="lommekort-redaktoer")
    browser.log_in()
    other = Browser(site)
    other.log_in()
    for_sub = esbjerg.order("sign", header={"typ": "logout+jwt"}, claims=logout_claims(esbjerg, jti="a"))
    address = site.url + "/intern/login/kommune/esbjerg/lukket"
    assert requests.post(address, data={"logout_token": for_sub}, timeout=30).status_code == 200
    assert not browser.is_in() and not other.is_in(), "all that it began for somebody"
    browser.log_in()
    assert requests.post(address, data={"logout_token": for_sub}, timeout=30).status_code == 400
    assert browser.is_in()


def logout_claims(provider, **changed) -> dict:
    now = int(time.time())
    claims = {
        "iss": provider.url,
        "aud": "lommekort-esbjerg",
        "iat": now,
        "exp": now + 120,
        "jti": "nummer",
        "sub": "anna",
        "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
    } | changed
    return {name: value for name, value in claims.items() if value is not None}


def test_logout_that_proves_nothing_ends_nothing(site, esbjerg, aarhus, browser):
    esbjerg.has("anna", roles="lommekort-redaktoer")
    browser.log_in()
    address = site.url + "/intern/login/kommune/esbjerg/lukket"
    now = int(time.time())
    wrong = [
        *({name: None} for name in ("iss", "aud", "iat", "exp", "jti", "events", "sub")),
        {"nonce": "x"},
        {"iss": aarhus.url},
        {"aud": "lommekort-aarhus"},
        {"aud": ["lommekort-esbjerg", "en-anden"]},
        {"iat": now - 1200},
        {"iat": now + 400},
        {"iat": -(10**300)},
        {"exp": now - 400},
        {"exp": "snart"},
        {"events": ["http://schemas.openid.net/event/backchannel-logout"]},
        {"events": {"http://schemas.openid.net/event/backchannel-logout": True}},
        {"sub": 7},
        {"jti": 7},
        {"sub": "x" * 600},
    ]
    tokens = [esbjerg.order("sign", header={}, claims=logout_claims(esbjerg, **one)) for one in wrong]
    tokens += ["", "a.b.c", "x" * 100_000, "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm5hIn0."]
    tokens.append(aarhus.order("sign", header={}, claims=logout_claims(esbjerg)))
    tokens.append(esbjerg.order("sign", header={"typ": "at+jwt"}, claims=logout_claims(esbjerg)))
    for token in tokens:
        answer = requests.post(address, data={"logout_token": token}, timeout=30)
        assert answer.status_code == 400 and answer.json() == {"error": "invalid_request"}, token
        assert "Set-Cookie" not in answer.headers and answer.headers["Cache-Control"] == "no-store"
    assert browser.is_in()


def test_id_tokens_that_do_not_hold_are_not_taken(site, esbjerg, aarhus, browser):
    """Signed with the provider's own key, and yet not for us, not for this login, or not by it."""
    esbjerg.has("anna", roles="lommekort-redaktoer")
    wrong = [
        {"aud": "lommekort-aarhus"},
        {"aud": ["lommekort-esbjerg", "en-anden"]},
        {"azp": "en-anden"},
        {"nonce": "en-andens"},
        {"nonce": None},
        {"iss": aarhus.url},
        {"sub": None},
        {"exp": None},
        {"iat": None},
        {"nbf": "i går"},
        {"at_hash": "x"},
    ]
    for one in [{}, *wrong]:
        away = browser.away()
        back = browser.at_provider(away)
        nonce = parse_qs(urlsplit(away).query)["nonce"][0]
        claims = logout_claims(esbjerg, **{"nonce": nonce, "roles": "lommekort-redaktoer", "name": "A"} | one)
        claims |= {"email": "anna@eksempel.dk", "events": {}}
        token = {"access_token": "x", "token_type": "Bearer", "id_token": esbjerg.order("sign", claims=claims)}
        esbjerg.order("set", trouble={"/token": {"status": 200, "body": json.dumps(token)}})
        answer = browser.get(back)
        esbjerg.order("set", trouble={})
        assert answer.status_code == (502 if one else 303), one
        assert browser.is_in() is (not one) and "Uret" not in answer.text, "no clock is to blame"
        with site.app.app_context():
            db.session.query(DeskSession).delete()
            db.session.commit()

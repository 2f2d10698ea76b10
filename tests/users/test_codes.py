"""One-time codes: RFC 6238's own examples, the three half-minutes that are taken, and recovery codes."""

import base64
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.people import SECRET, START, add_user, code_at
from webapp.database import db
from webapp.users import codes
from webapp.users.user import RecoveryCode, User


# RFC 6238, appendix B, the SHA-1 rows; the last six of their eight digits.
@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_of_the_standard(seconds, code):
    secret = base64.b32encode(b"12345678901234567890").decode()
    moment = datetime.fromtimestamp(seconds, UTC)
    assert codes.step_of(secret, code, moment) == seconds // 30
    assert codes.step_of(secret, code[:3] + " " + code[3:], moment) == seconds // 30


@pytest.mark.parametrize(("late", "taken"), [(-61, False), (-30, True), (0, True), (30, True), (61, False)])
def test_clocks_may_be_half_a_minute_off(late, taken):
    moment = START.replace(second=0)
    assert (codes.step_of(SECRET, code_at(moment + timedelta(seconds=late)), moment) is not None) is taken


@pytest.mark.parametrize(
    ("late", "steps"), [(-330, None), (-300, -10), (-60, -2), (-30, None), (0, None), (30, None), (60, 2), (300, 10)]
)
def test_a_clock_that_is_minutes_off_is_told_from_a_wrong_code(late, steps):
    moment = START.replace(second=0)
    assert codes.clock_off(SECRET, code_at(moment + timedelta(seconds=late)), moment) == steps


@given(some.text(max_size=12))
def test_only_six_digits_are_a_code(text):
    assert codes.step_of(SECRET, text, START) is None or re.fullmatch("[0-9]{6}", re.sub(r"[\W_]", "", text))


@pytest.mark.parametrize("between", [" ", "-", "\u2013", "\u00a0", "\u2009", "\u200b", " \u2022 "])
def test_code_is_taken_in_the_groups_that_apps_show_it_in(between):
    code = code_at(START)
    assert codes.step_of(SECRET, f"\u200b{code[:3]}{between}{code[3:]}\r\n", START) is not None
    assert codes.step_of(SECRET, f"{code[:3]}{between}{code[3:5]}", START) is None


def test_address_is_what_code_apps_read():
    address = codes.address(SECRET, "anna@eksempel.dk")
    parts = urlsplit(address)
    assert parts.scheme == "otpauth" and parts.netloc == "totp"
    assert parse_qs(parts.query) == {"secret": [SECRET], "issuer": ["Lommekort"]}
    assert pyotp.parse_uri(address).at(START) == code_at(START)


def test_proposed_secret_belongs_to_the_session():
    one = codes.proposed_secret("nøgle", "session", None)
    assert one == codes.proposed_secret("nøgle", "session", None)
    assert len(base64.b32decode(one)) == 20
    others = {
        codes.proposed_secret(*how)
        for how in (("nøgle", "anden", None), ("anden", "session", None), ("nøgle", "session", 7))
    }
    assert one not in others and len(others) == 3


def test_neither_kind_of_code_is_taken_twice(desk):
    number = add_user(desk, codes=True)
    with desk.app_context():
        user = db.session.get(User, number)
        made = codes.new_recovery_codes(user)
        db.session.commit()
        assert len(set(made)) == 10
        assert codes.spend_code(user, code_at(START), START) == "code"
        assert codes.spend_code(user, code_at(START), START) is None
        assert codes.spend_code(user, code_at(START - timedelta(seconds=30)), START) is None, "older than the last"
        assert codes.spend_code(user, code_at(START + timedelta(seconds=30)), START) == "code"
        assert codes.spend_code(user, made[3].upper().replace("-", " "), START) == "recovery"
        assert codes.spend_code(user, made[3], START) is None
        assert codes.spend_code(user, "aaaa-aaaa-aaaa-aaaa", START) is None
        left = db.session.query(RecoveryCode).all()
        assert len(left) == 9
        assert not [code for code in made for row in left if code.replace("-", "") in row.digest]


def test_recovery_code_is_its_owners_alone(desk):
    one, other = add_user(desk, codes=True), add_user(desk, codes=True)
    with desk.app_context():
        made = codes.new_recovery_codes(db.session.get(User, one))
        assert codes.spend_code(db.session.get(User, other), made[0], START) is None
        codes.new_recovery_codes(db.session.get(User, one))
        assert codes.spend_code(db.session.get(User, one), made[0], START) is None, "a new sheet ends the old one"


def test_turned_off_there_is_nothing_to_take(desk):
    number = add_user(desk, codes=True)
    with desk.app_context():
        user = db.session.get(User, number)
        made = codes.new_recovery_codes(user)
        codes.forget_codes(user)
        assert codes.spend_code(user, made[0], START) is None
        assert codes.spend_code(user, code_at(START), START) is None

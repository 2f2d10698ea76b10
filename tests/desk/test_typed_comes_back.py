"""Whatever is typed into the desk's forms: refused, it comes back as it was typed; accepted, it reads back the same."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as some

from tests.agreement.agreements import WHOLE
from tests.conftest import LIBRARY, make_app
from tests.forms import form_fields
from tests.house_rules import LEFTOVERS
from tests.offersdesk.conftest import fields
from tests.people import ESBJERG, START, send, set_clock
from webapp.agreement import agreement
from webapp.agreement.forms import AgreementForm
from webapp.database import db
from webapp.registry.store import find, seed, version_of
from webapp.security.cpr import has_cpr
from webapp.typed_text import tidy_text
from webapp.users.accounts import tidy_name
from webapp.users.user import User

OFFER = next(offer for offer in LIBRARY.offers if offer.municipality == ESBJERG)
ODD = (
    *("010190-1234", "0101901234", "javascript:alert(1)", "JavaScript:x", "data:text/html,x", "vbscript:x", "//x.dk"),
    *(
        "\u202etxet",
        "a\u200bb",
        "\u2066x\u2069",
        "a\x00b",
        "a\x1fb",
        "\x85",
        "<script>",
        "&amp;",
        "'\"`",
        "[[code]]",
        "${7*7}",
    ),
    *(
        "=1+1",
        " x ",
        "\u00a0",
        "\ufeffx",
        "Å\u030a",
        "🏳️‍🌈",
        "x" * 2000,
        "1\n2",
        "%s",
        "\\",
        "--",
        "75 12 34 56",
        "24/7",
    ),
)
# A browser sends line ends as CRLF, and no half characters. What a page shows of somebody who typed "None" is theirs: the
# rule that finds it is about ours.
TEXT = (
    (some.text(some.characters(codec="utf-8"), max_size=40) | some.sampled_from(ODD))
    .filter(lambda text: not LEFTOVERS.search(text))
    .map(lambda text: re.sub("\r\n?|\n", "\r\n", text))
)
LINE = TEXT.map(lambda text: text.replace("\r\n", " "))
often = hypothesis_settings(
    max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """An app for all examples."""
    app = make_app(tmp_path_factory.mktemp("typed") / "instance")
    set_clock(app, START)
    app.testing = True  # a failure is shown, not answered
    with app.app_context():
        seed([OFFER])
    return app


def same(text: str) -> str:
    """Text without the difference that a page makes in passing: line ends."""
    return re.sub("\r\n?", "\n", text)


WORDS = (
    *("name", "organization", "description", "description_en", "phone", "sms", "email", "website", "opening_hours"),
    *("hours_note", "address", "postal", "city", "legal_basis", "notes", "source_url", "source_date"),
    "service_municipalities",
)
LONG = ("description", "description_en", "notes")
FREE = (
    "name",
    "organization",
    "description",
    "description_en",
    "hours_note",
    "address",
    "city",
    "legal_basis",
    "notes",
)
ROW = {"first": some.sampled_from(("24.12.2026", "2026-12-25")) | LINE, "last": some.just("") | LINE}
ROW |= {"opening_hours": some.just("") | LINE, "note": LINE}


@often
@given(
    some.dictionaries(some.sampled_from(WORDS), TEXT, max_size=4),
    some.lists(some.fixed_dictionaries(ROW).filter(lambda row: any(row.values())), max_size=2),
)
def test_offer_and_its_closures(desk, coordinator, words, rows):
    words = {name: text if name in LONG else text.replace("\r\n", " ") for name, text in words.items()}
    address = f"/intern/tilbud/{OFFER.code}/ret"
    with desk.app_context():
        offer, version = find(OFFER.code), version_of(OFFER.code)
        db.session.rollback()
    sent = fields(offer, **words, changes=rows) | {"version": str(version)}
    answer = send(coordinator, address, **sent)
    page = answer.get_data(as_text=True)
    assert answer.status_code in (303, 422)
    if answer.status_code == 422:
        back = form_fields(page, address)
        for name, text in sent.items():
            if isinstance(text, str):
                assert same(back.get(name, "")) == same(text), name
        assert "field-wrong" in page and 'role="alert"' in page, "the reason stands there"
        return
    kept = form_fields(coordinator.get(address).get_data(as_text=True), address)
    for name in set(FREE) & set(words):
        if name != "organization" or tidy_text(words[name]):  # left out: the same as the name
            meant = words[name] if same(words[name]) == (getattr(offer, name) or "") else tidy_text(words[name])
            assert same(kept[name]) == same(meant), name
    shown = " ".join(text for text in kept.values() if isinstance(text, str))
    assert not has_cpr(" ".join(kept[name] for name in FREE)) and "script:" not in kept["website"].lower()
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00]", shown)
    assert send(coordinator, address, **kept).status_code == 303, "what was accepted is accepted again"
    with desk.app_context():
        assert version_of(OFFER.code) <= version + 1, "and is nothing new"


WRITTEN = [name for name, field in agreement.FIELDS.items() if not field.options]


@often
@given(some.dictionaries(some.sampled_from(WRITTEN), TEXT, min_size=1, max_size=4))
def test_agreement(desk, coordinator, words):
    address = f"/intern/aftale/{ESBJERG}/ret"
    base = form_fields(coordinator.get(address).get_data(as_text=True), address)["base"]
    words = {
        name: text if agreement.FIELDS[name].kind == agreement.LINES else text.replace("\r\n", " ")
        for name, text in words.items()
    }
    sent = WHOLE | words | {"base": base}
    answer = send(coordinator, address, **sent)
    assert answer.status_code in (303, 422)
    if answer.status_code == 422:
        back = form_fields(answer.get_data(as_text=True), address)
        assert {name: same(back.get(name, "")) for name in words} == {name: same(text) for name, text in words.items()}
        return
    kept = form_fields(coordinator.get(address).get_data(as_text=True), address)
    meant = agreement.read({name: [text] if isinstance(text, str) else text for name, text in sent.items()})
    assert {name: same(kept.get(name, "")) for name in WRITTEN} == {name: meant.get(name, "") for name in WRITTEN}
    assert not any(has_cpr(kept.get(name, "")) for name in WRITTEN)
    with desk.test_request_context():
        assert set(WRITTEN) <= set(AgreementForm(formdata=None)._fields)


@often
@given(LINE, LINE | some.from_regex(r"[a-z]{1,8}@[a-z]{1,8}\.dk", fullmatch=True))
def test_new_user(desk, coordinator, name, email):
    sent = {"name": name, "email": email, "role": "editor", "municipality": ESBJERG}
    answer = send(coordinator, "/intern/brugere/ny", **sent)
    page = answer.get_data(as_text=True)
    assert answer.status_code in (200, 422)
    if answer.status_code == 422:
        back = form_fields(page, "/intern/brugere/ny")
        assert (back.get("name", ""), back.get("email", ""), back["role"]) == (name, email, "editor")
        assert 'role="alert"' in page
        return
    with desk.app_context():
        user = db.session.query(User).filter_by(email=email.strip().lower()).one()
        assert user.name == tidy_name(name) and not has_cpr(user.name)


@pytest.mark.parametrize("said", ["010190-1234", "Ring 0101901234", "3112991234."])
def test_number_like_a_cpr_is_refused_wherever_one_can_write(desk, coordinator, said):
    with desk.app_context():
        offer, version = find(OFFER.code), version_of(OFFER.code)
        db.session.rollback()
    forms = {
        f"/intern/tilbud/{OFFER.code}/ret": [fields(offer) | {"version": str(version), name: said} for name in FREE],
        f"/intern/aftale/{ESBJERG}/ret": [
            WHOLE | {"base": "0", name: said} for name in WRITTEN if agreement.FIELDS[name].kind in ("line", "lines")
        ],
        "/intern/brugere/ny": [{"name": said, "email": "ny@eksempel.dk", "role": "editor", "municipality": ESBJERG}],
    }
    for address, sendings in forms.items():
        for sent in sendings:
            answer = send(coordinator, address, **sent)
            assert answer.status_code == 422 and "CPR-nummer" in answer.get_data(as_text=True), (address, sent)

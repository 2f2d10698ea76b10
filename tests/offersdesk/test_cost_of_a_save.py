"""What a save asks of the database: few statements, for each takes longer than the rows it is about, and nothing before
its turn to write that could have been read and checked without."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event, text

from tests.offersdesk.conftest import OWN, fields, offer_of
from tests.people import form_token
from webapp.database import db, reading
from webapp.registry.store import version_of

PARTS = ("location", "phone", "schedule", "schedule_change", "language", "service_area", "attribute", "service_version")


@contextmanager
def statements(app):
    """What is sent to the database meanwhile, but for where transactions begin and end."""
    sent = []

    def hear(_connection, _cursor, statement, *_rest):
        if not statement.startswith("BEGIN"):
            sent.append(" ".join(statement.split()))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", hear)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", hear)


@pytest.fixture
def send(desk, editor):
    """Sends the form of the offer as a browser does, with some of it changed; the answer, and what it asked for."""
    token = form_token(editor, "/intern/tilbud")

    def sent(address="/intern/tilbud/bcd2/ret", **changed):
        with desk.app_context(), reading() as source:
            seen = version_of("bcd2", source)
        form = fields(offer_of(desk, "bcd2"), **changed) | {"version": str(seen), "csrf_token": token}
        with statements(desk) as asked:
            answer = editor.post(address, data=form, headers={"Sec-Fetch-Site": "same-origin"})
        return answer, asked

    send = sent
    send(hours_note="Den første gang")  # which may write more: the organization's and the account's
    return send


def written(asked):
    """The parts of the offer that are written."""
    changes = [statement.split() for statement in asked if statement.startswith(("INSERT INTO ", "DELETE FROM "))]
    return {words[2] for words in changes} & set(PARTS)


def test_save_and_the_page_after_it_ask_little(desk, editor, send):
    answer, asked = send(hours_note="Ring på")
    assert answer.status_code == 303
    assert len(asked) <= 11, asked
    kinds = "".join("r" if statement.startswith("SELECT") else "w" for statement in asked)
    assert kinds.startswith("rrrw") and kinds.strip("r").count("r") == 0, "read before one's turn, not in it"
    with statements(desk) as asked:
        assert editor.get(answer.location).status_code == 200
    assert len(asked) <= 6, asked


@pytest.mark.parametrize(
    ("changed", "parts"),
    [
        ({"hours_note": "Ring på"}, {"schedule"}),
        ({"description": "Noget andet"}, set()),
        ({"phone": ""}, {"phone"}),
        ({"languages": ["en"], "city": "Ribe"}, {"language", "location"}),
        ({"topics": ["vold", "akut"]}, {"attribute"}),
        ({"organization": "En ny forening"}, set()),
        ({"national": "y", "service_municipalities": ""}, {"service_area"}),
    ],
)
def test_only_what_differs_is_written_and_all_of_it_is_there(desk, send, changed, parts):
    before = offer_of(desk, "bcd2")
    answer, asked = send(**changed)
    assert answer.status_code == 303
    assert written(asked) == parts
    after = offer_of(desk, "bcd2")
    assert {name for name in before.model_fields_set if getattr(before, name) != getattr(after, name)} >= {
        name for name in changed if name in before.model_fields_set
    }
    with desk.app_context(), db.engine.connect() as connection:
        left = connection.execute(text("SELECT count(*) FROM attribute")).scalar_one()
    assert left >= len(OWN.topics) + len(OWN.audiences) + len(OWN.contact_forms)


def test_confirming_writes_none_of_its_parts(desk, send):
    answer, asked = send("/intern/bekraeft/bcd2", how="phone")
    assert answer.status_code == 303 and written(asked) == set()
    assert len(asked) <= 9, asked


@pytest.mark.parametrize(("changed", "status"), [({"name": ""}, 422), ({"vis": "1"}, 200), ({}, 303)])
def test_what_writes_nothing_waits_for_nobody_who_writes(desk, send, changed, status):
    with desk.app_context(), db.engine.begin() as connection:
        connection.execute(text("UPDATE service SET name = 'Nogen er ved at gemme' WHERE code = 'bcd3'"))
        assert send(**changed)[0].status_code == status

"""The log: one line for each change, in the same transaction, never changed; and who sees it."""

import re

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.people import AARHUS, ESBJERG, PASSWORD, add_user, logged_in, send, user_of
from webapp.audit import KINDS, Change, record
from webapp.database import db


def lines(app) -> list[Change]:
    with app.app_context():
        found = db.session.query(Change).order_by(Change.id).all()
        db.session.expunge_all()
        return found


def write(app, municipality=ESBJERG, name="Værestedet", commit=True, by=None):
    with app.app_context():
        record(
            "user.role", "user:1", name, by=by, municipality=municipality, before={"rolle": "a"}, after={"rolle": "b"}
        )
        if commit:
            db.session.commit()


def words(client, page=1) -> str:
    return client.get(f"/intern/log?s={page}").get_data(as_text=True)


@pytest.mark.parametrize("act", ["UPDATE change SET kind = 'x'", "DELETE FROM change"])
def test_line_stays_as_it_was_written(desk, act):
    write(desk)
    with desk.app_context(), pytest.raises(IntegrityError), db.engine.begin() as connection:
        connection.execute(text(act))
    assert len(lines(desk)) == 1


def test_line_comes_and_goes_with_its_transaction(desk):
    write(desk, commit=False)
    assert lines(desk) == []


def test_unknown_kind_is_a_mistake(desk):
    with desk.app_context(), pytest.raises(KeyError):
        record("user.danced", "user:1", "x", by=None, municipality=None)


def test_user_in_the_log_cannot_be_deleted(desk):
    number = add_user(desk)
    write(desk, by=number)
    with desk.app_context(), pytest.raises(IntegrityError), db.engine.begin() as connection:
        connection.execute(text("DELETE FROM desk_user"))


def test_what_differs_is_told(desk):
    write(desk)
    (line,) = lines(desk)
    assert line.differences == [("rolle", "a", "b")]
    assert line.at.utcoffset().total_seconds() == 0


def test_every_act_writes_one_line(desk):
    chief, coordinator = add_user(desk, "administrator"), add_user(desk, "coordinator")
    editor, client = add_user(desk), logged_in(desk, coordinator)
    send(client, "/intern/brugere/ny", email="ny@eksempel.dk", name="Ny", role="editor")
    send(client, f"/intern/brugere/{editor}/rolle", role="coordinator")
    send(client, f"/intern/brugere/{editor}/luk")
    send(client, f"/intern/brugere/{editor}/luk")
    send(client, f"/intern/brugere/{editor}/aabn")
    send(client, f"/intern/brugere/{editor}/link")
    send(client, "/intern/brugere/ny", email="ny@eksempel.dk", name="Igen", role="editor")
    send(logged_in(desk, chief), f"/intern/brugere/{editor}/rolle", role="editor", municipality=AARHUS)
    send(client, "/intern/konto/ud")
    kept = lines(desk)
    assert [line.kind for line in kept] == [
        "user.invited", "user.role", "user.disabled", "user.enabled", "user.link", "user.role", "user.ended",
    ]  # fmt: skip
    assert {line.by_id for line in kept} == {chief, coordinator}
    assert kept[5].differences == [("rolle", "Koordinator", "Redaktør"), ("kommune", ESBJERG, AARHUS)]
    assert {line.kind for line in kept} <= set(KINDS)


def test_log_holds_no_mail_and_no_secret(desk):
    number = add_user(desk, "coordinator")
    client = logged_in(desk, number)
    send(client, "/intern/konto/adgangskode", password=PASSWORD, new_password="syv våde ugler cykler hjemad")
    send(client, "/intern/brugere/ny", email="ny@eksempel.dk", name="Ny", role="editor")
    kept = " ".join(f"{line.subject} {line.name} {line.before} {line.after}" for line in lines(desk))
    for secret in ("@", PASSWORD, "syv våde", "argon2", user_of(desk, number).password_hash[-20:]):
        assert secret not in kept
    assert not re.search(r"[\w-]{40}", kept)


def test_coordinator_sees_the_own_municipality_and_administrator_all(desk):
    write(desk, ESBJERG, "Herfra")
    write(desk, AARHUS, "Derfra")
    write(desk, None, "Landet")
    coordinator, administrator = (
        logged_in(desk, add_user(desk, "coordinator")),
        logged_in(desk, add_user(desk, "administrator")),
    )
    assert [name in words(coordinator) for name in ("Herfra", "Derfra", "Landet")] == [True, False, False]
    assert all(name in words(administrator) for name in ("Herfra", "Derfra", "Landet", "Kommandolinjen", "Aarhus"))


def test_newest_first_and_page_by_page(desk):
    for number in range(51):
        write(desk, name=f"nr{number:03}")
    client = logged_in(desk, add_user(desk, "coordinator"))
    first, second = words(client), words(client, 2)
    assert first.index("nr050") < first.index("nr049") and "nr000" not in first and "Ældre" in first
    assert "nr000" in second and "nr001" not in second and "Nyere" in second and "Ældre" not in second


@pytest.mark.parametrize("page", ["0", "-1", "x", "٣", "1e3", "9" * 30, "%00", "999999"])
def test_any_page_number_is_answered(desk, page):
    assert logged_in(desk, add_user(desk, "coordinator")).get(f"/intern/log?s={page}").status_code == 200


def test_text_is_shown_as_text(desk):
    write(desk, name="<img src=x onerror=alert(1)>")
    page = words(logged_in(desk, add_user(desk, "coordinator")))
    assert "<img src=x" not in page and "&lt;img" in page

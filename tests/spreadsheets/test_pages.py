"""The page: file out, file in, what it would change, all or nothing, undo; each within one's own municipality."""

import io
import json
import re
import signal
import subprocess
import sys
from datetime import date

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from tests.conftest import LIBRARY, ROOT
from tests.offersdesk.conftest import flat, post
from tests.people import AARHUS, ESBJERG, add_user, form_token, log_in, logged_in, pass_time, send, user_of
from webapp.audit import Change
from webapp.database import db
from webapp.hours.change import Change as Closure
from webapp.offersdesk.validation import form_values
from webapp.publishing.publish import publish
from webapp.registry.revision import revisions_of
from webapp.registry.store import all_offers, find, save, seed
from webapp.spreadsheets.write import as_csv
from webapp.sqlite import sqlite3

HERE = next(offer for offer in LIBRARY.offers if offer.municipality == ESBJERG and offer.phone)
THERE = next(offer for offer in LIBRARY.offers if offer.municipality == AARHUS and offer.phone)


@pytest.fixture
def published(desk, monkeypatch):
    """How often an edition was asked for; in the tests of the page it is not really made."""
    calls = []
    monkeypatch.setattr(desk.extensions["publisher"], "ask", lambda: calls.append(1))
    return calls


@pytest.fixture
def data(desk, published):
    """The desk with the shipped offers."""
    with desk.app_context():
        seed(LIBRARY.offers)
    desk.testing = True
    return desk


@pytest.fixture
def administrator(data):
    return logged_in(data, add_user(data, "administrator"))


@pytest.fixture
def coordinator(data):
    return logged_in(data, add_user(data, "coordinator"))


def send_file(client, body, name="tilbud.csv", token=None):
    fields = {"csrf_token": token or form_token(client, "/intern/data"), "fil": FileStorage(io.BytesIO(body), name)}
    # Packed here: the client would put a large one into a file that it never closes.
    boundary, packed = encode_multipart(fields)
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post("/intern/data", data=packed, content_type=kind, headers={"Sec-Fetch-Site": "same-origin"})


def press(client, page, action, between=lambda: None, times=1):
    """Press the button of a form on a page, so many times; something may happen before."""
    text = client.get(page).get_data(as_text=True)
    form = re.search(rf'<form action="{action}".*?</form>', text, re.DOTALL)
    assert form, text
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form[0]))
    between()
    return [client.post(action, data=fields, headers={"Sec-Fetch-Site": "same-origin"}) for _ in range(times)][-1]


def words(client, page="/intern/data"):
    return client.get(page).get_data(as_text=True)


def exported(client):
    return client.get("/intern/data/tilbud.csv").data


def with_phone(body, offer, number):
    """A file with another phone number for an offer."""
    lines = body.decode("utf-8-sig").split("\r\n")
    at = next(place for place, line in enumerate(lines) if line.startswith(f"{offer.code};"))
    assert f";{offer.phone};" in lines[at]
    lines[at] = lines[at].replace(f";{offer.phone};", f";{number};", 1)
    return "\r\n".join(lines).encode("utf-8-sig")


def kinds(app):
    with app.app_context():
        return [change.kind for change in db.session.query(Change).order_by(Change.id)]


def history(app, code):
    """The offer's revisions, the newest first."""
    with app.app_context():
        found = revisions_of(code)
        db.session.expunge_all()
        return found


def offers(app):
    with app.app_context():
        return all_offers(db.session)


def test_same_file_changes_nothing(administrator, data, published):
    before = offers(data)
    answer = send_file(administrator, exported(administrator))
    assert answer.status_code == 303 and "intet at gemme" in words(administrator)
    assert offers(data) == before and not published and not kinds(data)


def test_changed_file_goes_in_and_comes_back_out_the_same(administrator, data, published):
    """However the number was written, it comes back as we write it."""
    before = exported(administrator)
    body, kept = with_phone(before, HERE, "'+45 22 34 56 78"), with_phone(before, HERE, "22 34 56 78")
    assert send_file(administrator, body).location == "/intern/data/forslag"
    told = words(administrator, "/intern/data/forslag")
    assert HERE.name in told and "22 34 56 78" in told and "1 ændret" in told
    assert exported(administrator) == before  # nothing is saved before the yes
    assert press(administrator, "/intern/data/forslag", "/intern/data/gem").status_code == 303
    assert exported(administrator) == kept
    assert len(published) == 1 and kinds(data) == ["offer.imported", "data.imported"], "one line for each"
    with data.app_context():
        line = db.session.query(Change).filter_by(kind="offer.imported").one()
        assert line.municipality == ESBJERG and json.loads(line.after) == {"Telefon": "22 34 56 78"}
        db.session.commit()
        assert find(HERE.code).phone == "22 34 56 78"
        assert seed(LIBRARY.offers).updated == 0 and find(HERE.code).phone == "22 34 56 78"


def test_second_press_is_told_what_the_first_one_did(administrator, data, published):
    send_file(administrator, with_phone(exported(administrator), HERE, "22 34 56 78"))
    assert press(administrator, "/intern/data/forslag", "/intern/data/gem", times=2).status_code == 303
    assert "Gemt: 1 tilbud" in words(administrator) and len(published) == 1


def test_session_that_ends_in_the_middle_leads_back_to_the_import(data):
    number = add_user(data, "coordinator")
    client, email = logged_in(data, number), user_of(data, number).email
    body, token = with_phone(exported(client), HERE, "22 34 56 78"), form_token(client, "/intern/data")
    pass_time(data, minutes=32)
    answer = send_file(client, body, token=token)
    assert answer.status_code == 403 and "vælg filen en gang til" in answer.get_data(as_text=True)
    token = re.search('name="csrf_token" value="([^"]+)"', answer.get_data(as_text=True))[1]
    assert log_in(client, email, token=token).location == "/intern/data"
    send_file(client, body)
    answer = press(client, "/intern/data/forslag", "/intern/data/gem", lambda: pass_time(data, minutes=32))
    again = log_in(client, email, kept=re.search('name="kept" value="([^"]+)"', answer.get_data(as_text=True))[1])
    assert "Gem nu" in again.get_data(as_text=True)
    assert "<blockquote" not in again.get_data(as_text=True), "nobody wrote what the form holds"


def test_spreadsheet_goes_in_too(administrator):
    body = administrator.get("/intern/data/tilbud.xlsx").data
    assert send_file(administrator, body, "tilbud.xlsx").location == "/intern/data"
    assert "intet at gemme" in words(administrator)
    book, noted = load_workbook(io.BytesIO(body)), io.BytesIO()
    book.worksheets[0]["P2"].comment = Comment("Nyt nummer fra december", "Mette")
    book.save(noted)
    assert send_file(administrator, noted.getvalue(), "tilbud.xlsx").location == "/intern/data"
    assert "Noten ved celle P2 kommer ikke med: »Nyt nummer fra december«." in words(administrator)


def test_file_with_one_bad_row_changes_nothing_at_all(administrator, data, published):
    before = offers(data)
    body = with_phone(with_phone(exported(administrator), HERE, "22 34 56 78"), THERE, "ring bare")
    answer = send_file(administrator, body)
    told = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "Intet er gemt" in told and "Telefon" in told and "ring bare" in told
    assert offers(data) == before and not published
    assert administrator.get("/intern/data/forslag").status_code == 303


def test_last_import_can_be_undone(administrator, data, published):
    before = exported(administrator)
    new = before.decode("utf-8-sig").split("\r\n")
    made = next(line for line in new if line.startswith(f"{THERE.code};")).replace(THERE.code, "", 1)
    made = made.replace(f";{THERE.name};", ";Et helt nyt sted;", 1)
    body = with_phone("\r\n".join([*new[:-1], made, ""]).encode("utf-8-sig"), HERE, "22 34 56 78")
    send_file(administrator, body)
    press(administrator, "/intern/data/forslag", "/intern/data/gem")
    assert len(offers(data)) == len(LIBRARY.offers) + 1
    assert [line.kind for line in history(data, HERE.code)] == ["imported"]
    pass_time(data, minutes=1)
    assert press(administrator, "/intern/data", "/intern/data/fortryd").status_code == 303
    assert [line.kind for line in history(data, HERE.code)] == ["taken_back", "imported"]
    with data.app_context():
        assert find(HERE.code).phone == HERE.phone
        [brought] = [offer for offer in all_offers(db.session) if offer.name == "Et helt nyt sted"]
        assert brought.status == "inactive"
    assert [line.kind for line in history(data, brought.code)] == ["taken_back", "imported"]
    done = ["offer.imported", "offer.imported", "data.imported", "offer.taken_back", "offer.taken_back", "data.undone"]
    assert kinds(data) == done and len(published) == 2
    assert "Fortryd importen" not in words(administrator)


def test_undo_is_refused_when_it_would_lose_a_later_change(administrator, data):
    send_file(administrator, with_phone(exported(administrator), HERE, "22 34 56 78"))
    press(administrator, "/intern/data/forslag", "/intern/data/gem")
    with data.app_context():
        save(find(HERE.code).model_copy(update={"name": "Nyt navn"}))
        db.session.commit()
    answer = press(administrator, "/intern/data", "/intern/data/fortryd")
    assert answer.status_code == 422 and "Nyt navn er ændret siden" in answer.get_data(as_text=True)
    with data.app_context():
        assert find(HERE.code).phone == "22 34 56 78"


def test_import_is_shown_again_when_an_offer_changed_meanwhile(administrator, data):
    send_file(administrator, with_phone(exported(administrator), HERE, "22 34 56 78"))
    page = words(administrator, "/intern/data/forslag")
    fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
    with data.app_context():
        save(find(HERE.code).model_copy(update={"name": "Nyt navn"}))
        db.session.commit()
    answer = administrator.post("/intern/data/gem", data=fields, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 422 and "Se dem igen" in answer.get_data(as_text=True)
    with data.app_context():
        assert find(HERE.code).name == "Nyt navn" and find(HERE.code).phone == HERE.phone


def test_coordinator_has_the_own_municipality_only(coordinator, administrator, data):
    own = exported(coordinator).decode("utf-8-sig")
    assert HERE.code in own and THERE.code not in own
    answer = send_file(coordinator, with_phone(exported(administrator), THERE, "22 34 56 78"))
    assert answer.status_code == 422 and "kender vi ikke" in answer.get_data(as_text=True)
    send_file(administrator, with_phone(exported(administrator), THERE, "22 34 56 78"))
    press(administrator, "/intern/data/forslag", "/intern/data/gem")
    assert "Fortryd importen" not in words(coordinator)
    assert "Fortryd importen" in words(administrator)


def test_nobody_presses_for_another(coordinator, administrator, data):
    send_file(administrator, with_phone(exported(administrator), HERE, "22 34 56 78"))
    fields = {"csrf_token": form_token(coordinator, "/intern/data"), "nummer": "1", "grundlag": "x"}
    for address in ("/intern/data/gem", "/intern/data/fortryd"):
        answer = coordinator.post(address, data=fields, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code == 422
    with data.app_context():
        assert find(HERE.code).phone == HERE.phone


@pytest.mark.parametrize("body", [b"", b"\0", b"PK\x03\x04x", b"x" * (6 * 2**20)], ids=["empty", "NUL", "zip", "large"])
def test_odd_file_is_answered(administrator, body):
    answer = send_file(administrator, body)
    assert answer.status_code == (413 if len(body) > 10**6 else 422)


def test_only_the_page_for_files_takes_a_large_body(administrator):
    answer = administrator.post("/intern/konto/adgangskode", data={"x": "y" * 400_000})
    assert answer.status_code == 413
    assert send_file(administrator, b"Kode;Navn\r\n" + b";x\r\n" * 100_000).status_code == 422


def test_files_are_never_shown_as_pages(administrator):
    for ending in ("csv", "xlsx"):
        answer = administrator.get(f"/intern/data/tilbud.{ending}")
        assert answer.headers["Content-Disposition"] == f"attachment; filename=lommekort-2026-11-23.{ending}"
        assert answer.headers["X-Content-Type-Options"] == "nosniff" and answer.headers["Cache-Control"] == "no-store"


def import_phone(client, number):
    """Import another phone number for `HERE`."""
    send_file(client, with_phone(exported(client), HERE, number))
    assert press(client, "/intern/data/forslag", "/intern/data/gem").status_code == 303


def test_import_stands_in_the_history_and_is_undone_there_with_one_press(administrator, data):
    import_phone(administrator, "22 34 56 78")
    editor = logged_in(data, add_user(data))
    told = words(editor, f"/intern/tilbud/{HERE.code}/historik")
    assert "Importeret" in told and f"<del>{HERE.phone}</del>" in told and "<ins>22 34 56 78</ins>" in told
    assert "importerede tilbuddet" in words(administrator, "/intern/log")
    back = f"/intern/tilbud/{HERE.code}/fortryd"
    assert press(editor, f"/intern/tilbud/{HERE.code}", back).status_code == 303
    with data.app_context():
        assert find(HERE.code) == HERE
    assert [line.kind for line in history(data, HERE.code)] == ["undone", "imported"]
    # What somebody has taken back already does not keep the import from being undone, and stays as it is.
    assert press(administrator, "/intern/data", "/intern/data/fortryd").status_code == 303
    assert len(history(data, HERE.code)) == 2 and kinds(data)[-1] == "data.undone"


def test_undone_import_is_undone_with_one_press_too(administrator, data):
    import_phone(administrator, "22 34 56 78")
    pass_time(data, minutes=1)
    press(administrator, "/intern/data", "/intern/data/fortryd")
    assert "Import taget tilbage" in words(administrator, f"/intern/tilbud/{HERE.code}/historik")
    back = f"/intern/tilbud/{HERE.code}/fortryd"
    assert press(administrator, f"/intern/tilbud/{HERE.code}", back).status_code == 303
    with data.app_context():
        assert find(HERE.code).phone == "22 34 56 78"


def test_editor_with_the_form_open_is_told_of_the_import(administrator, data):
    editor = logged_in(data, add_user(data))
    form = words(editor, f"/intern/tilbud/{HERE.code}/ret")
    seen = re.search(r'name="version"[^>]* value="([0-9]+)"', form)[1]
    import_phone(administrator, "22 34 56 78")
    fields = flat(form_values(HERE, LIBRARY.places) | {"how": "", "hours_note": "Ring på"})
    address = f"/intern/tilbud/{HERE.code}/ret"
    answer = post(editor, address, version=seen, **fields)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409 and "har gemt imens" in page and "Ring på" in page and "22 34 56 78" in page
    with data.app_context():
        assert find(HERE.code).phone == "22 34 56 78" and find(HERE.code).hours_note == HERE.hours_note


def test_import_over_a_form_that_was_saved_meanwhile_is_shown_again(administrator, data):
    send_file(administrator, with_phone(exported(administrator), HERE, "22 34 56 78"))
    page = words(administrator, "/intern/data/forslag")
    fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
    editor, address = logged_in(data, add_user(data)), f"/intern/tilbud/{HERE.code}/ret"
    typed_in = flat(form_values(HERE, LIBRARY.places) | {"how": "", "hours_note": "Ring på"})
    answer = post(editor, address, version="1", **typed_in)
    assert answer.status_code == 303
    answer = administrator.post("/intern/data/gem", data=fields, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 422 and "Se dem igen" in answer.get_data(as_text=True)
    assert [line.kind for line in history(data, HERE.code)] == ["edited"]


def test_dated_closures_are_no_part_of_an_import_nor_of_its_undoing(administrator, data):
    import_phone(administrator, "22 34 56 78")
    closure = Closure(first=date(2026, 12, 24), last=date(2026, 12, 26))
    with data.app_context():
        save(find(HERE.code).model_copy(update={"changes": (closure,)}))
        db.session.commit()
    assert press(administrator, "/intern/data", "/intern/data/fortryd").status_code == 303
    with data.app_context():
        assert find(HERE.code) == HERE.model_copy(update={"changes": (closure,)})


def test_coordinator_imports_what_the_municipality_looks_after(coordinator, data):
    """What lies nowhere and serves one municipality alone is that one's, at the desk and in its file."""
    everywhere = HERE.model_copy(update={"id": "z", "code": "zzz2", "name": "Uden sted", "municipality": None})
    everywhere = everywhere.model_copy(update={"service_municipalities": (ESBJERG,), "service_regions": ()})
    with data.app_context():
        save(everywhere.model_copy(update={"national": False, "address": None, "postal_code": None, "city": None}))
        save(
            everywhere.model_copy(
                update={"code": "zzz3", "name": "Til to", "service_municipalities": (ESBJERG, AARHUS)}
            )
        )
        db.session.commit()
    body = exported(coordinator)
    assert b"zzz2" in body and b"zzz3" not in body
    assert send_file(coordinator, with_phone(body, everywhere, "22 34 56 78")).location == "/intern/data/forslag"
    assert press(coordinator, "/intern/data/forslag", "/intern/data/gem").status_code == 303
    with data.app_context():
        assert find("zzz2").phone == "22 34 56 78"


def test_editor_has_no_import(data):
    editor = logged_in(data, add_user(data))
    assert editor.get("/intern/data").status_code == 403
    assert send(editor, "/intern/data/gem", token=form_token(editor, "/intern/konto")).status_code == 403


def test_saved_import_makes_an_edition(desk, little_edition):
    with desk.app_context():
        seed(LIBRARY.offers)
    client = logged_in(desk, add_user(desk, "administrator"))
    first = publish(desk).version
    import_phone(client, "22 34 56 78")
    assert desk.extensions["publisher"].wait(120)
    assert desk.extensions["editions"].current().version != first
    assert "22 34 56 78" in client.get(f"/find/{HERE.code}").get_data(as_text=True)


KILLED = """
import sys, time
from pathlib import Path
from tests.conftest import make_app
from webapp.spreadsheets import imports
from webapp.database import db
from webapp.registry import store
from webapp.users.user import User
app = make_app(Path(sys.argv[1]))
saved, count = store.save, 0
def slowly(offer, version):
    global count
    saved(offer, version)
    count += 1
    if count == 20:
        print("half", flush=True)
        time.sleep(60)
store.save = slowly
with app.app_context():
    actor = db.session.query(User).one()
    kept = imports.waiting(actor)
    plan = imports.plan_for(kept.table, None, app.extensions["library"])
    imports.apply(actor, kept, plan.basis, app.extensions["library"])
    db.session.commit()
"""


@pytest.mark.sqlite("looks into the file afterwards")
def test_import_that_is_killed_leaves_nothing_half(data, tmp_path):
    client = logged_in(data, add_user(data, "administrator"))
    before = exported(client)
    changed = [
        offer.model_copy(update={"legal_basis": "§ 1"}) if offer.municipality else offer for offer in offers(data)
    ]
    body = as_csv(changed, LIBRARY.places)
    assert send_file(client, body).location == "/intern/data/forslag"
    instance = data.extensions["settings"].instance
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(instance)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "half\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert exported(client) == before
    with sqlite3.connect(instance / "lommekort.sqlite3") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()
    assert press(client, "/intern/data/forslag", "/intern/data/gem").status_code == 303
    assert exported(client) == body

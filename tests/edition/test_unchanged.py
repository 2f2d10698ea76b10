"""What has not changed is not made again; and what was spoilt on the disk, or left half written, is."""

from __future__ import annotations

import json
import shutil
from dataclasses import fields, replace

import pytest
from sqlalchemy import event, select

from tests import databases
from tests.conftest import LIBRARY, few_pages, make_app
from tests.people import add_user
from webapp.config import Settings
from webapp.database import db
from webapp.edition import fingerprint
from webapp.edition.edition import EditionRecord
from webapp.edition.site import site_file
from webapp.publishing.in_force import read_answers
from webapp.publishing.publish import _page, publish
from webapp.registry.store import all_offers, save, seed

SHOWN = LIBRARY.offers[:3]
pytestmark = pytest.mark.usefixtures("little_edition")


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """An instance folder with three offers and an edition of them, made once and copied by each test."""
    folder = tmp_path_factory.mktemp("published") / "instance"
    app = make_app(folder)
    with app.app_context():
        seed(SHOWN)
    with few_pages():
        publish(app)
    with app.app_context():
        db.engine.dispose()
    return folder


@pytest.fixture
def app(published, tmp_path):
    """An app on a copy of it, as after a restart."""
    databases.copy_instance(published, tmp_path / "instance")
    return make_app(tmp_path / "instance")


@pytest.fixture
def rendered(monkeypatch):
    """The addresses rendered since the test began."""
    asked = []

    def page(app, address):
        asked.append(address)
        return _page(app, address)

    monkeypatch.setattr("webapp.publishing.publish._page", page)
    return asked


def files_of(app) -> dict[str, tuple[int, int]]:
    """When each file of the editions was last written, and which it is."""
    folder = app.extensions["editions"].folder
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_mtime_ns, path.stat().st_ino)
        for path in folder.rglob("*")
        if path.is_file() and path.name != "publishing.lock"
    }


def edit(app, **changed) -> None:
    """Change an offer as the desk does."""
    with app.app_context():
        save(next(iter(all_offers(db.session))).model_copy(update=changed))
        db.session.commit()


def test_a_start_with_nothing_changed_renders_and_writes_nothing(app, rendered, monkeypatch):
    before = files_of(app)
    monkeypatch.setattr("webapp.publishing.publish.render", lambda *_: pytest.fail("rendered"))
    publish(app)
    assert files_of(app) == before


def test_what_only_the_desk_sees_changes_no_edition(app, monkeypatch):
    add_user(app)
    monkeypatch.setattr("webapp.publishing.publish.render", lambda *_: pytest.fail("rendered"))
    publish(app)


def test_a_changed_number_renders_no_page_and_reaches_the_edition(app, rendered):
    first = app.extensions["editions"].current()
    edit(app, phone="11 22 33 44")
    second = publish(app)
    assert rendered == []
    assert second.version != first.version
    assert "11 22 33 44" in [offer["phone"] for offer in read_answers(second).offers]
    page = site_file(second.folder / "site", "/kort/3").read_text(encoding="utf-8")
    assert f'data-edition="{second.version}"' in page and "[[" not in page


def test_and_back_again_is_the_first_edition(app):
    """A fingerprint must not be kept of a state that was only passed through."""
    first = app.extensions["editions"].current()
    with app.app_context():
        number = next(iter(all_offers(db.session))).phone
    edit(app, phone="11 22 33 44")
    publish(app)
    edit(app, phone=number)
    assert publish(app).version == first.version


def test_a_changed_setting_renders_every_page(app, rendered, tmp_path):
    other = make_app(tmp_path / "instance", EXIT_URL="https://example.org/")
    publish(other)
    assert "/" in rendered and "/kort/3" in rendered


def test_another_day_is_looked_at_anew(app, rendered, monkeypatch):
    """What an offer says of its changes depends on the day."""
    made = app.extensions["editions"].current().made()[0]
    with app.app_context(), db.engine.connect() as connection:
        assert fingerprint.of_data(connection, "2031-01-01") != made.data
    assert rendered == []


def test_pages_are_made_without_the_database_and_nothing_private_is_read(app):
    """What makes it right to leave pages as they are when only data has changed."""
    statements = []

    def note(_connection, _cursor, statement, *_):
        statements.append(statement.lower())

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
        for address in ("/", "/kort/3", "/tjek", "/oev/1", "/om", "/kilder", "/b/nu", "/ord"):
            _page(app, address)
        assert statements == []
        from webapp.publishing.dynamic_pages import render_dynamic

        render_dynamic(app)
    assert statements
    words = {word.strip('",().') for statement in statements for word in statement.split()}
    assert not words & fingerprint.NOT_PUBLIC


def test_every_setting_counts_but_those_that_say_where_it_is_served():
    settings = Settings()
    first = fingerprint.of_pages(settings)
    assert {field.name for field in fields(Settings)} >= fingerprint.NOT_ON_PAGES
    assert fingerprint.of_pages(replace(settings, port=9)) == first
    assert fingerprint.of_pages(replace(settings, operator_name="Esbjerg Kommune")) != first


def test_changed_texts_count(content):
    first = fingerprint.of_pages(replace(Settings(), content=content))
    with (content / "cards" / "4.md").open("a", encoding="utf-8") as card:
        card.write("\n")
    assert fingerprint.of_pages(replace(Settings(), content=content)) != first


SPOILT = {
    "description cut": lambda edition: (edition.folder / "edition.json").write_bytes(b'{"format": 2, "version": "aa'),
    "description gone": lambda edition: (edition.folder / "edition.json").unlink(),
    "description of something else": lambda edition: (edition.folder / "edition.json").write_text("[1]"),
    "bundle changed": lambda edition: _flip(site_file(edition.folder / "site", f"/udgave/{edition.version}")),
    "bundle cut": lambda edition: _cut(site_file(edition.folder / "site", f"/udgave/{edition.version}")),
    "page changed": lambda edition: _flip(site_file(edition.folder / "site", "/kort/3")),
    "compressed page gone": lambda edition: (edition.folder / "site" / "kort" / "3" / "index.html.br").unlink(),
    "what it was made of cut": lambda edition: _cut(edition.folder / "made.json"),
    "folder gone": lambda edition: shutil.rmtree(edition.folder),
    "pointer odd": lambda edition: (edition.folder.parent / "current").write_bytes(b"\xff\xfe\0"),
    "pointer leads out": lambda edition: (edition.folder.parent / "current").write_text("../.."),
    "pointer empty": lambda edition: (edition.folder.parent / "current").write_text(""),
}


def _flip(path) -> None:
    body = bytearray(path.read_bytes())
    body[len(body) // 2] ^= 1
    path.write_bytes(body)


def _cut(path) -> None:
    path.write_bytes(path.read_bytes()[:40])


@pytest.mark.parametrize("how", SPOILT)
def test_spoilt_edition_is_written_anew_at_the_next_start(app, how):
    editions = app.extensions["editions"]
    first, before = editions.current(), {path: None for path in files_of(app)}
    SPOILT[how](first)
    found = app.test_client().get("/find")
    assert found.status_code == 200
    assert "bundle" not in how or 'data-edition=""' in found.text, "until then it is answered from the database"
    assert publish(app) == first
    assert editions.current() == first
    assert first.is_sound()
    assert {path: None for path in files_of(app)} == before
    assert json.loads((first.folder / "edition.json").read_bytes())["version"] == first.version


def test_what_somebody_left_half_written_is_removed(app):
    editions = app.extensions["editions"]
    (editions.folder / ".new-abc" / "site").mkdir(parents=True)
    (editions.folder / ".new-abc" / "site" / "index.html").write_text("halv")
    (editions.folder / "current.4711").write_text("halv")
    publish(app)
    assert sorted(path.name for path in editions.folder.iterdir()) == sorted(
        [editions.current().version, "current", "kept", "publishing.lock"]
    )


def test_two_servers_may_write_down_the_same_edition(app):
    """Both find that nobody has yet; the second one's is not an error."""
    from webapp.publishing.publish import _first_published

    edition = app.extensions["editions"].current()
    with app.app_context():
        db.session.execute(db.delete(EditionRecord))
        db.session.commit()
        real = db.session.get

        def nobody_yet(*arguments):
            found = real(*arguments)
            db.session.rollback()
            with db.engine.begin() as other:
                row = {"version": edition.version, "sha256": edition.sha256, "size": edition.size}
                other.execute(db.insert(EditionRecord).values(row | {"published_at": db.func.now()}))
            return found

        db.session.get = nobody_yet
        try:
            _first_published(edition.version, edition.sha256, edition.size)
        finally:
            del db.session.get
        assert len(db.session.scalars(select(EditionRecord)).all()) == 1

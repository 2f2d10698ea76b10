"""What a start finds out before it does anything."""

import errno
from pathlib import Path

import pytest

from webapp.backup.backup import DATABASE
from webapp.database import db
from webapp.monitoring.doctor import examine
from webapp.prepare import NotPreparedError, prepare, told_in_words
from webapp.publishing.publish import in_force, publish
from webapp.schema import is_migrated


def test_edition_in_force_is_the_one_that_would_be_published(app):
    assert in_force(app) is None
    edition = publish(app)
    assert in_force(app) == edition
    (edition.folder / "site" / "index.html").write_text("spoilt")
    assert in_force(app) is None


def test_start_without_news_changes_nothing_so_that_a_disk_that_can_only_be_read_will_do(
    app, little_edition, monkeypatch
):
    publish(app)
    prepare(app)

    def refuse(path, _mode):
        raise OSError(errno.EROFS, "read-only", str(path))

    monkeypatch.setattr(Path, "chmod", refuse)
    prepare(app)
    with pytest.raises(NotPreparedError, match="dmesg"), told_in_words(app.extensions["settings"]):
        refuse(app.extensions["settings"].instance, 0)


def test_a_folder_that_is_others_too_keeps_its_rights(app, little_edition):
    """`/tmp`, or somebody's home: whoever shuts it shuts the machine out."""
    publish(app)
    folder = app.extensions["settings"].instance
    for name, left in (("lost+found", 0o700), ("systemd-private", 0o1777)):
        folder.chmod(0o1777)
        (folder / name).mkdir()
        prepare(app)
        assert folder.stat().st_mode & 0o7777 == left
    assert [found.words for found in examine(app) if found.name == "mappe"] == [
        f"{folder} er også andres. Sæt LOMMEKORT_INSTANCE til en mappe, som kun tjenesten bruger."
    ]


@pytest.mark.sqlite("its file")
def test_database_that_is_gone_is_told_when_a_new_one_is_made(app, little_edition, capfd):
    publish(app)
    with app.app_context():
        db.engine.dispose()
    prepare(app)
    assert "har været en" not in capfd.readouterr().err
    for looked in (False, True):
        (app.extensions["settings"].instance / DATABASE).unlink()
        with app.app_context():
            db.engine.dispose()
            assert not (looked and is_migrated()), "whoever looks leaves an empty file"
        prepare(app)
        assert "der har været en" in capfd.readouterr().err

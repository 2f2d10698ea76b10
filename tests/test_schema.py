"""Each command on each kind of database: it works, or says what is wrong and what to do, and changes nothing."""

import re
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import click
import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from click.testing import CliRunner

from harness.processes import ROOT
from tests.forks import Forked
from tests.server import AppServer
from webapp.__main__ import main
from webapp.backup.backup import DATABASE
from webapp.database import db, migrations
from webapp.prepare import NotPreparedError, prepare, told_in_words
from webapp.publishing.publish import publish
from webapp.schema import check_ours, known, newest, steps
from webapp.sqlite import sqlite3

# What works only with a database that is whole, ours, and of this very version.
ASKING = {
    ("users", "list"): (),
    ("users", "invite"): ("anna@eksempel.dk", "Anna Holm", "--role", "administrator"),
    ("users", "disable"): ("anna@eksempel.dk",),
    ("users", "reset"): ("anna@eksempel.dk",),
    ("edition", "publish"): (),
    ("languages", "export"): ("ar",),
    ("languages", "import"): ("ar", "{folder}/ar.po"),
}
# What has words of its own for what it finds, or needs no database.
OTHERS = {("backup",), ("restore",), ("doctor",), ("prepare",), ("serve",), ("content",), ("edition", "export")}


def statements(*said: str) -> Callable[[Path], None]:
    """Run on the file that is there."""

    def run(file: Path) -> None:
        with closing(sqlite3.connect(file)) as connection:
            for statement in said:
                connection.execute(statement)
            connection.commit()

    return run


def another(*said: str) -> Callable[[Path], None]:
    """A new file in its place."""

    def run(file: Path) -> None:
        file.unlink()
        statements(*said)(file)

    return run


def spoil(file: Path) -> None:
    """Tear out the middle, which neither the first page nor an account lies in."""
    body = file.read_bytes()
    file.write_bytes(body[:8192] + b"\xff" * 16384 + body[24576:])


ALEMBIC = ("CREATE TABLE alembic_version (version_num TEXT NOT NULL)", "INSERT INTO alembic_version VALUES ('{}')")
OTHER = "er et andet programs: den har tabeller som bookmark"
# What each kind is made with, what is said of it, and whether `prepare` can make it ours.
KINDS = {
    "newer": (
        statements("UPDATE alembic_version SET version_num = 'ffff'"),
        r"nyere udgave af appen (trin ffff)",
        False,
    ),
    "older": (statements("UPDATE alembic_version SET version_num = '0001'"), "ikke bragt op til denne udgave", True),
    "missing": (Path.unlink, "Der er ingen database i ", True),
    "empty": (lambda file: file.write_bytes(b""), "Der er ingen database i ", True),
    "without tables": (another("CREATE TABLE t (a)", "DROP TABLE t"), "ikke bragt op til denne udgave", True),
    "begun": (another(ALEMBIC[0]), "ikke bragt op til denne udgave", True),
    "another program's": (another("CREATE TABLE bookmark (a)"), OTHER, False),
    "another's with our steps": (
        another("CREATE TABLE bookmark (a)", ALEMBIC[0], ALEMBIC[1].format("0001")),
        OTHER,
        False,
    ),
    "another's with an edition": (another("CREATE TABLE bookmark (a)", "CREATE TABLE edition (a)"), OTHER, False),
    "no database": (lambda file: file.write_text("hej " * 3000), "kan ikke læses (file is not a database)", False),
    "spoilt": (spoil, "kan ikke læses (", False),
    "folder": (lambda file: (file.unlink(), file.mkdir()), "svarer ikke (unable to open database file)", False),
}


def commands() -> dict[tuple[str, ...], click.Command]:
    """All that can be typed, by its words."""
    with click.Context(main, info_name="lommekort") as context:
        left = {(name,): main.get_command(context, name) for name in main.list_commands(context)}
        groups = [words for words, command in left.items() if isinstance(command, click.Group)]
        for words in groups:
            left |= {(*words, name): below for name, below in left.pop(words).commands.items()}
    return left


@pytest.fixture
def run(app, monkeypatch, tmp_path):
    """Types a command in the app's instance folder; answers its status, and what it said."""
    monkeypatch.setattr("webapp.__main__._app", lambda: app)
    monkeypatch.setattr("webapp.__main__._settings", lambda: app.extensions["settings"])

    def typed(*words: str) -> tuple[int, str]:
        with app.app_context():
            db.engine.dispose()
        ran = CliRunner().invoke(main, [word.format(folder=tmp_path) for word in words], prog_name="lommekort")
        assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
        return ran.exit_code, ran.output

    return typed


@pytest.mark.sqlite("its file")
@pytest.mark.parametrize("kind", KINDS)
def test_every_command_tells_of_a_database_that_is_no_good(app, run, kind, tmp_path):
    assert commands().keys() == ASKING.keys() | OTHERS
    make, said, can_be_made = KINDS[kind]
    (tmp_path / "ar.po").write_text(run("languages", "export", "ar")[1], encoding="utf-8")
    file = app.extensions["settings"].instance / DATABASE
    with app.app_context():
        db.engine.dispose()
    make(file)
    before = file.read_bytes() if file.is_file() else None
    asked = [(*words, *more) for words, more in ASKING.items()] + ([] if can_be_made else [("prepare",)])
    for words in asked:
        assert run(*words)[0] == 1 and said in run(*words)[1], words
    status, found = run("doctor")
    [line] = [line for line in found.splitlines() if line.startswith("FEJL database: ")]
    assert status == 1 and (can_be_made or said in line)
    assert (file.read_bytes() if file.is_file() else None) == before
    assert file.exists() == (kind != "missing")


@pytest.mark.sqlite("its file")
def test_a_file_that_can_only_be_read_is_told(app, tmp_path):
    settings = AppServer(tmp_path, LOMMEKORT_INSTANCE=str(app.extensions["settings"].instance)).settings
    app.extensions["settings"].instance.chmod(0o700)
    file = app.extensions["settings"].instance / DATABASE
    file.chmod(0o400)
    for words, said in (
        (["doctor"], f"{file} kan ikke skrives"),
        (["users", "invite", "a@b.dk", "A", "--role", "administrator"], "readonly"),
    ):
        told = tmp_path / words[0]
        assert Forked(words, ROOT, told, settings, by_modes=True).wait(60) == 1
        assert said in told.read_text()


@pytest.mark.parametrize("words", [("edition", "export"), ("languages", "import", "ar")], ids=" ".join)
def test_place_that_the_service_may_not_write_in_is_told_by_its_name(app, little_edition, tmp_path, words):
    publish(app)
    content, closed = Path(shutil.copytree(ROOT / "content", tmp_path / "content")), tmp_path / "closed"
    closed.mkdir()
    given = AppServer(tmp_path, LOMMEKORT_INSTANCE=str(app.extensions["settings"].instance)).settings
    given["LOMMEKORT_CONTENT"], said = str(content), tmp_path / "said"
    assert Forked(["languages", "export", "ar"], ROOT, tmp_path / "ar.po", given, tmp_path / "err").wait(60) == 0
    for folder in (closed, content / "languages"):
        folder.chmod(0o500 if "import" in words else 0)
    place = str(tmp_path / "ar.po") if "import" in words else str(closed / "site")
    assert Forked([*words, place], ROOT, said, given, by_modes=True).wait(60) == 1
    place = str(content / "languages" / "ar.yaml") if "import" in words else place
    assert re.search(f"{re.escape(place)}.*adgang nægtet", said.read_text()) and "Traceback" not in said.read_text()
    assert "LOMMEKORT_INSTANCE" not in said.read_text()


def test_newest_migration_is_the_one_alembic_would_end_with():
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    steps = ScriptDirectory.from_config(config)
    assert (newest(), known()) == (steps.get_current_head(), {step.revision for step in steps.walk_revisions()})


def test_a_start_makes_no_tables_beside_anothers(app):
    """On PostgreSQL too."""
    with app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")
    with pytest.raises(NotPreparedError, match="et andet programs"), told_in_words(app.extensions["settings"]):
        prepare(app)
    with app.app_context():
        assert steps() == set()


def test_every_step_of_the_migrations_leaves_a_database_that_is_ours(app):
    with app.app_context():
        for step in sorted(known(), reverse=True):
            migrations().downgrade(revision=step)
            check_ours()

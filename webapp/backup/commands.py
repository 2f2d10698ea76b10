"""`flask backup FOLDER` and `flask restore BACKUP`."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from webapp.backup.backup import BackupError, back_up, restore
from webapp.clock import now
from webapp.command_line import FOLDER
from webapp.config import reason
from webapp.database import db
from webapp.instance_lock import InUseError, exclusive
from webapp.schema import known

POSTGRES_BACKUP = "Databasen er PostgreSQL. Tag backup med:\n  pg_dump --format=custom --file=lommekort.dump {}"
POSTGRES_RESTORE = (
    "Databasen er PostgreSQL. Stop appen, og læg backuppen tilbage med:\n"
    "  pg_restore --clean --if-exists --single-transaction --dbname={} lommekort.dump"
)


@click.command("backup", help="Kopiér databasen til en ny mappe i MAPPE. Appen må køre, og kopien ses efter.")
@click.argument("folder", metavar="MAPPE", type=FOLDER)
@with_appcontext
def backup_command(folder: Path):
    """Copy the database into a new folder inside FOLDER, while the app runs, and check the copy."""
    made = _or_stop(lambda: back_up(_database(POSTGRES_BACKUP), folder, now()))
    click.echo(f"Backup: {made['folder']} · {made['size']} byte · SHA-256 {made['sha256']}")


@click.command("restore", help="Læg databasen i BACKUP tilbage. Stop appen først; den, der var, bliver liggende.")
@click.argument("backup", metavar="BACKUP", type=FOLDER)
@with_appcontext
def restore_command(backup: Path):
    """Put the database in BACKUP back, after checking it; the one that is there is kept. Stop the app first."""
    database = _database(POSTGRES_RESTORE)
    db.engine.dispose()
    try:
        with exclusive(current_app.extensions["settings"].instance):
            kept = _or_stop(lambda: restore(backup, database, known(), now()))
    except InUseError:
        raise click.ClickException("Appen kører. Stop den først, og prøv igen.") from None
    except OSError as error:
        raise click.ClickException(f"Kan ikke skrive ved databasen ({reason(error)}).") from None
    click.echo(f"Databasen er lagt tilbage fra {backup}.")
    if kept is not None:
        click.echo(f"Den gamle ligger i {kept}.")
    click.echo("Start appen; den bringer databasen op til denne udgave og laver siderne på ny.")


def _database(otherwise: str) -> Path:
    """The database's file; on PostgreSQL the command to run instead, without the password, and an end with status 1."""
    address = db.engine.url
    if address.get_backend_name() != "sqlite":
        shown = address._replace(drivername="postgresql", password=None).render_as_string()
        raise click.ClickException(otherwise.format(shown))
    return Path(current_app.root_path, address.database) if address.database else Path()


def _or_stop(work):
    try:
        return work()
    except BackupError as error:
        raise click.ClickException(str(error)) from None

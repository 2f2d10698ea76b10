"""Commands on the edition: `flask edition publish`, `flask edition export FOLDER`."""

from __future__ import annotations

import shutil
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from webapp.command_line import FOLDER
from webapp.config import COMMAND, reason
from webapp.publishing.publish import publish
from webapp.schema import asks_the_database

cli = AppGroup("edition", help="De offentlige sider som en udgave.")


@cli.command("publish", help="Lav de offentlige sider, og sæt dem i kraft.")
@asks_the_database
def publish_command():
    """Render the public pages and put them in force."""
    edition = publish(current_app._get_current_object())
    click.echo(f"Udgave {edition.version} · {edition.date_words} · {edition.size_words}")


@cli.command("export", help="Skriv udgaven til MAPPE. Den må ikke findes, og bliver et websted til enhver webserver.")
@click.argument("folder", metavar="MAPPE", type=FOLDER)
def export_command(folder: Path):
    """Write the edition in force to FOLDER (which must not exist): a static site for any web server."""
    edition = current_app.extensions["editions"].current()
    if edition is None:
        raise click.ClickException(f"Der er ingen udgave endnu. Kør først: {COMMAND} edition publish")
    try:
        folder.mkdir(parents=True)
    except FileExistsError:
        raise click.ClickException(f"{folder} findes allerede. Vælg en mappe, der ikke findes.") from None
    except OSError as error:
        raise click.ClickException(f"Kan ikke skrive i {folder} ({reason(error)}). Vælg en anden mappe.") from None
    try:
        _copy(edition.folder / "site", folder)
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)  # half a site is none
        if isinstance(error, OSError):
            raise click.ClickException(f"Kan ikke skrive i {folder} ({reason(error)}). Vælg en anden mappe.") from None
        raise
    click.echo(f"Udgave {edition.version} ligger nu i {folder}")


def _copy(site: Path, folder: Path) -> None:
    # To be read by a web server; the instance is the service's own. Not shutil's copytree: it goes on when the disk is
    # full, and keeps of each error the system's English alone.
    for path in site.rglob("*"):  # a folder before what is in it
        copy = folder / path.relative_to(site)
        if path.is_dir():
            copy.mkdir()
        else:
            shutil.copyfile(path, copy)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)

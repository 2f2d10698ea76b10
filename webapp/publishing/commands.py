"""Commands on the edition: `flask edition publish`, `flask edition export FOLDER`."""

from __future__ import annotations

import shutil
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

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
@click.argument("folder", metavar="MAPPE", type=click.Path(file_okay=False, path_type=Path))
def export_command(folder: Path):
    """Write the edition in force to FOLDER (which must not exist): a static site for any web server."""
    edition = current_app.extensions["editions"].current()
    if edition is None:
        raise click.ClickException(f"Der er ingen udgave endnu. Kør først: {COMMAND} edition publish")
    try:
        if folder.exists():
            raise click.ClickException(f"{folder} findes allerede. Vælg en mappe, der ikke findes.")
        shutil.copytree(edition.folder / "site", folder)
        for path in (folder, *folder.rglob("*")):  # the instance is the service's own; a site is for a web server
            path.chmod(0o755 if path.is_dir() else 0o644)
    except (OSError, shutil.Error) as error:
        shutil.rmtree(folder, ignore_errors=True)  # half a site is none
        why = reason(error) if error.errno else "ikke alt kunne skrives"
        raise click.ClickException(f"Kan ikke skrive i {folder} ({why}).") from None
    click.echo(f"Udgave {edition.version} ligger nu i {folder}")

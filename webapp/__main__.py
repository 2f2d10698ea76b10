"""`lommekort serve` (or `python -m webapp serve`) prepares and serves the app; `prepare` and `content` do a part.

The commands of the features are here too: `users`, `backup`, `restore`, `edition`, as `flask --app wsgi` has them.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time

import click
from flask.cli import FlaskGroup

from webapp.config import INSTALLED, ROOT, SettingError, settings_from
from webapp.instance_lock import shared

COMMAND = "lommekort" if INSTALLED else ".venv/bin/python -m webapp"
FIRST_ADMINISTRATOR = (
    "Der er ingen administrator endnu. Lav den første med de samme indstillinger som her:\n"
    f'  {COMMAND} users invite --role administrator navn@kommune.dk "Fornavn Efternavn"'
)

SPOILT = (
    "Databasen kan ikke læses ({}). Er filen skadet, så læg den seneste backup tilbage:\n"
    f"  {COMMAND} restore MAPPE   (docs/running.md, Backup)"
)


def _app():
    # For the features' commands. A command is no server.
    from webapp import create_app
    from webapp.content.document import ContentError

    try:
        return create_app(_settings())
    except ContentError as error:
        _stop(f"Indholdet kan ikke bruges:\n\n{error}")


main = FlaskGroup(
    name="lommekort",
    help="Lommekort: serve the app and look after it.",
    create_app=_app,
    add_default_commands=False,
    add_version_option=False,
    load_dotenv=False,
    set_debug_flag=False,
)


@main.command(with_appcontext=False)
def content():
    """Check every file in content/ and say what to mend."""
    from webapp.clock import now_by
    from webapp.content.document import ContentError
    from webapp.library import read_library
    from webapp.proofreading.proofread import proofread

    settings = _settings()
    where = f"Filerne ligger i {settings.content}. Hjælp: content/README.md."
    try:
        library = read_library(settings.content)
    except ContentError as error:
        _stop(f"{error}\n\nAntal steder at rette: {len(error.mistakes)}. {where}")
    proof = proofread(library, now_by(settings).date())
    if proof.warnings:
        click.echo("\n".join(["Husk (det stopper ikke noget):", *map(str, proof.warnings), ""]))
    if not proof.spelled:
        click.echo("Stavningen er ikke kontrolleret. Det gør `make content`, som selv henter det, der skal bruges.")
    if proof.errors:
        _stop("\n".join([*map(str, proof.errors), "", f"Antal steder at rette: {len(proof.errors)}. {where}"]))
    click.echo(
        f"Indholdet er i orden: {len(library.cards)} kort, {len(library.law.shown())} regler, "
        f"{len(library.sources)} kilder, {len(library.lines)} linjer, {len(library.offers)} tilbud, "
        f"{len(library.glossary)} ord."
    )


@main.command(with_appcontext=False)
def doctor():
    """Look at settings, clock, disk, database, edition, TLS and proxy, and say what to do."""
    from webapp.monitoring.doctor import examine

    marks = {"ok": "ok  ", "look": "se  ", "wrong": "FEJL"}
    findings = list(examine(_app()))
    for finding in findings:
        click.echo(f"{marks[finding.state]} {finding.name}: {finding.words}")
    sys.exit(any(finding.state == "wrong" for finding in findings))


@main.command(with_appcontext=False)
def prepare():
    """Check the content, bring the database up to date, and publish the edition."""
    from sqlalchemy.exc import DatabaseError, OperationalError

    from webapp import create_app
    from webapp.content.document import ContentError
    from webapp.database import bringing_up_to_date, db, is_whole, migrations
    from webapp.publishing.data_version import count_change
    from webapp.publishing.publish import publish
    from webapp.registry.store import seed
    from webapp.users.accounts import administrators

    settings = _settings()
    os.umask(0o077)
    try:
        app = create_app(settings)
        with app.app_context(), bringing_up_to_date():
            if not is_whole():
                _stop(SPOILT.format("databasens egen kontrol finder fejl"))
            migrations().upgrade()
            _for_us_alone(settings)
            seeded = seed(app.extensions["library"].offers)
            first = administrators() == 0
            if any((seeded.added, seeded.updated, seeded.closed)):
                count_change(db.session)  # for other servers on the same database
                db.session.commit()
        if any((seeded.added, seeded.updated, seeded.closed)):
            click.echo(f"Tilbud: {seeded.added} nye, {seeded.updated} ændrede, {seeded.closed} lukkede.", err=True)
        edition = publish(app)
    except ContentError as error:
        _stop(f"Indholdet kan ikke bruges, og appen starter ikke:\n\n{error}")
    except OSError as error:
        _stop(f"Kan ikke skrive i {settings.instance} ({error.strerror}). Sæt LOMMEKORT_INSTANCE til en anden mappe.")
    except DatabaseError as error:
        if not isinstance(error, OperationalError):
            _stop(SPOILT.format(error.orig))
        _stop(f"Databasen svarer ikke ({error.orig}). Passer DATABASE_URL, og er der plads på disken?")
    click.echo(f"Udgave {edition.version} · {edition.date_words} · {edition.size_words}", err=True)
    if first:
        click.echo(FIRST_ADMINISTRATOR, err=True)


def _for_us_alone(settings) -> None:
    # What an earlier version made with wider rights.
    for path in (settings.instance, *settings.instance.glob("lommekort.sqlite3*"), settings.instance / "secret_key"):
        if path.exists():
            path.chmod(path.stat().st_mode & 0o700)


@main.command(with_appcontext=False)
def serve():
    """Prepare, then serve with granian until stopped; says where."""
    settings = _settings()
    os.umask(0o077)  # the instance folder holds password hashes and secrets: it is the service's own
    if settings.now:
        stands = f"{settings.now:%Y-%m-%d %H:%M}"
        click.echo(f"OBS: LOMMEKORT_NOW er sat. Uret står stille på {stands}, også på telefonerne.", err=True)
    _refuse_taken_port(settings.host, settings.port)
    held = shared(settings.instance)
    # In a process of its own, so that the one that only watches over the server stays small.
    prepared = subprocess.run([sys.executable, "-m", "webapp", "prepare"], check=False)
    if prepared.returncode:
        sys.exit(prepared.returncode)

    scheme = "https" if settings.tls_certificate else "http"
    address = f"{scheme}://{_shown_host(settings.host)}:{settings.port}"
    _apart(lambda: _say_where(settings.host, settings.port, address))
    if held:
        os.set_inheritable(held.fileno(), True)  # held for as long as the process lives, whatever it runs
    os.environ.pop("FLASK_RUN_FROM_CLI", None)  # what comes now is no command, but the server (`wsgi.py`)
    # The same process, but without the app in its memory: that is the worker's.
    where = [settings.host, str(settings.port), settings.tls_certificate, settings.tls_key]
    os.execv(sys.executable, [sys.executable, str(ROOT / "serve.py"), *where])  # noqa: S606


def _settings():
    try:
        return settings_from(os.environ)
    except SettingError as error:
        _stop(str(error))


def _stop(message: str):
    click.echo(message, err=True)
    sys.exit(1)


def _shown_host(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _refuse_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            _stop(f"Kan ikke lytte på {host}:{port} ({error.strerror}). Prøv en anden port: make run PORT={port + 1}")


def _apart(work) -> None:
    # In a process of its own, not a thread: the server forks its worker, and a fork beside a running thread can leave
    # a lock held for ever in the worker. Forked twice, so that nobody has to wait for it.
    if os.fork() == 0:
        if os.fork() == 0:
            work()
        os._exit(0)
    os.wait()


def _say_where(host: str, port: int, address: str) -> None:
    near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    for _ in range(600):
        try:
            socket.create_connection((near, port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            print(f"Lommekort: {address}", flush=True)
            return


if __name__ == "__main__":
    main()

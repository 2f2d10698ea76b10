"""`lommekort serve` (or `python -m webapp serve`) prepares and serves the app; `prepare` and `content` do a part.

The commands of the features are here too: `users`, `backup`, `restore`, `edition`, as `flask --app wsgi` has them.
"""

from __future__ import annotations

import errno
import os
import socket
import sys
from pathlib import Path
from traceback import walk_tb

import click

from webapp.command_line import in_danish, tell
from webapp.config import INSTALLED, SettingError, Settings, reason, settings_from, settings_in, unknown
from webapp.instance_lock import shared
from webapp.tls import check_certificate, ended
from webapp.watch import watched


def _app():
    # For the features' commands. A command is no server.
    from webapp import create_app
    from webapp.prepare import NotPreparedError, told_in_words

    settings = _settings()
    try:
        with told_in_words(settings):
            return create_app(settings)
    except NotPreparedError as error:
        _stop(str(error))


class Commands(click.Group):
    """The commands here, and those of the features."""

    def list_commands(self, context):
        """As click asks: the names, in order."""
        return sorted({*super().list_commands(context), *_of_features()})

    def get_command(self, context, name):
        """As click asks: a command by its name."""
        own = super().get_command(context, name)
        if own:
            return own
        from flask.cli import ScriptInfo

        # The app is made by a command that runs, and not to look for one: help needs neither settings nor a folder.
        context.obj = context.obj or ScriptInfo(create_app=_app, set_debug_flag=False, load_dotenv_defaults=False)
        return _of_features().get(name)

    def resolve_command(self, context, args):
        """As click asks; one that is not there is told with those that resemble it."""
        try:
            return super().resolve_command(context, args)
        except click.exceptions.NoSuchCommand as error:
            raise click.exceptions.NoSuchCommand(
                error.command_name, possibilities=self.list_commands(context), ctx=context
            ) from None

    def invoke(self, context):
        """As click asks; a database that does not answer and a file that cannot be read are told in words."""
        os.umask(0o077)  # the instance folder holds password hashes and secrets: it is the service's own
        try:
            return super().invoke(context)
        except Exception as error:
            if isinstance(error, click.ClickException | click.exceptions.Exit) or _is_of_the_answer(error):
                raise
            from webapp.prepare import NotPreparedError, told_in_words

            try:
                with told_in_words(_settings()):
                    raise
            except NotPreparedError as told:
                _stop(str(told))

    def main(self, *arguments, **options):
        """As click asks; an answer that cannot be written (a full disk behind `>`) is told where that can be."""
        try:
            return super().main(*arguments, **options)
        except OSError as error:
            _stop(f"Svaret kan ikke skrives ({reason(error)}).")


def _is_of_the_answer(error: Exception) -> bool:
    # Whether it was click's own words that could not be written: then it is not the instance folder that is full.
    frames = walk_tb(error.__traceback__)
    return isinstance(error, OSError) and any(frame.f_code is click.echo.__code__ for frame, _ in frames)


def _of_features() -> dict[str, click.Command]:
    # Loaded here and not before: `serve` needs none of it in the process that only watches.
    from webapp.backup.commands import backup_command, restore_command
    from webapp.languagesdesk.commands import languages_command
    from webapp.publishing.commands import cli as edition
    from webapp.usersdesk.commands import cli as users

    commands = (backup_command, restore_command, edition, languages_command, users)
    for command in commands:
        in_danish(command)
    return {str(command.name): command for command in commands}


def _take_settings(_context, _option, path: Path | None) -> None:
    if path is not None:
        try:
            os.environ.update(settings_in(path))
        except SettingError as error:
            _stop(str(error))


@click.group(name="lommekort", cls=Commands, help="Lommekort: kør appen, og pas den.")
@click.option(
    "--settings",
    type=click.Path(readable=False, path_type=Path),
    callback=_take_settings,
    is_eager=True,  # before the command runs
    expose_value=False,
    metavar="FIL",
    help="En fil med indstillinger som /etc/lommekort.env, læst som systemd læser den.",
)
def main():
    """Lommekort: serve the app and look after it."""


@main.command(help="Se alle tekster efter, og sig, hvad der skal rettes.")
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


@main.command(help="Se alt omkring appen efter, og sig, hvad der skal gøres.")
def doctor():
    """Look at settings, clock, disk, database, edition, TLS and proxy, and say what to do."""
    from webapp.monitoring.doctor import Finding, examine, missing

    marks = {"ok": "ok  ", "look": "se  ", "wrong": "FEJL"}
    findings = [Finding("indstilling", "look", stray) for stray in unknown(os.environ)]
    gone = missing(_settings().instance)
    findings += [gone] if gone else examine(_app())
    for finding in findings:
        click.echo(f"{marks[finding.state]} {finding.name}: {finding.words}")
    sys.exit(any(finding.state == "wrong" for finding in findings))


@main.command(help="Gør tekster, database og udgave klar uden at starte.")
def prepare():
    """Check the content, bring the database up to date, and publish the edition."""
    from webapp import create_app
    from webapp.prepare import NotPreparedError, prepare, told_in_words

    settings = _settings()
    try:
        with told_in_words(settings):
            prepare(create_app(settings))
    except NotPreparedError as error:
        _stop(str(error))


@main.command(help="Gør klar, og kør appen, til den stoppes.")
@click.option("--again", type=int, hidden=True)
def serve(again: int | None):
    """Prepare, then serve with granian until stopped; says where. `again`: the pipe of the process that watches, which
    begins the server anew."""
    settings = _settings()
    watcher = again if again is not None else _watched(settings)
    from webapp.docstrings import leave_out
    from webapp.memory import SERVERS_ALLOCATOR

    leave_out()
    # Read when granian is loaded, so it stands before that.
    os.environ.setdefault("_RJEM_MALLOC_CONF", SERVERS_ALLOCATOR)
    from webapp.serve import serve, tell_when_it_listens

    held = shared(settings.instance)  # for as long as the process lives
    if again is None:
        tell_when_it_listens(settings, watcher, os.environ.get("NOTIFY_SOCKET", ""))
    serve(settings, watcher, again is not None)
    if held:
        held.close()


def _watched(settings: Settings) -> int:
    """In a process that is watched over: the pipe of the one that watches. What could be wrong is told before."""
    if settings.now:
        stands = f"{settings.now:%Y-%m-%d %H:%M}"
        tell(f"OBS: LOMMEKORT_NOW er sat. Uret står stille på {stands}, også på telefonerne.")
    try:
        end = check_certificate(settings)
    except SettingError as error:
        _stop(str(error))
    if end and ended(end):
        tell(f"OBS: {ended(end)}")
    _refuse_taken_port(settings.host, settings.port)
    return watched([sys.executable, "-m", "webapp", "serve", "--again"])


def _settings():
    try:
        return settings_from(os.environ)
    except SettingError as error:
        _stop(str(error))


def _stop(message: str):
    if message:  # else it is told
        tell(message)
    sys.exit(1)


def _refuse_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
                _stop(f"HOST skal være en adresse på denne maskine som 127.0.0.1, ikke {host!r} ({reason(error)}).")
            if error.errno == errno.EACCES:
                _stop(f"PORT {port} må denne bruger ikke lytte på. Vælg en over 1023, og lad en proxy stå foran.")
            way = "" if INSTALLED else "make run "
            _stop(f"Kan ikke lytte på {host}:{port} ({reason(error)}). Prøv en anden port: {way}PORT={port + 1}")


in_danish(main)
if __name__ == "__main__":
    main()

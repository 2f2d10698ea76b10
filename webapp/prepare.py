"""Preparing: the content is checked, the database brought up to date, and the edition published.

Where nothing has changed since the last time, it is found out, and nothing is done.
"""

from __future__ import annotations

import errno
import multiprocessing
import os
import re
import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path

from flask import Flask
from sqlalchemy import make_url
from sqlalchemy.exc import DatabaseError

from webapp.command_line import tell
from webapp.config import COMMAND, SettingError, Settings, reason, unreadable
from webapp.content.document import ContentError
from webapp.database import bringing_up_to_date, db, holds_something, migrations, reading
from webapp.instance_lock import is_shared
from webapp.publishing.data_version import count_change, data_version
from webapp.publishing.publish import in_force, publish
from webapp.registry.store import seed
from webapp.schema import UnfitError, check_ours, is_migrated, why_silent
from webapp.users.accounts import administrators
from webapp.usersdesk.commands import INVITE

FIRST_ADMINISTRATOR = "Der er ingen administrator endnu. Lav den første med de samme indstillinger som her:\n  {}"
# Settings that lead to the database and stand in the link.
LEAD_THERE = frozenset({"instance", "database_url", "site", "host", "port"})
NO_FOLDER_YET = (
    "Mappen er der ikke endnu, og denne bruger må ikke lave den. En tjeneste laver den selv: start tjenesten først. "
    "Ellers sæt LOMMEKORT_INSTANCE til en mappe, brugeren må skrive i."
)
_PASSWORD = re.compile(r"(?<=://)([^:@/]*):[^@/]*@")  # is nothing to print
MISSING = (
    "OBS: Der er ingen database i {}, men der har været en. En ny og tom bliver lavet. Skulle der være en, så stop, og "
    "læg jeres backup tilbage: {command} restore MAPPE"
)


class NotPreparedError(Exception):
    """The app cannot be served. The message tells the person at the keyboard what to do; empty where it is told."""


@contextmanager
def told_in_words(settings: Settings) -> Iterator[None]:
    """What stops a start, said in Danish: NotPreparedError instead of what was raised."""
    try:
        yield
    except ContentError as error:
        raise NotPreparedError(f"Indholdet kan ikke bruges, og appen starter ikke:\n\n{error}") from None
    except (SettingError, UnfitError) as error:
        raise NotPreparedError(str(error)) from None
    except OSError as error:
        raise NotPreparedError(_of_a_file(error, settings)) from None
    except DatabaseError as error:
        raise NotPreparedError(why_silent(error, settings)) from None


def _of_a_file(error: OSError, settings: Settings) -> str:
    path, why = Path(str(error.filename or settings.instance)), reason(error)
    if path.is_relative_to(settings.content):
        return unreadable("LOMMEKORT_CONTENT", path, error)
    if not path.is_relative_to(settings.instance):
        return f"{path} kan ikke bruges ({why}). Den bruger, der kører appen, skal kunne læse og skrive den."
    what = f"Kan ikke skrive i {settings.instance} ({why}{'' if path == settings.instance else f': {path}'})."
    if error.errno in (errno.EACCES, errno.EPERM) and not settings.instance.exists():
        return f"{what} {NO_FOLDER_YET}"
    if error.errno in (errno.EACCES, errno.EPERM):
        if os.geteuid() and os.geteuid() != settings.instance.stat().st_uid:
            return f"{what} Mappen tilhører {_owner(settings.instance)}: kør kommandoen som den bruger (sudo -u)."
        return f"{what} Alt i LOMMEKORT_INSTANCE skal tilhøre den bruger, tjenesten kører som: chown -R."
    if error.errno == errno.EROFS:
        return f"{what} Systemets log siger hvorfor (dmesg). Gør den skrivbar, eller vælg en anden."
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{what} Skaf plads, eller sæt LOMMEKORT_INSTANCE til en anden mappe."
    return f"{what} Sæt LOMMEKORT_INSTANCE til en anden mappe."


def _owner(folder: Path) -> str:
    try:
        return folder.owner()
    except KeyError:  # a number without a name, as in a container
        return str(folder.stat().st_uid)


def prepare(app: Flask) -> None:
    """Bring the database and the edition up to date, and tell what was done.

    What takes much memory is done in a process of its own: the one that serves afterwards needs none of it. Raises
    NotPreparedError, and what `told_in_words` knows.
    """
    settings: Settings = app.extensions["settings"]
    if _is_missing(app, settings):
        tell(MISSING.format(settings.instance, command=COMMAND))
    with app.app_context(), bringing_up_to_date():
        check_ours()
        if not is_migrated():
            _apart(app, lambda: migrations().upgrade())
        _for_us_alone(settings)
        seeded = seed(app.extensions["library"].offers)
        first = administrators() == 0
        if any((seeded.added, seeded.updated, seeded.closed)):
            count_change(db.session)  # for other servers on the same database
            db.session.commit()
            tell(f"Tilbud: {seeded.added} nye, {seeded.updated} ændrede, {seeded.closed} lukkede.")
        with reading() as connection:
            number = data_version(connection)
    edition = in_force(app)
    if edition is None:
        _apart(app, lambda: publish(app))
        edition = app.extensions["editions"].current()
    app.extensions["publisher"].is_published(number)
    tell(f"Udgave {edition.version} · {edition.date_words} · {edition.size_words}")
    if first:
        tell(FIRST_ADMINISTRATOR.format(" ".join([*_given(settings), INVITE])))


def _given(settings: Settings) -> Iterator[str]:
    for one in fields(settings):
        value = getattr(settings, one.name)
        if one.name in LEAD_THERE and value != one.default:
            shown = _PASSWORD.sub(r"\1:…@", str(value))
            yield f"{one.metadata['variable']}={shlex.quote(shown)}"


def _is_missing(app: Flask, settings: Settings) -> bool:
    # An edition without the database it was made from: moved, or forgotten on the way to this machine.
    url = make_url(settings.database)
    there = url.get_backend_name() != "sqlite" or holds_something(Path(url.database or ""))
    return not there and app.extensions["editions"].current() is not None


def _apart(app: Flask, work: Callable[[], object]) -> None:
    process = multiprocessing.get_context("fork").Process(target=_in_its_own_process, args=(app, work), daemon=True)
    process.start()
    process.join()
    if process.exitcode:
        raise NotPreparedError("")


def _in_its_own_process(app: Flask, work: Callable[[], object]) -> None:
    with app.app_context():
        db.engine.dispose(close=False)  # the connections are the other process' own
        try:
            with told_in_words(app.extensions["settings"]):
                work()
        except NotPreparedError as error:
            tell(str(error))
            raise SystemExit(1) from None


def _for_us_alone(settings: Settings) -> None:
    # What an earlier version made with wider rights.
    own = [] if is_shared(settings.instance) else [settings.instance]
    for path in (*own, *settings.instance.glob("lommekort.sqlite3*"), settings.instance / "secret_key"):
        if path.exists() and path.stat().st_mode & 0o077:  # on a disk that can only be read nothing is changed
            path.chmod(path.stat().st_mode & 0o700)

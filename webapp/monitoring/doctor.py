"""A check-up for whoever installs the app: each thing that must be right, whether it is, and what to do when not."""

from __future__ import annotations

import os
import shlex
import shutil
import socket
import ssl
import stat
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import Message
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPResponse
from itertools import combinations
from pathlib import Path
from typing import Any, Literal, NamedTuple
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError

from webapp.clock import now_by
from webapp.config import COMMAND, SettingError, Settings
from webapp.database import db, holds_something, reading
from webapp.instance_lock import is_shared
from webapp.monitoring.readiness import LEAST_FREE
from webapp.oidc.fault import Fault
from webapp.oidc.settings import EVERY
from webapp.schema import UnfitError, check_ours, is_migrated, why_silent
from webapp.tls import check_certificate, ended

ASKED = ("/", "/sw.js", "/api/")  # at the public address; the last is refused where Host is another
WAITS = 10  # seconds for each of them
HTTPS_PORT = 443
CLOCK_MAY_DIFFER = timedelta(minutes=2)
RENEW_WITHIN = timedelta(days=14)
RESTORE = f"Har der været en, så læg jeres seneste backup tilbage: {COMMAND} restore MAPPE"
STATEMENT_LASTS = timedelta(days=366)


@dataclass(frozen=True)
class Finding:
    """What was looked at, how it is, and in Danish what was seen or what to do."""

    name: str
    state: Literal["ok", "look", "wrong"]
    words: str


def examine(app: Flask) -> Iterator[Finding]:
    """Everything that can be seen from the machine itself, and at the public address where it is set."""
    settings: Settings = app.extensions["settings"]
    yield _clock(settings)
    if settings.tls_certificate:
        yield certificate(settings)
    yield from _statement(settings)
    yield from _instance(settings.instance)
    with app.app_context():
        yield from _database(settings)
    yield _edition(app)
    yield _worker(settings)
    for name, provider in app.extensions["oidc"].items():
        yield _provider(name, provider, settings)
    yield from _shared_municipalities(app.extensions["oidc"])
    if settings.site:
        yield from at_the_address(settings)
    else:
        words = "Sæt LOMMEKORT_SITE til adressen, så kan TLS og proxy også ses efter."
        yield Finding("LOMMEKORT_SITE", "look", words)


def _clock(settings: Settings) -> Finding:
    if settings.now:
        words = f"LOMMEKORT_NOW er sat til {settings.now:%Y-%m-%d}. Tag den ud: uret står stille."
        return Finding("ur", "wrong", words)
    newest = max((path.lstat().st_mtime for path in settings.instance.glob("*")), default=0)
    if newest > datetime.now(UTC).timestamp() + CLOCK_MAY_DIFFER.total_seconds():
        return Finding("ur", "wrong", "Uret går bagud: der er filer fra fremtiden. Slå tidssynkronisering til (NTP).")
    return Finding("ur", "ok", f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC")


def certificate(settings: Settings) -> Finding:
    """The certificate that HTTPS is served with directly, and how long it holds."""
    try:
        end = check_certificate(settings)
    except SettingError as error:
        return Finding("certifikat", "wrong", str(error))
    if end is None or ended(end):
        return Finding("certifikat", "wrong", ended(end) if end else "")
    if end < datetime.now(UTC) + RENEW_WITHIN:
        return Finding("certifikat", "look", f"TLS_CERTIFICATE udløber {end:%Y-%m-%d}. Forny det, og start igen.")
    return Finding("certifikat", "ok", f"{settings.tls_certificate}, til {end:%Y-%m-%d}")


def _statement(settings: Settings) -> Iterator[Finding]:
    day, today = settings.statement_date, now_by(settings).date()
    if day is not None and day > today:
        yield Finding("STATEMENT_DATE", "look", f"{day} er ikke kommet endnu. Skriv den dag, erklæringen er set efter.")
    elif day is not None and day < today - STATEMENT_LASTS:
        yield Finding("STATEMENT_DATE", "look", "Tilgængelighedserklæringen skal ses efter mindst én gang om året.")


def missing(folder: Path) -> Finding | None:
    """An instance folder that is not there. To be asked before the app is made, which would make one."""
    words = f"{folder} findes ikke. Start appen én gang, eller sæt LOMMEKORT_INSTANCE til den mappe, tjenesten bruger."
    return None if folder.is_dir() else Finding("mappe", "wrong", words)


def _instance(folder: Path) -> Iterator[Finding]:
    typed = shlex.quote(str(folder))
    if os.statvfs(folder).f_flag & os.ST_RDONLY:
        words = f"Disken med {folder} kan kun læses. Systemets log siger hvorfor (dmesg). Gør den skrivbar igen."
        yield Finding("mappe", "wrong", words)
    elif not os.access(folder, os.W_OK | os.X_OK):
        yield Finding("mappe", "wrong", f"{folder} kan ikke skrives. Giv den til den bruger, tjenesten kører som.")
    elif is_shared(folder):
        words = f"{folder} er også andres. Sæt LOMMEKORT_INSTANCE til en mappe, som kun tjenesten bruger."
        yield Finding("mappe", "wrong", words)
    elif strays := _of_others(folder):
        words = f"{strays[0]} tilhører en anden bruger end mappen. Kør: chown -R --reference={typed} {typed}"
        yield Finding("mappe", "wrong", words)
    elif folder.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield Finding("mappe", "wrong", f"Andre kan læse {folder}. Kør: chmod 700 {typed}")
    else:
        yield Finding("mappe", "ok", str(folder))
    free = shutil.disk_usage(folder).free
    words = f"{free // 2**20} MB ledige"
    yield Finding("disk", "ok", words) if free >= LEAST_FREE else Finding("disk", "wrong", f"{words}. Skaf plads.")


def _of_others(folder: Path) -> list[Path]:
    # Made by a command that was run as root, for example: the service cannot write in it, or not even read it.
    owner = folder.stat().st_uid
    return [path for path in sorted(folder.glob("*")) if path.lstat().st_uid != owner and path.name != "lost+found"]


def _database(settings: Settings) -> Iterator[Finding]:
    file = None if db.engine.dialect.name == "postgresql" else Path(db.engine.url.database or "")
    if file is not None and not holds_something(file):
        words = f"Der er ingen database i {file}. Start appen, så bliver en ny lavet. {RESTORE}"
        yield Finding("database", "wrong", words)
        return
    clock = None
    try:
        check_ours()
        migrated = is_migrated()
        with reading() as connection:
            clock = connection.execute(select(func.now())).scalar_one() if file is None else None
    except UnfitError as unfit:
        yield Finding("database", "wrong", str(unfit))
    except DatabaseError as error:
        yield Finding("database", "wrong", why_silent(error, settings))
    else:
        if not migrated:
            yield Finding("database", "wrong", "Databasen er ikke bragt op til denne udgave. Start appen, så sker det.")
        elif file is not None and not os.access(file, os.W_OK):
            words = f"{file} kan ikke skrives, så intet kan gemmes. Giv den til den bruger, tjenesten kører som."
            yield Finding("database", "wrong", words)
        else:
            yield Finding("database", "ok", db.engine.dialect.name)
    off = clock - datetime.now(UTC) if clock else timedelta()
    if abs(off) > CLOCK_MAY_DIFFER:
        ahead = "foran" if off > timedelta() else "bagud"
        words = f"Databasens ur går {abs(off).total_seconds():.0f} sekunder {ahead}. Brug NTP begge steder."
        yield Finding("ur", "wrong", words)


def _edition(app: Flask) -> Finding:
    edition = app.extensions["editions"].current()
    if edition is None:
        return Finding("udgave", "wrong", f"Der er ingen udgave. Start appen, eller kør: {COMMAND} edition publish")
    return Finding("udgave", "ok", f"{edition.version} · {edition.date_words} · {edition.size_words}")


def _worker(settings: Settings) -> Finding:
    if settings.worker:
        return Finding("uden net", "ok", "Telefoner får appen med, når de åbner den.")
    return Finding("uden net", "look", "LOMMEKORT_WORKER er off: ingen telefon kan bruge appen uden net.")


def _provider(name: str, provider, settings: Settings) -> Finding:
    said = f"login hos {name}"
    try:
        provider.metadata()
        provider.key_set()
        provider.check_client(f"{settings.site}/intern/login/kommune/{name}/retur")
        off = provider.clock_off() or 0
    except Fault as fault:
        part = "client_id og hemmeligheden" if "client" in fault.reason else "issuer"
        where = f"Passer {part} i LOMMEKORT_LOGIN, og kan serveren nå den? Ordene er forklaret i docs/login.md."
        return Finding(said, "wrong", f"{provider.issuer.issuer} kan ikke bruges ({fault}). {where}")
    if abs(off) > CLOCK_MAY_DIFFER.total_seconds():
        ahead = "foran" if off > 0 else "bagud"
        return Finding(said, "wrong", f"Uret dér går {abs(off):.0f} sekunder {ahead}. Brug NTP begge steder.")
    return Finding(said, "ok", provider.issuer.issuer)


def _shared_municipalities(providers: Mapping[str, Any]) -> Iterator[Finding]:
    # Allowed, and rarely meant: whoever is known by two providers has one account of each.
    named = {
        name: set(one.issuer.municipalities) for name, one in providers.items() if one.issuer.municipalities != EVERY
    }
    for (name, codes), (other, others) in combinations(sorted(named.items()), 2):
        if both := sorted(codes & others):
            yield Finding("login", "look", f"{name} og {other} taler begge for {', '.join(both)}. Er det meningen?")


def at_the_address(settings: Settings) -> Iterator[Finding]:
    """What phones meet at the public address: TLS, the proxy's headers, the worker's."""
    if not settings.site.startswith("https://"):
        yield Finding("TLS", "wrong", "LOMMEKORT_SITE er ikke https. Uden det virker appen ikke uden net.")
    try:
        home, worker, data = (_ask(settings.site + path) for path in ASKED)
    except ssl.SSLCertVerificationError as error:
        help_ = (
            "Er det udløbet, til et andet navn, eller uden mellemcertifikatet (fullchain.pem)? Går uret her rigtigt?"
        )
        yield Finding("TLS", "wrong", f"Certifikatet godkendes ikke ({error.verify_message}). {help_}")
        return
    except (OSError, HTTPException) as error:
        words = f"{settings.site} svarer ikke ({error}). Kører tjenesten og proxyen, og peger navnet herhen?"
        yield Finding("adresse", "wrong", words)
        return
    if home.status != 200:  # 502 and 504: the proxy's own words for a service that does not answer it
        words = f"{settings.site} svarer {home.status}. Kører tjenesten, og leder proxyen til dens HOST og PORT?"
        yield Finding("adresse", "wrong", words)
        return
    if data.status == 400:
        words = "Proxyen giver ikke Host videre, så QR-koder afvises. Skriv: proxy_set_header Host $host;"
        yield Finding("adresse", "wrong", words)
    else:
        yield Finding("adresse", "ok", settings.site)
    if settings.site.startswith("https://"):
        yield from _shown_certificate(settings.site)
    yield from _headers(home, settings.site.startswith("https://"))
    far = abs(parsedate_to_datetime(home.headers["Date"]) - datetime.now(UTC)) if home.headers["Date"] else timedelta()
    if far > CLOCK_MAY_DIFFER:
        yield Finding(
            "ur", "wrong", f"Proxyens ur går {far.total_seconds():.0f} sekunder anderledes. Brug NTP på begge."
        )
    if "javascript" not in (worker.headers["Content-Type"] or "") or "no-cache" not in (
        worker.headers["Cache-Control"] or ""
    ):
        yield Finding(
            "uden net", "wrong", "/sw.js kommer ikke igennem, som appen sender den. Lad proxyen give den videre."
        )


def _shown_certificate(site: str) -> Iterator[Finding]:
    # What is shown, which is not always what lies there renewed.
    parts = urlsplit(site)
    host, port = str(parts.hostname), parts.port or HTTPS_PORT
    try:
        with (
            socket.create_connection((host, port), WAITS) as line,
            ssl.create_default_context().wrap_socket(line, server_hostname=host) as shown,
        ):
            end = datetime.fromtimestamp(ssl.cert_time_to_seconds(str((shown.getpeercert() or {})["notAfter"])), UTC)
    except OSError:  # it answered a moment ago
        return
    days = (end - datetime.now(UTC)).days
    until = f"Certifikatet på {site} gælder til {end:%Y-%m-%d} ({days} {'dag' if days == 1 else 'dage'})."
    if days < RENEW_WITHIN.days:
        help_ = "Forny det, og lad det, der viser det, læse det igen (systemctl reload nginx, eller start appen igen)."
        yield Finding("TLS", "look", f"{until} {help_}")
    else:
        yield Finding("TLS", "ok", until)


def _headers(home: _Answer, tls: bool) -> Iterator[Finding]:
    wrong = []
    if tls and not home.headers["Strict-Transport-Security"]:
        wrong.append("Strict-Transport-Security mangler: proxyen skal sende X-Forwarded-Proto https.")
    if "default-src" not in (home.headers["Content-Security-Policy"] or ""):
        wrong.append("Content-Security-Policy mangler: proxyen må ikke tage den ud.")
    if home.headers["Set-Cookie"]:
        wrong.append("Der kommer en cookie på forsiden: noget foran appen sætter den.")
    if (
        len(home.headers.get_all("Content-Security-Policy") or []) > 1
        or len(home.headers.get_all("X-Frame-Options") or []) > 1
    ):
        wrong.append("Sikkerhedsheadere kommer to gange: lad appen sende dem alene.")
    if wrong:
        yield from (Finding("headere", "wrong", words) for words in wrong)
    else:
        yield Finding("headere", "ok", "som appen sender dem")


class _Answer(NamedTuple):
    status: int
    headers: Message


def _ask(address: str) -> _Answer:
    # Raises HTTPException, and OSError (URLError is one; its reason where that is one too).
    try:
        answer: HTTPResponse
        with urllib.request.urlopen(address, timeout=WAITS) as answer:  # noqa: S310 - the setting is checked
            return _Answer(answer.status, answer.headers)
    except urllib.error.HTTPError as error:
        return _Answer(error.code, error.headers)
    except urllib.error.URLError as error:
        raise error.reason if isinstance(error.reason, OSError) else error from None

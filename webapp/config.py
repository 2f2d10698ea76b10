"""Every setting of the app: its environment variable, its default, and why it exists.

No other file reads the environment. `docs/settings.md` is checked against this file by a test.
"""

from __future__ import annotations

import errno
import ipaddress
import os
import re
import secrets
import shutil
import stat
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

# What the app needs beside its code: the texts, the migrations, what serves it. In the repository it lies beside the
# package, in an installed wheel inside it (`pyproject.toml`).
_SHIPPED = Path(__file__).resolve().parent / "shipped"
INSTALLED = _SHIPPED.is_dir()
ROOT = _SHIPPED if INSTALLED else _SHIPPED.parent.parent


def installed_command() -> str:
    """The command of an installed wheel as it can be typed: with its folder where that is not one of `PATH`."""
    script = Path(sys.prefix, "bin", "lommekort")
    return str(script) if script.exists() and not shutil.which("lommekort") else "lommekort"


COMMAND = installed_command() if INSTALLED else ".venv/bin/python -m webapp"
LEAST_SECRET = 32  # characters
LEAST_BODY, MOST_BODY = 64 * 1024, 64 * 1024 * 1024  # bytes; the most is what is held of all bodies together
MOST_THREADS = 256
LONGEST_NAME = 200  # characters of the operator's name
MOST_DIGITS = 15  # of a telephone number (ITU-T E.164)
MOST_OF_A_SETTING = 1024 * 1024  # bytes of a file that a setting names: certificates, providers, a secret
MOST_OF_A_TEXT = 64 * 1024 * 1024  # bytes of a file in the folder of texts
FIRST_NOW, LAST_NOW = 2000, 2199  # years a test clock may stand in: tables of hours hold the year after it too
A_TEXT = "municipalities.csv"  # what every folder of texts has
_SITE = r"https?://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?"
COPENHAGEN = ZoneInfo("Europe/Copenhagen")


class SettingError(ValueError):
    """A setting in the environment cannot be used; the message says which one and what to write."""


def _setting(variable: str, default: object, why: str) -> Any:
    return field(default=default, metadata={"variable": variable, "why": why})


@dataclass(frozen=True)
class Settings:
    """What can be set. Sizes are in bytes; an empty string means the same as leaving the variable out."""

    host: str = _setting("HOST", "127.0.0.1", "The address the server listens on.")
    port: int = _setting("PORT", 8000, "The port the server listens on.")
    instance: Path = _setting(
        "LOMMEKORT_INSTANCE",
        (Path.cwd() if INSTALLED else ROOT) / "instance",
        "The folder for the database, the secret and the editions.",
    )
    database_url: str = _setting(
        "DATABASE_URL", "", "A PostgreSQL address; empty means an SQLite file in the instance folder."
    )
    secret_key: str = _setting(
        "SECRET_KEY", "", "Signs what must not be forged; made and kept in the instance folder when empty."
    )
    content: Path = _setting("LOMMEKORT_CONTENT", ROOT / "content", "The folder with the texts.")
    exit_url: str = _setting(
        "EXIT_URL",
        "",
        "An unremarkable outside page, such as a weather forecast, that the quick exit goes on to when there "
        "is a network and the app is not installed. Empty: the exit stays on the app's own neutral page.",
    )
    site: str = _setting(
        "LOMMEKORT_SITE",
        "",
        "The address people use, such as https://example.dk. Links, QR codes and open data are made with it, and "
        "requests for other hosts are refused. Empty: the host that each request names.",
    )
    now: datetime | None = _setting(
        "LOMMEKORT_NOW", None, "A test clock (ISO time): the server and its pages take this as now."
    )
    worker: bool = _setting(
        "LOMMEKORT_WORKER",
        True,
        "`off` is the kill switch: /sw.js becomes a worker that empties its caches and removes itself.",
    )
    ready_pages: bool = _setting(
        "LOMMEKORT_READY_PAGES",
        True,
        "`off` lets Flask render every page anew, for development and measuring.",
    )
    tls_certificate: str = _setting("TLS_CERTIFICATE", "", "A certificate file, to serve HTTPS directly.")
    tls_key: str = _setting("TLS_KEY", "", "The certificate's key (PKCS#8).")
    threads: int = _setting(
        "LOMMEKORT_THREADS",
        4,
        "How many requests are worked on at once, and one more for readers while others wait for the database; ready "
        "pages need none.",
    )
    compression: int = _setting(
        "LOMMEKORT_COMPRESSION",
        11,
        "How hard an edition is pressed, from 1 to 11 (Brotli's quality). 9 sends phones 6 % more, and a slow server "
        "has the edition out some seconds sooner.",
    )
    metrics_token: str = _setting(
        "LOMMEKORT_METRICS_TOKEN",
        "",
        "Whoever sends it as a bearer token may read /metrics; at least 32 characters. Empty: there is no such page.",
    )
    login_file: Path | None = _setting(
        "LOMMEKORT_LOGIN",
        None,
        "The file of OpenID providers that log in those who edit: [login.md](login.md). Empty: passwords only.",
    )
    max_body: int = _setting("LOMMEKORT_MAX_BODY", 256 * 1024, "The largest request body taken, in bytes.")
    operator_name: str = _setting(
        "OPERATOR_NAME", "", "The public body that runs the app; stands in the accessibility statement."
    )
    operator_email: str = _setting("OPERATOR_EMAIL", "", "Where to write about accessibility and privacy.")
    operator_phone: str = _setting("OPERATOR_PHONE", "", "Where to ring about accessibility.")
    operator_site: str = _setting("OPERATOR_SITE", "", "The operator's web address.")
    statement_date: date | None = _setting(
        "STATEMENT_DATE", None, "The day the operator last went through the accessibility statement, YYYY-MM-DD."
    )
    statement_url: str = _setting(
        "STATEMENT_URL", "", "The statement in the national register (was.digst.dk), when there is one."
    )

    @property
    def database(self) -> str:
        """The SQLAlchemy address of the database in use."""
        if not self.database_url:
            return f"sqlite:///{self.instance / 'lommekort.sqlite3'}"
        for short in ("postgres://", "postgresql://"):
            if self.database_url.startswith(short):
                return "postgresql+psycopg://" + self.database_url.removeprefix(short)
        return self.database_url

    @property
    def secret(self) -> str:
        """The signing secret: the setting, else one made on first use and kept (mode 0600) in the instance folder."""
        if self.secret_key:
            return self.secret_key
        self.instance.mkdir(parents=True, exist_ok=True)
        kept = self.instance / "secret_key"
        if not kept.exists():
            _keep_secret(kept)
        try:
            secret = read_file(kept).decode("utf-8", "replace").strip()
        except OSError as error:
            if error.errno in (errno.EACCES, errno.EPERM):
                raise
            secret = ""
        if len(secret) < LEAST_SECRET:
            raise SettingError(
                f"{kept} er tom, for kort eller ingen almindelig fil. Læg den fra jeres backup tilbage, eller slet "
                "den: så laver appen en ny, og alle skal logge ind igen."
            )
        return secret


def _keep_secret(kept: Path) -> None:
    # Written beside and then linked in place: whole or not at all, and of two that start at once the first one's stays.
    beside = kept.with_name(f".secret_key-{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(beside, kept)
    finally:
        beside.unlink(missing_ok=True)


def settings_from(environment: Mapping[str, str]) -> Settings:
    """The settings an environment holds. Raises SettingError, in Danish, for a value that cannot be used."""
    values = {}
    for setting in fields(Settings):
        variable = setting.metadata["variable"]
        text = environment.get(variable, "").strip()
        if text:
            _refuse_unreadable(variable, text)
            values[setting.name] = _read(variable, text, setting.default)
    settings = Settings(**values)
    for fault in _faults(settings):
        raise SettingError(fault)
    return settings


def _faults(settings: Settings) -> Iterator[str]:
    # Each names the setting, what is wrong with its value, and how it is written. What is secret is not repeated.
    if not _is_host(settings.host):
        yield f"HOST skal være en adresse på denne maskine som 127.0.0.1, ikke {settings.host!r}."
    for variable, value, most in (
        ("PORT", settings.port, 65535),
        ("LOMMEKORT_THREADS", settings.threads, MOST_THREADS),
        ("LOMMEKORT_COMPRESSION", settings.compression, 11),
        ("LOMMEKORT_MAX_BODY", settings.max_body, MOST_BODY),
    ):
        if value > most:
            yield f"{variable} skal være højst {most}, ikke {value}."
    if settings.max_body < LEAST_BODY:
        yield f"LOMMEKORT_MAX_BODY skal være mindst {LEAST_BODY} byte, som formularer fylder, ikke {settings.max_body}."
    for variable, address in (
        ("EXIT_URL", settings.exit_url),
        ("OPERATOR_SITE", settings.operator_site),
        ("STATEMENT_URL", settings.statement_url),
    ):
        if address and not is_web_address(address):
            yield f"{variable} skal være en adresse som https://example.dk/side, ikke {address!r}."
    if settings.statement_url and not settings.statement_url.startswith("https://"):
        yield f"STATEMENT_URL skal begynde med https://, ikke {settings.statement_url!r}."
    if settings.site and not is_site(settings.site):
        yield (
            "LOMMEKORT_SITE skal være som https://example.dk, uden noget efter navnet og med små bogstaver a-z "
            f"(æøå som xn--…), ikke {settings.site!r}."
        )
    if settings.operator_name and not re.fullmatch(rf"(?=.*[^\W\d_])[^<>]{{1,{LONGEST_NAME}}}", settings.operator_name):
        yield f"OPERATOR_NAME skal være et navn som Prøve Kommune på højst {LONGEST_NAME} tegn."
    digits = len(re.findall("[0-9]", settings.operator_phone))
    if settings.operator_phone and not (
        re.fullmatch(r"[+0-9][0-9 ().-]*", settings.operator_phone) and 3 <= digits <= MOST_DIGITS
    ):
        yield f"OPERATOR_PHONE skal være et telefonnummer som 12 34 56 78, ikke {settings.operator_phone!r}."
    if settings.statement_date is not None and not FIRST_NOW <= settings.statement_date.year <= LAST_NOW:
        yield f"STATEMENT_DATE skal være et år fra {FIRST_NOW} til {LAST_NOW}, ikke {settings.statement_date.year}."
    mailbox, _, at = settings.operator_email.partition("@")
    if settings.operator_email and not (re.fullmatch(r"[^\s<>,;]+", mailbox) and "." in at and _can_be_a_host(at)):
        yield f"OPERATOR_EMAIL skal være en mailadresse som navn@kommune.dk, ikke {settings.operator_email!r}."
    if settings.database_url and not _is_database(settings.database_url):
        yield (
            "DATABASE_URL skal være som postgresql://navn:kode@127.0.0.1:5432/lommekort. Skriv %40 for @ i koden, %2F "
            "for /, %23 for #, %3F for ? og %25 for %. Uden DATABASE_URL bruges en SQLite-fil."
        )
    if _kind("LOMMEKORT_CONTENT", settings.content) != "folder":
        yield (
            "Indholdet kan ikke bruges: LOMMEKORT_CONTENT skal være mappen med teksterne; "
            f"{settings.content} er ingen mappe."
        )
    if not _kind("LOMMEKORT_CONTENT", settings.content / A_TEXT):  # before all that lies below it is looked through
        yield (
            "Indholdet kan ikke bruges: LOMMEKORT_CONTENT skal være mappen med teksterne; "
            f"i {settings.content} er ingen {A_TEXT}."
        )
    if not os.access(settings.content, os.R_OK | os.X_OK):
        yield unreadable("LOMMEKORT_CONTENT", settings.content, PermissionError(errno.EACCES, ""))
    if _kind("LOMMEKORT_INSTANCE", settings.instance) == "file":
        yield f"LOMMEKORT_INSTANCE skal være {FORMS['LOMMEKORT_INSTANCE']}; {settings.instance} er en fil."
    if settings.now is not None and not FIRST_NOW <= settings.now.year <= LAST_NOW:
        yield f"LOMMEKORT_NOW skal være et år fra {FIRST_NOW} til {LAST_NOW}, ikke {settings.now.year}."
    if settings.login_file is not None and not settings.site:
        yield "LOMMEKORT_LOGIN kræver LOMMEKORT_SITE: udstederen skal kende adressen, den sender tilbage til."
    if settings.secret_key and len(settings.secret_key) < LEAST_SECRET:
        yield f"SECRET_KEY skal være mindst {LEAST_SECRET} tegn, som ingen kan gætte."
    if settings.metrics_token and not re.fullmatch(rf"[!-~]{{{LEAST_SECRET},}}", settings.metrics_token):
        words = f"mindst {LEAST_SECRET} tegn uden mellemrum og æøå, som ingen kan gætte"
        yield f"LOMMEKORT_METRICS_TOKEN skal være {words}."
    if bool(settings.tls_certificate) != bool(settings.tls_key):
        yield "TLS_CERTIFICATE og TLS_KEY hører sammen: sæt begge eller ingen af dem."


def settings_in(path: Path) -> dict[str, str]:
    """What a file of settings holds, read as systemd reads an `EnvironmentFile` (systemd.exec(5)): a line for each,
    with or without quotes, and nothing in it is a command. Raises SettingError with the line that is wrong."""
    try:
        text = read_file(path).decode("utf-8-sig")
    except OSError as error:
        raise SettingError(unreadable("--settings", path, error)) from None
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:  # UTF-16 has one in most of its letters, and no environment takes it
        raise SettingError(f"--settings er {path}, som ikke er gemt som UTF-8.")
    found = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip()[0] in "#;":
            continue
        name, _, rest = line.partition("=")
        value = _unquoted(rest.strip())
        if value is None or not re.fullmatch("[A-Za-z_][A-Za-z0-9_]*", name.strip()) or "=" not in line:
            raise SettingError(f'{path}, linje {number}: her skal stå NAVN=værdi eller NAVN="værdi".')
        found[name.strip()] = value
    return found


def _unquoted(rest: str) -> str | None:
    # None where quotes are not closed.
    value = ""
    while rest[:1] in ("'", '"'):
        whole = re.match(r""""((?:[^"\\]|\\.)*)"\s*|'([^']*)'\s*""", rest)
        if whole is None:
            return None
        value += whole[2] if whole[1] is None else re.sub(r'\\(["\\`$])', r"\1", whole[1])
        rest = rest[whole.end() :]
    return value + re.sub(r"\\(.)", r"\1", rest)


def _refuse_unreadable(variable: str, text: str) -> None:
    # What no one means to write: another coding than UTF-8, a line break, what the documents leave open, quotes that a
    # program has not taken off.
    for kind, what in _UNSEEN.items():
        if any(unicodedata.category(letter) == kind for letter in text):
            raise SettingError(f"{variable} indeholder {what}. Skriv den på én linje i UTF-8.")
    if "…" in text:
        raise SettingError(f"{variable} har stadig vejledningens … i sig. Skriv jeres egen, eller lad linjen være tom.")
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        raise SettingError(f"{variable} står i anførselstegn, som er blevet en del af værdien. Tag dem ud.")


# By their categories in Unicode.
_UNSEEN = {
    "Cs": "tegn, der ikke er UTF-8",
    "Cc": "et linjeskift eller en tabulator",
    "Cf": "et usynligt tegn, som kan være fulgt med fra en hjemmeside",
}


def _is_host(host: str) -> bool:
    # An address and no name: what a name means can change, and the server listens on one address.
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return "%" not in host


def _kind(variable: str, path: Path) -> str:
    """`folder`, `file`, or nothing where there is neither. Raises SettingError where it cannot be looked at."""
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):  # the first can be made; the second is told when it is tried
        return ""
    except OSError as error:
        raise SettingError(unreadable(variable, path, error)) from None
    return "folder" if stat.S_ISDIR(mode) else "file"


FORMS = {
    "--settings": "en fil som /etc/lommekort.env",
    "LOMMEKORT_CONTENT": "mappen med teksterne, hvis filer kan læses",
    "LOMMEKORT_INSTANCE": "en mappe som /var/lib/lommekort",
    "LOMMEKORT_LOGIN": "en fil som /etc/lommekort/login.yaml",
    "TLS_CERTIFICATE": "en fil som /etc/letsencrypt/live/example.dk/fullchain.pem",
    "TLS_KEY": "en fil som /etc/letsencrypt/live/example.dk/privkey.pem",
}


def unreadable(variable: str, path: Path | str, error: OSError) -> str:
    """What is said of a setting that names a file or folder which cannot be read."""
    what_to_do = (
        "Den bruger, der kører appen, skal kunne."
        if error.errno in (errno.EACCES, errno.EPERM)
        else f"{variable} skal være {FORMS[variable]}."
    )
    return f"{variable} er {path}, som ikke kan læses ({reason(error)}). {what_to_do}"


def read_file(path: Path, most: int = MOST_OF_A_SETTING) -> bytes:
    """What an ordinary file of at most so many bytes holds. Raises OSError for any other: a device gives without end, a
    pipe makes whoever opens it wait."""
    about = path.stat()
    if not stat.S_ISREG(about.st_mode):
        code = errno.EISDIR if stat.S_ISDIR(about.st_mode) else errno.EINVAL
        raise OSError(code, "det er ingen almindelig fil", str(path))
    if about.st_size > most:
        raise OSError(errno.EFBIG, f"den fylder over {most // 1024 // 1024} MB", str(path))
    with path.open("rb") as file:
        return file.read(about.st_size)  # no more: what the kernel shows as a file (/proc/kmsg) may have no end either


def reason(error: OSError) -> str:
    """Why the system would not, in Danish; in its own words where it is none of the usual reasons."""
    return _REASONS.get(error.errno or 0) or error.strerror or type(error).__name__


_REASONS = {
    errno.EACCES: "adgang nægtet",
    errno.EPERM: "adgang nægtet",
    errno.ENOENT: "findes ikke",
    errno.ENOTDIR: "en del af stien er ingen mappe",
    errno.EISDIR: "det er en mappe",
    errno.EEXIST: "findes allerede",
    errno.ENOSPC: "disken er fuld",
    errno.EDQUOT: "der er ikke mere plads til brugeren",
    errno.EROFS: "disken kan kun læses",
    errno.EIO: "disken melder fejl",
    errno.ENAMETOOLONG: "navnet er for langt",
    errno.ELOOP: "henvisningen går i ring",
    errno.EMFILE: "for mange åbne filer",
    errno.EADDRINUSE: "den er optaget",
    errno.EADDRNOTAVAIL: "det er ikke denne maskines",
}


def is_web_address(address: str) -> bool:
    """Whether it is a whole web address, `http` or `https`, of a host that there can be, without spaces and without a
    name and a password."""
    if not address.isprintable() or " " in address or "\\" in address:
        return False
    try:
        parts = urlsplit(address)
        port = parts.port  # raises ValueError beyond 65535
    except ValueError:
        return False
    written = port != 0 and not parts.netloc.endswith(":") and "@" not in parts.netloc
    return parts.scheme in ("http", "https") and written and _can_be_a_host(parts.hostname or "")


def _can_be_a_host(name: str) -> bool:
    # RFC 1123, 2.1, with the letters that IDNA turns into those. What ends in a number is an address (WHATWG URL, 3.5).
    if ":" in name or name.rpartition(".")[2].isdigit():
        return _is_host(name)
    labels = name.split(".")
    fits = all(re.fullmatch(r"(?!-)[\w-]{1,63}(?<!-)", label) for label in labels)
    return fits and len(name) <= 253


def is_site(address: str) -> bool:
    """Whether it is a web address and nothing after the host's name and port, in small letters."""
    return bool(re.fullmatch(_SITE, address)) and is_web_address(address)


def _is_database(address: str) -> bool:
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return False
    if parts.scheme == "sqlite":  # for tests; the file in the instance folder is what is documented
        return len(parts.path) > 1 and ":memory:" not in parts.path
    # A character of the password that is not escaped ends it early, and its rest would be told as host or name.
    whole = parts.netloc.count("@") <= 1 and not parts.fragment and "@" not in parts.path
    return whole and parts.scheme in ("postgres", "postgresql", "postgresql+psycopg") and len(parts.path) > 1


def unknown(environment: Mapping[str, str]) -> list[str]:
    """Variables that look like settings of ours and are none, each with the setting that it resembles, if any."""
    known = [*(setting.metadata["variable"] for setting in fields(Settings)), "LOMMEKORT_CHROMIUM"]  # the tests' own
    strays = sorted(name for name in environment if name.startswith("LOMMEKORT_") and name not in known)
    near = {name: get_close_matches(name, known, 1) for name in strays}
    return [f"{name} kendes ikke" + (f"; mente du {near[name][0]}?" if near[name] else ".") for name in strays]


def _read(variable: str, text: str, default: object) -> Any:
    if isinstance(default, bool):
        if text.lower() in ("on", "1", "yes", "true"):
            return True
        if text.lower() in ("off", "0", "no", "false"):
            return False
        raise SettingError(f"{variable} skal være on eller off, ikke {text!r}.")
    if isinstance(default, int):
        if not text.isascii() or not text.isdigit() or not 0 < int(text[:12]) < 2**31:
            raise SettingError(f"{variable} skal være et helt tal større end nul, ikke {text!r}.")
        return int(text)
    if isinstance(default, Path) or variable == "LOMMEKORT_LOGIN":
        if "://" in text:
            raise SettingError(f"{variable} skal være {FORMS[variable]} og ingen adresse på nettet.")
        try:
            return Path(text).expanduser().resolve()
        except RuntimeError:  # `~somebody`, who is not there
            raise SettingError(f"{variable} skal være en hel sti som /var/lib/lommekort, ikke {text!r}.") from None
        except OSError as error:
            raise SettingError(unreadable(variable, text, error)) from None
    if variable == "HOST":
        bare = text[1:-1] if text.startswith("[") and text.endswith("]") else text
        return {"localhost": "127.0.0.1"}.get(text.lower(), bare)
    if variable == "STATEMENT_DATE":
        try:
            if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
                raise ValueError  # ISO 8601 has days like 2026-W47-6 too
            return date.fromisoformat(text)
        except ValueError:
            raise SettingError(f"{variable} skal være en dag som 2026-11-21, ikke {text!r}.") from None
    if default is None:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise SettingError(f"{variable} skal være et tidspunkt som 2026-11-21T14:30, ikke {text!r}.") from None
        return moment if moment.tzinfo else moment.replace(tzinfo=COPENHAGEN)
    return text

"""Publishing: render every public page once, pack them, compress them, and put the new edition in force."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, date
from itertools import islice
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder, run_wsgi_app

from webapp.assets import ONLY_AT_THE_DESK, asset, assets
from webapp.clock import now
from webapp.danish import danish_size, short_date
from webapp.database import db, reading
from webapp.edition.bundle import BUILDING, FILE, LARGEST, PAGE, TEMPLATE, Entry, fill, pack, unpack
from webapp.edition.edition import FORMAT, VERSION_LENGTH, Edition, EditionRecord, Editions
from webapp.edition.fingerprint import Made, of_data
from webapp.edition.kept import Kept
from webapp.edition.patch import joined, patch
from webapp.edition.site import Site, site_file
from webapp.publishing.addresses import NOT_FOUND, public_addresses
from webapp.publishing.dynamic_pages import render_dynamic
from webapp.security.headers import HEADERS

KEPT_EDITIONS = 3  # earlier ones: their static files for open tabs
PATCHES = 30  # from so many earlier editions; those that are no longer here are led on from one patch to the next

FILE_QUALITY = 9  # the most: a page is mostly read from the phone. What every phone fetches is pressed as is set.


class PublishError(RuntimeError):
    """A public page could not be rendered, or would not be the same for everybody."""


class TooLargeError(PublishError):
    """No phone would take the edition; the message is for the desk, in Danish."""


def publish(app: Flask, quality: int | None = None) -> Edition:
    """Render the public pages and put them in force as an edition; the same content gives the same edition again.

    What was made of the same is not made again: nothing at all where neither code, texts, settings, data nor the day
    have changed since the edition in force was made and its files are as they were written; no page where only data
    or the day have. All or nothing: the edition is written beside the others and moved in place when it is whole.
    Raises PublishError when a page fails; the edition in force then stays in force.

    `quality` is how hard it is pressed (Brotli's, 1 to 11), the setting's when not given.
    """
    with app.app_context():
        editions: Editions = app.extensions["editions"]
        editions.folder.mkdir(parents=True, exist_ok=True)
        with editions.one_at_a_time():
            return _publish(app, editions, quality or app.extensions["settings"].compression)


def in_force(app: Flask) -> Edition | None:
    """The edition in force, if it is what would be published now, and its files are as they were written."""
    with app.app_context():
        current = app.extensions["editions"].current()
        return current if current and current.made()[0] == made_of(app) and current.is_sound() else None


def _publish(app: Flask, editions: Editions, quality: int) -> Edition:
    editions.remove_unfinished()
    current, made = editions.current(), made_of(app)
    made_before = current.made()[0] if current else None
    if current and made == made_before and current.is_sound():
        return current
    pages = _pages_of(current) if current and made_before and made.pages == made_before.pages else {}
    kept = Kept(editions.kept, f"{made.pages} {now().date()}")
    entries = render(app, pages, kept)
    if made_of(app) != made:  # somebody saved meanwhile, and it is not known whether that is in it
        made = replace(made, data="")
    extras = _extras(app)
    bundle = pack(entries, HEADERS, extras["/sw.js"].decode())
    if len(bundle) > LARGEST:
        raise TooLargeError(
            f"Udgaven fylder {danish_size(len(bundle))}, og telefonerne tager højst {danish_size(LARGEST)}. "
            "Luk tilbud, I ikke bruger, eller gør teksterne kortere."
        )
    sha256 = hashlib.sha256(bundle).hexdigest()
    version = sha256[:VERSION_LENGTH]
    edition = editions.find(version)
    if edition is None or not edition.is_sound():
        edition = _write(editions, sha256, bundle, entries, extras, quality, made)
        editions.make_current(version)
    else:
        with suppress(OSError):  # on a full disk it is found out anew each time
            edition.note(made, edition.made()[1])
        if current is None or current.version != version:
            editions.make_current(version)
    kept.write()
    for older in editions.others(version)[KEPT_EDITIONS:]:
        shutil.rmtree(older.folder, ignore_errors=True)
    return edition


def made_of(app: Flask) -> Made:
    """What an edition would be made of now. Needs an app context."""
    with reading() as connection:
        return Made(app.extensions["pages made of"], of_data(connection, now().date().isoformat()))


def _pages_of(edition: Edition) -> dict[str, Entry]:
    """The pages of an edition by their addresses; none where its bundle is spoilt."""
    bundle = _bundle_of(edition)
    if bundle is None:
        return {}
    return {entry.path: entry for entry in unpack(bundle)[1] if entry.kind == PAGE}


def render(app: Flask, known: Mapping[str, Entry] | None = None, kept: Kept | None = None) -> list[Entry]:
    """Every entry of the edition: the public pages, with marks where they name the edition, and the files they use.
    `known` has pages that need not be rendered again, by their addresses; `kept` what was made for the last
    edition."""
    known = known or {}
    entries = [known.get(address) or _page(app, address) for address in public_addresses(app.extensions["library"])]
    entries += render_dynamic(app, {entry.path: entry.body.decode() for entry in entries}, kept)
    for file in assets().values():
        if file.address in _off_the_phone():
            continue
        entries.append(Entry(file.address, file.type, file.body, FILE))
    _status, headers, body = _ask(app, "/manifest.webmanifest")
    entries.append(Entry("/manifest.webmanifest", headers["Content-Type"], body, FILE))
    return entries


def _page(app: Flask, address: str) -> Entry:
    status, headers, body = _ask(app, address)
    if status != (404 if address == NOT_FOUND else 200):
        raise PublishError(f"{address} answered {status}")
    if "Set-Cookie" in headers or "Cookie" in headers.get("Vary", ""):
        raise PublishError(f"{address} is not the same for everybody")
    return Entry(address, headers["Content-Type"], body, PAGE)


def _ask(app: Flask, address: str) -> tuple[int, Headers, bytes]:
    """The status, headers and body that the app answers an address with, when asked for a new edition."""
    with closing(EnvironBuilder(path=address, environ_overrides={BUILDING: True})) as builder:
        body, status, headers = run_wsgi_app(app.wsgi_app, builder.get_environ(), buffered=True)
    return int(status.split(" ", 1)[0]), headers, b"".join(body)


def _extras(app: Flask) -> dict[str, bytes]:
    # What belongs to the site but not into the phone's copy.
    files = {file.address: file.body for file in assets().values() if file.address in _off_the_phone()}
    return {"/sw.js": _ask(app, "/sw.js")[2]} | files


def _off_the_phone() -> set[str]:
    # Icons for the home screen, of which the system fetches its own copy when the app is installed; and the desk's.
    icons = {file.address for file in assets().values() if file.type == "image/png"}
    return icons | {asset(name) for name in ONLY_AT_THE_DESK}


def _write(
    editions: Editions,
    sha256: str,
    bundle: bytes,
    entries: list[Entry],
    extras: dict[str, bytes],
    quality: int,
    made: Made,
) -> Edition:
    version = sha256[:VERSION_LENGTH]
    less = min(quality, FILE_QUALITY)
    others = editions.others(version)
    older, leaving = others[:KEPT_EDITIONS], others[KEPT_EDITIONS:]
    work = Path(tempfile.mkdtemp(prefix=".new-", dir=editions.folder))
    try:
        if leaving:  # it would be removed when the new one is in force, which is written over it instead
            with suppress(OSError):
                leaving[0].folder.rename(work)
        site = Site(work / "site", older[0] if older else None)
        size = site.write(f"/udgave/{version}", bundle, quality)
        day = _first_published(version, sha256, size)
        for entry in entries:
            if entry.kind == TEMPLATE:
                continue  # answered from the bundle, by the server as by the worker
            body = entry.body
            if entry.kind == PAGE:
                body = fill(body.decode(), version, short_date(day), danish_size(size)).encode()
            site.write(entry.path, body, less)
        for path, body in extras.items():
            site.write(path, body, less)
        patches = {}
        for before, change in _patches(older, version, bundle, most=size // 2):
            address = f"/udgave/{before}-{version}"
            patches[before] = {"url": address, "size": site.write(address, change, quality)}
        facts = {
            "format": FORMAT,
            "version": version,
            "hash": sha256,
            "date": day.isoformat(),
            "dateWords": short_date(day),
            "size": size,
            "sizeWords": danish_size(size),
            "url": f"/udgave/{version}",
            "patches": patches,
        }
        described = json.dumps(facts, ensure_ascii=False).encode()
        site.write("/udgave.json", described, less)
        site.remove_others()
        (work / "edition.json").write_bytes(described)
        Edition(version, sha256, day, size, work).note(made, site.files)
        work.chmod(0o755)
        return editions.put(work, version)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise


def _patches(older: list[Edition], version: str, bundle: bytes, most: int) -> Iterator[tuple[str, bytes]]:
    """The patches to an edition, from the newest one before it on: (from which version, the patch). One that weighs
    more than `most` is worth nothing against the whole edition."""
    if not older:
        return
    newest, *others = older
    known = _bundle_of(newest)
    if known is None:
        return  # spoilt on the disk: no phone has it like this
    last = patch(known, bundle)
    changes = {newest.version: last}
    for before, change in newest.patches():
        if before != version:
            changes.setdefault(before, joined(change, last))
    for edition in others:
        if edition.version not in changes and (known := _bundle_of(edition)):
            changes[edition.version] = patch(known, bundle)
    yield from islice(((one, change) for one, change in changes.items() if len(change) <= most), PATCHES)


def _bundle_of(edition: Edition) -> bytes | None:
    try:
        bundle = site_file(edition.folder / "site", f"/udgave/{edition.version}").read_bytes()
    except OSError:
        return None
    return bundle if hashlib.sha256(bundle).hexdigest() == edition.sha256 else None


def _insert() -> Any:
    # The dialects share no type for what they share. Only the one in use is loaded: the other takes 2 MB of a server.
    if db.engine.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert
    from sqlalchemy.dialects import sqlite

    return sqlite.insert


def _first_published(version: str, sha256: str, size: int) -> date:
    """The day an edition was first published, as whoever was first wrote down: several servers may share a database."""
    insert = _insert()
    row = {"version": version, "sha256": sha256, "size": size, "published_at": now().astimezone(UTC)}
    if db.session.get(EditionRecord, version) is None:
        db.session.rollback()  # a write begins with a transaction of its own
        db.session.execute(insert(EditionRecord).values(row).on_conflict_do_nothing())
        db.session.commit()
    moment = db.session.get_one(EditionRecord, version).published_at
    db.session.rollback()  # compressing takes long, and an editor who saves must not wait for it
    if moment.tzinfo is None:  # SQLite keeps no time zone; we always store UTC
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(now().tzinfo).date()

"""Publishing: render every public page once, pack them, compress them, and put the new edition in force."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import tempfile
from datetime import UTC
from pathlib import Path

import brotli
from flask import Flask

from webapp.assets import ONLY_AT_THE_DESK, asset, assets
from webapp.clock import danish_size, now, short_date
from webapp.database import db
from webapp.edition.addresses import NOT_FOUND, public_addresses
from webapp.edition.bundle import BUILDING, FILE, LIVE, PAGE, Entry, fill, pack, patch
from webapp.edition.edition import FORMAT, VERSION_LENGTH, Edition, EditionRecord, Editions
from webapp.edition.live_pages import render_live
from webapp.security.headers import HEADERS

KEPT_EDITIONS = 3  # earlier ones: their static files for open tabs, and as starting points for patches

FILE_QUALITY = 9  # the most: a page is mostly read from the phone. What every phone fetches is pressed as is set.
WINDOWS = (16, 22)  # the least and the most of it, as powers of two in bytes


class PublishError(RuntimeError):
    """A public page could not be rendered, or would not be the same for everybody."""


def publish(app: Flask) -> Edition:
    """Render the public pages and put them in force as an edition; the same content gives the same edition again.

    All or nothing: the edition is written beside the others and moved in place when it is whole. Raises PublishError
    when a page fails; the edition in force then stays in force.
    """
    with app.app_context():
        editions: Editions = app.extensions["editions"]
        editions.folder.mkdir(parents=True, exist_ok=True)
        with editions.one_at_a_time():
            return _publish(app, editions)


def _publish(app: Flask, editions: Editions) -> Edition:
    entries = render(app)
    extras = _extras(app)
    bundle = pack(entries, HEADERS, extras["/sw.js"].decode())
    sha256 = hashlib.sha256(bundle).hexdigest()
    version = sha256[:VERSION_LENGTH]
    edition = editions.find(version)
    if edition is None:
        edition = _write(editions, version, sha256, bundle, entries, extras, app.extensions["settings"].compression)
    editions.make_current(version)
    for older in editions.others(version)[KEPT_EDITIONS:]:
        shutil.rmtree(older.folder, ignore_errors=True)
    return edition


def render(app: Flask) -> list[Entry]:
    """Every entry of the edition: the public pages, with marks where they name the edition, and the files they use."""
    client = app.test_client(use_cookies=False)
    entries = []
    for address in public_addresses(app.extensions["library"]):
        answer = client.get(address, environ_overrides={BUILDING: True})
        if answer.status_code != (404 if address == NOT_FOUND else 200):
            raise PublishError(f"{address} answered {answer.status_code}")
        if "Set-Cookie" in answer.headers or "Cookie" in answer.headers.get("Vary", ""):
            raise PublishError(f"{address} is not the same for everybody")
        entries.append(Entry(address, answer.headers["Content-Type"], answer.data, PAGE))
    entries += render_live(app, {entry.path: entry.body.decode() for entry in entries})
    for file in assets().values():
        if file.address in _off_the_phone():
            continue
        entries.append(Entry(file.address, file.type, file.body, FILE))
    manifest = client.get("/manifest.webmanifest", environ_overrides={BUILDING: True})
    entries.append(Entry("/manifest.webmanifest", manifest.headers["Content-Type"], manifest.data, FILE))
    return entries


def _extras(app: Flask) -> dict[str, bytes]:
    # What belongs to the site but not into the phone's copy.
    files = {file.address: file.body for file in assets().values() if file.address in _off_the_phone()}
    return {"/sw.js": app.test_client().get("/sw.js", environ_overrides={BUILDING: True}).data} | files


def _off_the_phone() -> set[str]:
    # Icons for the home screen, of which the system fetches its own copy when the app is installed; and the desk's.
    icons = {file.address for file in assets().values() if file.type == "image/png"}
    return icons | {asset(name) for name in ONLY_AT_THE_DESK}


def _write(
    editions: Editions,
    version: str,
    sha256: str,
    bundle: bytes,
    entries: list[Entry],
    extras: dict[str, bytes],
    quality: int,
) -> Edition:
    less = min(quality, FILE_QUALITY)
    work = Path(tempfile.mkdtemp(prefix=".new-", dir=editions.folder))
    try:
        site = work / "site"
        sent = site_file(site, f"/udgave/{version}")
        size = write_compressed(sent, bundle, quality)
        day = _first_published(version, sha256, size)
        for entry in entries:
            if entry.kind == LIVE:
                continue  # answered from the bundle, by the server as by the worker
            body = entry.body
            if entry.kind == PAGE:
                body = fill(body.decode(), version, short_date(day), danish_size(size)).encode()
            write_compressed(site_file(site, entry.path), body, less)
        for path, body in extras.items():
            write_compressed(site_file(site, path), body, less)
        patches = {}
        for older in editions.others(version)[:KEPT_EDITIONS]:
            change = patch(site_file(older.folder / "site", f"/udgave/{older.version}").read_bytes(), bundle)
            address = f"/udgave/{older.version}-{version}"
            patches[older.version] = {
                "url": address,
                "size": write_compressed(site_file(site, address), change, quality),
            }
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
        write_compressed(site / "udgave.json", described, less)
        (work / "edition.json").write_bytes(described)
        work.chmod(0o755)
        place = editions.folder_of(version)
        if place.exists():  # an edition without its description is half of one, from before this way of writing
            shutil.rmtree(place)
        work.rename(place)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    edition = editions.find(version)
    assert edition is not None  # noqa: S101
    return edition


def _first_published(version: str, sha256: str, size: int):
    record = db.session.get(EditionRecord, version)
    if record is None:
        moment = now()
        db.session.add(EditionRecord(version=version, sha256=sha256, size=size, published_at=moment.astimezone(UTC)))
        db.session.commit()
        return moment.date()
    moment = record.published_at
    db.session.rollback()  # compressing takes long, and an editor who saves must not wait for it
    if moment.tzinfo is None:  # SQLite keeps no time zone; we always store UTC
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(now().tzinfo).date()


def site_file(site: Path, address: str) -> Path:
    """The file of a static site that answers an address: `/kort/3` is `kort/3/index.html`."""
    name = address.strip("/")
    if not name or not ("." in name.rsplit("/", 1)[-1] or name.startswith("udgave/")):
        return site / name / "index.html"
    return site / name


def write_compressed(path: Path, body: bytes, quality: int) -> int:
    """Write a file with `.br` and `.gz` beside it; answers the size in bytes over the wire (Brotli)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
    # The encoder clears its tables for the whole window, however short the body: that was most of the time for a page.
    window = min(max(len(body).bit_length(), WINDOWS[0]), WINDOWS[1])
    small = brotli.compress(body, quality=quality, lgwin=window)
    path.with_name(path.name + ".br").write_bytes(small)
    path.with_name(path.name + ".gz").write_bytes(gzip.compress(body, 9, mtime=0))
    return len(small)

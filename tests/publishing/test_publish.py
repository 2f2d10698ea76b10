"""Publishing: the same content gives the same edition, a failure leaves the old one, and the limits are met."""

import gzip
import json
import shutil
from errno import ENOSPC

import brotli
import pytest
from sqlalchemy import select

from tests.conftest import ADDRESSES, make_app
from webapp.database import db
from webapp.edition.bundle import DATE_MARK, SIZE_MARK, VERSION_MARK, unpack
from webapp.edition.edition import EditionRecord
from webapp.edition.patch import apply_patch
from webapp.edition.site import site_file
from webapp.publishing.publish import KEPT_EDITIONS, PublishError, publish

KB = 1024


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """An app with one edition in force, for tests that only look."""
    app = make_app(tmp_path_factory.mktemp("published") / "instance", LOMMEKORT_COMPRESSION="11")
    return app, publish(app)


@pytest.fixture
def changing(tmp_path, content):
    """An app whose content a test may change: (make the app anew, the content folder)."""
    return lambda: make_app(tmp_path / "instance", LOMMEKORT_CONTENT=str(content)), content


def reword(content, words):
    """Change one card's essence."""
    path = content / "cards" / "4.md"
    lines = path.read_text(encoding="utf-8").split("\n")
    lines = [f"essence: {words}" if line.startswith("essence:") else line for line in lines]
    path.write_text("\n".join(lines), encoding="utf-8")


def test_edition_holds_every_public_page(published):
    _app, edition = published
    _headers, entries = unpack(site_file(edition.folder / "site", f"/udgave/{edition.version}").read_bytes())
    paths = [entry.path for entry in entries]
    assert set(ADDRESSES) <= set(paths)
    assert len(paths) == len(set(paths))
    assert not [path for path in paths if path.startswith(("/intern", "/api", "/healthz", "/sw.js"))]


def test_edition_weighs_little_over_the_wire(published):
    _app, edition = published
    sent = site_file(edition.folder / "site", f"/udgave/{edition.version}")
    assert sent.with_name(sent.name + ".br").stat().st_size == edition.size <= 268 * KB


def test_first_page_and_its_looks_fit_in_the_first_round_trip(published):
    _app, edition = published
    site = edition.folder / "site"
    page = (site / "index.html").read_text(encoding="utf-8")
    sheet = page.split('rel="stylesheet" href="')[1].split('"')[0]
    weight = (site / "index.html.br").stat().st_size + site_file(site, sheet + ".br").stat().st_size
    assert weight <= 14 * KB


def test_everything_the_first_page_loads_is_light(published):
    _app, edition = published
    site = edition.folder / "site"
    page = (site / "index.html").read_text(encoding="utf-8")
    loads = {"/index.html"} | {part.split('"')[0] for part in page.split('href="/static/')[1:]}
    files = [site / "index.html"]
    for mark in ('href="/static/', 'src="/static/'):
        files += [site_file(site, "/static/" + part.split('"')[0]) for part in page.split(mark)[1:]]
    files.append(site / "manifest.webmanifest")
    assert loads and len(files) <= 8
    assert sum(min(f.stat().st_size, f.with_name(f.name + ".br").stat().st_size) for f in files) <= 45 * KB


def test_compressed_files_hold_the_same(published):
    _app, edition = published
    for path in (edition.folder / "site").rglob("*"):
        if path.is_file() and path.suffix not in (".br", ".gz"):
            assert brotli.decompress(path.with_name(path.name + ".br").read_bytes()) == path.read_bytes()
            assert gzip.decompress(path.with_name(path.name + ".gz").read_bytes()) == path.read_bytes()


def test_pages_say_which_edition_they_are(published):
    _app, edition = published
    for address in ADDRESSES:
        page = site_file(edition.folder / "site", address).read_text(encoding="utf-8")
        assert f'data-edition="{edition.version}"' in page
        assert not [mark for mark in (VERSION_MARK, DATE_MARK, SIZE_MARK) if mark in page]


def test_description_is_true(published):
    _app, edition = published
    facts = json.loads((edition.folder / "site" / "udgave.json").read_text(encoding="utf-8"))
    assert facts["version"] == edition.version == facts["hash"][:12]
    assert facts["size"] == edition.size
    assert facts["date"] == edition.day.isoformat()


def test_same_content_is_the_same_edition(tmp_path, monkeypatch):
    first = publish(make_app(tmp_path / "a"))
    again = publish(make_app(tmp_path / "a"))
    monkeypatch.setenv("FLASK_DEBUG", "1")  # somebody's, who writes other apps too
    elsewhere = publish(make_app(tmp_path / "b"))
    assert first == again
    assert first.version == elsewhere.version


def test_changed_content_is_a_new_edition_with_a_small_patch(changing):
    app, content = changing
    first = publish(app())
    reword(content, "Så et frø. Gå ikke.")
    second = publish(app())
    assert second.version != first.version
    facts = json.loads((second.folder / "site" / "udgave.json").read_text(encoding="utf-8"))
    assert facts["patches"][first.version]["size"] < second.size / 5


def test_going_back_gives_the_first_edition_and_its_date(changing, little_edition):
    app, content = changing
    first = publish(app())
    before = (content / "cards" / "4.md").read_text(encoding="utf-8")
    reword(content, "Så et frø. Gå ikke.")
    publish(app())
    (content / "cards" / "4.md").write_text(before, encoding="utf-8")
    assert publish(app()) == first


def test_only_a_few_earlier_editions_are_kept_and_patches_lead_on_from_more(changing, little_edition, monkeypatch):
    app, content = changing
    monkeypatch.setattr("webapp.publishing.publish.PATCHES", KEPT_EDITIONS + 1)
    bundles = {}
    for number in range(KEPT_EDITIONS + 3):
        reword(content, f"Så et frø nummer {number}.")
        running = app()
        edition = publish(running)
        bundles[edition.version] = (edition.folder / "site" / "udgave" / edition.version).read_bytes()
    kept = {path.name for path in running.extensions["editions"].folder.iterdir() if path.is_dir()}
    assert kept == set(list(bundles)[-KEPT_EDITIONS - 1 :])
    editions = running.extensions["editions"]
    for one in (edition, *editions.others(edition.version)):  # also those that were written over another
        assert one.is_sound()
        site = one.folder / "site"
        files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
        assert files == set(one.made()[1]), "nothing of another edition lies about"
    assert [one.version for one in editions.others(edition.version)] == list(bundles)[-2 : -KEPT_EDITIONS - 2 : -1]
    patches = dict(edition.patches())
    assert list(patches) == list(bundles)[-2:0:-1]
    for before, change in patches.items():
        assert apply_patch(bundles[before], change) == bundles[edition.version] and len(change) < 1000


def test_publishing_is_recorded_once(changing, little_edition):
    app, _content = changing
    running = app()
    edition = publish(running)
    publish(running)
    with running.app_context():
        records = db.session.scalars(select(EditionRecord)).all()
    assert [(record.version, record.size) for record in records] == [(edition.version, edition.size)]


@pytest.mark.parametrize("address", ["/findes-ikke", "/intern/login"], ids=["none", "not the same for everybody"])
def test_page_that_fails_leaves_the_old_edition_in_force(changing, monkeypatch, address):
    app, content = changing
    first = publish(app())
    reword(content, "Så et frø. Gå ikke.")
    broken = app()
    monkeypatch.setattr("webapp.publishing.publish.public_addresses", lambda library: ["/", address])
    with pytest.raises(PublishError):
        publish(broken)
    assert broken.extensions["editions"].current() == first


def test_disk_that_fails_leaves_the_old_edition_in_force(changing, monkeypatch):
    app, content = changing
    first = publish(app())
    reword(content, "Så et frø. Gå ikke.")
    broken = app()
    pressed = []

    def full(body, quality):
        pressed.append(body)
        if len(pressed) > 40:
            raise OSError(28, "No space left on device")
        return {".br": body, ".gz": body}

    monkeypatch.setattr("webapp.edition.site.compressed", full)
    with pytest.raises(OSError):
        publish(broken)
    editions = broken.extensions["editions"]
    assert editions.current() == first
    assert [path.name for path in editions.folder.iterdir() if path.name.startswith(".")] == []


def test_export_is_a_static_site(tmp_path):
    app = make_app(tmp_path / "instance")
    early = app.test_cli_runner().invoke(args=["edition", "export", str(tmp_path / "site")])
    assert early.exit_code != 0 and "ingen udgave" in early.output
    assert "Udgave" in app.test_cli_runner().invoke(args=["edition", "publish"]).output
    ran = app.test_cli_runner().invoke(args=["edition", "export", str(tmp_path / "site")])
    assert ran.exit_code == 0, ran.output
    assert "Kend målgruppen" in (tmp_path / "site" / "kort" / "1" / "index.html").read_text(encoding="utf-8")
    assert (tmp_path / "site" / "sw.js").exists() and (tmp_path / "site" / "404.html").exists()
    again = app.test_cli_runner().invoke(args=["edition", "export", str(tmp_path / "site")])
    assert again.exit_code != 0 and "findes allerede" in again.output
    made = [tmp_path / "site", *(tmp_path / "site").rglob("*")]
    assert {path.stat().st_mode & 0o777 for path in made} == {0o755, 0o644}, "for a web server to read"
    nowhere = app.test_cli_runner().invoke(args=["edition", "export", "/proc/site"])
    assert nowhere.exit_code == 1 and "Kan ikke skrive i /proc/site (findes ikke)" in nowhere.output


@pytest.mark.parametrize(("raised", "said"), [(OSError(ENOSPC, ""), "(disken er fuld)"), (KeyboardInterrupt(), "")])
def test_an_export_that_is_stopped_leaves_no_half_a_site(tmp_path, little_edition, monkeypatch, raised, said):
    app = make_app(tmp_path / "instance")
    publish(app)
    copied, real = [], shutil.copyfile

    def copy(*paths):
        copied.append(real(*paths))
        if len(copied) == 3:
            raise raised

    monkeypatch.setattr("shutil.copyfile", copy)
    ran = app.test_cli_runner().invoke(args=["edition", "export", str(tmp_path / "site")])
    assert ran.exit_code == 1 and said in ran.output and len(copied) == 3 and not (tmp_path / "site").exists()


def test_changed_worker_is_a_new_edition(changing, little_edition, monkeypatch):
    app, _content = changing
    first = publish(app())
    monkeypatch.setattr("webapp.offline.routes.worker_text", lambda on: "// another worker")
    monkeypatch.setattr("webapp.edition.fingerprint._of_code", lambda: "another")
    second = publish(app())
    assert second.version != first.version
    assert (second.folder / "site" / "sw.js").read_text(encoding="utf-8") == "// another worker"

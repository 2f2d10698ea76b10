"""Settings: what is read, what is refused, and what is kept."""

import errno
import os
import shutil
import stat
from dataclasses import fields
from pathlib import Path

import pytest

from tests.conftest import LIBRARY, ROOT, make_app
from webapp.config import COPENHAGEN, SettingError, Settings, settings_from, settings_in, unknown
from webapp.content.document import ContentError
from webapp.oidc.settings import read_login_file
from webapp.tls import check_certificate


def test_defaults_are_safe(tmp_path):
    settings = settings_from({})
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.worker and settings.ready_pages and not settings.exit_url


LONG = "/tmp/" + "a" * 300  # noqa: S108 - nothing is made there
BAD = [
    ("HOST", "nixen", "som 127.0.0.1, ikke 'nixen'"),
    ("HOST", "http://127.0.0.1", "som 127.0.0.1"),
    ("HOST", "fe80::1%eth0", "som 127.0.0.1"),
    ("OPERATOR_NAME", '"Esbjerg Kommune"', "står i anførselstegn"),
    ("OPERATOR_NAME", "K\udcf8benhavn", "ikke er UTF-8"),
    ("HOST", "[::1", "som 127.0.0.1"),
    ("OPERATOR_NAME", "…", "vejledningens … i sig"),
    ("OPERATOR_NAME", "Esbjerg\u200b Kommune", "et usynligt tegn"),
    ("OPERATOR_NAME", "1", "et navn som"),
    ("OPERATOR_NAME", "<b>Kommunen</b>", "et navn som"),
    ("OPERATOR_NAME", "Kommunen " * 40, "højst 200 tegn"),
    ("OPERATOR_PHONE", "ring os", "som 12 34 56 78, ikke 'ring os'"),
    ("OPERATOR_PHONE", "1" * 16, "som 12 34 56 78"),
    ("OPERATOR_PHONE", "tel:12345678", "som 12 34 56 78"),
    ("OPERATOR_EMAIL", "Anna <anna@kommune.dk>", "som navn@kommune.dk"),
    ("OPERATOR_EMAIL", "a@kommune.dk,b@kommune.dk", "som navn@kommune.dk"),
    ("OPERATOR_EMAIL", "anna@kommune..dk", "som navn@kommune.dk"),
    ("STATEMENT_DATE", "2026-W47-6", "2026-11-21, ikke '2026-W47-6'"),
    ("STATEMENT_DATE", "0026-11-21", "fra 2000 til 2199, ikke 26"),
    *(
        ("EXIT_URL", f"https://{host}/vejr", "som https://example.dk/side")
        for host in (
            "vejr..dk",
            "-vejr.dk",
            ".dk",
            "vejr.dk:0",
            "vejr.dk:",
            "256.1.1.1",
            "127.1",
            "👍.dk",
            "a" * 64 + ".dk",
        )
    ),
    ("LOMMEKORT_SITE", "https://example..dk", "som https://example.dk"),
    ("LOMMEKORT_INSTANCE", "postgresql://a:b@c/d", "en mappe som /var/lib/lommekort og ingen adresse"),
    ("LOMMEKORT_CONTENT", "https://example.dk/content", "ingen adresse på nettet"),
    ("STATEMENT_URL", "https://was.digst.dk/…", "vejledningens … i sig"),
    ("OPERATOR_PHONE", "76 16\n16 16", "et linjeskift"),
    ("LOMMEKORT_INSTANCE", LONG, "navnet er for langt"),
    ("LOMMEKORT_INSTANCE", "~findes.ikke/x", "hel sti"),
    ("LOMMEKORT_CONTENT", LONG, "navnet er for langt"),
    ("LOMMEKORT_NOW", "9999-12-31T23:59", "fra 2000 til 2199, ikke 9999"),
    ("LOMMEKORT_NOW", "0001-01-01T00:00", "fra 2000"),
    ("DATABASE_URL", "postgresql://a:hem@me/lig@127.0.0.1:5432/x", "Skriv %40 for @"),
    ("DATABASE_URL", "postgresql://a:hem#me@127.0.0.1:5432/x", "%23 for #"),
    ("DATABASE_URL", "postgresql://a:hem@me@127.0.0.1:5432/x", "%40 for @"),
    ("DATABASE_URL", "sqlite:///:memory:", "som postgresql://"),
    ("LOMMEKORT_SITE", "https://Example.dk", "med små bogstaver a-z"),
    ("PORT", "otte", "helt tal"),
    ("PORT", "0", "større end nul"),
    ("PORT", "70000", "højst 65535, ikke 70000"),
    ("PORT", "８０００", "helt tal"),
    ("PORT", "1_000", "helt tal"),
    ("LOMMEKORT_THREADS", "-1", "helt tal"),
    ("LOMMEKORT_THREADS", "100000", "højst 256"),
    ("LOMMEKORT_COMPRESSION", "12", "højst 11, ikke 12"),
    ("LOMMEKORT_MAX_BODY", "1", "mindst 65536"),
    ("LOMMEKORT_MAX_BODY", "2000000000", "højst 67108864"),
    ("LOMMEKORT_MAX_BODY", "256 KB", "helt tal"),
    ("LOMMEKORT_NOW", "i går", "2026-11-21T14:30, ikke 'i går'"),
    ("LOMMEKORT_WORKER", "måske", "on eller off, ikke 'måske'"),
    ("LOMMEKORT_READY_PAGES", "slukket", "on eller off"),
    ("LOMMEKORT_CONTENT", "/findes/ikke", "/findes/ikke er ingen mappe"),
    ("LOMMEKORT_CONTENT", "/dev/zero", "/dev/zero er ingen mappe"),
    ("LOMMEKORT_CONTENT", "/", "i / er ingen municipalities.csv"),
    ("LOMMEKORT_INSTANCE", "/dev/zero", "en mappe som /var/lib/lommekort"),
    ("LOMMEKORT_INSTANCE", __file__, "er en fil"),
    ("LOMMEKORT_LOGIN", "/etc/login.yaml", "kræver LOMMEKORT_SITE"),
    ("LOMMEKORT_METRICS_TOKEN", "kort", "mindst 32 tegn"),
    ("LOMMEKORT_METRICS_TOKEN", "æ" * 40, "uden mellemrum og æøå"),
    ("DATABASE_URL", "mysql://a/b", "som postgresql://"),
    ("DATABASE_URL", "lommekort", "som postgresql://"),
    ("DATABASE_URL", "postgresql://a:b@c:port/d", "som postgresql://"),
    ("EXIT_URL", "javascript:alert(1)", "som https://example.dk/side, ikke 'javascript"),
    ("EXIT_URL", "https://", "ikke 'https://'"),
    ("TLS_KEY", "/kun/den/ene", "hører sammen"),
    ("TLS_CERTIFICATE", "/kun/den/ene", "hører sammen"),
    ("STATEMENT_DATE", "2026-13-01", "2026-11-21, ikke '2026-13-01'"),
    ("STATEMENT_URL", "was.digst.dk", "som https://"),
    ("STATEMENT_URL", "http://was.digst.dk", "begynde med https://"),
    ("OPERATOR_SITE", "javascript:alert(1)", "som https://"),
    ("OPERATOR_SITE", "https://navn:kode@kommune.dk", "som https://"),
    ("OPERATOR_EMAIL", "kommunen", "som navn@kommune.dk, ikke 'kommunen'"),
    ("SECRET_KEY", "kort", "mindst 32 tegn"),
    ("LOMMEKORT_SITE", "example.dk", "som https://example.dk"),
    ("LOMMEKORT_SITE", "https://example.dk/kort", "uden noget efter navnet"),
    ("LOMMEKORT_SITE", "https://example.dk:99999", "som https://example.dk"),
]


@pytest.mark.parametrize(("variable", "text", "said"), BAD)
def test_value_that_cannot_be_used_is_named_with_what_to_write(variable, text, said):
    with pytest.raises(SettingError) as error:
        settings_from({variable: text})
    assert variable in str(error.value) and said in str(error.value)


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        *(("OPERATOR_NAME", name) for name in ("Aarhus Kommune", "3F", "Socialt Netværk & Værested (Ø)")),
        *(("OPERATOR_PHONE", number) for number in ("76161616", "+45 76 16 16 16", "1888")),
        *(("OPERATOR_EMAIL", mail) for mail in ("tilgaengelighed@kommune.dk", "æ.ø@ærø.dk", "a+b@x-y.kommune.dk")),
        *(
            ("EXIT_URL", f"https://{host}")
            for host in ("vejr.dk", "Vejr.DK:8443/x?y=z", "ærø.dk", "[::1]:80", "1.2.3.4")
        ),
        ("EXIT_URL", "http://localhost/vejr"),
        ("LOMMEKORT_SITE", "https://kort.example.dk:8443"),
        ("HOST", "[::1]"),
        ("STATEMENT_DATE", "2026-11-21"),
    ],
)
def test_value_as_people_write_it_is_taken(variable, text):
    settings_from({variable: text})


def test_every_setting_that_can_be_wrong_is_tried():
    assert {setting.metadata["variable"] for setting in fields(Settings)} == {variable for variable, *_ in BAD}


def test_secrets_are_not_repeated():
    for variable, text in (
        ("DATABASE_URL", "mysql://anna:hemmelig@db/x"),
        ("DATABASE_URL", "postgresql://anna:kode@hemmelig/@db/x"),
        ("SECRET_KEY", "hemmelig"),
    ):
        with pytest.raises(SettingError) as error:
            settings_from({variable: text})
        assert "hemmelig" not in str(error.value)


def read_by_each(path: Path, folder: Path):
    """Everything that reads a file which a setting names, each with the setting's name."""
    odd, fine = {"instance": folder, "secret_key": ""}, folder / "fine"
    fine.write_text("-----BEGIN PRIVATE KEY-----")
    yield "--settings", lambda: settings_in(path)
    yield "LOMMEKORT_LOGIN", lambda: read_login_file(path, LIBRARY.places)
    yield "TLS_CERTIFICATE", lambda: check_certificate(Settings(tls_certificate=str(path), tls_key=str(fine)))
    yield "TLS_KEY", lambda: check_certificate(Settings(tls_certificate=str(fine), tls_key=str(path)))
    (folder / "secret_key").symlink_to(path)
    yield "secret_key", lambda: Settings(**odd).secret
    login = folder / "login.yaml"
    login.write_text(
        "issuers: {ab: {name: Esbjerg, issuer: 'https://a.dk', client_id: b, municipalities: alle, "
        f"client_secret_file: {path}, rules: [{{when: {{a: b}}, role: editor, municipality: '0561'}}]}}}}"
    )
    yield "client_secret_file", lambda: read_login_file(login, LIBRARY.places)


def test_file_that_never_ends_or_is_none_is_refused_by_the_settings_name(tmp_path):
    """At once: opened as a file, a device would be read until the memory is full, and a pipe waited for."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    with (tmp_path / "big").open("wb") as big:
        big.truncate(2**30)
    (tmp_path / "other").write_bytes(b"K\xf8benhavn")
    (tmp_path / "empty").touch()
    odd = ["/dev/zero", "/dev/null", "/proc/kmsg", *(tmp_path / name for name in ("pipe", "folder", "big", "other"))]
    for number, path in enumerate([*odd, tmp_path / "empty", tmp_path / "none"]):
        folder = tmp_path / str(number)
        folder.mkdir()
        for name, read in read_by_each(Path(path), folder):
            if name == "--settings" and Path(path).name in ("empty", "kmsg"):
                assert read() == {}
            elif name == "secret_key" and Path(path).name == "none":
                continue  # made where the link leads to, or told as a file
            else:
                with pytest.raises(SettingError) as error:
                    read()
                assert name in str(error.value), (name, path, str(error.value))


def test_text_that_never_ends_is_refused(tmp_path):
    for name, odd in (("sources.yaml", "pipe"), ("offers.csv", "big")):
        folder = tmp_path / odd
        shutil.copytree(ROOT / "content", folder)
        (folder / name).unlink()
        if odd == "pipe":
            os.mkfifo(folder / name)
        else:
            with (folder / name).open("wb") as file:
                file.truncate(2**30)
        with pytest.raises((ContentError, OSError), match=r"ingen almindelig fil|fylder over 64 MB"):
            make_app(tmp_path / "i", LOMMEKORT_CONTENT=str(folder))


def test_a_variable_that_is_no_setting_is_told():
    assert unknown({"LOMMEKORT_SITES": "x", "LOMMEKORT_SITE": "x", "HOME": "/"}) == [
        "LOMMEKORT_SITES kendes ikke; mente du LOMMEKORT_SITE?"
    ]


def test_test_clock_is_danish_time_unless_it_says_otherwise():
    assert settings_from({"LOMMEKORT_NOW": "2026-11-21T14:30"}).now.tzinfo is COPENHAGEN
    assert settings_from({"LOMMEKORT_NOW": "2026-11-21T14:30Z"}).now.utcoffset().total_seconds() == 0


def test_secret_is_made_once_and_kept_to_ourselves(tmp_path):
    environment = {"LOMMEKORT_INSTANCE": str(tmp_path / "i")}
    secret = settings_from(environment).secret
    assert len(secret) > 40
    assert settings_from(environment).secret == secret
    assert stat.S_IMODE((tmp_path / "i" / "secret_key").stat().st_mode) == 0o600
    assert settings_from(environment | {"SECRET_KEY": "egen" * 8}).secret == "egen" * 8


def test_secret_that_was_half_written_stops_the_start_with_what_to_do(tmp_path):
    (tmp_path / "secret_key").write_text("")
    with pytest.raises(SettingError, match="secret_key er tom"):
        _ = settings_from({"LOMMEKORT_INSTANCE": str(tmp_path)}).secret


def test_postgres_address_gets_its_driver():
    assert settings_from({"DATABASE_URL": "postgres://a/b"}).database == "postgresql+psycopg://a/b"
    assert settings_from({"DATABASE_URL": "postgresql://a/b"}).database == "postgresql+psycopg://a/b"
    assert settings_from({}).database.startswith("sqlite:///")


@pytest.mark.parametrize(("text", "host"), [("localhost", "127.0.0.1"), ("[::1]", "::1"), ("0.0.0.0", "0.0.0.0")])
def test_address_to_listen_on_is_one(text, host):
    assert settings_from({"HOST": text}).host == host


def test_folder_that_nobody_but_others_may_open_is_told(tmp_path, monkeypatch):
    def refused(_path, *_, **__):
        raise PermissionError(errno.EACCES, "")

    told = r"LOMMEKORT_CONTENT er .*adgang nægtet.*skal kunne"
    with monkeypatch.context() as patch, pytest.raises(SettingError, match=told):
        patch.setattr(Path, "stat", refused)  # and not for what pytest does after the test
        settings_from({"LOMMEKORT_CONTENT": str(tmp_path)})


def test_file_of_settings_is_read_as_systemd_reads_it(tmp_path):
    """As systemd 252 told of the same file; a shell would run `Kommune`, and put something else for `$kode`."""
    file = tmp_path / "lommekort.env"
    file.write_text(
        "\ufeff# settings\n\n; and\n  PORT = 8001  \nOPERATOR_NAME=Esbjerg Kommune\nA=\"b c\" 'd\\e'\n"
        'B=a\\ b#c\nC=\'$kode "x"\'\nD="a\\"b\\$c\\n"\r\nE=\nF=x=y;z&w',
        encoding="utf-8",
    )
    assert settings_in(file) == {
        "PORT": "8001",
        "OPERATOR_NAME": "Esbjerg Kommune",
        "A": "b cd\\e",
        "B": "a b#c",
        "C": '$kode "x"',
        "D": 'a"b$c\\n',
        "E": "",
        "F": "x=y;z&w",
    }


@pytest.mark.parametrize("line", ["export PORT=1", "PORT", 'A="b', "A='b", "=b", "8=b", "A-B=c"])
def test_line_that_is_no_setting_is_told(tmp_path, line):
    file = tmp_path / "lommekort.env"
    file.write_text(f"# fine\n{line}\n")
    with pytest.raises(SettingError, match=r"lommekort.env, linje 2: her skal stå NAVN=værdi"):
        settings_in(file)


def test_file_of_settings_that_cannot_be_read_is_told(tmp_path):
    (tmp_path / "a").write_bytes(b"OPERATOR_NAME=K\xf8benhavn")
    (tmp_path / "w").write_text("PORT=8000", encoding="utf-16-le")
    for name, said in (("a", "UTF-8"), ("w", "UTF-8"), ("b", "findes ikke"), (".", "det er en mappe")):
        with pytest.raises(SettingError, match=said):
            settings_in(tmp_path / name)

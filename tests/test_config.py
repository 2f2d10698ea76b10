"""Settings: what is read, what is refused, and what is kept."""

import stat
from dataclasses import fields

import pytest

from webapp.config import COPENHAGEN, SettingError, Settings, settings_from, unknown


def test_defaults_are_safe(tmp_path):
    settings = settings_from({})
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.worker and settings.ready_pages and not settings.exit_url


BAD = [
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


def test_every_setting_that_can_be_wrong_is_tried():
    """All but plain words: an address to listen on is tried where it is listened on."""
    words = {"HOST", "OPERATOR_NAME", "OPERATOR_PHONE"}
    assert {setting.metadata["variable"] for setting in fields(Settings)} - words == {variable for variable, *_ in BAD}


def test_secrets_are_not_repeated():
    for variable, text in (("DATABASE_URL", "mysql://anna:hemmelig@db/x"), ("SECRET_KEY", "hemmelig")):
        with pytest.raises(SettingError) as error:
            settings_from({variable: text})
        assert "hemmelig" not in str(error.value)


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

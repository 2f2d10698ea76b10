"""Settings: what is read, what is refused, and what is kept."""

import stat

import pytest

from webapp.config import COPENHAGEN, SettingError, settings_from


def test_defaults_are_safe(tmp_path):
    settings = settings_from({})
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.worker and settings.ready_pages and not settings.exit_url


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("PORT", "otte"),
        ("PORT", "0"),
        ("PORT", "70000"),
        ("PORT", "８０００"),
        ("PORT", "1_000"),
        ("LOMMEKORT_NOW", "i går"),
        ("LOMMEKORT_WORKER", "måske"),
        ("EXIT_URL", "javascript:alert(1)"),
        ("TLS_KEY", "/kun/den/ene"),
        ("STATEMENT_DATE", "2026-13-01"),
        ("STATEMENT_URL", "was.digst.dk"),
        ("SECRET_KEY", "kort"),
        ("LOMMEKORT_SITE", "example.dk"),
        ("LOMMEKORT_SITE", "https://example.dk/kort"),
    ],
)
def test_value_that_cannot_be_used_is_named(variable, text):
    with pytest.raises(SettingError, match=variable):
        settings_from({variable: text})


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

"""The file of providers: what is wrong in it stops the start, with file, line, field and what belongs there."""

import pytest

from tests.conftest import LIBRARY, make_app
from webapp.config import SettingError, settings_from
from webapp.oidc.settings import is_safe_address, read_login_file

GOOD = """\
issuers:
  esbjerg:
    name: Esbjerg Kommune
    issuer: https://login.example.dk/realms/esbjerg
    client_id: lommekort
    client_secret_file: secret
    municipalities: ["0561"]
    rules:
      - when: {roles: redaktoer}
        role: editor
        municipality: "0561"
password_off: ["0561"]
"""


@pytest.fixture
def read(tmp_path):
    """Reads a file, beside which lies a secret."""
    (tmp_path / "secret").write_text("hemmeligt-nok\n")

    def read(text: str):
        path = tmp_path / "login.yaml"
        path.write_text(text)
        return read_login_file(path, LIBRARY.places)

    return read


def test_file_as_documented(read):
    file = read(GOOD)
    assert file.secrets == {"esbjerg": "hemmeligt-nok"} and file.password_off == {"0561"}
    assert file.issuers["esbjerg"].wanted_claims == {"name", "email", "roles"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("issuers:", "udstedere:", "udstedere: Feltet kendes ikke"),
        ("    client_id: lommekort\n", "", "linje 2, feltet issuers.esbjerg.client_id: Feltet mangler"),
        ("https://login", "http://login", "er ikke en adresse som https://"),
        ("/esbjerg\n", "/esbjerg?x=1\n", "er ikke en adresse som https://"),
        ("https://login.example.dk", "https://a:b@login.example.dk", "er ikke en adresse"),
        ("  esbjerg:\n", "  Esbjerg Kommune:\n", "korte navn skal være"),
        ('municipalities: ["0561"]', 'municipalities: ["0999"]', "Ingen kommune har koden 0999"),
        ('municipalities: ["0561"]', 'municipalities: ["0751"]', "taler ikke for 0561"),
        ('        municipality: "0561"', "        municipality: 0561", "anførselstegn"),
        ("role: editor", "role: administrator", "linje 10, feltet issuers.esbjerg.rules.0.role"),
        ("{roles: redaktoer}", "{roles: []}", "én værdi eller en liste"),
        ("role: editor", "role: editor\n        new_accounts: true\n        when: {}", "Feltet står to gange"),
        ("{roles: redaktoer}", "{}\n        new_accounts: true", "får alle hos udstederen en konto"),
        ("client_secret_file: secret", "client_secret_file: borte", "kan ikke læses"),
        ("client_secret_file: secret", "client_secret: hemmeligt", "Feltet kendes ikke"),
        ('password_off: ["0561"]', "password_off: ja", "liste af kommunekoder"),
        ('password_off: ["0561"]', "password_off: [[0561]]", "liste af kommunekoder"),
        ('password_off: ["0561"]', "password_off: [{a: 1}]", "liste af kommunekoder"),
        ('password_off: ["0561"]', 'password_off: ["0751"]', "I 0751 kan ingen logge ind"),
        ("    rules:", "    scopes: [profile]\n    rules:", "skal have openid med"),
        ("issuers:", "issuers: [", "kan ikke læses som YAML"),
        *(("issuers:", f"a: !!{value}\nissuers:", "ikke af den type") for value in ("timestamp a", "bool a", "int ''")),
        (GOOD, "issuers: &a\n  ab: *a\n", "henviser til sig selv"),
        (GOOD, "issuers: " + "[" * 3000 + "]" * 3000, "for dybt indlejret"),
        (
            GOOD,
            "a0: &a0 [x, x]\n"
            + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
            + "issuers: *a11\n",
            "over 200000 værdier",
        ),
        ('municipalities: ["0561"]', "municipalities: [0561]", "municipalities: Her skal stå alle eller en liste"),
        ('municipalities: ["0561"]', "municipalities: '0561'", "municipalities: Her skal stå alle eller en liste"),
        ('municipalities: ["0561"]', "municipalities: []", "municipalities: Her skal stå alle eller en liste"),
        (
            '        municipality: "0561"',
            "        municipality: 5",
            'municipality: 5 skal være en kommunekode som "0561"',
        ),
        ('        municipality: "0561"', "        municipality: {codes: {}}", "municipality: claim: Feltet mangler."),
        ("role: editor", "role: redaktør", "'redaktør' er ikke en af mulighederne: 'editor' eller 'coordinator'."),
        ("{roles: redaktoer}", "{roles: ''}", "tom eller har mellemrum i enden"),
        ("{roles: redaktoer}", "{roles: 'redaktoer '}", "tom eller har mellemrum i enden"),
        ("client_id: lommekort", "client_id: to ord", "uden mellemrum og æøå"),
        ("client_id: lommekort", "client_id:", "client_id: Feltet er tomt."),
        ("client_secret_file: secret", "client_secret_file: .", "kan ikke læses (det er en mappe)"),
        ("login.example.dk/realms/esbjerg", "login.microsoftonline.com/common/v2.0", "tenants id i stedet for common"),
        ("/esbjerg\n", "/esbjerg/.well-known/openid-configuration\n", "udstederen selv, uden /.well-known/"),
    ],
)
def test_mistake_is_told_with_its_place(read, old, new, said):
    with pytest.raises(SettingError) as error:
        read(GOOD.replace(old, new, 1))
    assert said in str(error.value) and "LOMMEKORT_LOGIN" in str(error.value) and "docs/login.md" in str(error.value)
    assert "hemmeligt" not in str(error.value).replace("er ikke", ""), "no secret in a message"


def test_one_mistake_is_told_once(read):
    """Not also as a rule that is missing, or as each form that the field could have had."""
    for old, new in (("role: editor", "role: x"), ('        municipality: "0561"', "        municipality: 5")):
        with pytest.raises(SettingError) as error:
            read(GOOD.replace(old, new, 1))
        assert str(error.value).count("linje ") == 1


def test_secret_may_be_written_by_any_editor(read, tmp_path):
    (tmp_path / "secret").write_bytes(b"\xef\xbb\xbfhemmeligt-nok\r\n")
    assert read(GOOD).secrets == {"esbjerg": "hemmeligt-nok"}


def test_file_that_cannot_be_read_is_told(tmp_path):
    with pytest.raises(
        SettingError, match=r"LOMMEKORT_LOGIN er .*det er en mappe.*skal være en fil som /etc/lommekort/login.yaml"
    ):
        read_login_file(tmp_path, LIBRARY.places)


def test_two_entries_for_one_issuer_are_refused(read):
    again = GOOD.partition("password_off")[0].partition("issuers:\n")[2].replace("  esbjerg:", "  igen:")
    with pytest.raises(SettingError, match="samme adresse"):
        read(GOOD.replace("password_off", again + "password_off"))


def test_start_says_what_is_missing(tmp_path):
    with pytest.raises(SettingError, match="LOMMEKORT_SITE"):
        make_app(tmp_path / "a", LOMMEKORT_LOGIN=str(tmp_path / "login.yaml"))
    with pytest.raises(SettingError, match="LOMMEKORT_LOGIN"):
        make_app(tmp_path / "b", LOMMEKORT_LOGIN=str(tmp_path / "borte.yaml"), LOMMEKORT_SITE="https://kort.dk")
    assert settings_from({}).login_file is None


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://login.example.dk/x", True),
        ("http://127.0.0.1:8080/x", True),
        ("http://[::1]:8080", True),
        ("http://login.example.dk", False),
        ("http://127.0.0.1.ond.dk", False),
        ("https://", False),
        ("https://a b", False),
        ("https://a:99999999", False),
        ("https://a@b.dk", False),
        ("javascript:alert(1)", False),
        ("https:\\\\ond.dk", False),
    ],
)
def test_what_may_be_asked(address, safe):
    assert is_safe_address(address) is safe

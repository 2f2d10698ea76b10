"""Which passwords are taken, and how they are kept."""

import itertools
import threading
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.conftest import LIBRARY
from tests.read_once import SLOW_HASHER
from webapp.users import password
from webapp.users.password import EASY, ENOUGH, TOO_LONG, TOO_SHORT, mistake, worth

OWN = ["Anna Holm Sørensen", "ahs@esbjerg.dk", *(place.name for place in LIBRARY.places.values())]


@pytest.mark.parametrize(
    "taken",
    [
        "blå traktor synger under vand",
        "correct horse battery staple",
        "rødgrødmedflødepåfadet",
        "xkqvbtmwhzjfpld",
        "k7#mQ2$vR9!xW4z",
        "837465029174630",
        "værsgo at spise 4 gulerødder",
        "пароль который нельзя угадать",
        "寿司と天ぷらと味噌汁を毎日食べています",
        "🦔 pindsvin 🦔 sover 🦔 længe 🦔",
        "jeg har aldrig været på Anholt " * 4,
    ],
)
def test_long_and_not_known_is_enough(taken):
    assert mistake(taken[:128], OWN) is None


@pytest.mark.parametrize(
    "easy",
    [
        "passwordpassword",
        "password1234567",
        "123456789012345",
        "qwertyuiopasdfgh",
        "asdfghjklasdfghjkl",
        "abcdefghijklmnop",
        "ponmlkjihgfedcba",
        "cdefghijklmnopq",
        "aaaaaaaaaaaaaaaaaaaa",
        "abababababababab",
        "xk2 xk2 xk2 xk2 xk2",
        "Lommekort Lommekort",
        "LommekortEsbjerg2026",
        "esbjerg kommune 2026",
        "Sommer2026!Sommer",
        "annaholmsørensen",
        "Anna.Holm.Sørensen.1",
        "ahs@esbjerg.dk!!!!!",
        "velkommenlommekort12345",
        "adgangskode 123456",
        "               ",
        "...............",
        "dragon monkey 1987",
    ],
)
def test_what_anyone_would_try_is_not(easy):
    assert mistake(easy, OWN) == EASY


def test_length_alone_is_asked_for():
    assert mistake("xkqvbtmwhzjfpl") == TOO_SHORT
    assert mistake("xkqvbtmwhzjfpld") is None
    assert mistake("blå traktor synger under vand".ljust(128, "q")[:128]) is None
    assert mistake("blå traktor " * 11) == TOO_LONG
    assert mistake("") == TOO_SHORT


def test_own_name_is_no_password_but_for_others():
    assert mistake("mikkelchristoffersenlund", ["Mikkel Christoffersen Lund"]) == EASY
    assert mistake("mikkelchristoffersenlund", ["Anna Holm"]) is None
    assert mistake("christoffersen88mikkel", ["mikkel88christoffersen@eksempel.dk"]) == EASY


@given(some.text(max_size=200))
def test_anything_typed_is_answered(typed):
    assert mistake(typed, OWN) in (None, TOO_SHORT, TOO_LONG, EASY)


@given(some.lists(some.sampled_from(password.DANISH + password.OUR_OWN), min_size=1, max_size=3), some.integers(0, 9))
def test_three_known_words_are_never_enough(words, repeats):
    assert worth(" ".join(words * (repeats + 1))) < ENOUGH


@given(some.text(some.characters(exclude_categories=("Cs",)), max_size=60), some.text(max_size=20))
def test_more_is_never_worth_less_than_nothing(typed, more):
    assert 0 <= worth(typed) <= worth(typed) + len(more)
    assert worth(typed) <= len(unicodedata.normalize("NFC", typed).casefold())


@pytest.fixture
def as_in_use(monkeypatch):
    """Passwords are kept as they are in use, not with the little work of the other tests."""
    monkeypatch.setattr(password, "_hasher", SLOW_HASHER)


def test_kept_password_is_argon2id_and_fits_only_itself(as_in_use):
    kept = password.hashed("blå traktor synger under vand")
    assert kept.startswith("$argon2id$v=19$m=47104,t=2,p=1$")
    assert password.fits(kept, "blå traktor synger under vand")
    assert password.fits(kept, unicodedata.normalize("NFD", "blå traktor synger under vand"))
    for other in (
        "blå traktor synger under van",
        "blå traktor synger under vand ",
        "Blå traktor synger under vand",
        "",
    ):
        assert not password.fits(kept, other)
    assert password.hashed("blå traktor synger under vand") != kept


def test_nothing_is_cut_off():
    kept = password.hashed("a" * 127 + "b")
    assert not password.fits(kept, "a" * 127)
    assert not password.fits(kept, "a" * 127 + "c")
    assert not password.fits(kept, "a" * 127 + "bc")


def test_nobody_has_no_password():
    assert not password.fits(None, "what unknown users are compared with")
    assert not password.fits("rubbish", "rubbish")


def test_weaker_figures_are_noticed(as_in_use):
    from argon2 import PasswordHasher

    assert password.is_outdated(PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash("x"))
    assert not password.is_outdated(password.hashed("x"))


def test_only_two_are_worked_out_at_once(monkeypatch):
    """A rush waits its turn, and is told when that would take too long."""
    inside, most, go = [], [], threading.Event()
    monkeypatch.setattr(password, "PATIENCE", 0.05)

    class Slow:
        def hash(self, _):
            inside.append(1)
            most.append(len(inside))
            go.wait(20)
            inside.pop()
            return "kept"

    monkeypatch.setattr(password, "_hasher", Slow())
    answers = []

    def one():
        try:
            answers.append(password.hashed("x"))
        except password.Busy:
            answers.append("busy")
            if answers.count("busy") == 2:
                go.set()

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["busy", "busy", "kept", "kept"]
    assert max(most) == 2


def test_list_is_there_and_says_where_from():
    folder = password.LIST.parent
    words = password.LIST.read_text(encoding="utf-8").splitlines()
    assert len(words) > 3000 and words[0] == "123456"
    assert "Django" in (folder / "common-passwords-LICENSE").read_text(encoding="utf-8")
    for first, second in itertools.pairwise(["password", "dragon", "sunshine", "football"]):
        assert mistake(f"{first}-{second}-2026", []) == EASY

"""Passwords: which are taken, and how they are kept.

Long, and nothing else is asked of them: NIST SP 800-63B-4 (15 characters where the password stands alone, no rules on
kinds of characters, no changing for its own sake) and OWASP ASVS 5.0, 6.2. Instead, what anyone would try first is
refused. The list of common passwords is Django's (`common-passwords.txt`, from Django 5.2, BSD-3-Clause; made by Royce
Williams from leaked passwords), the commonest first; the Danish words and the app's own are added here.

Kept as argon2id with more than OWASP's least (19 MiB, two passes). At most two are worked out at once, so that a rush
of logins takes neither all memory nor both processor cores from the readers.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 15, 128  # characters
LIST = Path(__file__).with_name("common-passwords.txt")
OUR_OWN = ("lommekort", "kommune", "kommunen", "vive", "intern", "koordinator", "administrator", "redaktør")
DANISH = (
    *(
        "adgangskode",
        "kodeord",
        "hemmelig",
        "velkommen",
        "goddag",
        "hejsa",
        "solskin",
        "fodbold",
        "håndbold",
        "danmark",
    ),
    *("dansk", "sommer", "vinter", "efterår", "forår", "januar", "februar", "marts", "april", "juni", "juli", "august"),
    *("september", "oktober", "november", "december", "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag"),
    *("søndag", "arbejde", "kontor", "jobcenter", "mormor", "farmor", "elsker", "jegelskerdig", "kærlighed"),
)
ROWS = ("qwertyuiopå", "asdfghjklæø", "zxcvbnm", "1234567890")

# What a known word, or a run like 1234 or aaaa, is worth in a password, when every other character is worth one; and
# what a password has to be worth. So three known words do not suffice and four do, as our own advice says.
WORD, ENOUGH = 3, 10

TOO_SHORT = f"Adgangskoden er for kort. Brug mindst {SHORTEST} tegn, fx fire ord, der ikke hører sammen."
TOO_LONG = f"Adgangskoden er for lang. Brug højst {LONGEST} tegn."
EASY = "Den er for let at gætte: kendte ord, navne eller tegn på rad. Brug fire ord, der ikke hører sammen."

# 46 MiB, two passes, one lane.
_hasher = PasswordHasher(time_cost=2, memory_cost=47104, parallelism=1)
_at_once = threading.BoundedSemaphore(2)
PATIENCE = 3  # seconds a login waits for its turn


class Busy(Exception):
    """So many passwords are being worked out that this one would have to wait too long."""


def mistake(password: str, own: Iterable[str] = ()) -> str | None:
    """Why a password is not taken, in Danish, or None. `own` are words about the user: name, mail, municipalities."""
    password = unicodedata.normalize("NFC", password)
    if len(password) < SHORTEST:
        return TOO_SHORT
    if len(password) > LONGEST:
        return TOO_LONG
    return EASY if worth(password, own) < ENOUGH else None


def worth(password: str, own: Iterable[str] = ()) -> int:
    """How much there is to guess: known words and runs count `WORD`, each only once, other characters one each.

    Spaces and punctuation between words count nothing, and what repeats itself counts once.
    """
    text = _once(re.sub(r"[\s\-_.,;:!?+*/'\"]+", "", password.casefold()))
    words = _known() | {part for word in own for part in _parts(word)}
    best: list[tuple[int, int]] = [(0, 0)]  # for each length: the worth, and where its last piece begins
    for end in range(1, len(text) + 1):
        ways = [(best[end - 1][0] + 1, end - 1)]
        for start in range(max(0, end - 30), end - 2):
            piece = text[start:end]
            if piece in words or _is_year(piece) or _is_run(piece):
                ways.append((best[start][0] + WORD, start))
        best.append(min(ways))
    pieces, end = [], len(text)
    while end:
        pieces.append(text[best[end][1] : end])
        end = best[end][1]
    long = {piece for piece in pieces if len(piece) > 1}
    return WORD * len(long) + sum(len(piece) == 1 for piece in pieces)


def _once(text: str) -> str:
    for length in range(1, len(text) // 2 + 1):
        if all(text[place] == text[place - length] for place in range(length, len(text))):
            return text[:length]
    return text


def _parts(word: str) -> list[str]:
    folded = word.casefold()
    parts = [part for part in re.split(r"[^\w]+|_|\d+", folded) if len(part) > 2]
    return [*parts, "".join(parts)]


def _is_year(piece: str) -> bool:
    return bool(re.fullmatch(r"(19|20)[0-9]{2}", piece))


def _is_run(piece: str) -> bool:
    steps = {ord(after) - ord(before) for before, after in pairwise(piece)}
    if len(steps) == 1 and steps <= {-1, 0, 1}:
        return True
    return any(piece in row + row or piece in (row + row)[::-1] for row in ROWS)


@cache
def _known() -> frozenset[str]:
    listed = (re.sub(r"[\W_]+", "", word.casefold()) for word in LIST.read_text(encoding="utf-8").splitlines())
    return frozenset(word for word in listed if len(word) >= 4) | frozenset(OUR_OWN) | frozenset(DANISH)


def hashed(password: str) -> str:
    """A password as it is kept. NFC first: `å` is one thing, whichever keyboard it was typed on. Raises Busy."""
    with _turn():
        return _hasher.hash(unicodedata.normalize("NFC", password))


def fits(kept: str | None, password: str) -> bool:
    """Whether a password is the one that was kept; as much work when nothing is kept. Raises Busy."""
    with _turn():
        try:
            fitting = _hasher.verify(kept or _nobodys(), unicodedata.normalize("NFC", password)[: LONGEST + 1])
        except (VerificationError, InvalidHashError):
            return False
    return fitting and kept is not None


def is_outdated(kept: str) -> bool:
    """Whether a password was kept with other figures than today's, and should be kept anew at the next login."""
    return _hasher.check_needs_rehash(kept)


@cache
def _nobodys() -> str:
    return _hasher.hash("what unknown users are compared with")


class _turn:
    def __enter__(self):
        if not _at_once.acquire(timeout=PATIENCE):
            raise Busy

    def __exit__(self, *_):
        _at_once.release()

"""Telephone numbers as people type them, and as they are kept."""

from __future__ import annotations

import re
import unicodedata

NOT_A_NUMBER = "Et nummer har kun tal, mellemrum og måske + forrest. Skriv for eksempel 75 12 34 56."
WRONG_LENGTH = (
    "Et dansk nummer har 8 tal. Korte numre er som 112, 1888 og 116 111. Et udenlandsk begynder med + og landets kode."
)
ONE_NUMBER = "Skriv kun ét nummer her. Et til kan stå i »Om åbningstiden«, med hvornår det svarer."
NOT_DANISH = "Danske numre med 8 tal begynder med 2-9. Er der tastet forkert?"
# A country's code (ITU-T E.164): +1 and +7, those of two digits, and all others of three, as +299 for Greenland.
_COUNTRY = re.compile(
    r"\+(?:[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|[0-9]{3})(?=[0-9])",
)
_BEFORE = re.compile(r"^\s*(?:tlf|tel|telefon|mobil|mob|sms|nr)\b[.:]*\s*", re.IGNORECASE)
# Eight digits that stand as one number.
_WHOLE_NUMBERS = re.compile(r"(?<![0-9])[2-9](?:[ .-]?[0-9]){7}(?![0-9])")


def tidy_number(text: str) -> str:
    """A number with its spaces where Danes put them: `75 12 34 56`, `1888`, `116 111`, `+46 812345678`, `+299 321234`.

    Danish numbers have eight digits and begin with 2-9; the short ones have three or four and begin with 1, or six and
    begin with 116 (the Danish numbering plan). Raises ValueError with a Danish message.
    """
    plain = _BEFORE.sub("", unicodedata.normalize("NFKC", text))
    if len(_WHOLE_NUMBERS.findall(plain)) > 1:
        raise ValueError(ONE_NUMBER)
    bare = "".join(
        char for char in plain if unicodedata.category(char) not in ("Zs", "Cc", "Cf", "Pd") and char not in "./()"
    )
    bare = "+" + bare[2:] if bare.startswith("00") else bare
    if not re.fullmatch(r"\+?[0-9]+", bare):
        raise ValueError(NOT_A_NUMBER)
    bare = re.sub(r"^\+45(?:0(?=[0-9]{8}$))?", "", bare)
    bare = re.sub(r"^45(?=[0-9]{8}$)", "", bare)  # the country's code, without its plus
    if bare.startswith("+"):
        if not 9 <= len(bare) <= 16 or bare[1] == "0":  # E.164: at most 15 digits
            raise ValueError(WRONG_LENGTH)
        code = _COUNTRY.match(bare)
        return f"{code[0]} {bare[code.end() :]}" if code else bare
    if len(bare) == 8:
        if bare[0] in "01":
            raise ValueError(NOT_DANISH)
        return " ".join(bare[place : place + 2] for place in range(0, 8, 2))
    if len(bare) == 6 and bare.startswith("116"):
        return f"{bare[:3]} {bare[3:]}"
    if len(bare) in (3, 4) and bare.startswith("1"):
        return bare
    raise ValueError(WRONG_LENGTH)

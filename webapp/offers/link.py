"""Web addresses as people type them; only plain ones to a site with a name are kept."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from webapp.security.cpr import has_cpr

LONGEST = 500  # characters
NOT_A_LINK = "Skriv en adresse på en hjemmeside, for eksempel https://stedet.dk."
ONE_LINK = "Skriv kun én adresse på en hjemmeside her."
TOO_LONG = f"Adressen er for lang: højst {LONGEST} tegn."
HAS_CPR = "Der står noget, der ligner et CPR-nummer, i adressen. Vi gemmer aldrig noget om en borger."
NO_ODD_PARTS = "Adressen må ikke have brugernavn, adgangskode eller portnummer."

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
# Each letter in both sizes: where Unicode's case does not count, a Kelvin sign is a "k" too.
_HOST = re.compile(r"(?=.{4,253}\Z)([a-zA-Z0-9æøåäöüÆØÅÄÖÜ_-]{1,63}\.)+[a-zA-Z][a-zA-Z0-9-]+")
_ODD = re.compile(r"[\s\x00-\x1f\x7f-\x9f<>\"'`\\{}\[\]|^\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def tidy_link(text: str) -> str:
    """The address with its `https://`. Refuses every other scheme (`javascript:`, `data:`), addresses without a site's
    name (numbers, `localhost`), and odd parts. Raises ValueError with a Danish message."""
    link = text.strip()
    if not _SCHEME.match(link):
        link = f"https://{link}"
    scheme, _, rest = link.partition(":")
    link = f"{scheme.lower()}:{rest}"
    if len(link) > LONGEST:
        raise ValueError(TOO_LONG)
    if len(re.findall(r"https?://|(?<![\w.-])www\.", link)) > 1 and re.search(r"[\s;,]", link):
        raise ValueError(ONE_LINK)
    if not link.startswith(("https://", "http://")) or _ODD.search(link):
        raise ValueError(NOT_A_LINK)
    try:
        parts = urlsplit(link)
        odd = parts.port is not None or parts.username is not None or parts.password is not None
    except ValueError:
        raise ValueError(NOT_A_LINK) from None
    if has_cpr(unquote(link)):
        raise ValueError(HAS_CPR)
    if odd:
        raise ValueError(NO_ODD_PARTS)
    if not _HOST.fullmatch(parts.netloc) or parts.netloc.lower() != parts.hostname:
        raise ValueError(NOT_A_LINK)
    return link

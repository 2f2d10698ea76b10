"""The file `LOMMEKORT_LOGIN` names: which OpenID providers may say who somebody is, and what their claims give here.

Its form is in `docs/login.md`. Everything wrong in it is told at the start, with file, line and field.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, model_validator

from webapp.config import SettingError, read_file, reason, unreadable
from webapp.content.document import Checked, ContentError, Document, Mistake, in_danish, read_yaml

VARIABLE = "LOMMEKORT_LOGIN"
EVERY = "alle"  # instead of a list of municipalities
LOOPBACK = ("127.0.0.1", "localhost", "::1")  # the only hosts that may be asked without TLS: for trying it out
WELL_KNOWN = "/.well-known/"
SHARED = ("common", "organizations", "consumers")  # Entra ID's addresses for everybody, which name no issuer
ENTRA = "login.microsoftonline.com"


def _address(value: Any) -> Any:
    if not isinstance(value, str) or not is_safe_address(value) or "?" in value or "#" in value:
        raise ValueError(f"{_shown(value)} er ikke en adresse som https://login.example.dk/realms/kommune.")
    if WELL_KNOWN in value:
        raise ValueError(f"Skriv udstederen selv, uden {WELL_KNOWN} og det efter.")
    parts = urlsplit(value)
    if parts.hostname == ENTRA and (tenant := parts.path.split("/")[1:2]) and tenant[0] in SHARED:
        raise ValueError(f"Skriv jeres tenants id i stedet for {tenant[0]}: det er ingen udsteder.")
    return value


def _values(value: Any) -> Any:
    values = value if isinstance(value, list) else [value]
    if not values or not all(isinstance(one, str | bool | int) for one in values):
        raise ValueError("Her skal stå én værdi eller en liste af værdier.")
    if any((isinstance(one, str) and one != one.strip()) or one == "" for one in values):
        raise ValueError("En værdi er tom eller har mellemrum i enden. Skriv den, præcis som udstederen gør.")
    return tuple(values)


def _word(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch("[!-~]+", value):
        raise ValueError(f"{value!r} skal være uden mellemrum og æøå, og ikke tom.")
    return value


def _codes(value: Any) -> Any:
    given = value if isinstance(value, list) else [None]
    if value != EVERY and not (given and all(_is_code(one) for one in given)):
        raise ValueError(f'Her skal stå {EVERY} eller en liste af kommunekoder som "0561", med anførselstegn.')
    return value


def _is_code(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch("[0-9]{4}", value))


def _code_or_claim(value: Any) -> Any:
    if isinstance(value, dict):
        try:
            return ByClaim.model_validate(value)
        except ValidationError as error:
            said = [f"{'.'.join(map(str, found['loc']))}: {in_danish(dict(found))}" for found in error.errors()]
            raise ValueError(" ".join(said)) from None
    if not _is_code(value):
        raise ValueError(
            f'{_shown(value)} skal være en kommunekode som "0561", med anførselstegn, eller {{claim: kommunekode}}.'
        )
    return value


def _some(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    if not rules:
        raise ValueError("Her skal stå mindst én regel: ellers kommer ingen ind.")
    return rules


def _shown(value: Any) -> str:
    return repr(value) if isinstance(value, str | int) else "Værdien"


def is_safe_address(address: str) -> bool:
    """Whether what is sent to a web address can be read by nobody on the way: https, or this machine itself."""
    if not address.isascii() or not address.isprintable() or " " in address or "\\" in address:
        return False
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return False
    if not parts.hostname or "@" in parts.netloc:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


Address = Annotated[str, BeforeValidator(_address)]
Claim = Annotated[str, Field(min_length=1, max_length=200)]
Code = Annotated[str, Field(pattern=r"^[0-9]{4}$")]
Word = Annotated[str, Field(max_length=200), BeforeValidator(_word)]


class ByClaim(Checked):
    """A municipality that stands in a claim: as its code, or as something that `codes` turns into one."""

    claim: Claim
    codes: dict[str, Code] = {}  # noqa: RUF012 - pydantic copies it


class Rule(Checked):
    """What those get whose claims fit: of each claim in `when` one of the values. An empty `when` fits everybody."""

    when: dict[Claim, Annotated[tuple[str | bool | int, ...], BeforeValidator(_values)]]
    role: Literal["editor", "coordinator"]
    municipality: Annotated[str | ByClaim, BeforeValidator(_code_or_claim)]
    new_accounts: bool = False


class Issuer(Checked):
    """One OpenID provider."""

    name: Annotated[str, Field(min_length=2, max_length=60)]
    issuer: Address
    client_id: Word
    client_secret_file: str | None = None
    client_auth: Literal["basic", "post"] = "basic"
    scopes: tuple[Word, ...] = ("openid", "profile", "email")
    claim_for_name: Claim = "name"
    claim_for_mail: Claim = "email"
    municipalities: Annotated[tuple[str, ...] | str, BeforeValidator(_codes)]
    join_by_mail: bool = False
    rules: Annotated[tuple[Rule, ...], AfterValidator(_some)]

    @model_validator(mode="after")
    def _fits_together(self):
        if "openid" not in self.scopes:
            raise ValueError("Feltet scopes skal have openid med.")
        return self

    @property
    def deciding_claims(self) -> set[str]:
        """The claims that the rules look at."""
        by_claim = {rule.municipality.claim for rule in self.rules if isinstance(rule.municipality, ByClaim)}
        return by_claim | {name for rule in self.rules for name in rule.when}

    @property
    def wanted_claims(self) -> set[str]:
        """All claims that are looked at."""
        return {self.claim_for_name, self.claim_for_mail} | self.deciding_claims

    def speaks_for(self, municipality: str) -> bool:
        """Whether the provider may give anybody anything in a municipality."""
        return self.municipalities == EVERY or municipality in self.municipalities


@dataclass(frozen=True)
class LoginFile:
    """Which providers there are, by the short name that stands in addresses, and where passwords are switched off."""

    issuers: dict[str, Issuer]
    secrets: dict[str, str]  # by the same names; those that have one
    password_off: frozenset[str] = frozenset()


NOTHING = LoginFile({}, {})


def read_login_file(path: Path, municipalities: Collection[str]) -> LoginFile:
    """The file's providers and what belongs to them. Raises SettingError, in Danish, with every mistake."""
    try:
        read_file(path)
        return _read(read_yaml(path), path.parent, municipalities)
    except ContentError as error:
        raise SettingError(f"{VARIABLE} er {path}. Filens form står i docs/login.md. Ret:\n{error}") from None
    except OSError as error:
        raise SettingError(unreadable(VARIABLE, path, error)) from None


def _read(document: Document, folder: Path, municipalities: Collection[str]) -> LoginFile:
    document.only("issuers", "password_off")
    values = document.values
    named = values.get("issuers") if isinstance(values, dict) else None
    if not isinstance(named, dict) or not named:
        raise ContentError(
            [document.mistake(("issuers",), "Her skal stå mindst én udsteder, hver med sit korte navn.")]
        )
    mistakes: list[Mistake] = []
    issuers: dict[str, Issuer] = {}
    secrets: dict[str, str] = {}
    for name in named:
        place = ("issuers", name)
        if not isinstance(name, str) or not re.fullmatch(r"[a-z0-9-]{2,30}", name):
            mistakes.append(document.mistake(place, "Det korte navn skal være 2-30 tegn af a-z, 0-9 og bindestreg."))
            continue
        try:
            issuers[name] = issuer = document.checked(Issuer, place)
            if issuer.client_secret_file is not None:
                secrets[name] = _secret(folder / issuer.client_secret_file, document, (*place, "client_secret_file"))
        except ContentError as error:
            mistakes += error.mistakes
            continue
        mistakes += [document.mistake((*place, *where), why) for where, why in _slips(issuer, municipalities)]
    addresses = [issuer.issuer for issuer in issuers.values()]
    for name, issuer in issuers.items():
        if addresses.count(issuer.issuer) > 1:
            why = "To udstedere har samme adresse. Saml deres regler under én."
            mistakes.append(document.mistake(("issuers", name, "issuer"), why))
    off = values.get("password_off", [])
    if off != EVERY and (
        not isinstance(off, list) or not all(_is_code(code) and code in municipalities for code in off)
    ):
        why = f'Her skal stå {EVERY} eller en liste af kommunekoder som "0561", med anførselstegn.'
        mistakes.append(document.mistake(("password_off",), why))
    if mistakes:
        raise ContentError(mistakes)
    shut = frozenset(municipalities if off == EVERY else off)
    alone = sorted(code for code in shut if not any(issuer.speaks_for(code) for issuer in issuers.values()))
    if alone:
        why = f"I {alone[0]} kan ingen logge ind: ingen udsteder taler for kommunen."
        raise ContentError([document.mistake(("password_off",), why)])
    return LoginFile(issuers, secrets, shut)


def _secret(path: Path, document: Document, place: tuple[str | int, ...]) -> str:
    try:
        secret = read_file(path).decode("utf-8-sig").strip()
    except OSError as error:
        why = f"{path} kan ikke læses ({reason(error)}). Den bruger, der kører appen, skal kunne."
        raise ContentError([document.mistake(place, why)]) from None
    except UnicodeDecodeError:
        secret = ""
    if not re.fullmatch(r"[!-~]{8,}", secret):
        why = f"I {path} skal stå hemmeligheden alene: én linje, mindst 8 tegn uden mellemrum og æøå."
        raise ContentError([document.mistake(place, why)])
    return secret


def _slips(issuer: Issuer, municipalities: Collection[str]):
    if issuer.municipalities != EVERY:
        for number, code in enumerate(issuer.municipalities):
            if code not in municipalities:
                yield ("municipalities", number), f"Ingen kommune har koden {code}."
    for number, rule in enumerate(issuer.rules):
        given = rule.municipality
        codes = given.codes.values() if isinstance(given, ByClaim) else [given]
        for code in codes:
            if code not in municipalities:
                yield ("rules", number, "municipality"), f"Ingen kommune har koden {code}."
            elif not issuer.speaks_for(code):
                yield ("rules", number, "municipality"), f"Udstederen taler ikke for {code}: se municipalities."
        if not rule.when and not isinstance(given, ByClaim) and rule.new_accounts:
            yield ("rules", number, "when"), "Så får alle hos udstederen en konto. Skriv, hvad der skal til."

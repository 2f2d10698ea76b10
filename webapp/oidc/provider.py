"""One OpenID provider: what it says of itself, its keys, and what its tokens say of somebody. By Authlib.

After OpenID Connect Core 1.0 and Discovery 1.0, RFC 7636 (PKCE, S256 only), RFC 9207 (`iss` in the answer), RFC 9700
(security best current practice) and OpenID Connect Back-Channel Logout 1.0. Raises nothing but `Fault`.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any, TypeVar

import requests
from authlib.common.urls import add_params_to_uri
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken, UserInfo
from joserfc import jwt
from joserfc.errors import (
    BadSignatureError,
    ClaimError,
    ExpiredTokenError,
    InvalidClaimError,
    InvalidKeyIdError,
    JoseError,
    MissingClaimError,
)
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from webapp.oidc.fault import Fault, Kind
from webapp.oidc.rules import value_of
from webapp.oidc.settings import Issuer, is_safe_address

CONNECTS, READS, ANSWERS = 3, 5, 10  # seconds: to connect, between two pieces, and for one whole answer
AT_ONCE = 2  # calls under way to one provider, so that a slow one does not hold up those who read
QUEUES = 2  # seconds a call waits for its turn
LARGEST = 256 * 1024  # bytes of an answer
KEPT = 600  # seconds that what a provider says of itself, and its keys, are kept
# Seconds between two fetches of the keys because of one we do not know: for what the provider itself handed us, and for
# what anybody on the internet can send.
KEYS_AT_ONCE, KEYS_AGAIN = 0, 30
RESTS = 5  # seconds that a provider which was too slow is not asked again, so that few wait for it
CLOCK_MAY_DIFFER = 300  # seconds
BACKDATED = 300  # seconds: Entra ID dates its tokens five minutes back
LONGEST_TOKEN = 64 * 1024  # characters
# Signatures with the provider's own key alone; no shared secret, no "none".
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA")
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
STALE = ("invalid_grant", "expired_token")  # a token endpoint's words for a code that is used or too old
# What else the two endpoints may say (RFC 6749, 4.1.2.1 and 5.2; OpenID Connect Core 1.0, 3.1.2.6): only these words of
# theirs are told on, for anything else could be about somebody.
ERRORS = (
    *("access_denied", "invalid_client", "invalid_request", "invalid_request_object", "invalid_scope"),
    *("unauthorized_client", "unsupported_grant_type", "unsupported_response_type"),
    *("interaction_required", "login_required", "account_selection_required", "consent_required"),
)
UNKNOWN_CLIENT = ("invalid_client", "unauthorized_client")
UNWILLING = ("server_error", "temporarily_unavailable")  # RFC 6749, 4.1.2.1

# What our libraries raise of an answer that is not what it should be: `Infinity` as a number, another coding than told.
UNREADABLE = (
    *(requests.exceptions.InvalidJSONError, requests.exceptions.ContentDecodingError),
    *(ValueError, TypeError, LookupError, ArithmeticError, RecursionError),
)

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Person:
    """Who a provider says has logged in: by which name it knows them always, in which session, and their claims."""

    subject: str
    session: str | None
    claims: Mapping[str, Any]


@dataclass(frozen=True)
class LogoutToken:
    """Who a provider has logged out: a session, or somebody everywhere. `number` is never used twice."""

    number: str
    subject: str | None
    session: str | None


class Provider:
    """A provider from the file. One for each app; threads share it."""

    def __init__(self, issuer: Issuer, secret: str | None):
        self.issuer, self._secret = issuer, secret
        self._calls = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="oidc")
        self._turn = threading.BoundedSemaphore(AT_ONCE)
        self._slow_until = 0.0
        self._metadata: tuple[float, dict[str, Any]] | None = None
        self._keys: tuple[float, KeySet] | None = None

    def authorization_address(self, state: str, nonce: str, verifier: str, back: str) -> str:
        """Where to send the browser, which comes back to `back`."""
        metadata = self.metadata()
        with self._client() as client:
            address, _ = client.create_authorization_url(
                metadata["authorization_endpoint"], state=state, nonce=nonce, code_verifier=verifier, redirect_uri=back
            )
        return address

    def check_answer(self, answer: Mapping[str, str]) -> str:
        """The code in what the browser brought back. Raises Fault where it is no answer of this provider's."""
        metadata = self.metadata()
        told = answer.get("iss")
        if told is None and metadata.get("authorization_response_iss_parameter_supported") is True:
            raise Fault(Kind.STRANGE, "answer without iss")
        if told is not None and told != self.issuer.issuer:
            raise Fault(Kind.STRANGE, "answer of another issuer")
        if "error" in answer:
            unwilling = answer["error"] in UNWILLING
            said = answer["error"] if answer["error"] in ERRORS else "no"
            raise (
                Fault(Kind.DOWN, "provider says it cannot")
                if unwilling
                else Fault(Kind.REFUSED, f"provider says {said}")
            )
        if not answer.get("code"):
            raise Fault(Kind.STRANGE, "answer without a code")
        return answer["code"]

    def person(self, code: str, nonce: str, verifier: str, back: str, moment: datetime) -> Person:
        """Who a code stands for, with the claims of the ID token and, where some are missing, of the userinfo."""
        metadata = self.metadata()

        def trade():
            with self._client() as client:
                return client.fetch_token(
                    metadata["token_endpoint"],
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=verifier,
                    redirect_uri=back,
                ), client.date

        token, date = self._call(trade)
        _compare_clocks(date, moment)
        if not isinstance(token.get("id_token"), str):
            raise Fault(Kind.STRANGE, "no ID token")
        if not isinstance(token.get("access_token"), str):
            raise Fault(Kind.STRANGE, "no access token")
        # It came straight from the provider, so whoever logs in may have the keys fetched anew.
        header, claims = self._decoded(token["id_token"], KEYS_AT_ONCE)
        claims = CodeIDToken(
            claims,
            header,
            {"iss": {"essential": True, "value": self.issuer.issuer}, "aud": {"essential": True}},
            {"nonce": nonce, "client_id": self.issuer.client_id, "access_token": token["access_token"]},
        )
        with _claim_faults(claims):
            claims.validate(now=int(moment.timestamp()), leeway=CLOCK_MAY_DIFFER)
            self._check_claims(claims, moment)
        known = dict(claims)
        endpoint = metadata.get("userinfo_endpoint")
        if endpoint and any(value_of(known, name) is None for name in self.issuer.wanted_claims):
            known = self._userinfo(endpoint, token, claims["sub"]) | known
        return Person(claims["sub"], _text(claims.get("sid")), known)

    def logout_token(self, text: str, moment: datetime) -> LogoutToken:
        """What a logout token says, held to Back-Channel Logout 1.0, section 2.6; that `jti` is new the caller sees."""
        header, claims = self._decoded(text, KEYS_AGAIN)
        if header.get("typ") not in (None, "JWT", "logout+jwt"):
            raise Fault(Kind.STRANGE, "not a logout token")
        with _claim_faults(claims):
            for name in ("iss", "aud", "iat", "exp", "jti", "events"):
                if claims.get(name) is None:
                    raise MissingClaimError(name)
            if claims["iss"] != self.issuer.issuer:
                raise InvalidClaimError("iss")
            jwt.JWTClaimsRegistry(int(moment.timestamp()), CLOCK_MAY_DIFFER).validate(claims)
            self._check_claims(claims, moment)
            if not isinstance(claims["events"], dict) or not isinstance(claims["events"].get(LOGOUT_EVENT), dict):
                raise InvalidClaimError("events")
            if "nonce" in claims:
                raise InvalidClaimError("nonce")
            number, subject, session = (_text(claims.get(name)) for name in ("jti", "sub", "sid"))
            if number is None:
                raise InvalidClaimError("jti")
            if subject is None and session is None:
                raise MissingClaimError("sub")
        return LogoutToken(number, subject, session)

    def logout_address(self, back: str) -> str | None:
        """Where the browser can end the provider's own session too (RP-Initiated Logout 1.0); None where it has no such
        place. No ID token is kept for it: the provider asks whoever comes whether they mean it."""
        endpoint = self.metadata().get("end_session_endpoint")
        params = {"client_id": self.issuer.client_id, "post_logout_redirect_uri": back}
        return add_params_to_uri(endpoint, params) if endpoint else None

    def metadata(self) -> dict[str, Any]:
        """What the provider says of itself (Discovery 1.0, section 4), kept for ten minutes."""
        if self._metadata is None or time.monotonic() - self._metadata[0] > KEPT:
            self._metadata = time.monotonic(), self._discovered()
        return self._metadata[1]

    def check_client(self, back: str) -> None:
        """Raises Fault where the provider does not know the client by its name and secret: it is asked with a code that
        nobody has, and refuses a client that it knows for that alone."""
        endpoint = self.metadata()["token_endpoint"]

        def trade():
            with self._client() as client:
                client.fetch_token(
                    endpoint, grant_type="authorization_code", code="none", code_verifier="0" * 43, redirect_uri=back
                )

        try:
            self._call(trade)
        except Fault as fault:
            if fault.kind == Kind.DOWN or fault.reason.endswith(UNKNOWN_CLIENT):
                raise

    def clock_off(self) -> float | None:
        """By how many seconds the provider's clock is ahead of ours, by an answer's date; None where it has none."""
        with self._http() as client:
            _, date = self._call(lambda: _fetched(client, self._well_known))
        return (date - datetime.now(date.tzinfo)).total_seconds() if date else None

    @property
    def _well_known(self) -> str:
        return self.issuer.issuer.rstrip("/") + "/.well-known/openid-configuration"

    def _discovered(self) -> dict[str, Any]:
        metadata = self._json(self._well_known)
        if metadata.get("issuer") != self.issuer.issuer:
            raise Fault(Kind.STRANGE, "discovery of another issuer")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            if not isinstance(metadata.get(name), str) or not is_safe_address(metadata[name]):
                raise Fault(Kind.STRANGE, f"discovery: {name}")
        for name in ("userinfo_endpoint", "end_session_endpoint"):
            if metadata.get(name) is not None and not (
                isinstance(metadata[name], str) and is_safe_address(metadata[name])
            ):
                raise Fault(Kind.STRANGE, f"discovery: {name}")
        if "code_challenge_methods_supported" in metadata and "S256" not in _list(
            metadata["code_challenge_methods_supported"]
        ):
            raise Fault(Kind.STRANGE, "discovery: no PKCE with S256")
        return metadata

    def key_set(self, oldest: int = KEPT) -> KeySet:
        """The keys it signs with, none kept longer than so many seconds."""
        kept = self._keys
        if kept is None or time.monotonic() - kept[0] >= oldest:
            listed = self._json(self.metadata()["jwks_uri"]).get("keys")
            keys = []
            for key in listed if isinstance(listed, list) else []:
                if isinstance(key, dict) and key.get("kty") != "oct" and key.get("use", "sig") == "sig":
                    try:
                        keys += KeySet.import_key_set({"keys": [key]}).keys
                    except (JoseError, ValueError, TypeError, KeyError):
                        continue  # RFC 7517, section 5: a key that is not understood is passed over
            if not keys:
                raise Fault(Kind.STRANGE, "no keys")
            self._keys = kept = time.monotonic(), KeySet(keys)
        return kept[1]

    def _decoded(self, text: str, again: int) -> tuple[dict[str, Any], dict[str, Any]]:
        """Header and claims of a token that one of the provider's keys has signed; where none that we have did, they
        are fetched once more if that was not done within `again` seconds."""
        if len(text) > LONGEST_TOKEN:
            raise Fault(Kind.STRANGE, "token too large")
        registry = JWSRegistry(algorithms=list(ALGORITHMS), strict_check_header=False)
        for oldest in (KEPT, again):
            try:
                token = jwt.decode(text, partial(_fitting, self.key_set(oldest)), registry=registry)
                return dict(token.header), token.claims
            except (InvalidKeyIdError, BadSignatureError) as error:
                # A key that is new there is unknown here; one that was replaced under the same name does not fit.
                if oldest == again:
                    what = "unknown key" if isinstance(error, InvalidKeyIdError) else "bad signature"
                    raise Fault(Kind.STRANGE, what) from None
            except (JoseError, ValueError, TypeError, RecursionError) as error:
                raise Fault(Kind.STRANGE, f"token: {type(error).__name__}") from None
        raise AssertionError("the second time decides")

    def _check_claims(self, claims: Mapping[str, Any], moment: datetime) -> None:
        audience = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
        if self.issuer.client_id not in audience:
            raise InvalidClaimError("aud")
        if len(audience) > 1 and claims.get("azp") != self.issuer.client_id:
            raise InvalidClaimError("azp")
        if not isinstance(claims["iat"], int | float) or isinstance(claims["iat"], bool):
            raise InvalidClaimError("iat")
        age = moment.timestamp() - claims["iat"]
        if not -CLOCK_MAY_DIFFER <= age <= CLOCK_MAY_DIFFER + BACKDATED:
            raise Fault(Kind.CLOCK, f"token is {_minutes(age)} old")
        if "sub" in claims and (_text(claims["sub"]) is None or len(claims["sub"]) > 255):
            raise InvalidClaimError("sub")

    def _userinfo(self, endpoint: str, token: Mapping[str, Any], subject: str) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {token['access_token']}", "Accept": "application/json"}
        told = self._json(endpoint, headers)
        if told.get("sub") != subject:  # Core 1.0, section 5.3.2
            raise Fault(Kind.STRANGE, "userinfo of somebody else")
        return dict(UserInfo(told))

    def _json(self, address: str, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
        with self._http() as client:
            body, _ = self._call(lambda: _fetched(client, address, headers))
        try:
            told = json.loads(body)
        except (ValueError, RecursionError):
            told = None
        if not isinstance(told, dict):
            raise Fault(Kind.STRANGE, "answer is not JSON")
        return told

    def _call(self, ask: Callable[[], Answer]) -> Answer:
        """An answer within its time; what goes wrong on the way as a Fault."""
        if time.monotonic() < self._slow_until:
            raise Fault(Kind.DOWN, "too slow a moment ago")
        if not self._turn.acquire(timeout=QUEUES):
            raise Fault(Kind.DOWN, "too many waiting")

        def in_turn() -> Answer:
            try:
                return ask()
            finally:
                self._turn.release()

        try:
            return self._calls.submit(in_turn).result(ANSWERS)
        except (TookTooLong, requests.Timeout):
            self._slow_until = time.monotonic() + RESTS
            raise Fault(Kind.DOWN, "too slow") from None
        except OAuthError as error:
            if error.error in STALE:
                raise Fault(Kind.STALE, "code is used or too old") from None
            said = f": {error.error}" if error.error in ERRORS else ""
            raise Fault(Kind.STRANGE, f"token refused{said}") from None
        except requests.HTTPError as error:
            status = error.response.status_code if error.response is not None else 0
            raise Fault(Kind.DOWN if status >= 500 or status == 429 else Kind.STRANGE, f"status {status}") from None
        except requests.exceptions.SSLError:
            raise Fault(Kind.STRANGE, "certificate") from None
        except UNREADABLE:
            raise Fault(Kind.STRANGE, "answer is not what it should be") from None
        except (requests.RequestException, OSError) as error:
            raise Fault(Kind.DOWN, type(error).__name__) from None

    def _http(self) -> requests.Session:
        client = _Bounded()
        client.trust_env = True  # a proxy and certificates of the machine's own count
        return client

    def _client(self) -> _Client:
        method = f"client_secret_{self.issuer.client_auth}" if self._secret else "none"
        return _Client(  # type: ignore[call-arg]
            client_id=self.issuer.client_id,
            client_secret=self._secret,
            scope=" ".join(self.issuer.scopes),
            code_challenge_method="S256",
            token_endpoint_auth_method=method,
        )


class _Bounded(requests.Session):
    """A session whose answers have a time, a size and no way elsewhere."""

    date: datetime | None = None

    def request(self, method, url, **kwargs):
        """As the session's own; the body is read here, within its bounds."""
        kwargs |= {"timeout": (CONNECTS, READS), "allow_redirects": False, "stream": True}
        end = time.monotonic() + ANSWERS
        answer = super().request(method, url, **kwargs)
        body = b""
        for piece in answer.iter_content(8192):
            body += piece
            if len(body) > LARGEST:
                answer.close()
                raise ValueError("too large")
            if time.monotonic() > end:
                answer.close()
                raise requests.Timeout
        answer._content, answer._content_consumed = body, True
        if answer.is_redirect:
            raise ValueError("a redirect")
        self.date = _dated(answer.headers.get("Date"))
        return answer


class _Client(OAuth2Session, _Bounded):
    """Authlib's session within the same bounds."""


def _fetched(client: requests.Session, address: str, headers: Mapping[str, str] | None = None):
    answer = client.get(address, headers=dict(headers or {"Accept": "application/json"}))
    answer.raise_for_status()
    return answer.content, client.date  # type: ignore[attr-defined]


def _dated(header: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(header) if header else None
    except ValueError:
        return None


def _compare_clocks(date: datetime | None, moment: datetime) -> None:
    """Hold the two clocks together by the date on an answer that was made for us just now."""
    if date is None or date.tzinfo is None:
        return
    off = (date - moment).total_seconds()
    # The answer's date is in whole seconds, and ours is from before it was asked for.
    if abs(off) > CLOCK_MAY_DIFFER + ANSWERS:
        raise Fault(Kind.CLOCK, f"provider's clock is {_minutes(abs(off))} {'ahead' if off > 0 else 'behind'}")


def _fitting(keys: KeySet, token: Any) -> KeySet:
    """Those of the kind that a token's algorithm takes: keys of different kinds may share a name (RFC 7517, 4.5)."""
    kinds = KeySet.algorithm_keys.get(token.headers().get("alg"), ())
    return KeySet([key for key in keys if key.key_type in kinds])


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:.0f} min"


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and 0 < len(value) <= 500 and value.isprintable() else None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


@contextmanager
def _claim_faults(claims: Mapping[str, Any]):
    """What Authlib says of claims, as ours: the claim's name, never its value."""
    try:
        yield
    except ExpiredTokenError:
        raise Fault(Kind.CLOCK, "token has expired") from None
    except ClaimError as error:
        # `iat` and `nbf` fail in Authlib when they lie ahead of our clock, and when they are no moment.
        ahead = error.claim in ("iat", "nbf") and type(claims.get(error.claim)) in (int, float)
        kind = Kind.CLOCK if ahead else Kind.STRANGE
        raise Fault(kind, f"claim {error.claim}" if error.claim in CLAIMS else "a claim") from None
    except (ValueError, TypeError, OverflowError, JoseError):
        raise Fault(Kind.STRANGE, "a claim") from None


CLAIMS = ("iss", "sub", "aud", "exp", "nbf", "iat", "nonce", "azp", "at_hash", "auth_time", "amr", "events", "jti")

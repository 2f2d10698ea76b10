"""The certificate and key that HTTPS is served with directly: whether they can be used, and what to do when not."""

from __future__ import annotations

import multiprocessing
import ssl
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from webapp.config import SettingError, Settings, read_file, unreadable

CERTIFICATE, KEY = "-----BEGIN CERTIFICATE-----", "-----BEGIN PRIVATE KEY-----"


def check_certificate(settings: Settings) -> datetime | None:
    """Until when the certificate holds; None without one. Raises SettingError for files that cannot be read, are none,
    or do not belong together."""
    if not settings.tls_certificate:
        return None
    certificate, key = settings.tls_certificate, settings.tls_key
    texts = {}
    for variable, path in (("TLS_CERTIFICATE", certificate), ("TLS_KEY", key)):
        try:
            texts[variable] = read_file(Path(path)).decode("ascii", "replace")
        except OSError as error:
            raise SettingError(unreadable(variable, path, error)) from None
    if KEY not in texts["TLS_KEY"]:
        raise SettingError(
            f"TLS_KEY er {key}, som ikke er en nøgle i PKCS#8 uden adgangskode. "
            f"Lav den om med: openssl pkcs8 -topk8 -nocrypt -in {key} -out ny.pem"
        )
    why = "" if CERTIFICATE in texts["TLS_CERTIFICATE"] else "der er intet certifikat i PEM i den første"
    try:
        if not why:
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
    except ssl.SSLError as error:
        why = "de hører ikke sammen" if error.reason == "KEY_VALUES_MISMATCH" else "en af dem er ikke hel"
    if why:
        raise SettingError(
            f"TLS_CERTIFICATE ({certificate}) og TLS_KEY ({key}) kan ikke bruges sammen: {why}. "
            "Certifikatet skal være PEM, med det, der hører til nøglen, først."
        )
    # What reads certificates takes memory that the server never needs again: so in a process of its own.
    with ProcessPoolExecutor(1, multiprocessing.get_context("fork")) as apart:
        version, end = apart.submit(_version_and_end, texts["TLS_CERTIFICATE"]).result()
    if version != 3:
        raise SettingError(
            f"TLS_CERTIFICATE ({certificate}) er et X.509-certifikat i version {version}. Lav et i version 3."
        )
    return end


def ended(end: datetime) -> str:
    """What is said of a certificate that has run out; empty while it holds."""
    return f"TLS_CERTIFICATE udløb {end:%Y-%m-%d}: telefoner afviser det. Forny det." if end < datetime.now(UTC) else ""


def _version_and_end(text: str) -> tuple[int, datetime]:
    from cryptography import x509

    first = x509.load_pem_x509_certificates(text.encode())[0]
    return first.version.value + 1, first.not_valid_after_utc

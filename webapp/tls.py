"""The certificate and key that HTTPS is served with directly: whether they can be used, and what to do when not."""

from __future__ import annotations

import ssl
from pathlib import Path

from webapp.config import SettingError, Settings


def check_certificate(settings: Settings) -> None:
    """Raises SettingError for files that cannot be read, are none, or do not belong together."""
    if not settings.tls_certificate:
        return
    for variable, path in (("TLS_CERTIFICATE", settings.tls_certificate), ("TLS_KEY", settings.tls_key)):
        try:
            text = Path(path).read_text(encoding="ascii", errors="replace")
        except OSError as error:
            raise SettingError(
                f"{variable} er {path}, som ikke kan læses ({error.strerror}). Den bruger, der kører appen, skal kunne."
            ) from None
        if variable == "TLS_KEY" and "-----BEGIN PRIVATE KEY-----" not in text:
            raise SettingError(
                f"TLS_KEY er {path}, som ikke er en nøgle i PKCS#8 uden kodeord. "
                f"Lav den om med: openssl pkcs8 -topk8 -nocrypt -in {path} -out ny.pem"
            )
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(settings.tls_certificate, settings.tls_key)
    except ssl.SSLError as error:
        raise SettingError(
            f"TLS_CERTIFICATE ({settings.tls_certificate}) og TLS_KEY ({settings.tls_key}) kan ikke bruges sammen "
            f"({error.reason or error}). Certifikatet skal være PEM, med det, der hører til nøglen, først."
        ) from None

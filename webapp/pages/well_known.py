"""What machines ask every site for at a fixed address: whom to tell of a security fault, and where crawlers may go."""

from __future__ import annotations

from datetime import datetime, time

from webapp.clock import months_after
from webapp.config import COPENHAGEN, Settings
from webapp.markup import mail_link

VALID_MONTHS = 6  # RFC 9116 recommends less than a year
# Nothing there for a search engine. /intern is not named: its own header keeps it out, and only pages that may be
# fetched can say so.
NOT_FOR_CRAWLERS = ("/api/", "/udgave/")


def security_txt(settings: Settings, address: str, moment: datetime) -> str:
    """Whom to tell about a security fault: `security.txt` of RFC 9116, which asks for `Contact` and `Expires`.

    `address` is the site's own, `https://example.dk`. Without the operator's mail and telephone the contact is the page
    that says what is missing. It expires on one day for all who ask in a month, so that they get the same text.
    """
    contacts = [mail_link(settings.operator_email)] if settings.operator_email else []
    if settings.operator_phone:
        contacts.append(f"tel:{_international(settings.operator_phone)}")
    expires = datetime.combine(months_after(moment.date().replace(day=1), VALID_MONTHS), time(), COPENHAGEN)
    lines = [
        *(f"Contact: {contact}" for contact in contacts or [f"{address}/tilgaengelighed"]),
        f"Expires: {expires.isoformat()}",
        "Preferred-Languages: da, en",
        f"Canonical: {address}/.well-known/security.txt",
    ]
    return "\n".join(lines) + "\n"


def robots_txt(settings: Settings) -> str:
    """Where crawlers may go (RFC 9309): to the pages. Nowhere while a test clock is set, for then nothing is true."""
    closed = ["/"] if settings.now else NOT_FOR_CRAWLERS
    return "\n".join(["User-agent: *", *(f"Disallow: {path}" for path in closed)]) + "\n"


def _international(number: str) -> str:
    digits = "".join(number.split())
    return digits if digits.startswith("+") else f"+45{digits}"

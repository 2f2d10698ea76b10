"""HTML as text: what a template's own layout adds and a phone need not fetch, and addresses that stand in links."""

from __future__ import annotations

import re
from urllib.parse import quote

_LINE_BREAK = re.compile(r"\s*\n\s*")


def without_line_breaks(html: str, instead: str = "") -> str:
    """HTML without the line breaks of its template and the spaces around them; `instead` stands where they were."""
    return _LINE_BREAK.sub(instead, html)


def mail_link(email: str) -> str:
    """The `mailto:` address that writes to a mail address. What means something in a link is lawful before an @, and
    would cut the address short or fill in the mail: `drift&vagt@stedet.dk`, `a?body=b@stedet.dk` (RFC 6068)."""
    return "mailto:" + quote(email, safe="@!$'*+-._~")

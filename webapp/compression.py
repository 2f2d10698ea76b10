"""Pages that are worked out for each request are compressed as they are sent; ready pages lie compressed already.

Not under `/intern`: those pages hold secrets beside what was typed, and the size of a compressed answer can give such a
secret away (BREACH).
"""

from __future__ import annotations

import gzip

import brotli
from flask import Flask, Response, request

from webapp.security.public import PRIVATE

ENCODINGS = (("br", ".br"), ("gzip", ".gz"), ("", ""))  # in order of preference
SMALLEST = 600  # bytes; below that compression gains nothing
TYPES = {"text/html", "image/svg+xml"}
QUICK = {"br": lambda body: brotli.compress(body, quality=5), "gzip": lambda body: gzip.compress(body, 6, mtime=0)}


def init_app(app: Flask) -> None:
    """Compress what Flask answers, where the reader takes it."""

    @app.after_request
    def compress(response: Response) -> Response:
        if response.mimetype not in TYPES or response.is_streamed or request.path.startswith(PRIVATE):
            return response
        response.vary.add("Accept-Encoding")
        if "Content-Encoding" in response.headers or len(response.data) < SMALLEST:
            return response
        encodings = accepted_encodings(request.headers.get("Accept-Encoding", ""))
        if encodings:
            response.data = QUICK[encodings[0]](response.data)
            response.headers["Content-Encoding"] = encodings[0]
        return response


def accepted_encodings(header: str) -> tuple[str, ...]:
    """The encodings we have that an Accept-Encoding header takes (RFC 9110, section 12.5.3), best first."""
    taken = set()
    for piece in header[:1000].lower().split(","):
        name, _, weight = piece.strip().partition(";")
        if not _refused(weight):
            taken.add(name.strip())
    return tuple(encoding for encoding, _ in ENCODINGS if encoding and encoding in taken)


def _refused(weight: str) -> bool:
    """Whether a quality value says "not this one": `q=0`, `q=0.0` and so on."""
    value = weight.replace(" ", "").removeprefix("q=")
    return bool(value) and value.strip("0.") == ""

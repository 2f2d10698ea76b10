"""A QR code (ISO/IEC 18004) as a picture: black on white whatever the page's colours, for cameras need the contrast."""

from __future__ import annotations

import io

QUIET = 4  # modules of white around the code, as the standard asks


def qr_svg(text: str) -> bytes:
    """An SVG of the code for a text. Raises ValueError when the text is too long for any code."""
    import segno  # a megabyte that a server needs when it publishes, and then in a process of its own

    try:
        code = segno.make(text, error="m", micro=False)
    except segno.DataOverflowError as error:
        raise ValueError(str(error)) from None
    picture = io.BytesIO()
    code.save(
        picture,
        kind="svg",
        border=QUIET,
        dark="#000",
        light="#fff",
        xmldecl=False,
        svgclass=None,
        lineclass=None,
        omitsize=True,
    )
    return picture.getvalue()

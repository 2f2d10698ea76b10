"""What a page looks like on paper, as the PDF that Chromium makes of it."""

from __future__ import annotations

import io
import unicodedata

from pypdf import PdfReader

POINT = 72 / 25.4  # PostScript points in a millimetre


def printed(page, **options) -> list:
    """The sheets, of the size that the page asks for unless said otherwise; the options are Playwright's."""
    return list(PdfReader(io.BytesIO(page.pdf(**{"prefer_css_page_size": True} | options))).pages)


def millimetres(sheet) -> list[int]:
    """How wide and high a sheet is, in whole millimetres."""
    return [round(float(side) / POINT) for side in sheet.mediabox[2:]]


def tight(text: str) -> str:
    """A text without the white space and the ligatures that a PDF has, and with ordinary hyphens."""
    return "".join(unicodedata.normalize("NFKC", text).replace("\u00ad", "").replace("\u2010", "-").split())


def tight_text(sheets: list) -> str:
    """All that stands on the sheets, so written."""
    return "".join(tight(sheet.extract_text()) for sheet in sheets)

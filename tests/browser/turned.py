"""A page turned to the citizen: how it is seen, held to turn it back, and what a camera reads of it."""

from __future__ import annotations

import re

import zxingcpp
from playwright.sync_api import expect

from tests.browser.conftest import until

TURNED = re.compile(r"\bturned\b")
HOLD = "button.hold"


def read_picture(page) -> list[str]:
    """What a camera reads in the page's code, as the page draws it."""
    page.locator("details summary").click()
    until(lambda: page.evaluate("document.querySelector('details img').naturalWidth > 0"), "the code was drawn")
    side, dots = page.evaluate("""() => {
      const side = 400;
      const canvas = Object.assign(document.createElement("canvas"), { width: side, height: side });
      const pen = canvas.getContext("2d");
      pen.drawImage(document.querySelector("details img"), 0, 0, side, side);
      return [side, Array.from(pen.getImageData(0, 0, side, side).data.filter((_, place) => place % 4 === 1))];
    }""")
    return [code.text for code in zxingcpp.read_barcodes(memoryview(bytes(dots)).cast("B", [side, side]))]


def hold(page) -> None:
    """The long press, for as long as it takes."""
    button = page.locator(HOLD)
    button.scroll_into_view_if_needed()
    button.hover()
    page.mouse.down()
    expect(page.locator("html")).not_to_have_class(TURNED)
    page.mouse.up()

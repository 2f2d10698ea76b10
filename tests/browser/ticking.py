"""Using the checklist in a browser as its people do: the next line, its tick, and what is then kept."""

from __future__ import annotations

import json

NEXT = ".check[aria-current=step]"
VISIBLE = """() => Array.from(document.querySelectorAll("[data-check]"))
  .filter((line) => line.checkVisibility()).map((line) => line.dataset.check)"""


def next_id(page) -> str | None:
    line = page.locator(NEXT)
    return line.get_attribute("data-check") if line.count() else None


def tick(page) -> str:
    """Tick the next line; its id."""
    name = next_id(page)
    page.locator(f"{NEXT} > input").check()
    return name


def choose(page, *names: str) -> None:
    """Choose branches in the sheet."""
    page.get_by_role("button", name="Særligt").click()
    for name in names:
        page.locator(f"#{name}").check()
    page.get_by_role("button", name="Færdig").click()


def kept(page) -> dict | None:
    text = page.evaluate("localStorage.getItem('moede')")
    return json.loads(text) if text else None


def ticked(page) -> list[str]:
    return page.evaluate(
        "Array.from(document.querySelectorAll('[data-check] > input:checked'), (box) => box.parentElement.dataset.check)"
    )


def besides_icons(asked: list[str]) -> list[str]:
    """Without what a browser fetches for itself when it has the time: icons and the manifest."""
    return [url for url in asked if "/static/icons/" not in url and not url.endswith("/manifest.webmanifest")]

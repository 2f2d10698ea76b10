"""Leaving by the quick exit, and what can be seen and found afterwards."""

from __future__ import annotations

import re

from tests.browser.conftest import until

EXIT = "[data-quick-exit]"
NEUTRAL = re.compile(r"\s*\w+dag \d+\. \w+\s+Uge \d+\s*")
# Tells what each frame says, from a document's first one on.
EACH_FRAME = """
  let told = null;
  const look = () => {
    const text = document.documentElement?.innerText ?? "";
    if (text !== told) frame(told = text);
    requestAnimationFrame(look);
  };
  look();
  addEventListener("pageshow", () => (told = null));
"""
# What a page has written on the phone, of all that a page can write.
WRITTEN = """async () => [
  ...Object.keys(localStorage), ...Object.keys(sessionStorage), ...await caches.keys(), document.cookie,
  ...(await indexedDB.databases()).map((database) => database.name),
  ...(await navigator.serviceWorker.getRegistrations()).map((registration) => registration.scope),
].filter(Boolean)"""


class Onlooker:
    """Somebody who looks at the screen: remembers every line that any frame of any page has shown."""

    def __init__(self, context):
        self._lines: set[str] = set()
        context.expose_binding("frame", lambda _, text: self._lines.update(text.splitlines()))
        context.add_init_script(EACH_FRAME)

    def seen(self, page) -> set[str]:
        """The lines of every frame since the last time."""
        page.evaluate("new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown)))")
        seen, self._lines = self._lines, set()
        return {line.strip() for line in seen if line.strip()}


def settled(page):
    """Until the page is there, also when it came back to life and so did not load again."""
    until(lambda: page.evaluate("document.readyState") == "complete", "the page settled")


def back(page):
    """One step back."""
    page.go_back(wait_until="commit")
    settled(page)


def back_shows_none_of(page, onlooker: Onlooker, ours: set[str], site: str, times: int = 3) -> None:
    """So many steps back lead to the neutral page or to the other site, and no frame on the way shows a line of ours."""
    onlooker.seen(page)  # the last frame before the finger came down
    for _ in range(times):
        back(page)
        assert not onlooker.seen(page) & ours
        assert has_left(page) or page.url.startswith(site)


def has_left(page) -> bool:
    """Whether the page is the neutral one, by text, title and address."""
    text, title, path = page.evaluate("[document.documentElement.innerText, document.title, location.pathname]")
    return bool(NEUTRAL.fullmatch(text)) and title == "I dag" and path == "/luk"

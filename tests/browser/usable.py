"""Whether everyone can use a page: it fits, fingers hit what they aim at, it can be read large, heard, and driven by keys."""

from __future__ import annotations

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

NARROW = (320, 568)
SIZES = ((1280, 800), NARROW, (360, 640))  # the last is the one in which large type is looked at
# (320, 256) is 1280 × 1024 at 400 %. In the last one, a small phone, everything else is looked at too.
WINDOWS = ((1280, 800), (768, 1024), (320, 568), (320, 256), (360, 640))
# axe would fetch every style sheet once more, for a rule that is off, and look for frames, of which there are none.
AXE = Axe().axe_script + "\nwindow.QUICKLY = { resultTypes: ['violations'], preload: false, iframes: false };"
# All of axe's rules but the one on colours, on everything; and that one, which takes most of the time, on one of each kind
# of element that holds text. Elements are of a kind when they and all they lie in have the same attributes, but for those
# that only name and point, and the same colours.
RUN_AXE = """async () => {
  const { violations } = await axe.run({ ...QUICKLY, rules: { "color-contrast": { enabled: false } } });
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target}: ${node.failureSummary}`));
}"""
RUN_CONTRAST = """async () => {
  const naming = new Set(["id", "href", "src", "alt", "title", "for", "name", "value", "lang", "aria-label", "aria-labelledby",
    "aria-controls", "aria-describedby"]);
  const kinds = new Map();
  const kindOf = (element) => {
    if (element === document.documentElement) return "";
    if (!kinds.has(element)) {
      const said = [...element.attributes].filter(({ name }) => !naming.has(name))
        .map(({ name, value }) => (name.startsWith("data-") ? name : `${name}=${value}`));
      const { color, backgroundColor } = getComputedStyle(element);
      const own = [element.tagName, ...said, color, backgroundColor].join(" ");
      kinds.set(element, `${kindOf(element.parentElement)} > ${own}`);
    }
    return kinds.get(element);
  };
  const seen = (window.seenByAxe ??= new Set()); // also while cards are turned in an open page
  const include = [...document.body.querySelectorAll("*")].filter((element) => {
    const holdsText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (!element.checkVisibility() || !(holdsText || element.matches("input, select, textarea"))) return false;
    const before = seen.size;
    return seen.add(kindOf(element)).size > before;
  });
  if (!include.length) return [];
  const { violations } = await axe.run({ include }, { ...QUICKLY, runOnly: ["color-contrast"] });
  return violations.flatMap(({ nodes }) => nodes.map((node) => `color-contrast: ${node.target}: ${node.failureSummary}`));
}"""
# What is wrong with how the place of the focus shows: it must have an outline and not lie under a bar.
FOCUS_FAULTS = """() => {
  const { activeElement } = document;
  const { outlineStyle, outlineWidth } = getComputedStyle(activeElement);
  const boxes = [...activeElement.getClientRects()];
  const shows = boxes.some(({ left, right, top, bottom }) =>
    activeElement.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2)));
  return [outlineStyle === "none" || parseFloat(outlineWidth) < 2 ? "no outline" : "", shows ? "" : "covered"].filter(Boolean);
}"""
BOXES = """(selector) => Array.from(document.querySelectorAll(selector), (one) => {
  const { top, bottom } = one.getBoundingClientRect();
  return { top, bottom };
})"""
# By how many pixels each of the elements ends below the top of another.
BELOW = """([selectors, limit]) => {
  const edge = document.querySelector(limit).getBoundingClientRect().top;
  return selectors.flatMap((selector) => [...document.querySelectorAll(selector)])
    .map((element) => [element.textContent, element.getBoundingClientRect().bottom - edge]);
}"""
# What a finger may hit, and is too small for it. A link within a sentence is as high as the sentence's line.
TOO_SMALL = """() => {
  document.querySelectorAll("details").forEach((details) => (details.open = true));
  const size = (element) => {
    const boxes = [element, ...(element.labels ?? [])].flatMap((part) => [...part.getClientRects()]);
    const span = (from, to) => Math.max(...boxes.map((box) => box[to])) - Math.min(...boxes.map((box) => box[from]));
    return [span("left", "right"), span("top", "bottom")];
  };
  return [...document.querySelectorAll("a, button, summary, input, select, textarea")]
    .filter((element) => element.checkVisibility() && !element.matches(".skip"))
    .filter((element) => getComputedStyle(element).display !== "inline" || element.closest("nav, footer, header, .list"))
    .filter((element) => size(element).some((length) => length < 43.9))
    .map((element) => `${element.outerHTML.slice(0, 90)}: ${size(element)}`);
}"""
# Text that runs out of the window or lies under something else, wherever on the page it is.
UNREADABLE = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const element = text.parentElement;
    if (!text.data.trim() || !element.checkVisibility() || element.closest(".unseen, .skip, .sheet")) continue;
    const range = new Range();
    range.selectNodeContents(text);
    for (let line = 0; line < range.getClientRects().length; line += 1) {
      scrollBy({ top: range.getClientRects()[line].top - innerHeight / 2, behavior: "instant" });
      const { left, right, top, bottom } = range.getClientRects()[line];
      const there = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      const outside = left < -1 || right > innerWidth + 1;
      const covered = !there || !(there.contains(element) || element.contains(there));
      if (outside || covered) found.push(`${text.data.trim()}: ${outside ? "outside" : there?.outerHTML.slice(0, 60)}`);
    }
  }
  scrollTo(0, 0);
  return found;
}"""


# A name without a break, as an organisation or a link can be.
LONG = "(texts) => texts.slice(0, 20).forEach((text) => (text.textContent = 'Sammenslutningen'.repeat(8)))"
TOO_WIDE = """() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const wide = Array.from(document.querySelectorAll("body *")).filter((one) => one.getBoundingClientRect().right > clientWidth);
  return wide.map((one) => one.outerHTML.slice(0, 80));
}"""


def wider_than_the_window(page) -> int:
    """By how many pixels one would have to scroll sideways."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def set_type(page, pixels: int) -> None:
    """As set in the browser's own settings; the usual is 16."""
    session = page.context.new_cdp_session(page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": pixels, "fixed": pixels}})


def violations(page) -> list[str]:
    """What axe finds with everything unfolded, on the colours also in the dark. The page is light afterwards."""
    page.evaluate("document.querySelectorAll('details').forEach((details) => (details.open = true))")
    return violations_as_it_is(page)


def violations_as_it_is(page) -> list[str]:
    """What axe finds on a page with what is folded left so, on the colours also in the dark."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate(RUN_AXE) + page.evaluate(RUN_CONTRAST)
    page.emulate_media(color_scheme="dark")
    found += page.evaluate(RUN_CONTRAST)
    page.emulate_media(color_scheme="light")
    return found


def check_fits(page, exit_there: bool = True) -> None:
    """Hold a page, with what is folded left so at first, to any window and finger: nothing is wider than the window, also
    with text twice as large, the main menu is under the thumb, the exit in reach, every target large enough for a finger.
    Leaves it in a small phone's window and with everything unfolded."""
    for width, height in WINDOWS:
        page.set_viewport_size({"width": width, "height": height})
        assert wider_than_the_window(page) == 0, width
    for box in page.evaluate(BOXES, "nav[aria-label=Hovedmenu] a"):
        assert height * 2 / 3 < box["top"] < box["bottom"] <= height
    set_type(page, 32)
    assert wider_than_the_window(page) == 0, "text twice as large"
    if exit_there:
        expect(page.locator("[data-quick-exit]")).to_be_in_viewport(ratio=1)
    set_type(page, 16)
    assert page.evaluate(TOO_SMALL) == []


def tab_to(page, selector: str, key: str = "Tab") -> None:
    """Press Tab until the focus is there. At every stop on the way one must be able to see where one is."""
    for _ in range(120):
        page.keyboard.press(key)
        faults = page.evaluate(FOCUS_FAULTS)
        at = page.evaluate("document.activeElement.outerHTML.slice(0, 90)")
        assert not faults, f"{faults} at {at}"
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} was not reached")


def check_usable(page, name: str, twice_as_large: bool = True) -> None:
    """Hold a page of the desk, as it is at the moment, to all of it. Raises AssertionError naming the page."""
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert wider_than_the_window(page) == 0, (name, width)
        assert page.evaluate(TOO_SMALL) == [], (name, width)
        if (width, height) == NARROW:
            assert violations(page) == [], name
    for pixels in (32, 16) if twice_as_large else ():
        set_type(page, pixels)
        assert wider_than_the_window(page) == 0, (name, pixels)
        assert page.evaluate(UNREADABLE) == [], (name, pixels)
        expect(page.locator("[data-quick-exit]")).to_be_in_viewport(ratio=1)
    assert re.fullmatch(r"(Fejl: )?[\w ]+ · Lommekort", page.title()), name
    assert "?" not in page.url and "@" not in page.url, name

"""Whether everyone can use a page: it fits, fingers hit what they aim at, it can be read large, heard, and driven by keys."""

from __future__ import annotations

import re
from collections.abc import Iterable
from weakref import WeakKeyDictionary

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

NARROW = (320, 568)
SIZES = ((1280, 800), NARROW, (360, 640))  # the last is the one in which large type is looked at
# (320, 256) is 1280 × 1024 at 400 %. In the last one, a small phone, everything else is looked at too.
WINDOWS = ((1280, 800), (768, 1024), (320, 568), (320, 256), (360, 640))
# axe would fetch every style sheet once more, for a rule that is off, and look for frames, of which there are none.
AXE = Axe().axe_script + "\nwindow.QUICKLY = { resultTypes: ['violations'], preload: false, iframes: false };"
# Sent to a page once, for all its documents from then on: to send axe to each costs as much as the visit.
AXE_AT_HAND = "window.loadAxe = () => {" + AXE + "\n};"
# axe's rules on colours take most of its time: four fifths on a page with many links. They are held to one of each kind of
# element that holds text, and all other rules to everything.
COLOURS = ("color-contrast", "link-in-text-block")
RUN_AXE = """async ([colours, unfolded]) => {
  if (!("loadAxe" in window)) return null;
  if (unfolded) document.querySelectorAll("details").forEach((details) => (details.open = true));
  if (!("axe" in window)) loadAxe();
  const rules = Object.fromEntries(colours.map((rule) => [rule, { enabled: false }]));
  const { violations } = await axe.run({ ...QUICKLY, rules });
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target}: ${node.failureSummary}`));
}"""
# Elements are of a kind when they and all they lie in have the same attributes, but for those that only name and point (an
# id that a style sheet names is one of a container's; what htmx reads, no style sheet does), and the same colours and letters, in a window of the same width with the same style sheets. A link in a sentence is of another
# kind than one that stands alone. A kind is a number of 53 bits. Answers the kinds not yet known, and what is wrong with one
# of each.
RUN_COLOURS = """async ([colours, known]) => {
  const naming = new Set(["href", "src", "alt", "title", "for", "name", "value", "lang", "aria-label", "aria-labelledby",
    "aria-controls", "aria-describedby", "content", "datetime", "action"]);
  const looks = ["color", "backgroundColor", "backgroundImage", "opacity", "fontSize", "fontWeight", "textDecorationLine"];
  const number = (text, seed) => {
    let [high, low] = [0xdeadbeef ^ seed, 0x41c6ce57 ^ (seed / 2 ** 32)];
    for (let place = 0; place < text.length; place += 1) {
      high = Math.imul(high ^ text.charCodeAt(place), 2654435761);
      low = Math.imul(low ^ text.charCodeAt(place), 1597334677);
    }
    high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
    low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
    return 2 ** 32 * (2097151 & low) + (high >>> 0);
  };
  const sheets = Array.from(document.styleSheets, ({ href, media }) => `${href} ${media.mediaText}`);
  const around = number(JSON.stringify([innerWidth, sheets]), 0);
  const lengthOf = (element) => element.textContent.trim().length;
  const isInSentence = (element) => {
    let block = element.parentElement;
    while (getComputedStyle(block).display.startsWith("inline")) block = block.parentElement;
    return lengthOf(block) > Array.from(block.querySelectorAll("a"), lengthOf).reduce((sum, length) => sum + length, 0);
  };
  const kinds = new Map();
  const kindOf = (element) => {
    if (!element) return around;
    if (!kinds.has(element)) {
      const said = [...element.attributes]
        .filter(({ name }) => (name === "id" ? element.matches("article, div, fieldset, form, section") : !naming.has(name) && !name.startsWith("hx-")))
        .map(({ name, value }) => (name.startsWith("data-") ? name : `${name}=${value}`));
      const style = getComputedStyle(element);
      const own = [element.tagName, ...said, ...looks.map((look) => style[look])];
      if (element.matches("a")) own.push(isInSentence(element));
      kinds.set(element, number(own.join(" "), kindOf(element.parentElement)));
    }
    return kinds.get(element);
  };
  const seen = new Set(known.split(" ").map(Number));
  const before = seen.size;
  const include = [...document.body.querySelectorAll("*")].filter((element) => {
    const holdsText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (!element.checkVisibility() || !(holdsText || element.matches("a, input, select, textarea"))) return false;
    const sofar = seen.size;
    return seen.add(kindOf(element)).size > sofar;
  });
  if (!include.length) return ["", []];
  const { violations } = await axe.run({ include }, { ...QUICKLY, runOnly: colours });
  return [
    [...seen].slice(before).join(" "),
    violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target}: ${node.failureSummary}`)),
  ];
}"""
# What is wrong with how the place of the focus shows: it must have an outline and not lie under a bar. A page that is
# still on the move, for the focus or for what came late, has a second to come to rest.
FOCUS_FAULTS = """async () => {
  const lookAt = (element) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const boxes = [...element.getClientRects()];
    const shows = boxes.some(({ left, right, top, bottom }) =>
      element.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2)));
    return [outlineStyle === "none" || parseFloat(outlineWidth) < 2 ? "no outline" : "", shows ? "" : "covered"].filter(Boolean);
  };
  let faults = lookAt(document.activeElement);
  for (let frame = 0; faults.length && frame < 60; frame += 1) {
    await new Promise(requestAnimationFrame);
    faults = lookAt(document.activeElement);
  }
  return faults;
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
# What a finger may hit, and is too small for it. A link within a sentence is as high as the sentence's line. A field with
# letters under 16 pixels is one too: an iPhone enlarges the page when it is tapped.
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
    .filter((element) => size(element).some((length) => length < 43.9) ||
      (element.matches("input, select, textarea") && parseFloat(getComputedStyle(element).fontSize) < 16 && !element.matches("[type=checkbox], [type=radio], [type=file]")))
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

# A space at the end of a text is lost in a box whose parts are laid out beside each other: "Ring112".
RUN_TOGETHER = """() => {
  const beside = Array.from(document.querySelectorAll("main *")).filter((one) => /flex/.test(getComputedStyle(one).display));
  return beside.filter((one) => Array.from(one.childNodes).some((text) => {
    const next = text.nextElementSibling;
    if (text.nodeType !== Node.TEXT_NODE || !/\\S\\s$/.test(text.data) || text.nextSibling !== next || !next?.checkVisibility()) return false;
    const range = new Range();
    range.selectNodeContents(text);
    const [before, after] = [range.getBoundingClientRect(), next.getBoundingClientRect()];
    return after.width > 0 && before.top < after.bottom && after.top < before.bottom && Math.abs(after.left - before.right) < 2;
  })).map((one) => one.textContent.trim());
}"""


# A word of a heading that goes on in the next line without a hyphen. Names are somebody else's.
TORN = """(headings) => {
  const found = [];
  for (const heading of document.querySelectorAll(`:is(${headings}):not([translate=no])`)) {
    const walker = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      if (heading.clientWidth < 2 || text.parentElement.closest("[translate=no]")) continue;
      for (const { 0: word, index } of text.data.matchAll(/\\p{L}+/gu)) {
        const range = new Range();
        range.setStart(text, text.data[index - 1] === "\\u00ad" ? index + 1 : index); // a hyphen is the next letter's
        range.setEnd(text, index + word.length);
        const [first, ...rest] = range.getClientRects();
        if (rest.some((line) => line.top > first.bottom - 2)) found.push(word);
      }
    }
  }
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
    if page not in _settings:
        _settings[page] = page.context.new_cdp_session(page)
    _settings[page].send("Page.setFontSizes", {"fontSizes": {"standard": pixels, "fixed": pixels}})


_settings: WeakKeyDictionary = WeakKeyDictionary()  # of each page, the way to its browser's settings


def violations(page, unfolded: bool = True) -> list[str]:
    """What axe finds with everything unfolded (or as it is), on the colours also in the dark. The page is light
    afterwards."""
    found = page.evaluate(RUN_AXE, [COLOURS, unfolded])
    if found is None:  # the first time
        page.add_init_script(AXE_AT_HAND)
        page.evaluate(AXE_AT_HAND)
        found = page.evaluate(RUN_AXE, [COLOURS, unfolded])
    known = len(_known)
    found += _colours(page)
    if found or len(_known) > known:  # what is known in the light is known in the dark
        page.emulate_media(color_scheme="dark")
        found += _colours(page)
        page.emulate_media(color_scheme="light")
    return found


_known: list[str] = ["0"]  # the kinds of element in whose colours axe has found nothing, on any page


def _colours(page) -> list[str]:
    """What axe finds in the colours of elements of a kind that no page before had."""
    new, found = page.evaluate(RUN_COLOURS, [COLOURS, " ".join(_known)])
    if new and not found:
        _known.append(new)
    return found


def check_fits(page, exit_there: bool = True) -> None:
    """Hold a page, with what is folded left so at first, to any window and finger: nothing is wider than the window and no
    heading torn, also with text twice as large, the main menu is under the thumb, the exit in reach, every target large
    enough for a finger. Leaves it in a small phone's window and with everything unfolded."""
    for width, height in WINDOWS:
        page.set_viewport_size({"width": width, "height": height})
        assert wider_than_the_window(page) == 0, width
        assert page.evaluate(TORN, "h1, h2, h3") == [], width
    for box in page.evaluate(BOXES, "nav[aria-label=Hovedmenu] a"):
        assert height * 2 / 3 < box["top"] < box["bottom"] <= height
    for pixels in (22, 32):
        set_type(page, pixels)
        assert wider_than_the_window(page) == 0, pixels
        assert page.evaluate(TORN, "h1") == [], pixels
    if exit_there:
        expect(page.locator("[data-quick-exit]")).to_be_in_viewport(ratio=1)
    set_type(page, 16)
    assert page.evaluate(TOO_SMALL) == []
    assert page.evaluate(RUN_TOGETHER) == []


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


def check_each(page, names: Iterable[str], number: int, small_only: str = r"\Z.") -> None:
    """Hold every page that a generator goes through to `check_usable`, and its pages to this number. Those whose name
    ends so (a pattern) are not looked at in large type: long lists of the same, or a map."""
    seen = 0
    for seen, name in enumerate(names, 1):  # noqa: B007 - what it has come to is what counts
        check_usable(page, name, twice_as_large=not re.search(f"({small_only})$", name))
    assert seen == number


def check_usable(page, name: str, twice_as_large: bool = True) -> None:
    """Hold a page of the desk, as it is at the moment, to all of it. Raises AssertionError naming the page."""
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert wider_than_the_window(page) == 0, (name, width)
        assert page.evaluate(TOO_SMALL) == [], (name, width)
        if (width, height) == NARROW:
            assert violations(page) == [], name
            assert page.evaluate(RUN_TOGETHER) == [], name
    for pixels in (32, 16) if twice_as_large else ():
        set_type(page, pixels)
        assert wider_than_the_window(page) == 0, (name, pixels)
        assert page.evaluate(UNREADABLE) == [], (name, pixels)
        expect(page.locator("[data-quick-exit]")).to_be_in_viewport(ratio=1)
    assert re.fullmatch(r"(Fejl: )?[\w ]+ · Lommekort", page.title()), name
    assert "?" not in page.url and "@" not in page.url, name

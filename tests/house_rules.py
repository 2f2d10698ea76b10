"""What holds for every page, whoever made it. Each rule says in its message how to put things right."""

from __future__ import annotations

import re
from collections import Counter

from bs4 import BeautifulSoup

# Words that must not stand where others can see them: addresses, titles, icon names, the manifest.
SENSITIVE = (
    "vold", "sex", "krise", "misbrug", "lgbt", "prostitu", "overgreb", "senfølge", "senfoelge", "incest", "voldtæg",
    "escort", "herberg", "selvmord", "traume", "rusmid", "udsat", "offer", "stalk", "homo", "trans",
)  # fmt: skip


def sensitive_words(text: str) -> list[str]:
    """The sensitive words that stand in a text."""
    return [word for word in SENSITIVE if word in text.lower()]


def check_page(address: str, text: str) -> None:
    """Hold one page to every rule below. Raises AssertionError naming the address."""
    page = BeautifulSoup(text, "html.parser")
    for rule in RULES:
        rule(address, page)


def speaks_danish(address, page):
    """Screen readers choose their voice by it."""
    spoken = ("da", "en") if address.startswith("/b/") else ("da",)
    assert page.html["lang"] in spoken, f'{address}: <html> needs lang="da"'


def has_one_heading(address, page):
    """One page, one subject; the neutral page's heading lies in a template until someone leaves."""
    for template in page.select("template"):
        template.extract()
    assert len(page.select("h1")) == 1, f"{address}: exactly one h1, not {len(page.select('h1'))}"


def has_a_neutral_title(address, page):
    """A title is what history, tabs and the app switcher show."""
    title = page.title.get_text()
    assert title and not sensitive_words(title), f"{address}: the title {title!r} tells too much"


def has_unique_ids(address, page):
    """Links and labels find their place by id."""
    doubles = [name for name, count in Counter(tag["id"] for tag in page.select("[id]")).items() if count > 1]
    assert not doubles, f"{address}: ids that stand twice: {doubles}"


def has_no_inline_code(address, page):
    """The content policy would stop it, silently."""
    assert not page.select("style, [style]"), f"{address}: move inline style to a file"
    assert not page.select("script:not([src])"), f"{address}: move inline script to a file"
    on = [name for tag in page.select("*") for name in tag.attrs if name.startswith(("on", "hx-on"))]
    assert not on, f"{address}: move {on} to a file"


def fetches_only_from_us(address, page):
    """A third party must not learn that anyone is here."""
    for tag in page.select("[src], link[href]"):
        target = tag.get("src") or tag["href"]
        assert target.startswith("/") and not target.startswith("//"), f"{address}: {target} is another host's"


def can_be_left(address, page):
    """The exit is on every page but the one it leads to."""
    if address != "/luk":
        ways = page.select('a[href="/luk"][data-quick-exit]')
        assert ways, f'{address}: needs <a href="/luk" data-quick-exit>'


def labels_every_field(address, page):
    """A field without a label is a riddle; on the public side no field is remembered or sent for spelling."""
    for field in page.select("input:not([type=hidden]), select, textarea"):
        assert page.select_one(f'label[for="{field.get("id")}"]'), f"{address}: label {field}"
        if field.name == "textarea" or (field.name == "input" and field.get("type", "text") in ("text", "search")):
            # At the desk a phone may put in the one-time code it was sent or has made: WCAG 2.2, 1.3.5 and 3.3.8.
            taken = ("off", "one-time-code") if address.startswith("/intern") else ("off",)
            assert field.get("autocomplete") in taken and field.get("spellcheck") == "false", f"{address}: {field}"


def has_neutral_addresses(address, page):
    """An address followed is a line in the history."""
    for tag in page.select("a[href^='/'], form[action], [src], link[href]"):
        target = tag.get("href") or tag.get("src") or tag.get("action")
        assert not sensitive_words(target), f"{address}: {target} tells too much"


def outside_links_tell_nothing(address, page):
    """Where a link leads must not learn where it came from."""
    for tag in page.select("a[href^=http]"):
        assert "noreferrer" in (tag.get("rel") or []), f"{address}: {tag['href']} needs rel=noreferrer"


def ends_its_paragraphs(address, page):
    """Nothing unfinished reaches a reader."""
    text = page.get_text()
    assert not re.search(r"\{\{|\{%|None|undefined", text), f"{address}: template leftovers"


RULES = (
    speaks_danish,
    has_one_heading,
    has_a_neutral_title,
    has_unique_ids,
    has_no_inline_code,
    fetches_only_from_us,
    can_be_left,
    labels_every_field,
    has_neutral_addresses,
    outside_links_tell_nothing,
    ends_its_paragraphs,
)

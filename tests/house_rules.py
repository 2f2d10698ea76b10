"""What holds for every page, whoever made it. Each rule says in its message how to put things right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape

from webapp.languages.language import ORDER

# Words that must not stand where others can see them: addresses, titles, icon names, the manifest.
SENSITIVE = (
    "vold", "sex", "krise", "misbrug", "lgbt", "prostitu", "overgreb", "senfølge", "senfoelge", "incest", "voldtæg",
    "escort", "herberg", "selvmord", "traume", "rusmid", "udsat", "offer", "stalk", "homo", "trans",
)  # fmt: skip
_ANY = re.compile("|".join(SENSITIVE))


def sensitive_words(text: str) -> list[str]:
    """The sensitive words that stand in a text."""
    text = text.lower()
    return [word for word in SENSITIVE if word in text] if _ANY.search(text) else []


VOID = ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")


@dataclass
class Tag:
    """A start tag, its attributes by name; one without a value has an empty one."""

    name: str
    attrs: dict[str, str]


# A tag, whose attributes have quoted values or none, a comment, or the declaration; and an attribute.
PART = re.compile(
    r"""<(?:(/?)([a-z][a-z0-9]*)((?:\s+[^\s"'<>/=]+(?:="[^"]*"|='[^']*')?)*)\s*/?>|!--.*?-->|!doctype\ html>)""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:="([^"]*)"|='([^']*)')?""")


class Page:
    """The tags of a page and the text between them. What lies in a template is left out: the neutral page, until someone
    leaves. Python's parser takes twice as long, a tree five times, and thousands of pages are held to the rules. It would also
    take whatever comes: what is not written as our pages are is kept in `broken`."""

    def __init__(self, text: str):
        self.tags: list[Tag] = []
        self.texts: list[str] = []
        self.title = ""
        self.left_to_translators: list[tuple[str, str]] = []  # a link's address and what is written in it
        self.broken: list[str] = []
        self._templates = 0
        self._links: list[str] = []
        self._kept: list[str] = []  # the open elements from one with translate="no" on
        self._in_title = False
        end = 0
        for part in PART.finditer(text):
            if part.start() > end:
                self._between(text[end : part.start()])
            end = part.end()
            closing, name, said = part.groups()
            if closing:
                self._ends(name.lower())
            elif name:
                self._begins(name.lower(), ATTRIBUTE.findall(said) if said else [])
        self._between(text[end:])

    def _begins(self, name: str, said: list[tuple[str, str, str]]) -> None:
        self._templates += name == "template"
        self._in_title = name == "title"
        attrs = {attribute.lower(): unescape(value or other) for attribute, value, other in said}
        if (self._kept or attrs.get("translate") == "no") and name not in VOID:
            self._kept.append(name)
        if name == "a":
            self._links.append(attrs.get("href", ""))
        if not self._templates:
            self.tags.append(Tag(name, attrs))

    def _ends(self, name: str) -> None:
        self._templates -= name == "template"
        self._in_title = False
        if name in self._kept:
            del self._kept[len(self._kept) - 1 - self._kept[::-1].index(name) :]
        if name == "a" and self._links:
            self._links.pop()

    def _between(self, text: str) -> None:
        if "<" in text:
            self.broken.append(text[text.index("<") :][:80])
        if not self._templates:
            text = unescape(text)
            self.texts.append(text)
            if self._links and not self._kept:
                self.left_to_translators.append((self._links[-1], text))
            self.title += text if self._in_title else ""


def check_page(address: str, text: str, but: Callable | None = None) -> None:
    """Hold one page to every rule below, but one where given. Raises AssertionError naming the address."""
    page = Page(text)
    for rule in RULES:
        if rule is not but:
            rule(address, page, page.tags)


def is_well_formed(address, page, _tags):
    """A browser mends a tag that is not closed or an attribute without quotation marks, each in its own way."""
    assert not page.broken, f"{address}: close the tag, and put quotation marks: {page.broken}"


def speaks_danish(address, _page, tags):
    """Screen readers choose their voice by it."""
    spoken = ORDER if re.match(r"/b(/|$|\?)", address) else ("da",)
    [said] = [tag.attrs.get("lang") for tag in tags if tag.name == "html"]
    assert said in spoken, f'{address}: <html> needs lang="da"'


def has_one_heading(address, _page, tags):
    """One page, one subject."""
    count = sum(tag.name == "h1" for tag in tags)
    assert count == 1, f"{address}: exactly one h1, not {count}"


def has_a_neutral_title(address, page, _tags):
    """A title is what history, tabs and the app switcher show."""
    title = page.title
    assert title and not sensitive_words(title), f"{address}: the title {title!r} tells too much"


def has_unique_ids(address, _page, tags):
    """Links and labels find their place by id."""
    doubles = [
        name for name, count in Counter(tag.attrs["id"] for tag in tags if "id" in tag.attrs).items() if count > 1
    ]
    assert not doubles, f"{address}: ids that stand twice: {doubles}"


def has_no_inline_code(address, _page, tags):
    """The content policy would stop it, silently."""
    assert not any(tag.name == "style" or "style" in tag.attrs for tag in tags), f"{address}: style goes in a file"
    assert all("src" in tag.attrs for tag in tags if tag.name == "script"), f"{address}: script goes in a file"
    on = [name for tag in tags for name in tag.attrs if name.startswith(("on", "hx-on"))]
    assert not on, f"{address}: move {on} to a file"


def fetches_only_from_us(address, _page, tags):
    """A third party must not learn that anyone is here."""
    for tag in tags:
        for target in [tag.attrs.get("src"), tag.attrs.get("href") if tag.name == "link" else None]:
            ours = target is None or (target.startswith("/") and not target.startswith("//"))
            assert ours, f"{address}: {target} is another host's"


def can_be_left(address, _page, tags):
    """The exit is on every page but the one it leads to."""
    if address != "/luk":
        ways = [tag for tag in tags if tag.attrs.get("href") == "/luk" and "data-quick-exit" in tag.attrs]
        assert ways, f'{address}: needs <a href="/luk" data-quick-exit>'


def labels_every_field(address, _page, tags):
    """A field without a label is a riddle; on the public side no field is remembered or sent for spelling."""
    labelled = {tag.attrs.get("for") for tag in tags if tag.name == "label"} - {None}
    for field in tags:
        kind = field.attrs.get("type", "text") if field.name == "input" else field.name
        if field.name not in ("input", "select", "textarea") or kind == "hidden" or "hidden" in field.attrs:
            continue
        assert field.attrs.get("id") in labelled, f"{address}: label {field}"
        if kind in ("textarea", "text", "search"):
            # At the desk a phone may put in the one-time code it was sent or has made: WCAG 2.2, 1.3.5 and 3.3.8.
            taken = ("off", "one-time-code") if address.startswith("/intern") else ("off",)
            assert field.attrs.get("autocomplete") in taken and field.attrs.get("spellcheck") == "false", (
                f"{address}: {field}"
            )


def points_at_what_is_there(address, _page, tags):
    """A drawing, a heading that names a part, a field's label or hint: what a page points at within itself."""
    there = {tag.attrs["id"] for tag in tags if "id" in tag.attrs}
    for tag in tags:
        for name in tag.attrs.keys() & {"aria-labelledby", "aria-describedby", "for", "list", "form"}:
            lost = set(tag.attrs[name].split()) - there
            assert not lost, f"{address}: {name} names {lost}, which is not on the page: {tag}"
        if tag.name == "use":
            drawing = tag.attrs["href"].removeprefix("#")
            assert drawing in there, f"{address}: the drawing {drawing} is not on the page"


def tells_each_mistake_with_its_field(address, _page, tags):
    """Whoever hears the page hears what is wrong when the field, or the group it is in, has the focus."""
    told = {name for tag in tags for name in tag.attrs.get("aria-describedby", "").split()}
    for tag in tags:
        if "error" in tag.attrs.get("class", "").split():
            assert tag.attrs.get("id") in told, f"{address}: aria-describedby of its field has to name {tag}"


def has_neutral_addresses(address, _page, tags):
    """An address followed is a line in the history."""
    for tag in tags:
        for name in tag.attrs.keys() & {"href", "src", "action"}:
            target = tag.attrs[name]
            ours = name != "href" or tag.name == "link" or target.startswith("/")
            assert not ours or not sensitive_words(target), f"{address}: {target} tells too much"


def outside_links_tell_nothing(address, _page, tags):
    """Where a link leads must not learn where it came from."""
    for tag in tags:
        if tag.name == "a" and tag.attrs.get("href", "").startswith("http"):
            assert "noreferrer" in tag.attrs.get("rel", "").split(), (
                f"{address}: {tag.attrs['href']} needs rel=noreferrer"
            )


def keeps_numbers_and_names(address, page, _tags):
    """A browser's translator gets sentences: a number that somebody else's digits replace cannot be read out or noted
    down, and nobody answers to a translated name."""
    for target, text in page.left_to_translators:
        if target.startswith(("tel:", "sms:", "mailto:")):
            assert not re.search(r"\d{3}|\d\d \d\d|@", text), f'{address}: {text.strip()!r} needs translate="no"'


LEFTOVERS = re.compile(r"\{\{|\{%|None|undefined")


def ends_its_paragraphs(address, page, _tags):
    """Nothing unfinished reaches a reader."""
    assert not LEFTOVERS.search("".join(page.texts)), f"{address}: template leftovers"


RULES = (
    is_well_formed,
    speaks_danish,
    has_one_heading,
    has_a_neutral_title,
    has_unique_ids,
    has_no_inline_code,
    fetches_only_from_us,
    can_be_left,
    labels_every_field,
    points_at_what_is_there,
    tells_each_mistake_with_its_field,
    has_neutral_addresses,
    outside_links_tell_nothing,
    keeps_numbers_and_names,
    ends_its_paragraphs,
)

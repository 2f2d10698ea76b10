"""What the apps of one process share in the tests, because nothing changes it: texts, compiled templates, addresses."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from werkzeug.routing import Rule

from webapp.cards.card import Card, read_card
from webapp.content import document
from webapp.library import Library, read_library

ROOT = Path(__file__).resolve().parent.parent
LIBRARY = read_library(ROOT / "content")


class CompiledTemplates(BytecodeCache):
    """What an app has compiled of a template, for the other apps of the process."""

    def __init__(self):
        self.kept: dict = {}

    def load_bytecode(self, bucket):
        """As Jinja asks: the code of a template, if it is the same text."""
        bucket.code = self.kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket):
        """As Jinja asks: keep the code."""
        self.kept[bucket.key, bucket.checksum] = bucket.code


_rules: dict = {}


def compile_once(rule: Rule, append_unknown: bool = True, compiled=Rule._compile_builder):
    """What makes a rule's addresses, as Werkzeug compiles it: half of what it takes to make an app."""
    known = tuple(rule._trace), repr(rule.defaults), append_unknown
    if known not in _rules:
        _rules[known] = compiled(rule, append_unknown)
    return _rules[known]


_cards: dict = {}


def read_card_once(path: Path) -> Card:
    """A card as read when a file of that name last held the same bytes."""
    known = path.parent.name, path.name, path.read_bytes()
    if known not in _cards:
        _cards[known] = read_card(path)
    return _cards[known]


def read_library_once(folder: Path) -> Library:
    """The shipped texts as read already; of a folder of a test's own, only what is not as in another is read anew."""
    return LIBRARY if folder == ROOT / "content" else read_library(folder)


def replaced() -> list[tuple[Any, str, Callable | BytecodeCache]]:
    """What is put in the place of what: the object, its attribute or key, the replacement."""
    from webapp import app
    from webapp.cards import card

    return [
        (app, "read_library", read_library_once),
        (Flask.jinja_options, "bytecode_cache", CompiledTemplates()),
        (Rule, "_compile_builder", compile_once),
        (document, "_parse", cache(document._parse)),
        (card, "read_card", read_card_once),
    ]

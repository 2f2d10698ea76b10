"""What the apps of one process share in the tests, because nothing changes it: texts, compiled templates, addresses; and
less care than in use: passwords are kept with little work, and nobody waits for the disk."""

from __future__ import annotations

import hashlib
import inspect
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from functools import cache, wraps
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from jinja2 import BytecodeCache
from werkzeug.routing import Rule

from webapp import sqlite
from webapp.cards.card import Card, read_card
from webapp.clock import now
from webapp.content import document
from webapp.edition.bundle import PAGE, Entry
from webapp.edition.fingerprint import NOT_ON_PAGES
from webapp.edition.kept import Kept
from webapp.languages import language
from webapp.languages.language import Language
from webapp.library import Library, _readers, read_library
from webapp.publishing.publish import render
from webapp.ranking.making import index_of
from webapp.users import password

ROOT = Path(__file__).resolve().parent.parent
LIBRARY = read_library(ROOT / "content")
# As in use, for the tests of just these: how passwords are kept, and whether a commit waits for the disk.
SLOW_HASHER, SYNCHRONOUS = password._hasher, sqlite.SYNCHRONOUS
QUICK_HASHER = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


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


def once(read: Callable) -> Callable:
    """A reader of a file or a folder of texts that remembers what it made of the same bytes, and of the same other texts
    that it was handed."""
    known: dict = {}

    @wraps(read)
    def read_once(path: Path, *others):
        files = sorted(path.rglob("*")) if path.is_dir() else [path, *map(path.with_name, BESIDE.get(path.name, ()))]
        key = path.name, *((file.name, file.read_bytes()) for file in files if file.is_file()), *map(id, others)
        if key not in known:
            known[key] = others, read(path, *others)  # the others are kept, so that their ids stay their own
        return known[key][1]

    return read_once


_languages: dict = {}


def read_language_once(path: Path, source: Language | None, read=language._read) -> Language:
    """A language as read when a file of that name last held the same bytes, beside the same Danish."""
    known = path.parent.name, path.name, path.read_bytes(), id(source)
    if known not in _languages:
        _languages[known] = source, read(path, source)  # the Danish is kept, so that its id stays its own
    return _languages[known][1]


def read_library_once(folder: Path) -> Library:
    """The shipped texts as read already; of a folder of a test's own, only what is not as in another is read anew."""
    return LIBRARY if folder == ROOT / "content" else read_library(folder)


_indexes: dict = {}


def index_once(documents, first, counted=0, told=frozenset(), made=index_of) -> bytes:
    """The index for the search, as made when it was last asked for with the same documents: a third of a publishing."""
    known = hashlib.sha256(repr((documents, first, counted, sorted(told))).encode()).digest()
    if known not in _indexes:
        _indexes[known] = made(documents, first, counted, told=told)
    return _indexes[known]


MOST_RENDERED = 4  # what was made for so many apps last: a file of tests has one or two kinds
_rendered: dict[tuple, tuple[Library, dict[str, Entry], Kept]] = {}


def render_once(app: Flask) -> list[Entry]:
    """What an app without an edition answers from. Fixed pages and what is worked out of each offer are taken from the
    last app with the same texts, settings and moment, as publishing takes them from the last edition."""
    settings, library = app.extensions["settings"], app.extensions["library"]
    chosen = tuple(repr(getattr(settings, one.name)) for one in fields(settings) if one.name not in NOT_ON_PAGES)
    with app.app_context():
        key = id(library), app.extensions["pages made of"], chosen, now().date()
    _, pages, kept = _rendered.pop(key, None) or (library, {}, Kept())
    _rendered[key] = library, pages, kept
    for forgotten in list(_rendered)[:-MOST_RENDERED]:
        del _rendered[forgotten]
    entries = render(app, pages, kept)
    pages.update({entry.path: entry for entry in entries if entry.kind == PAGE})
    return entries


# Whatever reads one file, or a folder; cards and languages are kept file by file.
READERS = tuple({read.__name__ for _, read, *_ in _readers()} - {"read_cards", "read_languages"})
BESIDE = {"municipalities.csv": ["regions.yaml"]}  # what is read with a file


def replaced() -> list[tuple[Any, str, Any]]:
    """What is put in the place of what: the object, its attribute or key, the replacement."""
    from webapp import app, library
    from webapp.cards import card
    from webapp.edition import edition
    from webapp.publishing import dynamic_pages, in_force

    return [
        (app, "read_library", read_library_once),
        *((library, name, once(getattr(library, name))) for name in READERS),
        (Flask.jinja_options, "bytecode_cache", CompiledTemplates()),
        (Rule, "_compile_builder", compile_once),
        (document, "_parse", cache(document._parse)),
        (card, "read_card", read_card_once),
        (language, "_read", read_language_once),
        (dynamic_pages, "index_of", index_once),
        (in_force, "render", render_once),
        (password, "_hasher", QUICK_HASHER),
        # What was written is there after a kill all the same: to wait for the disk is against a power cut.
        (sqlite, "SYNCHRONOUS", "OFF"),
        (edition, "settle", lambda folder: None),
        (os, "fsync", lambda file: None),
    ]


@contextmanager
def nothing_kept() -> Iterator[None]:
    """Meanwhile texts are read anew, and what is read is nobody else's: for a test that spoils it."""
    from webapp import library

    with pytest.MonkeyPatch.context() as patch:
        for place, name in (*((library, name) for name in READERS), (document, "_parse")):
            patch.setattr(place, name, inspect.unwrap(getattr(place, name)))
        for kept in ("_cards", "_languages"):
            patch.setitem(globals(), kept, {})
        yield

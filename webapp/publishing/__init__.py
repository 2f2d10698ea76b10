"""Putting the public pages in force as an edition: the one place that knows what every feature gives to it."""

from __future__ import annotations

from flask import Flask

from webapp.config import Settings
from webapp.edition.edition import Editions
from webapp.publishing.commands import cli
from webapp.publishing.in_force import AnswersInForce
from webapp.publishing.overlays import SOURCES
from webapp.publishing.publisher import Publisher


def init_app(app: Flask, settings: Settings, made_of: str) -> None:
    """The editions, what they are answered from, the publisher, and `flask edition`.

    `made_of` is the digest of what the pages are made of (`fingerprint.of_pages`).
    """
    editions = Editions(settings.instance)
    app.extensions |= {"editions": editions, "answers": AnswersInForce(app, editions), "publisher": Publisher(app)}
    app.extensions["pages made of"] = made_of
    app.extensions["overlay_sources"] = SOURCES
    app.cli.add_command(cli)

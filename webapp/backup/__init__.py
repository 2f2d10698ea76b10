"""Backup and restore of the database."""

from __future__ import annotations

from flask import Flask

from webapp.backup.commands import backup_command, restore_command


def init_app(app: Flask) -> None:
    """`flask backup` and `flask restore`."""
    app.cli.add_command(backup_command)
    app.cli.add_command(restore_command)

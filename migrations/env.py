"""Runs the migrations on the app's own database, inside one transaction where the database allows it."""

from alembic import context
from flask import current_app
from sqlalchemy.types import TypeDecorator

from webapp.database import taking_its_time

database = current_app.extensions["migrate"].db


def column_type(kind, item, _context):
    """How a new migration writes a column's type: one of ours as the one it is made of, or it could not be run."""
    return f"sa.{item.impl!r}" if kind == "type" and isinstance(item, TypeDecorator) else False


context.config.set_main_option("sqlalchemy.url", str(database.engine.url).replace("%", "%%"))

with taking_its_time(), database.engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=database.metadata,
        render_as_batch=True,
        render_item=column_type,
        compare_type=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()

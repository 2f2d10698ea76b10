"""Runs the migrations on the app's own database, inside one transaction where the database allows it."""

from alembic import context
from flask import current_app

from webapp.database import taking_its_time

database = current_app.extensions["migrate"].db
context.config.set_main_option("sqlalchemy.url", str(database.engine.url).replace("%", "%%"))

with taking_its_time(), database.engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=database.metadata,
        render_as_batch=True,
        compare_type=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()

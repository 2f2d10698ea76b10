"""Whether the app can do its work."""

from flask import Blueprint, abort
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from webapp.database import reading

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def show():
    """200 when the database answers, else 503."""
    try:
        with reading() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError:
        abort(503)
    return {"status": "ok"}

"""Addresses for a monitor: alive, ready, and the figures for the operator alone."""

from __future__ import annotations

import hmac

from flask import Blueprint, Response, abort, current_app, request
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from webapp.monitoring.readiness import checks, database_answers

bp = Blueprint("monitoring", __name__)


@bp.get("/healthz")
def health():
    """200 when the database answers, else 503."""
    if not database_answers():
        abort(503)
    return {"status": "ok"}


@bp.get("/readyz")
def ready():
    """200 when every part is well, else 503; either way which part is not."""
    found = checks(current_app)
    well = set(found.values()) == {"ok"}
    return {"status": "ok" if well else "failed", "checks": found}, 200 if well else 503


@bp.get("/metrics")
def metrics():
    """The figures, for whoever has the token; without a token in the settings there is no such page."""
    token = current_app.extensions["settings"].metrics_token
    if not token:
        abort(404)
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not hmac.compare_digest(given.strip().encode(), token.encode()):
        return Response(status=401, headers={"WWW-Authenticate": 'Bearer realm="metrics"'})
    return Response(current_app.extensions["metrics"].text(), content_type=CONTENT_TYPE_PLAIN_0_0_4)

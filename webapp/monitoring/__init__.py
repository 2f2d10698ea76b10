"""How the operator sees that the server is well, without seeing what anybody looks at."""

from __future__ import annotations

from flask import Flask

from webapp.monitoring.metrics import Metrics


def init_app(app: Flask) -> None:
    """The figures that `/metrics` shows; the gateway and the publisher count in them."""
    app.extensions["metrics"] = Metrics(app)

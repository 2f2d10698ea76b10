"""Logs that cannot give anyone away: no address, user agent, path or query; `docs/logs.md` lists what is written."""

from __future__ import annotations

import logging
import sys

from flask import Flask, request

logger = logging.getLogger("lommekort")


def init_app(app: Flask) -> None:
    """Log to standard error, and log a failure by the name of the page's code instead of its address."""
    if not logger.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
        logger.propagate = False

    app.log_exception = log_exception


def log_exception(exc_info) -> None:
    """Log a request that failed: the name of the view, and where."""
    kind, places = where_it_failed(exc_info).split(": ", 1)
    logger.error("%s in %s: %s", kind, request.endpoint, places)


def where_it_failed(exc_info) -> str:
    """An error's kind and the places in the code, the innermost first; never its message, which can repeat what was
    asked for."""
    kind, _error, trace = exc_info
    places = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return f"{kind.__name__}: {' < '.join(reversed(places[-6:]))}"

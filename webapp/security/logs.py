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

    def log_exception(exc_info) -> None:
        failed(exc_info[1], request.endpoint)

    app.log_exception = log_exception  # type: ignore[method-assign]


def failed(error: BaseException, what: str | None) -> None:
    """One line on a failure of `what`: only where it happened, for an error's message can repeat what was asked for."""
    places, trace = [], error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    logger.error("%s in %s: %s", type(error).__name__, what, " < ".join(reversed(places[-6:])))

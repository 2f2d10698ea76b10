"""The finder and the offer's page for staff. The same address takes a link (GET) and the form (POST), so that what
someone looks for need stand in no address."""

import sys

from flask import Blueprint, abort, current_app, redirect, request
from sqlalchemy.exc import OperationalError

from webapp.clock import now
from webapp.finder.need import params_of
from webapp.finder.offer_page import offer_page
from webapp.finder.render import finder_page
from webapp.registry import report
from webapp.security.origin import comes_from_us
from webapp.typed_text import tidy

bp = Blueprint("finder", __name__, url_prefix="/find")


@bp.route("", methods=["GET", "POST"])
def index():
    """Offers for a need; all of them without one."""
    return finder_page(_answers(), params_of(request))


@bp.get("/<code>")
def show(code: str):
    """One offer, with everything staff may know of it."""
    answers = _answers()
    if code in answers.by_code:
        return offer_page(answers, code)
    if code in answers.merged:
        return redirect(f"/find/{answers.merged[code]}")
    if code in answers.closed:
        return answers.page("/410.html", {}), 410
    abort(404)


@bp.post("/<code>")
def report_offer(code: str):
    """A worker says that something about the offer is wrong. What is said about a merged offer is about the one it
    became."""
    answers = _answers()
    code = answers.merged.get(code, code)
    if code not in answers.by_code:
        return show(code)
    if not comes_from_us(request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin"), request.host):
        abort(403)  # another site has its visitors send reports
    kind, text = request.form.get("slags", ""), tidy(request.form.get("tekst", ""))
    if mistake := report.mistake(kind, text):
        wrong = getattr(answers.said.report, mistake).format(most=report.LONGEST)
        return offer_page(answers, code, wrong=wrong, kind=kind, text=text), 422
    try:
        kept = report.keep(code, kind, text, now().date())
    except OperationalError:
        current_app.log_exception(sys.exc_info())
        return offer_page(answers, code, wrong=report.NOT_NOW, kind=kind, text=text), 503
    if not kept:
        return offer_page(answers, code, wrong=report.ENOUGH, kind=kind, text=text), 429
    return offer_page(answers, code, said=report.THANKS)


def _answers():
    return current_app.extensions["answers"].current()

"""Practice scenarios and ten-minute sessions."""

from flask import Blueprint, abort, render_template

from webapp.danish import MONTHS
from webapp.texts import library

bp = Blueprint("practice", __name__)


@bp.get("/oev")
def scenarios():
    """All scenarios."""
    return render_template("practice/scenarios.html")


@bp.get("/oev/<number>")
def scenario(number: str):
    """One scenario, whole: which of its turns is seen is decided by the address's fragment, on the phone."""
    if (scenario := library.practice.scenarios.get(number)) is None:
        abort(404)
    return render_template(
        "practice/scenario.html",
        scenario=scenario,
        branches={branch.id: branch.title for branch in library.checklist.branches},
        following=_after(library.practice.scenarios, number),
    )


@bp.get("/laer")
def sessions():
    """All sessions, and the plan for the year."""
    return render_template("practice/sessions.html", months=MONTHS)


@bp.get("/laer/<number>")
def session(number: str):
    """One session: the leader's notes, and what the team sees on a big screen."""
    if (session := library.practice.sessions.get(number)) is None:
        abort(404)
    following = _after(library.practice.sessions, number)
    return render_template("practice/session.html", session=session, following=following)


def _after(items: dict, number: str):
    numbers = list(items)
    place = numbers.index(number) + 1
    return items[numbers[place]] if place < len(numbers) else None

"""Practice scenarios and ten-minute sessions."""

from flask import Blueprint, abort, current_app, render_template

from webapp.danish import MONTHS

bp = Blueprint("practice", __name__)


@bp.get("/oev")
def scenarios():
    """All scenarios."""
    return render_template("practice/scenarios.html", library=current_app.extensions["library"])


@bp.get("/oev/<number>")
def scenario(number: str):
    """One scenario, whole: which of its turns is seen is decided by the address's fragment, on the phone."""
    library = current_app.extensions["library"]
    if (scenario := library.practice.scenarios.get(number)) is None:
        abort(404)
    return render_template(
        "practice/scenario.html",
        scenario=scenario,
        library=library,
        branches={branch.id: branch.title for branch in library.checklist.branches},
        following=_after(library.practice.scenarios, number),
    )


@bp.get("/laer")
def sessions():
    """All sessions, and the plan for the year."""
    return render_template("practice/sessions.html", library=current_app.extensions["library"], months=MONTHS)


@bp.get("/laer/<number>")
def session(number: str):
    """One session: the leader's notes, and what the team sees on a big screen."""
    library = current_app.extensions["library"]
    if (session := library.practice.sessions.get(number)) is None:
        abort(404)
    following = _after(library.practice.sessions, number)
    return render_template("practice/session.html", session=session, library=library, following=following)


def _after(items: dict, number: str):
    numbers = list(items)
    place = numbers.index(number) + 1
    return items[numbers[place]] if place < len(numbers) else None

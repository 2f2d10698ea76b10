"""The checklist of a transparent meeting: whole, and as the five things that must be said when the talk has begun.

The pages are the same for everybody. What is ticked lives on the phone alone (`static/checklist/state.js`).
"""

from flask import Blueprint, current_app, render_template

from webapp.checklist.checklist import brief, first_asked, placed

bp = Blueprint("checklist", __name__, url_prefix="/tjek")


@bp.get("")
def whole():
    """All five phases, with everything that branches add."""
    library = current_app.extensions["library"]
    checklist = library.checklist
    return render_template(
        "checklist/index.html", library=library, parts=placed(checklist), asked=first_asked(checklist)
    )


@bp.get("/kort")
def short():
    """The one-minute version."""
    library = current_app.extensions["library"]
    checklist = library.checklist
    lines = brief(checklist)
    inside = {line.line.id for line in lines}
    asked = first_asked(checklist)
    # What a citizen can ask to hear first is on the page too, hidden until someone asks.
    others = [line for lines in placed(checklist).values() for line in lines if line.line.id in asked.keys() - inside]
    return render_template("checklist/short.html", library=library, lines=lines, others=others, asked=asked)

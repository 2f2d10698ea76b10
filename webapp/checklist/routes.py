"""The checklist of a transparent meeting: whole, and as the five things that must be said when the talk has begun.

The pages are the same for everybody. What is ticked lives on the phone alone (`static/checklist/state.js`).
"""

from flask import Blueprint, render_template

from webapp.checklist.checklist import NOW, brief, first_asked, placed
from webapp.texts import library

bp = Blueprint("checklist", __name__, url_prefix="/tjek")


@bp.get("")
def whole():
    """All five phases, with everything that branches add."""
    checklist = library.checklist
    return render_template("checklist/index.html", parts=placed(checklist), asked=first_asked(checklist))


@bp.get("/kort")
def short():
    """The one-minute version."""
    checklist = library.checklist
    parts, lines, asked = placed(checklist), brief(checklist), first_asked(checklist)
    inside = {item.line.id for item in (*parts[NOW], *lines)}
    # What a citizen can ask to hear first is on the page too, hidden until someone asks.
    others = [item for items in parts.values() for item in items if item.line.id in asked.keys() - inside]
    return render_template("checklist/short.html", parts=parts, lines=lines, others=others, asked=asked)

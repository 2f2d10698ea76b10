"""Offers out as a file and in again: see what it would change, say yes, undo."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_login import current_user

from webapp import clock
from webapp.database import db
from webapp.desk.access import allowed
from webapp.desk.publishing import commit_and_publish
from webapp.spreadsheets import imports
from webapp.spreadsheets.imports import DataImport, Refused
from webapp.spreadsheets.read import LARGEST, UnreadableError, read_table
from webapp.texts import library
from webapp.users.role import Role

bp = Blueprint("spreadsheets_desk", __name__)
MAY = (Role.COORDINATOR, Role.ADMINISTRATOR)
SHOWN, SHOWN_BESIDE = 200, 5  # changes and faults on a page; what was left out, where nothing is to be saved
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/intern/data")
@allowed(*MAY)
def index():
    """What can be had and sent, and the last import."""
    return _page()


@bp.get("/intern/data/tilbud.csv")
@allowed(*MAY)
def out_csv():
    """The offers as CSV."""
    from webapp.spreadsheets.write import as_csv  # as below

    return _file(as_csv(_offers(), library.places), "text/csv; charset=utf-8", "csv")


@bp.get("/intern/data/tilbud.xlsx")
@allowed(*MAY)
def out_xlsx():
    """The offers as a spreadsheet."""
    from webapp.spreadsheets.write import as_xlsx  # openpyxl takes 6 MB, and most servers never need it

    return _file(as_xlsx(_offers(), library.places, library.taxonomy, clock.now().date()), XLSX, "xlsx")


@bp.post("/intern/data")
@allowed(*MAY)
def send():
    """Take a file in. Nothing is changed yet: what it would do is shown first."""
    sent = request.files.get("fil")
    db.session.rollback()  # a file may take a while to read, and nobody is to wait for it
    try:
        table = read_table(sent.read(LARGEST + 1) if sent else b"")
    except UnreadableError as error:
        return _page(wrong=str(error), status=422)
    plan = imports.plan_for(table, imports.scope_of(current_user), library)
    if plan.faults:
        db.session.rollback()
        return _page(plan=plan, status=422)
    if not plan.planned:
        db.session.rollback()
        told = "Filen er læst. Den siger det samme som her, så der er intet at gemme."
        flash(" ".join([told, *plan.left_out[:SHOWN_BESIDE]]))
        return redirect(url_for(".index"), 303)
    imports.keep(current_user, table)
    db.session.commit()
    return redirect(url_for(".show"), 303)


@bp.get("/intern/data/forslag")
@allowed(*MAY)
def show():
    """What the file that waits would change."""
    kept = imports.waiting(current_user)
    if kept is None:
        return redirect(url_for(".index"), 303)
    return _plan_page(kept)


@bp.post("/intern/data/gem")
@allowed(*MAY)
def save():
    """Do all of it, or nothing."""
    kept = imports.waiting(current_user)
    if kept is None or str(kept.id) != request.form.get("nummer"):
        done = imports.last_applied(current_user)
        if done is not None and str(done.id) == request.form.get("nummer"):
            return _saved(done.count)  # pressed twice
        return _page(wrong="Der venter ingen fil. Send den igen.", status=422)
    number = kept.id
    try:
        count = imports.apply(current_user, kept, request.form.get("grundlag", ""), library)
    except Refused as refused:
        db.session.rollback()
        return _plan_page(db.session.get(DataImport, number), str(refused), 422)
    commit_and_publish()
    return _saved(count)


@bp.post("/intern/data/fortryd")
@allowed(*MAY)
def undo():
    """Take the last import back."""
    kept = imports.last_applied(current_user)
    if kept is None or str(kept.id) != request.form.get("nummer"):
        return _page(wrong="Der er ingen import at fortryde.", status=422)
    try:
        count = imports.undo(current_user, kept, library)
    except Refused as refused:
        db.session.rollback()
        return _page(wrong=str(refused), status=422)
    commit_and_publish()
    flash(f"Fortrudt: {count} tilbud er igen som før. Nye tilbud fra filen er lukket.")
    return redirect(url_for(".index"), 303)


send.largest_body = LARGEST + 64 * 1024  # the form around the file


def _saved(count: int):
    flash(f"Gemt: {count} tilbud.")
    return redirect(url_for(".index"), 303)


def _page(wrong: str = "", plan=None, status: int = 200):
    page = render_template(
        "spreadsheets/index.html",
        wrong=wrong,
        plan=plan,
        shown=SHOWN,
        count=len(_offers()),
        place=library.places.get(imports.scope_of(current_user) or ""),
        last=imports.last_applied(current_user),
        waits=imports.waiting(current_user),
    )
    return page, status


def _plan_page(kept: DataImport, wrong: str = "", status: int = 200):
    plan = imports.plan_for(kept.table, kept.municipality, library)
    return render_template("spreadsheets/plan.html", kept=kept, plan=plan, wrong=wrong, shown=SHOWN), status


def _file(body: bytes, kind: str, ending: str) -> Response:
    answer = Response(body, content_type=kind)
    day = clock.now().date().isoformat()
    answer.headers["Content-Disposition"] = f"attachment; filename=lommekort-{day}.{ending}"
    return answer


def _offers():
    return imports.offers_in(imports.scope_of(current_user), library.places, db.session)

"""The citizen's languages at the desk: beside the Danish, the dangerous first; corrected, read, sent and taken in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from webapp.clock import now
from webapp.database import StaleError, db
from webapp.desk.access import allowed
from webapp.desk.conflict import three_way_merge
from webapp.desk.publishing import commit_and_publish
from webapp.languages.language import LARGEST_CATALOGUE, SOURCE, Language, Phrase
from webapp.languagesdesk.groups import GROUPS, Group, grouped
from webapp.languagesdesk.store import danish_name, language_at, languages_now, on_one_line, save, versions
from webapp.languagesdesk.typed import Typed, fields_of, typed_in, typed_of, with_catalogue, with_typed
from webapp.texts import library
from webapp.typed_text import InvalidForm, whole_number
from webapp.users.accounts import name_of
from webapp.users.role import Role

bp = Blueprint("languages_desk", __name__, url_prefix="/intern/sprog")
BESIDE = "en"  # stands beside the Danish: more translators read it
CHANGED = "Nogen har gemt de samme tekster imens. Dit står her og er ikke gemt. Se det igennem, og gem igen."
NO_FILE = "Vælg filen først: den PO, du hentede her og fik oversat."


@dataclass(frozen=True)
class Row:
    """A phrase on the page: the Danish, the one beside it, what is typed (field, form, text), who read it, what is
    wrong with it, and what somebody else saved meanwhile."""

    key: str
    danish: str
    beside: str
    forms: list[tuple[str, str, str]]
    is_read: bool
    check: object
    wrong: str
    theirs: str


@bp.get("")
@allowed(Role.ADMINISTRATOR)
def index():
    """The languages, and how much of each somebody has read."""
    rows = [
        (one, danish_name(one.code), _read(one, list(_source().phrases)), _read(one, _danger()))
        for one in _now().values()
        if one.code != SOURCE
    ]
    return render_template("languagesdesk/index.html", rows=rows, total=len(_source().phrases), danger=len(_danger()))


@bp.get("/<language>")
@allowed(Role.ADMINISTRATOR)
def show(language: str):
    """A language: its groups of phrases, a translator's file out and in, and what was saved before."""
    return _language_page(_known(language))


@bp.get("/<language>/po")
@allowed(Role.ADMINISTRATOR)
def export(language: str):
    """The language as PO, for a translator's program."""
    from webapp.languages.catalogue import to_po  # Babel takes memory and time, and most servers never need it

    body = to_po(_known(language), _source())
    headers = {"Content-Disposition": f'attachment; filename="{language}.po"'}
    return Response(body, content_type="text/x-gettext-translation; charset=utf-8", headers=headers)


@bp.post("/<language>/po")
@allowed(Role.ADMINISTRATOR)
def take_in(language: str):
    """A translator's file: all of it or nothing. What it changes counts as unread."""
    from webapp.languages.catalogue import CatalogueError, from_po  # as above

    known = _known(language)
    sent = request.files.get("fil")
    db.session.rollback()  # a file may take a while to read, and nobody is to wait for it
    body = sent.read(LARGEST_CATALOGUE + 1) if sent else b""
    if not body:
        return _language_page(known, wrong=[NO_FILE], status=422)
    try:
        said = from_po(body, language, _source())
    except CatalogueError as error:
        return _language_page(known, wrong=str(error).splitlines(), status=422)
    try:
        count = _save(with_catalogue(known, said), whole_number(request.form.get("version"), else_=-1))
    except StaleError:
        told = "Nogen har gemt sproget imens. Intet af filen er taget ind. Se, hvad der er ændret, og send den igen."
        return _language_page(_known(language), wrong=[told], status=409)
    if count:
        flash(
            f"Taget ind. Antal ændrede tekster: {count}. Læs dem igennem. Telefonerne får dem, næste gang de har net."
        )
    else:
        flash("Filen er læst. Den siger det samme som her, så der er intet at gemme.")
    return redirect(url_for(".show", language=language), 303)


take_in.largest_body = LARGEST_CATALOGUE + 64 * 1024  # the form around the file
take_in.stands_at = "languages_desk.show"  # its own address is the file


@bp.route("/<language>/<group>", methods=["GET", "POST"])
@allowed(Role.ADMINISTRATOR)
def edit(language: str, group: str):
    """A group of phrases, each beside the Danish."""
    # The number before the texts: should somebody save in between, ours is too old and is told so, not theirs lost.
    latest, known, (about, keys) = _latest(language), _known(language), _group(group)
    theirs = typed_in(known, keys, _source())
    if request.method == "GET":
        return _group_page(known, about, theirs, latest)
    mine = typed_of(request.form, keys, language, _source())
    number = whole_number(request.form.get("version"), else_=-1)
    try:
        was = typed_in(language_at(_file(language), _source(), number), keys, _source())
    except KeyError:
        was = {}
    both = three_way_merge(mine, theirs, was)
    kept = both.values
    if both.conflicts or not was:
        return _group_page(known, about, kept, latest, clashes=both.conflicts, status=409)
    try:
        new = with_typed(known, kept, request.form.get("by", ""), request.form.get("day", ""), now().date(), _source())
        count = _save(new, latest)
    except InvalidForm as error:
        return _group_page(known, about, kept, latest, errors=error.errors, status=422)
    except StaleError:
        latest = _latest(language)
        return _group_page(_known(language), about, kept, latest, clashes=list(keys), status=409)
    flash("Gemt. Telefonerne får det, næste gang de har net." if count else "Der var ikke noget nyt at gemme.")
    return redirect(url_for(".edit", language=language, group=group), 303)


@bp.post("/<language>/version/<int:version>")
@allowed(Role.ADMINISTRATOR)
def take_again(language: str, version: int):
    """An earlier version once more, as a new one; version 0 is what the file says."""
    _known(language)
    try:
        earlier = language_at(_file(language), _source(), version)
        _save(earlier, whole_number(request.form.get("version"), else_=-1))
    except KeyError:
        abort(404)
    except StaleError:
        flash("Nogen har gemt sproget imens. Se på det igen.")
        return redirect(url_for(".show", language=language), 303)
    flash("Gemt, som det var.")
    return redirect(url_for(".show", language=language), 303)


def _save(new: Language, number: int) -> int:
    count = save(new, _file(new.code), _source(), number, by=current_user.id)
    commit_and_publish()
    return count


def _language_page(known: Language, wrong: list[str] | None = None, status: int = 200):
    groups = [(group, keys) for group, keys in ((one, _keys()[one.name]) for one in GROUPS) if keys]
    saved = [(version, name_of(version.saved_by)) for version in versions.of(known.code)]
    page = render_template(
        "languagesdesk/show.html",
        language=known,
        name=danish_name(known.code),
        groups=[(group, _read(known, keys), len(keys)) for group, keys in groups],
        missing=[key for key in _source().phrases if key not in known.phrases],
        versions=saved,
        latest=_latest(known.code),
        wrong=wrong,
    )
    return page, status


def _group_page(
    known: Language,
    about: Group,
    typed: dict[str, Typed],
    number: int,
    errors: dict[str, str] | None = None,
    clashes: Collection[str] | None = None,
    status: int = 200,
):
    errors, beside = errors or {}, _now()[BESIDE]
    rows = [
        Row(
            key=key,
            danish=on_one_line(_source().phrases[key]),
            beside=on_one_line(beside.phrases[key]) if known.code != BESIDE and key in beside.phrases else "",
            forms=[
                (name, form, one.phrase if isinstance(one.phrase, str) else one.phrase[form])
                for form, name in fields_of(key, known.code, _source().phrases[key]).items()
            ],
            is_read=one.is_read,
            check=known.checks.get(key),
            wrong=errors.get(key, ""),
            theirs=_theirs(known.phrases.get(key)) if key in (clashes or ()) else "",
        )
        for key, one in typed.items()
    ]
    page = render_template(
        "languagesdesk/edit.html",
        language=known,
        name=danish_name(known.code),
        group=about,
        rows=sorted(rows, key=lambda row: row.is_read and status == 200),  # what nobody has read stands first
        errors=errors,
        stale=CHANGED if clashes is not None else "",
        number=number,
        by=request.form.get("by", ""),
        day=request.form.get("day") or now().date().isoformat(),
    )
    return page, status


def _theirs(phrase: Phrase | None) -> str:
    return on_one_line(phrase) if phrase else "Intet."


def _group(name: str) -> tuple[Group, list[str]]:
    found = next((one for one in GROUPS if one.name == name), None)
    if found is None:
        abort(404)
    return found, _keys()[found.name]


def _keys() -> dict[str, list[str]]:
    return grouped(_source().phrases)


def _danger() -> list[str]:
    return _keys()[GROUPS[0].name]


def _read(language: Language, keys: list[str]) -> int:
    return sum(key in language.checks for key in keys)


def _known(code: str) -> Language:
    if code == SOURCE or code not in library.languages:
        abort(404)
    return _now()[code]


def _now() -> dict[str, Language]:
    return languages_now(library.languages, db.session)


def _latest(code: str) -> int:
    latest = versions.latest(code)
    return latest.number if latest else 0


def _file(code: str) -> Language:
    return library.languages[code]


def _source() -> Language:
    return library.languages[SOURCE]

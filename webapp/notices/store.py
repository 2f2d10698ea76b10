"""Notices in the database: listing them, writing one, ending one.

The functions work in the transaction at hand; the caller commits.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, text

from webapp import clock
from webapp.audit import record
from webapp.database import StaleError, db
from webapp.municipalities import Places
from webapp.notices.models import Notice
from webapp.notices.notice import Written, moment_field, since, whole_minute
from webapp.offers.offer import Offer
from webapp.registry.ownership import owner

PAST_SHOWN = 20
COLUMNS = {
    "title": "title",
    "text": "text",
    "starts": "starts_at",
    "ends": "ends_at",
    "phone": "phone",
    "offer": "offer",
}


def find(number: int, *, hold: bool = False) -> Notice | None:
    """The notice with a number, or None; with `hold` nobody else changes it until the transaction is over."""
    return db.session.get(Notice, number, with_for_update=hold) if 0 < number < 2**31 else None


def standing(municipalities: Iterable[str | None] | None, moment: datetime) -> tuple[list[Notice], list[Notice]]:
    """Those that stand at a moment, the one that ends first on top, and those to come; of these municipalities, where
    None is everybody, or of all of them."""
    rows = _rows(municipalities, Notice.ends_at > moment, Notice.ends_at > Notice.starts_at)
    now = sorted((one for one in rows if one.starts_at <= moment), key=lambda one: (one.ends_at, one.id))
    return now, sorted((one for one in rows if one.starts_at > moment), key=lambda one: (one.starts_at, one.id))


def past(municipalities: Iterable[str | None] | None, moment: datetime) -> list[Notice]:
    """The latest of those that are over or were called off."""
    rows = _rows(municipalities, (Notice.ends_at <= moment) | (Notice.ends_at == Notice.starts_at))
    return sorted(rows, key=lambda one: (one.ends_at, one.id), reverse=True)[:PAST_SHOWN]


def times_of_others(municipality: str | None, but: int | None, moment: datetime) -> list[tuple[datetime, datetime]]:
    """When a municipality's other notices stand, as far as they are not over. Nobody else writes one until the
    transaction is over, so that what is counted stays true."""
    if db.engine.dialect.name == "postgresql":  # SQLite has one writer at a time anyway
        db.session.execute(text("LOCK TABLE notice IN SHARE ROW EXCLUSIVE MODE"))
    rows = _rows([municipality], Notice.ends_at > moment)
    return [(one.starts_at, one.ends_at) for one in rows if one.id != but]


def write(municipality: str | None, written: Written, *, by: int) -> Notice:
    """A new notice; the one there is, if it is sent again."""
    same = (getattr(Notice, column) == value for column, value in _columns(written).items())
    if there := _rows([municipality], *same):
        return there[0]
    made = Notice(municipality=municipality, version=1, **_columns(written), saved_at=clock.now(), saved_by=by)
    db.session.add(made)
    db.session.flush()
    _log("notice.made", made, by, None, for_log(made))
    return made


def change(notice: Notice, written: Written, version: int, *, by: int) -> None:
    """Put what was written over version `version`. The same again changes nothing. Raises StaleError."""
    if all(getattr(notice, column) == value for column, value in _columns(written).items()):
        return
    if notice.version != version:
        raise StaleError(notice)
    before = for_log(notice)
    for column, value in _columns(written).items():
        setattr(notice, column, value)
    _saved(notice, by)
    _log("notice.edited", notice, by, before, for_log(notice))


def end(notice: Notice, version: int, *, by: int) -> None:
    """End it now; one that has not begun is called off. One that is over stays so. Raises StaleError."""
    moment = whole_minute(clock.now())
    if notice.ends_at <= moment or notice.ends_at == notice.starts_at:
        return
    if notice.version != version:
        raise StaleError(notice)
    before, called_off = for_log(notice), notice.starts_at > moment
    notice.ends_at = notice.starts_at if called_off else moment
    _saved(notice, by)
    _log("notice.called_off" if called_off else "notice.ended", notice, by, before, for_log(notice))


def serves(offer: Offer, municipality: str | None, places: Places, today: date) -> bool:
    """Whether an open offer is for a municipality's people; for everybody's, where it is None."""
    if offer.status != "active":
        return False
    if offer.national or municipality is None:
        return offer.national
    if owner(offer) == municipality or municipality in offer.service_municipalities:
        return True
    return places.lies_in(municipality, offer.service_regions, today)


def for_log(notice: Notice) -> dict[str, Any]:
    """What a notice says, by the words of the page, without what is empty; for the log."""
    said = {
        "Overskrift": notice.title,
        "Tekst": notice.text,
        "Fra": since(notice.starts_at),
        "Til": since(notice.ends_at),
        "Telefon": notice.phone,
        "Tilbud": notice.offer,
    }
    return {label: value for label, value in said.items() if value}


def form_values(said: Notice | Written) -> dict[str, str]:
    """The form's values of a notice."""
    values = {name: getattr(said, column if isinstance(said, Notice) else name) for name, column in COLUMNS.items()}
    return {name: moment_field(value) if isinstance(value, datetime) else value or "" for name, value in values.items()}


def _rows(municipalities, *conditions) -> list[Notice]:
    query = select(Notice).where(*conditions)
    if municipalities is not None:
        known = [one for one in municipalities if one is not None]
        whose = Notice.municipality.in_(known)
        query = query.where(whose | Notice.municipality.is_(None) if None in municipalities else whose)
    return list(db.session.execute(query).scalars())


def _columns(written: Written) -> dict[str, Any]:
    return {column: getattr(written, name) for name, column in COLUMNS.items()}


def _saved(notice: Notice, by: int) -> None:
    notice.version += 1
    notice.saved_at, notice.saved_by = clock.now(), by


def _log(kind: str, notice: Notice, by: int, before, after) -> None:
    record(
        kind,
        f"notice:{notice.id}",
        f"»{notice.title}«",
        by=by,
        municipality=notice.municipality,
        before=before,
        after=after,
    )

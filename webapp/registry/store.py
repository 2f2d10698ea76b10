"""Offers in the database: reading them, saving an editor's change, and following the content file.

The content file fills the database on first start. After that it and the editors share it: what an editor has saved is
the editors' for good (`edited_at` is the mark), and the file never changes it again.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict, namedtuple
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from operator import attrgetter
from typing import cast

from sqlalchemy import (
    Connection,
    Date,
    Integer,
    Label,
    Select,
    String,
    Table,
    bindparam,
    delete,
    insert,
    literal_column,
    null,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy import cast as cast_to
from sqlalchemy.types import TypeEngine

from webapp.clock import now
from webapp.database import Readable, StaleError, changed_rows, db
from webapp.hours.change import Change
from webapp.offers.offer import ANSWERED, Offer, OfferVersion
from webapp.prepared import Glance, Prepared, glancing
from webapp.registry.codes import code_for
from webapp.registry.models import (
    Attribute,
    Language,
    Location,
    Organization,
    Phone,
    Schedule,
    ScheduleChange,
    Service,
    ServiceArea,
    ServiceVersion,
)

_SERVICE = cast(Table, Service.__table__)
_ORGANIZATION = cast(Table, Organization.__table__)
_PARTS: tuple[Table, ...] = tuple(
    cast(Table, model.__table__)
    for model in (Location, Phone, Schedule, ScheduleChange, Language, ServiceArea, Attribute, ServiceVersion)
)
# Fields of an offer that a column of `service` holds under the same name.
_SAME = (
    *("code", "status", "merged_into", "name", "neutral_name", "description", "description_en", "email", "chat"),
    *ANSWERED,
    *("confidence", "legal_basis", "notes"),
    *("source_url", "source_date", "seen", "confirmed_on"),
)
_TAXONOMIES = {"topic": "topics", "audience": "audiences", "contact_form": "contact_forms"}
_EXTENTS = {"region": "service_regions", "municipality": "service_municipalities"}
_COUNTRY = "DK"
_ALL_FIELDS = set(Offer.model_fields)


def _order(table: Table) -> str | None:
    """The column that the rows of a part are put in order by, if any."""
    return next((name for name in ("position", "valid_from") if name in table.c), None)


def _queries_of_parts() -> Iterator[Select]:
    """What reads each of the parts of all services."""
    for table in _PARTS:
        ordered = _order(table)
        yield select(table) if ordered is None else select(table).order_by(table.c[ordered])


class _TogetherInOne:
    """All parts of one service in one query, for a query costs more than the few rows it finds.

    A row of it has the number of the part, and as many numbers, days and texts as the part with the most of them; the
    others' are empty there.
    """

    KINDS = (Integer, Date, String)

    def __init__(self) -> None:
        places = {table: self._places(table) for table in _PARTS}
        together = {place: kind for of_part in places.values() for place, kind in of_part.values()}
        query = union_all(
            *(
                select(
                    literal_column(str(number), Integer).label("part"),
                    *(self._column(table, places[table], place, kind) for place, kind in together.items()),
                ).where(table.c.service_id == bindparam("service"))
                for number, table in enumerate(_PARTS)
            )
        )
        self._query = Prepared(query)
        at = {place: number for number, place in enumerate(together, 1)}
        self._rows = [
            (namedtuple("Row", ["service_id", *of_part]), [at[place] for place, _ in of_part.values()], _order(table))
            for table, of_part in places.items()
        ]

    def _places(self, table: Table) -> dict[str, tuple[str, type[TypeEngine]]]:
        """Where each of a part's columns stands, and what kind it is of."""
        found: dict[str, tuple[str, type[TypeEngine]]] = {}
        for column in table.c:
            if column.name != "service_id":
                kind = next(kind for kind in self.KINDS if isinstance(column.type, kind))
                number = sum(other is kind for _, other in found.values())
                found[column.name] = (f"{kind.__name__.lower()}_{number}", kind)
        return found

    def _column(self, table: Table, places: dict, place: str, kind: type[TypeEngine]) -> Label:
        name = next((name for name, (at, _) in places.items() if at == place), None)
        return (cast_to(null(), kind) if name is None else table.c[name]).label(place)

    def read(self, source: Readable | Glance, service: int) -> list[list]:
        """The rows of each part, as if each had been asked for by itself."""
        found: list[list] = [[] for _ in _PARTS]
        for row in self._query.all(source, service=service):
            make, places, _ = self._rows[row.part]
            found[row.part].append(make(service, *(row[place] for place in places)))
        for rows, (_, _, order) in zip(found, self._rows, strict=True):
            if order is not None:
                rows.sort(key=attrgetter(order))
        return found


# What a save does is said once: to build its statements anew took SQLAlchemy half of the time of a save.
_CODED = _SERVICE.c.code == bindparam("of_code")
_SERVICES = select(_SERVICE, _ORGANIZATION.c.name.label("organization")).join(_ORGANIZATION)
_EVERY = (_SERVICES.order_by(_SERVICE.c.id), *_queries_of_parts())
_ONE, _TOGETHER = Prepared(_SERVICES.where(_CODED)), _TogetherInOne()
_VERSION, _NUMBER = select(_SERVICE.c.version).where(_CODED), select(_SERVICE.c.id).where(_CODED)
_CHANGE = update(_SERVICE).where(_CODED).values(version=_SERVICE.c.version + 1)
_CHANGE_OVER = _CHANGE.where(_SERVICE.c.version == bindparam("over"))
_EMPTIED = {table: delete(table).where(table.c.service_id == bindparam("service")) for table in _PARTS}
_FILLED = {table: insert(table) for table in _PARTS}
_NEW_ORGANIZATION = text("INSERT INTO organization (name) VALUES (:name) ON CONFLICT (name) DO NOTHING")
_NAMED = select(_ORGANIZATION.c.id, _ORGANIZATION.c.name)
_NAMED_SO = _NAMED.where(_ORGANIZATION.c.name == bindparam("called"))


@dataclass(frozen=True)
class Kept:
    """An offer as the database has it: its number there and that of who stands behind it, and how many times it has
    been saved."""

    offer: Offer
    number: int
    organization: int
    version: int


@dataclass(frozen=True)
class Seeded:
    """What following the content file came to, counted in offers."""

    added: int = 0
    updated: int = 0  # opened again included
    left_alone: int = 0  # in the file, but an editor's by now
    closed: int = 0  # no longer in the file


def all_offers(source: Readable) -> tuple[Offer, ...]:
    """Every offer, active and inactive, in the order they came in."""
    services, *parts = (source.execute(query).all() for query in _EVERY)
    grouped = _Parts(*parts)
    return tuple(_offer(row, grouped) for row in services)


def find(code: str, source: Readable | Glance | None = None) -> Offer | None:
    """The offer with this code, closed or not, or None. Reads on a connection of its own when given none."""
    found = kept(code, source)
    return found.offer if found else None


def kept(code: str, source: Readable | Glance | None = None) -> Kept | None:
    """The same with its number and its version. The offer is never an earlier one than the version says."""
    if source is None:
        with glancing() as glance:
            return kept(code, glance)
    row = _ONE.first(source, of_code=code)
    if row is None:
        return None
    return Kept(_offer(row, _Parts(*_TOGETHER.read(source, row.id))), row.id, row.organization_id, row.version)


def version_of(code: str, source: Readable | None = None) -> int:
    """How many times the offer with this code has been saved; 0 when there is none. Asked in the session's transaction
    when given no other."""
    return (source or db.session).execute(_VERSION, {"of_code": code}).scalar() or 0


def versions() -> dict[str, int]:
    """How many times each offer has been saved, by code. Read before the offers themselves it is never too new."""
    return {row.code: row.version for row in db.session.execute(select(_SERVICE.c.code, _SERVICE.c.version))}


def number_of(code: str) -> int:
    """The database's number of the offer with this code. Raises NoResultFound."""
    return db.session.execute(_NUMBER, {"of_code": code}).scalar_one()


def save(offer: Offer, version: int | None = None) -> None:
    """Insert or change the offer with this code as an editor; from now on the content file leaves it alone.

    Works in `db.session` and does not commit, so that the caller's own record of the change is kept with it or not at
    all. A new offer's `id` is the database's to give. With `version` it is saved only over that version (0: only as a
    new one); raises StaleError when somebody was faster.
    """
    source = db.session.connection()
    values = _edited(offer, _organizations(source, [offer])[offer.organization])
    # The change first: it holds the row, so that two editors' parts never mix.
    change = _CHANGE if version is None else _CHANGE_OVER
    if not changed_rows(source.execute(change, values | {"of_code": offer.code, "over": version})):
        if version or (version == 0 and version_of(offer.code)):
            raise StaleError
        source.execute(insert(_SERVICE).values(**values, version=1))
    _put_parts(source, {number_of(offer.code): offer})


def save_over(before: Kept, offer: Offer, source: Connection) -> None:
    """The same over what was read of the offer, on the session's own connection: only what differs is written. Raises
    StaleError when somebody has saved it since."""
    organization = before.organization
    if offer.organization != before.offer.organization:
        organization = _organizations(source, [offer])[offer.organization]
    then, values = _columns(before.offer, before.organization), _edited(offer, organization)
    changed = {name: value for name, value in values.items() if name not in then or then[name] != value}
    given = changed | {"of_code": before.offer.code, "over": before.version}
    if not changed_rows(source.execute(_CHANGE_OVER, given)):
        raise StaleError
    _put_parts(source, {before.number: offer}, _rows_of({before.number: before.offer}))


def _edited(offer: Offer, organization: int) -> dict:
    return _service_values(offer, organization) | {"edited_at": now().astimezone(UTC)}


def seed(offers: Iterable[Offer]) -> Seeded:
    """Follow the content file: new offers come in, changed ones change, those it no longer has are closed.

    An offer that an editor has saved is never touched. One transaction; a second server, or an editor, waits.
    """
    wanted = {offer.id: offer for offer in offers}
    digests = {name: _digest(offer) for name, offer in wanted.items()}
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":  # SQLite has one writer at a time anyway
            connection.execute(text("LOCK TABLE organization, service IN SHARE ROW EXCLUSIVE MODE"))
        known = connection.execute(
            select(*(_SERVICE.c[name] for name in ("id", "code", "seed_id", "seed_digest", "edited_at", "status")))
        ).all()
        here = {row.seed_id: row for row in known if row.seed_id is not None}
        added = [offer for name, offer in wanted.items() if name not in here]
        edited = [name for name in wanted if name in here and here[name].edited_at is not None]
        updated = [
            name
            for name in wanted
            if name in here and here[name].edited_at is None and here[name].seed_digest != digests[name]
        ]
        gone = [
            row.id
            for name, row in here.items()
            if name not in wanted and row.edited_at is None and row.status == "active"
        ]

        organizations = _organizations(connection, [*added, *(wanted[name] for name in updated)])
        codes = {row.code for row in known}
        _add(connection, added, digests, organizations, codes)
        _follow(connection, [(here[name], wanted[name]) for name in updated], digests, organizations)
        _close(connection, gone)
    return Seeded(len(added), len(updated), len(edited), len(gone))


def _add(connection, offers: list[Offer], digests: dict, organizations: dict, codes: set[str]) -> None:
    if not offers:
        return
    rows: list[dict] = []
    by_code: dict[str, Offer] = {}
    meant = {offer.code for offer in offers}
    for offer in offers:
        # An editor may have made an offer with the same code before the file had this row.
        code = code_for(offer.id, codes | meant | by_code.keys()) if offer.code in codes else offer.code
        by_code[code] = offer
        values = _service_values(offer, organizations[offer.organization])
        rows.append(values | {"code": code, "seed_id": offer.id, "seed_digest": digests[offer.id], "version": 1})
    connection.execute(insert(_SERVICE), rows)
    ids = connection.execute(select(_SERVICE.c.id, _SERVICE.c.code)).all()
    _put_parts(connection, {row.id: by_code[row.code] for row in ids if row.code in by_code}, {})


def _follow(connection, changed: list, digests: dict, organizations: dict) -> None:
    for row, offer in changed:
        values = _service_values(offer, organizations[offer.organization])
        values |= {"code": row.code, "seed_digest": digests[offer.id], "version": _SERVICE.c.version + 1}
        connection.execute(update(_SERVICE).where(_SERVICE.c.id == row.id).values(**values))
    _put_parts(connection, {row.id: offer for row, offer in changed})


def _close(connection, services: list[int]) -> None:
    if services:
        # Without a digest, so that the row follows the file again should it come back.
        change = update(_SERVICE).where(_SERVICE.c.id == bindparam("service"))
        change = change.values(status="inactive", seed_digest=None, version=_SERVICE.c.version + 1)
        connection.execute(change, [{"service": service} for service in services])


def _digest(offer: Offer) -> str:
    # What an offer without dates has nothing of is left out, so that it is the same row as ever.
    undated = {name for name in ("first", "until", "later", "later_source") if not getattr(offer, name)}
    values = offer.model_dump(mode="json", exclude={"code", "merged_into", *undated})
    return hashlib.sha256(json.dumps(values, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _organizations(source, offers: list[Offer]) -> dict[str, int]:
    names = [{"name": name} for name in dict.fromkeys(offer.organization for offer in offers)]
    if not names:
        return {}
    # Two who name the same new organization at once both get it. SQLite and PostgreSQL say this alike.
    # An import saves offers one by one, and must not read all names each time; and who stands behind is mostly known.
    query, given = (_NAMED_SO, {"called": names[0]["name"]}) if len(names) == 1 else (_NAMED, None)
    known = {row.name: row.id for row in source.execute(query, given)}
    new = [name for name in names if name["name"] not in known]
    if new:
        # Two who name the same new organization at once both get it. SQLite and PostgreSQL say this alike.
        source.execute(_NEW_ORGANIZATION, new)
        known = {row.name: row.id for row in source.execute(query, given)}
    return known


def _columns(offer: Offer, organization: int) -> dict:
    named = {"url": offer.website, "valid_from": offer.first, "valid_to": offer.until}
    return {name: getattr(offer, name) for name in _SAME} | named | {"organization_id": organization}


def _service_values(offer: Offer, organization: int) -> dict:
    values = _columns(offer, organization)
    if offer.status == "active" and not offer.until:  # what is open for good is nothing else
        values["merged_into"] = None
    return values


def _put_parts(source: Readable, offers: dict[int, Offer], before: dict[Table, list[dict]] | None = None) -> None:
    """Write the parts of services by their numbers. `before` is what is there already; None: nobody knows."""
    after = _rows_of(offers)
    for table in _PARTS:
        if before is not None and before.get(table) == after.get(table):
            continue
        if offers and (before is None or table in before):
            source.execute(_EMPTIED[table], [{"service": service} for service in offers])
        if table in after:
            source.execute(_FILLED[table], after[table])


def _rows_of(offers: dict[int, Offer]) -> dict[Table, list[dict]]:
    rows: dict[Table, list[dict]] = {}
    for service, offer in offers.items():
        for model, values in _parts(offer):
            rows.setdefault(cast(Table, model.__table__), []).append({"service_id": service} | values)
    return rows


def _parts(offer: Offer):
    location = {
        "municipality": offer.municipality,
        "region": offer.region,
        "address_1": offer.address,
        "postal_code": offer.postal_code,
        "city": offer.city,
    }
    if any(value is not None for value in location.values()):
        yield Location, location
    for kind, number in (("voice", offer.phone), ("sms", offer.sms)):
        if number is not None:
            yield Phone, {"type": kind, "number": number}
    if offer.opening_hours is not None or offer.hours_note is not None:
        yield Schedule, {"opening_hours": offer.opening_hours, "description": offer.hours_note}
    for position, change in enumerate(offer.changes):
        days = {"valid_from": change.first, "valid_to": change.last}
        yield (
            ScheduleChange,
            days
            | {
                "position": position,
                "opening_hours": change.opening_hours,
                "note": change.note,
            },
        )
    for position, code in enumerate(offer.languages):
        yield Language, {"code": code, "position": position}
    if offer.national:
        yield ServiceArea, {"extent_type": "national", "extent": _COUNTRY, "position": 0}
    for kind, field in _EXTENTS.items():
        for position, extent in enumerate(getattr(offer, field)):
            yield ServiceArea, {"extent_type": kind, "extent": extent, "position": position}
    for taxonomy, field in _TAXONOMIES.items():
        for position, term in enumerate(getattr(offer, field)):
            yield Attribute, {"taxonomy": taxonomy, "term": term, "position": position}
    for version in offer.later:
        changes = json.dumps(version.model_dump(mode="json"), ensure_ascii=False, sort_keys=True)
        yield ServiceVersion, {"valid_from": version.first, "valid_to": version.until, "changes": changes}


class _Parts:
    """The rows of the other tables, by the service they belong to."""

    def __init__(self, locations, phones, schedules, changes, languages, areas, attributes, versions):
        self.location = {row.service_id: row for row in locations}
        self.schedule = {row.service_id: row for row in schedules}
        self.phone = {(row.service_id, row.type): row.number for row in phones}
        self.changes, self.languages, self.extents, self.terms, self.versions = (defaultdict(list) for _ in range(5))
        for row in changes:
            self.changes[row.service_id].append(row)
        for row in languages:
            self.languages[row.service_id].append(row.code)
        for row in areas:
            self.extents[row.service_id, row.extent_type].append(row.extent)
        for row in attributes:
            self.terms[row.service_id, row.taxonomy].append(row.term)
        for row in versions:
            self.versions[row.service_id].append(OfferVersion.model_validate_json(row.changes))


def _offer(row, parts: _Parts) -> Offer:
    values = {name: getattr(row, name) for name in _SAME}
    for taxonomy, field in _TAXONOMIES.items():
        values[field] = tuple(parts.terms.get((row.id, taxonomy), ()))
    for kind, field in _EXTENTS.items():
        values[field] = tuple(parts.extents.get((row.id, kind), ()))
    location, schedule = parts.location.get(row.id), parts.schedule.get(row.id)
    # The tables' own rules hold what `Offer` would check, and checking 20,000 again would take long.
    return Offer.model_construct(
        _fields_set=_ALL_FIELDS,
        **values,
        id=row.seed_id or str(row.id),
        organization=row.organization,
        languages=tuple(parts.languages.get(row.id, ())),
        national=(row.id, "national") in parts.extents,
        municipality=location.municipality if location else None,
        region=location.region if location else None,
        address=location.address_1 if location else None,
        postal_code=location.postal_code if location else None,
        city=location.city if location else None,
        phone=parts.phone.get((row.id, "voice")),
        sms=parts.phone.get((row.id, "sms")),
        website=row.url,
        opening_hours=schedule.opening_hours if schedule else None,
        hours_note=schedule.description if schedule else None,
        changes=tuple(_change(change) for change in parts.changes.get(row.id, ())),
        first=row.valid_from,
        until=row.valid_to,
        later_source=None,
        later=tuple(parts.versions.get(row.id, ())),
    )


def _change(row) -> Change:
    return Change.model_construct(
        first=row.valid_from, last=row.valid_to, opening_hours=row.opening_hours, note=row.note
    )

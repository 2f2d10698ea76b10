"""The log of changes: who, when, what kind, what about, before and after. Only ever added to.

Features call `record` in the transaction that makes the change, so that there is never one without the other. What is
written must be no secret and nothing about a citizen. The database itself refuses to change or remove a line
(migration 0004).
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CheckConstraint, Connection, ForeignKey, Integer, String, Table, Text, insert
from sqlalchemy.orm import Mapped, mapped_column

from webapp import clock
from webapp.database import Base, Moment, db

# Every kind of change and how it is said. A feature adds its own kinds here, beside each other for all to see.
KINDS = {
    "user.invited": "Inviterede",
    "user.joined": "Tog imod invitationen",
    "user.link": "Lavede et nyt link til",
    "user.role": "Ændrede rollen for",
    "user.disabled": "Lukkede adgangen for",
    "user.enabled": "Åbnede adgangen for",
    "user.password": "Skiftede adgangskode",
    "user.codes_on": "Slog engangskoder til",
    "user.codes_off": "Slog engangskoder fra",
    "user.recovery_new": "Lavede nye reservekoder",
    "user.recovery_used": "Brugte en reservekode",
    "user.clock": "Tastede en kode fra et ur, der går forkert",
    "user.ended": "Loggede ud alle steder",
    "user.provider_made": "Fik konto ved første login med kommunens login",
    "user.provider_joined": "Knyttede kommunens login til sin konto",
    "user.provider_role": "Fik anden rolle af kommunens login",
    "user.provider_lost": "Mistede adgangen: kommunens login giver den ikke længere",
    "user.provider_ended": "Blev logget ud af kommunens login",
    "offer.made": "Oprettede tilbuddet",
    "offer.edited": "Rettede tilbuddet",
    "offer.closed": "Lukkede tilbuddet",
    "offer.opened": "Åbnede tilbuddet",
    "offer.merged": "Flettede tilbuddet",
    "offer.confirmed": "Bekræftede tilbuddet",
    "offer.undone": "Fortrød en ændring af tilbuddet",
    "offer.imported": "Importerede tilbuddet",
    "offer.taken_back": "Tog importen tilbage for",
    "report.closed": "Svarede på en melding om tilbuddet",
    "agreement.saved": "Gemte et udkast til",
    "agreement.published": "Udgav",
    "agreement.withdrawn": "Tog ned",
    "check.added": "Tilføjede tjeklinjen",
    "check.edited": "Rettede tjeklinjen",
    "check.moved": "Flyttede tjeklinjen",
    "check.removed": "Fjernede tjeklinjen",
    "check.restored": "Gendannede tjeklinjen",
    "check.explained": "Ændrede noten til tjeklinjen",
    "check.undone": "Fortrød en ændring på",
    "notice.made": "Skrev opslaget",
    "notice.edited": "Rettede opslaget",
    "notice.ended": "Sluttede opslaget",
    "notice.called_off": "Aflyste opslaget",
    "municipality.edited": "Rettede indstillingerne for",
    "door.edited": "Rettede døren til",
    "language.edited": "Rettede sproget",
    "data.imported": "Importerede en fil",
    "data.undone": "Fortrød importen af en fil",
}


class Change(Base):
    """One change. `by_id` is None for the command line; `municipality` is None for what concerns all of them."""

    __tablename__ = "change"
    __table_args__ = (CheckConstraint("kind <> '' AND subject <> ''", name="change_said"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, nullable=False)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("desk_user.id", ondelete="RESTRICT"))
    kind: Mapped[str] = mapped_column(String(40), nullable=False)
    subject: Mapped[str] = mapped_column(String(80), nullable=False)
    name: Mapped[str] = mapped_column(String(200), nullable=False)
    municipality: Mapped[str | None] = mapped_column(String(4), index=True)
    before: Mapped[str | None] = mapped_column(Text)
    after: Mapped[str | None] = mapped_column(Text)

    @property
    def said(self) -> str:
        """The kind, in Danish."""
        return KINDS.get(self.kind, self.kind)

    @property
    def differences(self) -> list[tuple[str, Any, Any]]:
        """What differs, as (field, before, after)."""
        before, after = json.loads(self.before or "{}"), json.loads(self.after or "{}")
        fields = [*before, *(field for field in after if field not in before)]
        return [
            (field, before.get(field), after.get(field)) for field in fields if before.get(field) != after.get(field)
        ]


_ADD = insert(cast(Table, Change.__table__))


def record(
    kind: str,
    subject: str,
    name: str,
    *,
    by: int | None,
    municipality: str | None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    source: Connection | None = None,
) -> None:
    """Add a line to the log, in the transaction at hand (`source`: its connection); the caller commits.

    `subject` says what was changed by type and id (`user:5`, `offer:fj6s`) and `name` what it is called, `by` whose
    account did it (None: the command line), `municipality` whose coordinators see the line (None: administrators only).
    `before` and `after` hold plain values by field, under the names the page shows. Raises KeyError for a kind that is
    not in `KINDS`.
    """
    KINDS[kind]
    row = {"at": clock.now(), "by_id": by, "kind": kind, "subject": subject, "name": name, "municipality": municipality}
    (source or db.session.connection()).execute(_ADD, row | {"before": _written(before), "after": _written(after)})


def _written(values: dict[str, Any] | None) -> str | None:
    return None if values is None else json.dumps(values, ensure_ascii=False)

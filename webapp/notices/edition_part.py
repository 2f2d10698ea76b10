"""Notices as the phones are given them: an overlay of the home page, from its minute until its minute."""

from __future__ import annotations

from collections import defaultdict

from flask import render_template
from sqlalchemy import select

from webapp.clock import now
from webapp.markup import without_line_breaks
from webapp.notices.models import Notice
from webapp.notices.notice import at_once, minute_at, until
from webapp.notices.store import serves
from webapp.offers.offer import Offer
from webapp.overlay.overlay import EVERYONE, Overlay
from webapp.registry import store as offers
from webapp.texts import library

PLACE = "opslag"  # on the home page


def on_home(source) -> dict[str, list[Overlay]]:
    """What each municipality has on the front page, now or later; what is over is left out. Needs an app context."""
    places = library.places
    table = Notice.__table__
    query = (
        select(table)
        .where(table.c.ends_at > now(), table.c.ends_at > table.c.starts_at)
        .order_by(table.c.starts_at, table.c.id)
    )
    rows = [row for row in source.execute(query) if row.municipality is None or row.municipality in places]
    found: dict[str, list[Overlay]] = defaultdict(list)
    for row in rows:
        offer = offers.find(row.offer, source) if row.offer else None
        others = [
            (other.starts_at, other.ends_at)
            for other in rows
            if other.id != row.id and (None in (row.municipality, other.municipality) or same_place(row, other))
        ]
        html = shown(
            row,
            offer if offer and serves(offer, row.municipality, places, now().date()) else None,
            alone=at_once(row.starts_at, row.ends_at, others) == 1,
        )
        overlay = Overlay(PLACE, html, minute_at(row.starts_at), minute_at(row.ends_at))
        found[row.municipality or EVERYONE].append(overlay)
    return dict(found)


def same_place(one, other) -> bool:
    """Whether two notices are the same municipality's."""
    return one.municipality == other.municipality


def shown(notice, offer: Offer | None, *, alone: bool) -> str:
    """The HTML of a notice. `offer` is the one it names, where there is one to show; a notice that never shares the
    front page with another (`alone`) lies open, others show their titles."""
    html = render_template(
        "notices/_notice.html",
        notice=notice,
        until=until(notice.ends_at),
        offer=offer,
        phone=notice.phone or (offer.phone if offer else None),
        alone=alone,
    )
    return without_line_breaks(html)

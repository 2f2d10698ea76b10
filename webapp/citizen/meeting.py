"""What a citizen can expect from a meeting: the checklist from the other side. Its words are phrases (`meeting.*`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import Field

from webapp.checklist.checklist import PointId
from webapp.content.document import Checked, ContentError, PastDay, Place, read_yaml


class MeetingPart(Checked):
    """Things to expect under one heading, by the ids of their phrases. A point has been told when a line of the
    checklist that says it (`says`) has been ticked."""

    id: Annotated[str, Field(pattern=r"^[a-z_]+$")]
    points: Annotated[tuple[PointId, ...], Field(min_length=1)]


class Meeting(Checked):
    """The whole page. `law` are the legal facts it rests on."""

    parts: Annotated[tuple[MeetingPart, ...], Field(min_length=1)]
    law: tuple[str, ...]
    confirmed: PastDay


def read_meeting(path: Path) -> Meeting:
    """The page's order. Raises ContentError with every mistake in it."""
    document = read_yaml(path)
    meeting = document.checked(Meeting)
    seen: set[str] = set()
    for place, point in points(meeting):
        if point in seen:
            raise ContentError([document.mistake(place, f"{point!r} står to gange.")])
        seen.add(point)
    return meeting


def points(meeting: Meeting) -> Iterator[tuple[Place, str]]:
    """Every point with the place it has in its file, for telling mistakes."""
    for number, part in enumerate(meeting.parts):
        for count, point in enumerate(part.points):
            yield ("parts", number, "points", count), point

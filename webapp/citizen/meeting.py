"""What a citizen can expect from a meeting: the checklist from the other side, in plain Danish and English."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import Field

from webapp.checklist.checklist import PointId
from webapp.citizen.traces import Bilingual
from webapp.content.document import Checked, ContentError, Day, Place, read_yaml


class Promise(Bilingual):
    """One thing to expect. It has been told when a line of the checklist that says it (`says`) has been ticked."""

    id: PointId


class MeetingPart(Checked):
    """Things to expect under one heading."""

    title: Bilingual
    points: Annotated[tuple[Promise, ...], Field(min_length=1)]


class Meeting(Checked):
    """The whole page. `law` are the legal facts it rests on."""

    heading: Bilingual
    intro: Bilingual
    parts: Annotated[tuple[MeetingPart, ...], Field(min_length=1)]
    ask_first: Bilingual
    told: Bilingual
    danger: Bilingual
    law: tuple[str, ...]
    confirmed: Day


def read_meeting(path: Path) -> Meeting:
    """The page's text. Raises ContentError with every mistake in it."""
    document = read_yaml(path)
    meeting = document.checked(Meeting)
    seen: set[str] = set()
    for place, point in points(meeting):
        if point.id in seen:
            raise ContentError([document.mistake((*place, "id"), f"{point.id!r} står to gange.")])
        seen.add(point.id)
    return meeting


def points(meeting: Meeting) -> Iterator[tuple[Place, Promise]]:
    """Every point with the place it has in its file, for telling mistakes."""
    for number, part in enumerate(meeting.parts):
        for count, point in enumerate(part.points):
            yield ("parts", number, "points", count), point

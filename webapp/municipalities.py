"""Denmark's 98 municipalities, the regions, and which region each lies in on which day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from webapp.content.document import Checked, ContentError, past_date, read_csv, read_yaml
from webapp.danish import danish_order
from webapp.dated import Dated, Version, range_mistakes

Name = Annotated[str, Field(min_length=2)]
KEPT_MEANINGS = 1000  # names on days, whose regions are kept


class RegionVersion(Version):
    """What a region is called from a day on. Two with the same name are one region from then."""

    name: Name
    source_date: Annotated[str | None, AfterValidator(past_date)] = None


class Region(Dated):
    """A region by the name it has, or had first."""

    name: Name
    later: tuple[RegionVersion, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it has at some time."""
        return (self.name, *(version.name for version in self.later if version in self.coming))


class Regions:
    """The regions through time. A name that is gone, or not there yet, is understood on any day."""

    def __init__(self, regions: Iterable[Region]):
        self.all = tuple(regions)
        self._meant = lru_cache(KEPT_MEANINGS)(self._on)  # the same few are asked about for every offer

    def on(self, names: Iterable[str], day: date) -> tuple[str, ...]:
        """The regions that these names, old or new, stand for on a day. A name that nobody knows stays."""
        return self._meant(tuple(names), day)

    def _on(self, names: tuple[str, ...], day: date) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for name in names:
            meant = [region for region in self.all if region.on(day).name == name]
            meant = meant or [region for region in self.all if name in region.names]
            found |= dict.fromkeys(region.on(day).name for region in meant) if meant else {name: None}
        return tuple(found)

    def names_on(self, day: date) -> tuple[str, ...]:
        """The regions there are on a day, each once."""
        return tuple(dict.fromkeys(region.on(day).name for region in self.all))

    def known(self) -> tuple[str, ...]:
        """Every name that a region has at some time."""
        return tuple(dict.fromkeys(name for region in self.all for name in region.names))

    def is_gone(self, name: str, day: date) -> bool:
        """Whether a region was called so, and none is any more on a day."""
        return (
            name in self.known()
            and name not in self.names_on(day)
            and any(region.name == name and region.on(day).name != name for region in self.all)
        )

    def names_of(self, name: str) -> set[str]:
        """Every name, old and new, of the regions that have this one at some time."""
        return {one for region in self.all if name in region.names for one in region.names}

    def days(self) -> set[date]:
        """The days on which a region changes."""
        return {day for region in self.all for day in region.days()}


class Municipality(Checked):
    """A municipality by its official four-digit code (`0561` is Esbjerg). `region` is a name of the region it lies in,
    old or new; which it is on a day, `Places.region_of` tells."""

    code: Annotated[str, Field(pattern=r"^0[1-9][0-9]{2}$")]
    name: Name
    region: Name


class Places(dict[str, Municipality]):
    """The municipalities by code, in the order of their names as Danish sorts them, and the regions they lie in."""

    def __init__(self, places: Iterable[Municipality], regions: Regions):
        named = sorted(places, key=lambda place: danish_order(place.name))
        super().__init__((place.code, place) for place in named)
        self.regions = regions

    def region_of(self, code: str | None, day: date) -> str | None:
        """The region a municipality lies in on a day; None for a code that is none."""
        place = self.get(code or "")
        return self.regions.on((place.region,), day)[0] if place else None

    def lies_in(self, code: str | None, names: Iterable[str], day: date) -> bool:
        """Whether a municipality lies in one of these regions on a day, by whichever name they are called."""
        return self.region_of(code, day) in self.regions.on(names, day)


def read_regions(path: Path) -> Regions:
    """The regions in a file. Raises ContentError with every mistake in it, gaps and overlaps included."""
    document = read_yaml(path)
    document.only("regions")
    regions = document.each(Region, ("regions",), unique=("name",))
    mistakes = [
        mistake
        for number, region in enumerate(regions)
        for mistake in range_mistakes(region, document, ("regions", number))
    ]
    if mistakes:
        raise ContentError(mistakes)
    return Regions(regions)


def read_places(path: Path) -> Places:
    """The municipalities in a file, by code, and the regions in `regions.yaml` beside it. Raises ContentError with
    every mistake in them."""
    regions = read_regions(path.with_name("regions.yaml"))
    document = read_csv(path)
    places = document.each(Municipality)
    known = regions.known()
    mistakes = [
        document.mistake((number, "region"), f"Regionen {place.region!r} findes ikke: {', '.join(known)}.")
        for number, place in enumerate(places)
        if place.region not in known
    ]
    if mistakes:
        raise ContentError(mistakes)
    return Places(places, regions)

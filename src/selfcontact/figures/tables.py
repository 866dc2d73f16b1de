"""Turns exact counts into the cells that the rules let out."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from selfcontact.figures import ages
from selfcontact.figures.ages import Band
from selfcontact.figures.counting import People
from selfcontact.figures.overlap import Table
from selfcontact.figures.places import Part
from selfcontact.figures.rules import passes


@dataclass(frozen=True, kw_only=True)
class Figure:
    """An exact count and the place it has in a table; rounded before it is written."""

    table: str
    part: Part
    band: Band
    count: int
    days: tuple[date, date] | None = None

    @property
    def label(self) -> str:
        """Return what tells this cell from all others of its campaign and measure."""
        days = ":".join(day.isoformat() for day in self.days or ())
        return f"{self.part.label}|{self.band[0]}-{self.band[1]}|{days}"


@dataclass(frozen=True, kw_only=True)
class Cut:
    """How the figures of a campaign are cut: parts and bands of each table, empty where there is no such table."""

    root: Part
    band: Band
    area: tuple[Part, ...] = ()
    bands: tuple[Band, ...] = ()
    cross: tuple[Part, ...] = field(default=())

    def tables(self) -> dict[str, Table]:
        """Return the tables, for the check against what is published."""
        found = {"total": Table(parts=(self.root.communes,), bands=(self.band,))}
        if len(self.area) > 1:
            found["area"] = Table(parts=tuple(part.communes for part in self.area), bands=(self.band,))
        if len(self.bands) > 1:
            found["age"] = Table(parts=(self.root.communes,), bands=self.bands)
        if len(self.cross) > 1:
            found["cross"] = Table(parts=tuple(part.communes for part in self.cross), bands=self.bands)
        return found


def cut(root: Part, people: People, band: Band, threshold: int) -> Cut:
    """Return the finest cut of an audience whose cells all hold a crowd, in each table."""
    merged = _bands(band, people.aged, lambda one: people.aged(one) >= threshold)
    counts = [people.by_commune(one) for one in merged]
    area = tuple(root.cut(lambda _part: True))
    cross = tuple(root.cut(lambda part: all(part.persons(each) >= threshold for each in counts)))
    split = len(merged) > 1
    return Cut(root=root, band=band, area=area, bands=tuple(merged) if split else (), cross=cross if split else ())


def _bands(band: Band, persons: Callable[[Band], int], fits: Callable[[Band], bool]) -> list[Band]:
    return ages.merged(ages.bands(*band), persons, fits)


def volumes(layout: Cut, people: People, names: Sequence[str]) -> Iterator[Figure]:
    """Yield the figures of whoever was selected, in the tables named."""
    if "area" in names:
        counts = people.by_commune()
        for part in layout.area:
            yield Figure(table="area", part=part, band=layout.band, count=part.persons(counts))
    if "age" in names:
        for band in layout.bands:
            yield Figure(table="age", part=layout.root, band=band, count=people.aged(band))
    if "cross" in names:
        for band in layout.bands:
            counts = people.by_commune(band)
            for part in layout.cross:
                yield Figure(table="cross", part=part, band=band, count=part.persons(counts))


def part_of(root: Part, whole: Mapping[str, int], some: Mapping[str, int], threshold: int) -> tuple[Part, ...]:
    """Return the finest parts in which those who did and those who did not are both a crowd; none when none is."""

    def fits(part: Part) -> bool:
        return passes(part.persons(some), part.persons(whole), threshold)

    return tuple(root.cut(fits)) if fits(root) else ()


def bands_of(band: Band, whole: People, some: People, threshold: int) -> tuple[Band, ...]:
    """Return the bands in which those who did and those who did not are both a crowd; none when none is."""

    def fits(one: Band) -> bool:
        return passes(some.aged(one), whole.aged(one), threshold)

    found = _bands(band, some.aged, fits)
    return tuple(found) if all(fits(one) for one in found) else ()


def attribute(layout: Cut, whole: People, some: People, threshold: int) -> Iterator[Figure]:
    """Yield how many of the audience did something, by place and by age, merged upwards until each cell passes."""
    counts = some.by_commune()
    for part in part_of(layout.root, whole.by_commune(), counts, threshold):
        table = "total" if part is layout.root else "area"
        yield Figure(table=table, part=part, band=layout.band, count=part.persons(counts))
    found = bands_of(layout.band, whole, some, threshold)
    for band in found if len(found) > 1 else ():
        yield Figure(table="age", part=layout.root, band=band, count=some.aged(band))


def again(layout: Cut, known: Iterable[str], whole: People, some: People, threshold: int) -> list[Figure]:
    """Return the figures of a table's cells as they were cut before; none at all when one no longer passes."""
    labels = set(known)
    counts, everyone = some.by_commune(), whole.by_commune()
    found = []
    for part in layout.root.nodes():
        figure = Figure(table="area", part=part, band=layout.band, count=part.persons(counts))
        if figure.label in labels:
            found.append((figure, part.persons(everyone)))
    bands = ages.bands(*layout.band)
    for first, last in ((one[0], other[1]) for at, one in enumerate(bands) for other in bands[at:]):
        figure = Figure(table="age", part=layout.root, band=(first, last), count=some.aged((first, last)))
        if figure.label in labels:
            found.append((figure, whole.aged((first, last))))
    fit = len(found) == len(labels) and all(passes(figure.count, among, threshold) for figure, among in found)
    return [figure for figure, _ in found] if fit else []


def by_day(layout: Cut, counts: Mapping[date, int], threshold: int) -> Iterator[Figure]:
    """Yield a volume by day, days put together until each run of days holds a crowd; nothing when there is one run."""
    runs: list[tuple[date, date, int]] = []
    for day in sorted(counts):
        if runs and runs[-1][2] < threshold:
            first, _, before = runs.pop()
            runs.append((first, day, before + counts[day]))
        else:
            runs.append((day, day, counts[day]))
    if len(runs) > 1 and runs[-1][2] < threshold:
        _, last, few = runs.pop()
        first, _, before = runs.pop()
        runs.append((first, last, before + few))
    for first, last, count in runs if len(runs) > 1 else ():
        yield Figure(table="day", part=layout.root, band=layout.band, count=count, days=(first, last))

"""Everything that was published of a mandate, and beside it what the tests alone know."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from selfcontact.campaigns.models import Campaign
from selfcontact.figures import counting, layout
from selfcontact.figures.ages import Band
from selfcontact.figures.models import CampaignSheet, Cell, Partition, Release

SUMS = ("handed_over", "delivered", "unknown", "not_sent")


@dataclass(frozen=True, kw_only=True)
class Look:
    """The totals of a campaign as a page showed them at an instant; `next` tells that one message has left since."""

    campaign: str
    joint: tuple[str, ...]
    totals: Mapping[str, object]
    segments: int
    over: bool
    next: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Return the campaigns that are counted together."""
        return (*self.joint, self.campaign)


@dataclass
class History:
    """What was seen, and, for the tests alone, what happened."""

    looks: list[Look] = field(default_factory=list)
    #: Days on which no STOP was published for a campaign that was answered.
    silent: list[tuple[str, datetime]] = field(default_factory=list)
    truth: dict[Hashable, int] = field(default_factory=dict)
    stops: dict[tuple[str, datetime], counting.People] = field(default_factory=dict)

    def see(self, sheet: CampaignSheet, *, following: bool = False) -> None:
        """Remember what a page shows at this instant."""
        one = Look(
            campaign=sheet.reference,
            joint=tuple(sheet.joint),
            totals=dict(sheet.totals),
            segments=sheet.segments_due,
            over=sheet.ended_at is not None,
            next=following,
        )
        for name in one.names:
            exact = counting.totals(Campaign.objects.get(reference=name))
            own = {key: getattr(exact, key) for key in SUMS} | {f"failed {c}": n for c, n in exact.failed.items()}
            self.truth |= {(key, name, len(self.looks)): count for key, count in own.items()}
        self.looks.append(one)

    def listen(self, campaign: Campaign, at: datetime) -> None:
        """Remember who had answered when the snapshot of a day was due."""
        self.stops[campaign.reference, at] = counting.people(campaign, "stop")
        if not Release.objects.filter(kind=Release.Kind.SNAPSHOT, campaign__uid=campaign.uid, at=at).exists():
            self.silent.append((campaign.reference, at))


@dataclass(frozen=True, kw_only=True)
class Record:
    """A published cell with the people that it is about."""

    cell: Cell
    campaign: str
    communes: frozenset[str]
    band: Band

    @property
    def place(self) -> tuple[Hashable, ...]:
        """Return what tells this cell from others of its campaign and measure."""
        one = self.cell
        return (one.table, one.place_kind, one.place_code, one.communes, self.band, one.day_from)


def records() -> list[Record]:
    """Return every cell of every release, in order."""
    found: list[Record] = []
    for partition in Partition.objects.select_related("campaign", "audience").order_by("pk"):
        nodes = layout.restored(partition).root.nodes()
        parts = {(one.kind, one.code, len(one.communes)): frozenset(one.communes) for one in nodes}
        cells = Cell.objects.filter(release__campaign__uid=partition.campaign.uid).select_related("release")
        found += [
            Record(
                cell=cell,
                campaign=partition.campaign.reference,
                communes=parts[cell.place_kind, cell.place_code, cell.communes],
                band=(cell.age_from, cell.age_to),
            )
            for cell in cells.order_by("pk")
        ]
    return found


class People:
    """The finest groups that published figures tell apart: some communes at some ages."""

    def __init__(self, described: Iterable[tuple[frozenset[str], Band]]) -> None:
        """Take what figures describe."""
        shapes = list(described)
        places = list(dict.fromkeys(communes for communes, _ in shapes))
        kinds = {code: tuple(code in place for place in places) for code in frozenset().union(*places)}
        numbers = {kind: at for at, kind in enumerate(sorted(set(kinds.values())))}
        self.kind = {code: numbers[kind] for code, kind in kinds.items()}
        self.cuts = sorted({edge for _, (first, last) in shapes for edge in (first, last + 1)})

    def of(self, communes: frozenset[str], band: Band) -> list[Hashable]:
        """Return the groups inside."""
        ages = [age for age in self.cuts if band[0] <= age <= band[1]]
        return [(kind, age) for kind in sorted({self.kind[code] for code in communes}) for age in ages]

    def counted(self, found: Iterable[tuple[str, int, int]]) -> dict[Hashable, int]:
        """Return how many of (commune, age, persons) are in each group."""
        groups: dict[Hashable, int] = {(kind, age): 0 for kind in self.kind.values() for age in self.cuts}
        for commune, age, persons in found:
            groups[self.kind[commune], max(cut for cut in self.cuts if cut <= age)] += persons
        return groups

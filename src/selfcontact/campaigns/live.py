"""How a campaign is doing at this moment, at the same cost whatever its size: sums of tallies, blocks, a sample."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from django.db import connection

from selfcontact.campaigns import tally
from selfcontact.campaigns.models import Campaign

#: Seconds over which the present rate is measured, and points of a curve at most.
RECENT, POINTS = 30, 60
#: Messages that the receipts' delay is measured on, spread evenly over the audience.
SAMPLE = 1000
#: Seconds without a word after which a sender is taken for gone.
SILENT = 10

TOTALS = """
SELECT term, reason, sum(count), sum(count) FILTER (WHERE slot > %(since)s),
       min(slot) FILTER (WHERE slot > %(since)s), min(slot), max(slot)
FROM campaigns_tally WHERE mandate_id = %(mandate)s AND campaign_id = %(campaign)s GROUP BY term, reason
"""
WAITING = """
SELECT coalesce(sum(last - first + 1), 0) FROM campaigns_block
WHERE mandate_id = %(mandate)s AND campaign_id = %(campaign)s AND state = 'pending'
"""
SENDERS = """
SELECT presence.sender, bound, presence.in_flight, clock_at, withheld,
       ack.version = %(version)s, ack.at, ack.in_flight
FROM campaigns_presence AS presence
LEFT JOIN campaigns_acknowledgement AS ack ON ack.campaign_id = %(campaign)s AND ack.sender = presence.sender
WHERE presence.route_id = %(route)s AND seen_at > statement_timestamp() - make_interval(secs => %(silent)s)
ORDER BY presence.started_at
"""
CURVES = """
SELECT date_bin(make_interval(secs => %(step)s), slot, %(origin)s), term, sum(count)
FROM campaigns_tally
WHERE mandate_id = %(mandate)s AND campaign_id = %(campaign)s AND term = ANY(%(terms)s) GROUP BY 1, 2 ORDER BY 1
"""
# By place and not at random: the same messages each time, so that the figure moves only when something does.
DELAYS = """
SELECT percentile_disc(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY extract(epoch FROM receipt.received_at - outcome.at)),
       count(*)
FROM generate_series(0, %(selected)s - 1, %(every)s) AS place
CROSS JOIN LATERAL (
    SELECT part, at FROM campaigns_outcome
    WHERE mandate_id = %(mandate)s AND campaign_id = %(campaign)s AND position = place AND part <= 1 AND kind = 1
    LIMIT 1
) AS outcome
CROSS JOIN LATERAL (
    SELECT received_at FROM campaigns_receipt
    WHERE mandate_id = %(mandate)s AND campaign_id = %(campaign)s AND position = place
      AND part = outcome.part AND state = 8
    LIMIT 1
) AS receipt
"""


class _Total(NamedTuple):
    """A row of TOTALS."""

    term: str
    reason: str
    number: int
    recent: int | None
    recent_from: datetime | None
    first: datetime
    last: datetime


@dataclass(frozen=True, kw_only=True)
class SenderSeen:
    """One sender that is there; `follows`: it has acknowledged the last order given to this campaign."""

    bound: bool
    in_flight: int
    clock_at: datetime
    withheld: Sequence[str]
    follows: bool
    followed_at: datetime | None
    in_flight_then: int


@dataclass(frozen=True, kw_only=True)
class Delay:
    """Seconds from hand-over to the receipt of a delivery, on `measured` messages."""

    median: float
    p95: float
    measured: int


@dataclass(frozen=True, kw_only=True)
class Live:
    """The figures of a campaign; `terms` are those of its balance, pending left out."""

    selected: int
    waiting: int
    terms: Mapping[str, int]
    reasons: Mapping[tuple[str, str], int]
    delivered: int
    undelivered: int
    segments: int
    stops: int
    price_millicents: int
    per_second: float
    first: datetime | None
    last: datetime | None
    senders: Sequence[SenderSeen]
    ordered_at: datetime | None

    @property
    def decided(self) -> int:
        """Return how many messages have an outcome."""
        return sum(self.terms.values())

    @property
    def under_way(self) -> int:
        """Return how many are in a sender's hands: neither pending nor written down yet."""
        return max(0, self.selected - self.decided - self.waiting)

    @property
    def pending(self) -> int:
        """Return what the balance calls pending."""
        return self.waiting + self.under_way

    @property
    def awaited(self) -> int:
        """Return how many were handed over and have no final receipt."""
        return max(0, self.terms["handed_over"] - self.delivered - self.undelivered)

    @property
    def spent_millicents(self) -> int:
        """Return the price of the segments that the carrier took."""
        return self.segments * self.price_millicents

    @property
    def seconds_left(self) -> int | None:
        """Return the time to finish at the present rate, or None while nothing moves."""
        return round(self.pending / self.per_second) if self.per_second > 0 and self.pending else None

    @property
    def in_flight(self) -> int:
        """Return the messages that the carrier has and has not answered for, all campaigns of the route."""
        return sum(one.in_flight for one in self.senders)

    @cached_property
    def followers(self) -> list[SenderSeen]:
        """Return the senders that follow the last order."""
        return [one for one in self.senders if one.follows]

    @property
    def followed(self) -> bool:
        """Tell whether every sender that is there follows the last order."""
        return bool(self.senders) and len(self.followers) == len(self.senders)

    @property
    def followed_after(self) -> float | None:
        """Return the seconds between the last order and its last acknowledgement, both by the database's clock."""
        times = [one.followed_at for one in self.followers if one.followed_at]
        if not times or self.ordered_at is None:
            return None
        return max(0.0, (max(times) - self.ordered_at).total_seconds())


def live(campaign: Campaign) -> Live:
    """Return the figures; three queries. They follow the first part of each message (see `tally`)."""
    senders = _senders(campaign)
    # The senders' own clock: in a rehearsal it is not the one of this process.
    clock = max((one.clock_at for one in senders), default=None)
    since = (clock or campaign.created_at) - timedelta(seconds=RECENT)
    values: dict[str, Any] = {"mandate": campaign.mandate_id, "campaign": campaign.pk, "since": since}
    with connection.cursor() as cursor:
        cursor.execute(TOTALS, values)
        rows = [_Total(*row) for row in cursor.fetchall()]
        cursor.execute(WAITING, values)
        waiting = int((cursor.fetchone() or (0,))[0])
    sums = _sums(rows)
    return Live(
        selected=campaign.selected,
        waiting=waiting,
        terms={term: sums.get(term, 0) for term in tally.TERMS.values()},
        reasons={(row.term, row.reason): int(row.number) for row in rows if row.reason and row.number},
        delivered=sums.get(tally.DELIVERED, 0),
        undelivered=sums.get(tally.UNDELIVERED, 0),
        segments=sums.get(tally.SEGMENTS, 0),
        stops=sums.get(tally.STOPS, 0),
        price_millicents=campaign.route.price_millicents,
        per_second=_rate(rows, clock),
        first=min((row.first for row in rows), default=None),
        last=max((row.last for row in rows), default=None),
        senders=senders,
        ordered_at=campaign.ordered_at,
    )


def _sums(rows: Sequence[_Total]) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for row in rows:
        sums[row.term] += int(row.number)
    return sums


def _rate(rows: Sequence[_Total], clock: datetime | None) -> float:
    """Return the outcomes per second since the first slot that counts as recent."""
    recent = [row for row in rows if row.term in tally.TERMS.values() and row.recent]
    begun = min((row.recent_from for row in recent if row.recent_from), default=None)
    if clock is None or begun is None:
        return 0.0
    return float(sum(int(row.recent or 0) for row in recent)) / max(1.0, (clock - begun).total_seconds())


def _senders(campaign: Campaign) -> list[SenderSeen]:
    values: dict[str, Any] = {
        "version": campaign.version,
        "campaign": campaign.pk,
        "route": campaign.route_id,
        "silent": SILENT,
    }
    with connection.cursor() as cursor:
        cursor.execute(SENDERS, values)
        return [
            SenderSeen(
                bound=bound,
                in_flight=in_flight,
                clock_at=clock_at,
                withheld=withheld,
                follows=bool(follows),
                followed_at=at,
                in_flight_then=then or 0,
            )
            for _, bound, in_flight, clock_at, withheld, follows, at, then in cursor.fetchall()
        ]


def delay(campaign: Campaign) -> Delay | None:
    """Return how long receipts take, on a sample; None before the first one."""
    if not campaign.selected:
        return None
    values: dict[str, Any] = {
        "mandate": campaign.mandate_id,
        "campaign": campaign.pk,
        "selected": campaign.selected,
        "every": -(-campaign.selected // SAMPLE),
    }
    with connection.cursor() as cursor:
        cursor.execute(DELAYS, values)
        row = cursor.fetchone()
    if row is None or row[0] is None:
        return None
    (median, p95), measured = row
    return Delay(median=float(median), p95=float(p95), measured=measured)


@dataclass(frozen=True, kw_only=True)
class Curves:
    """Counts by stretch of `step` seconds: instants, and for each term its counts."""

    step: int
    at: Sequence[datetime]
    counts: Mapping[str, Sequence[int]]


def curves(campaign: Campaign, figures: Live, terms: Sequence[str]) -> Curves:
    """Return the course of a campaign in at most POINTS stretches from its first slot to its last one."""
    if figures.first is None or figures.last is None:
        return Curves(step=10, at=[], counts={term: [] for term in terms})
    slots = int((figures.last - figures.first) / tally.SLOT) + 1
    step = 10 * -(-slots // POINTS)
    values: dict[str, Any] = {
        "mandate": campaign.mandate_id,
        "campaign": campaign.pk,
        "origin": figures.first,
        "step": step,
        "terms": list(terms),
    }
    with connection.cursor() as cursor:
        cursor.execute(CURVES, values)
        found = {(at, term): int(count) for at, term, count in cursor.fetchall()}
    instants = [figures.first + timedelta(seconds=step * n) for n in range(-(-slots * 10 // step))]
    counts = {term: [found.get((at, term), 0) for at in instants] for term in terms}
    return Curves(step=step, at=instants, counts=counts)

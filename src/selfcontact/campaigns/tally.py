"""Adds up what is written down of a campaign, in the same transaction: the live figures.

They follow the first part of each message, so a message counts once; the balance looks at all its parts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from selfcontact.campaigns.models import Campaign, Outcome

SLOT = timedelta(seconds=10)
TERMS = {kind.value: kind.name.lower() for kind in Outcome.Kind}
DELIVERED, UNDELIVERED, SEGMENTS, STOPS = "delivered", "undelivered", "segments", "stops"
#: What is answered to an invitation; a yes that is taken back counts as a no.
AGREED, DECLINED = "agreed", "declined"
#: Who writes without being a sender: the console and the worker.
OFFICE = UUID(int=0)
ADD = """
INSERT INTO campaigns_tally (mandate_id, campaign_id, slot, term, reason, writer, count)
SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::timestamptz[], %s::text[], %s::text[], %s::uuid[], %s::bigint[])
ON CONFLICT (mandate_id, campaign_id, slot, term, reason, writer) DO UPDATE
SET count = campaigns_tally.count + excluded.count
"""
#: What follows an INSERT INTO ... SELECT of tallies written in one statement with what they count.
SUM = """
ON CONFLICT (mandate_id, campaign_id, slot, term, reason, writer) DO UPDATE
SET count = campaigns_tally.count + excluded.count
"""
#: The beginning of the slot of an instant, in SQL; the same as `slot`.
IN_SLOT = "to_timestamp(floor(extract(epoch FROM {at}) / 10) * 10)"

# The newest slot stands for now: whoever judges may live on another clock than whoever wrote.
COUNTS = """
WITH watched AS (
    SELECT slot, term, count FROM campaigns_tally
    WHERE mandate_id = %(mandate)s AND campaign_id = %(campaign)s
      AND slot > coalesce(%(from)s::timestamptz, '-infinity')
), newest AS (SELECT max(slot) AS slot FROM watched)
SELECT term, sum(count) FILTER (WHERE watched.slot > newest.slot - interval '1 minute'),
       sum(count) FILTER (WHERE watched.slot > newest.slot - interval '10 minutes'), sum(count)
FROM watched, newest GROUP BY term
"""
TAKEN = """
SELECT coalesce(sum(count), 0) FROM campaigns_tally
WHERE mandate_id = %s AND campaign_id = %s AND term = 'segments'
"""
TAKEN_BY_CAMPAIGN = """
SELECT campaign_id, sum(count) FROM campaigns_tally WHERE mandate_id = %s AND term = 'segments' GROUP BY campaign_id
"""
NEWEST = "SELECT max(slot) FROM campaigns_tally WHERE mandate_id = %s AND campaign_id = %s"


class Key(NamedTuple):
    """One tally; in this order, for two transactions that touch several must take them in the same order."""

    mandate_id: int
    campaign_id: int
    slot: datetime
    term: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What happened in one window of time, in messages."""

    handed_over: int = 0
    failed: int = 0
    delivered: int = 0
    undelivered: int = 0
    stops: int = 0


def slot(at: datetime) -> datetime:
    """Return the beginning of the ten seconds that an aware instant lies in."""
    seconds = int(at.timestamp())
    return datetime.fromtimestamp(seconds - seconds % int(SLOT.total_seconds()), UTC)


def arrays(counts: Mapping[Key, int], writer: UUID) -> list[list[object]]:
    """Return the parameters of ADD; counts of nothing are left out."""
    rows = [(*key, writer, count) for key, count in sorted(counts.items()) if count]
    return [list(column) for column in zip(*rows, strict=True)]


def outcome_keys(row: tuple[int, int, int, int, int, str, str | None, datetime]) -> Iterable[Key]:
    """Return what an outcome adds one to."""
    mandate_id, campaign_id, _, part, kind, reason, _, at = row
    begun = slot(at)
    if part <= 1:
        yield Key(mandate_id, campaign_id, begun, TERMS[kind], reason)
    if kind == Outcome.Kind.HANDED_OVER:
        yield Key(mandate_id, campaign_id, begun, SEGMENTS, "")


def add(counts: Mapping[Key, int], writer: UUID = OFFICE) -> None:
    """Add counts in the present transaction (Django's connection)."""
    columns = arrays(counts, writer)
    if columns:
        with connection.cursor() as cursor:
            cursor.execute(ADD, columns)


def counts(campaign: Campaign, watched_from: datetime | None) -> tuple[Counts, Counts, Counts]:
    """Return what happened in the last minute, in the last ten minutes, and since `watched_from`."""
    values = {"mandate": campaign.mandate_id, "campaign": campaign.pk, "from": watched_from}
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, values)
        rows = cursor.fetchall()
    minute, ten, whole = ({row[0]: int(row[at] or 0) for row in rows} for at in (1, 2, 3))
    return _counts(minute), _counts(ten), _counts(whole)


def _counts(terms: Mapping[str, int]) -> Counts:
    return Counts(
        handed_over=terms.get("handed_over", 0),
        failed=terms.get("failed", 0),
        delivered=terms.get(DELIVERED, 0),
        undelivered=terms.get(UNDELIVERED, 0),
        stops=terms.get(STOPS, 0),
    )


def spent(campaign: Campaign) -> int:
    """Return what the segments taken by the carrier cost, in thousandths of a cent."""
    with connection.cursor() as cursor:
        cursor.execute(TAKEN, [campaign.mandate_id, campaign.pk])
        row = cursor.fetchone()
    return int(row[0]) * campaign.route.price_millicents if row else 0


def segments(mandate_id: int) -> Mapping[int, int]:
    """Return how many segments the carriers took of each campaign of a mandate."""
    with connection.cursor() as cursor:
        cursor.execute(TAKEN_BY_CAMPAIGN, [mandate_id])
        return {campaign: int(count) for campaign, count in cursor.fetchall()}


def newest_slot(campaign: Campaign) -> datetime | None:
    """Return the slot in which something was last written down."""
    with connection.cursor() as cursor:
        cursor.execute(NEWEST, [campaign.mandate_id, campaign.pk])
        row = cursor.fetchone()
    return row[0] if row else None

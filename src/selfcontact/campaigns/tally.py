"""Adds up what is written down of a campaign, in the same transaction: the live figures.

They follow the first part of each message, so a message counts once; the balance looks at all its parts.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from selfcontact.campaigns.models import Outcome

SLOT = timedelta(seconds=10)
TERMS = {kind.value: kind.name.lower() for kind in Outcome.Kind}
DELIVERED, UNDELIVERED, SEGMENTS, STOPS = "delivered", "undelivered", "segments", "stops"
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


class Key(NamedTuple):
    """One tally; in this order, for two transactions that touch several must take them in the same order."""

    mandate_id: int
    campaign_id: int
    slot: datetime
    term: str
    reason: str


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

"""What people answer: a refusal goes to the opposition list at once, a doubt freezes the number and a human reads."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

import numpy as np
import structlog
from django.conf import settings
from django.db import connection, transaction

from selfcontact.campaigns import tally
from selfcontact.campaigns.models import Reply as Stored
from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.clock import Clock
from selfcontact.lib.errors import UserError
from selfcontact.opposition.actions import oppose
from selfcontact.opposition.models import Entry
from selfcontact.sms.gateway import Reply
from selfcontact.sms.replies import Reading, classify
from selfcontact.vault import open_vault

TABLE = "reply"
log = structlog.get_logger("sender")

MANDATES = """
SELECT campaign.mandate_id, mandate.generation, mandate.candidate_id, array_agg(campaign.id)
FROM campaigns_campaign AS campaign JOIN mandates_mandate AS mandate ON mandate.id = campaign.mandate_id
WHERE campaign.route_id = %s AND campaign.started_at IS NOT NULL AND mandate.state = 'live'
GROUP BY 1, 2, 3
"""
# Handed over or unknown: only who may have got a message answers one.
LATEST = """
SELECT DISTINCT ON (message.phone_index) message.phone_index, message.campaign_id, message.position, outcome.at
FROM campaigns_message AS message JOIN campaigns_outcome AS outcome
  ON outcome.mandate_id = %(mandate)s AND outcome.campaign_id = message.campaign_id
  AND outcome.position = message.position AND outcome.kind IN (1, 6)
WHERE message.mandate_id = %(mandate)s AND message.campaign_id = ANY(%(campaigns)s)
  AND message.phone_index = ANY(%(indexes)s)
ORDER BY message.phone_index, outcome.at DESC
"""
# Once for each message, however often a person says it.
STOPPED = """
INSERT INTO campaigns_stop (mandate_id, campaign_id, position, at) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True, kw_only=True)
class Source:
    """The campaign that a number answers: the one that wrote to it last, on this route."""

    mandate_id: int
    generation: int
    candidate_id: int
    campaign_id: int
    position: int
    index: bytes
    at: datetime


@dataclass(frozen=True, kw_only=True, repr=False)
class Confirmation:
    """A number to which its new opposition is confirmed, once; `sender` is the address it wrote to."""

    number: int
    sender: str


def store(route_id: int, replies: Sequence[Reply], clock: Clock) -> list[Confirmation]:
    """Store replies in one transaction and return the oppositions to confirm.

    A reply of a number that no campaign of this route wrote to is counted; only its opposition or freeze is kept.
    """
    read = [(reply, classify(reply.text.reveal())) for reply in replies if reply.source]
    with transaction.atomic():
        sources = attribute(route_id, {reply.source for reply, _ in read})
        for reply, reading in read:
            if (source := sources.get(reply.source)) and _kept(reading):
                _seal(source, reply, reading)
        _count_stops((sources.get(reply.source) for reply, reading in read if reading.action == "oppose"), clock)
        # Last, for the fence is held from here to the commit.
        confirmations = _oppose(read, sources, clock)
    log.info("replies", read=len(read), opposed=len(confirmations), unattributed=_unattributed(read, sources))
    return confirmations


def _unattributed(read: Iterable[tuple[Reply, Reading]], sources: dict[int, Source]) -> int:
    return sum(reply.source not in sources for reply, _ in read)


def attribute(route_id: int, numbers: set[int]) -> dict[int, Source]:
    """Return the campaign that each number answers; numbers that none wrote to are left out."""
    latest: dict[int, Source] = {}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(MANDATES, [route_id])
        for mandate in cursor.fetchall():
            for number, source in _sources(mandate, sorted(numbers)):
                if number not in latest or latest[number].at < source.at:
                    latest[number] = source
    return latest


def _sources(mandate: tuple[int, int, int, list[int]], numbers: Sequence[int]) -> list[tuple[int, Source]]:
    mandate_id, generation, candidate_id, campaigns = mandate
    try:
        keys = open_vault().keys.open(mandate_id, generation)
    except UserError:
        # The mandate is ending: its answers are nobody's, an opposition counts all the same.
        return []
    octets = keys.fingerprints(np.array(numbers, dtype=np.uint64)).tobytes()
    by_index = {octets[16 * at : 16 * at + 16]: number for at, number in enumerate(numbers)}
    with connection.cursor() as cursor:
        cursor.execute(LATEST, {"mandate": mandate_id, "campaigns": campaigns, "indexes": list(by_index)})
        return [
            (
                by_index[bytes(index)],
                Source(
                    mandate_id=mandate_id,
                    generation=generation,
                    candidate_id=candidate_id,
                    campaign_id=campaign_id,
                    position=position,
                    index=bytes(index),
                    at=at,
                ),
            )
            for index, campaign_id, position, at in cursor.fetchall()
        ]


def _kept(reading: Reading) -> bool:
    """Tell whether the text is kept: a plain refusal says all there is to say, a right that is claimed does not."""
    return reading.action != "oppose" or reading.kind == "rights"


def _seal(source: Source, reply: Reply, reading: Reading) -> None:
    uid = uuid4()
    keys = open_vault().keys.open(source.mandate_id, source.generation)
    Stored.objects.create(
        mandate_id=source.mandate_id,
        campaign_id=source.campaign_id,
        uid=uid,
        generation=source.generation,
        sealed=keys.seal(TABLE, uid.int >> 65, reply.text.reveal().encode()),
        phone_index=source.index,
        reading=reading.kind,
        waiting=reading.action in ("read", "answer") or reading.kind == "rights",
        received_at=reply.at,
    )


def _count_stops(sources: Iterable[Source | None], clock: Clock) -> None:
    now = clock.now()
    counts: Counter[tally.Key] = Counter()
    with connection.cursor() as cursor:
        for source in filter(None, sources):
            cursor.execute(STOPPED, [source.mandate_id, source.campaign_id, source.position, now])
            counts[tally.Key(source.mandate_id, source.campaign_id, tally.slot(now), tally.STOPS, "")] += (
                cursor.rowcount
            )
    tally.add(counts)


def _oppose(read: Sequence[tuple[Reply, Reading]], sources: dict[int, Source], clock: Clock) -> list[Confirmation]:
    confirmations = []
    for reply, reading in read:
        if reading.action not in ("oppose", "read"):
            continue
        source = sources.get(reply.source)
        scope = source.candidate_id if source and settings.STOP_SCOPE == "candidate" else None
        kind = Entry.Kind.OPPOSITION if reading.action == "oppose" else Entry.Kind.HOLD
        done = oppose(
            actor=SYSTEM,
            number=reply.source,
            channel=Entry.Channel.SMS,
            on=clock.now().date(),
            candidate_id=scope,
            kind=kind,
        )
        if done.new and kind == Entry.Kind.OPPOSITION:
            confirmations.append(Confirmation(number=reply.source, sender=reply.to))
    return confirmations

"""What people answer: a refusal goes to the opposition list at once, a doubt freezes the number and a human reads."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID, uuid4

import structlog
from django.conf import settings
from django.db import connection, transaction

from selfcontact.campaigns import tally
from selfcontact.campaigns.models import Reply as Stored
from selfcontact.campaigns.sender.agreeing import Answers
from selfcontact.campaigns.sender.attributing import Source, attribute
from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.clock import Clock
from selfcontact.opposition.actions import oppose
from selfcontact.opposition.models import Entry
from selfcontact.sms.gateway import Reply
from selfcontact.sms.replies import Reading, classify
from selfcontact.vault import open_vault

TABLE = "reply"
log = structlog.get_logger("sender")

# Once for each message, however often a person says it.
STOPPED = """
INSERT INTO campaigns_stop (mandate_id, campaign_id, position, at) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True, kw_only=True, repr=False)
class Confirmation:
    """A number to which its new opposition is confirmed, once; `sender` is the address it wrote to."""

    number: int
    sender: str


class Heard(NamedTuple):
    """A reply, the uid it is kept under if it is kept, and how it is taken."""

    reply: Reply
    uid: UUID
    reading: Reading


def store(route_id: int, replies: Sequence[Reply], clock: Clock) -> list[Confirmation]:
    """Store replies in one transaction and return the oppositions to confirm.

    A reply of a number that no campaign of this route wrote to is counted; only its opposition or freeze is kept.
    """
    heard = [reply for reply in replies if reply.source]
    with transaction.atomic():
        found = attribute(route_id, {reply.source for reply in heard})
        answers = Answers(sources=found)
        read = [
            Heard(reply, uid := uuid4(), answers.read(reply, classify(reply.text.reveal()), uid)) for reply in heard
        ]
        sources = {number: latest for number, (latest, *_) in found.items()}
        _seal_all(read, sources)
        _count_stops((sources.get(reply.source) for reply, _, reading in read if reading.action == "oppose"), clock)
        # Last, for the fence is held from here to the commit.
        answers.keep(clock.now())
        confirmations = _oppose(read, sources, clock)
    log.info("replies", read=len(read), opposed=len(confirmations), unattributed=_unattributed(read, sources))
    return confirmations


def _unattributed(read: Iterable[Heard], sources: Mapping[int, Source]) -> int:
    return sum(reply.source not in sources for reply, _, _ in read)


def _seal_all(read: Iterable[Heard], sources: Mapping[int, Source]) -> None:
    for one in read:
        if (source := sources.get(one.reply.source)) and _kept(one.reading):
            _seal(source, one)


def _kept(reading: Reading) -> bool:
    """Tell whether the text is kept: a plain refusal says all there is to say, a right that is claimed does not."""
    return reading.action != "oppose" or reading.kind == "rights"


def _seal(source: Source, heard: Heard) -> None:
    reply, uid, reading = heard
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


def _oppose(read: Sequence[Heard], sources: Mapping[int, Source], clock: Clock) -> list[Confirmation]:
    confirmations = []
    for reply, _, reading in read:
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

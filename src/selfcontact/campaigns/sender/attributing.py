"""Which campaigns a number may be answering: the last of each mandate that wrote to it on a route."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.db import connection

from selfcontact.lib.errors import UserError
from selfcontact.vault import open_vault

MANDATES = """
SELECT campaign.mandate_id, mandate.generation, mandate.candidate_id, array_agg(campaign.id)
FROM campaigns_campaign AS campaign JOIN mandates_mandate AS mandate ON mandate.id = campaign.mandate_id
WHERE campaign.route_id = %s AND campaign.started_at IS NOT NULL AND mandate.state = 'live'
GROUP BY 1, 2, 3
"""
# Handed over or unknown: only who may have got a message answers one. An invitation that is marked and whose outcome is
# not written yet may have arrived too: an OUI to it is not for the candidate who asked before.
LATEST = """
SELECT DISTINCT ON (phone_index) phone_index, campaign_id, position, at FROM (
    SELECT message.phone_index, message.campaign_id, message.position, outcome.at
    FROM campaigns_message AS message JOIN campaigns_outcome AS outcome
      ON outcome.mandate_id = %(mandate)s AND outcome.campaign_id = message.campaign_id
      AND outcome.position = message.position AND outcome.kind IN (1, 6)
    WHERE message.mandate_id = %(mandate)s AND message.campaign_id = ANY(%(campaigns)s)
      AND message.phone_index = ANY(%(indexes)s)
    UNION ALL
    SELECT asked.phone_index, asked.campaign_id, asked.position, asked.invited_at
    FROM contacts_invitation AS asked
    WHERE asked.mandate_id = %(mandate)s AND asked.campaign_id = ANY(%(campaigns)s)
      AND asked.phone_index = ANY(%(indexes)s) AND NOT EXISTS (
        SELECT FROM campaigns_outcome AS outcome WHERE outcome.mandate_id = %(mandate)s
        AND outcome.campaign_id = asked.campaign_id AND outcome.position = asked.position)
) AS wrote
ORDER BY phone_index, at DESC
"""


@dataclass(frozen=True, kw_only=True)
class Source:
    """The campaign of a mandate that wrote to a number last, on this route."""

    mandate_id: int
    generation: int
    candidate_id: int
    campaign_id: int
    position: int
    index: bytes
    at: datetime


def attribute(route_id: int, numbers: set[int]) -> dict[int, list[Source]]:
    """Return the campaign that each number answers, then the last of each other mandate that wrote to it, latest first.

    Numbers that none wrote to are left out.
    """
    found: dict[int, list[Source]] = {}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(MANDATES, [route_id])
        for mandate in cursor.fetchall():
            for number, source in _sources(mandate, sorted(numbers)):
                found.setdefault(number, []).append(source)
    return {number: sorted(some, key=lambda one: one.at, reverse=True) for number, some in found.items()}


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

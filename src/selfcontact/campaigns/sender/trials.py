"""Tests of a campaign's text, to the numbers that the candidate's team declared and to no other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from selfcontact.campaigns.models import Campaign
from selfcontact.campaigns.states import TESTABLE
from selfcontact.campaigns.wording import written
from selfcontact.compliance import silence
from selfcontact.compliance.elections import election
from selfcontact.compliance.silence import silence_windows
from selfcontact.compliance.verdict import Allowed
from selfcontact.lib.clock import Clock
from selfcontact.lib.template import parse
from selfcontact.lib.text import Encoded, encode, sanitise
from selfcontact.opposition.actions import listed
from selfcontact.subprocessors.standing import carrying
from selfcontact.vault import SealBrokenError, open_vault

TABLE = "trial"
#: How long the carrier may try to deliver one.
VALIDITY = timedelta(hours=4)
#: What stands in the fields of a test.
SAMPLE = {"first_name": "Camille", "surname": "Exemple", "commune": "Rennes"}

# Marked before it leaves, like any message.
TAKE = """
UPDATE campaigns_trial SET state = 'claimed' WHERE mandate_id = %s AND campaign_id = ANY(%s) AND state = 'pending'
RETURNING uid, campaign_id, generation, sealed
"""
TOLD = "UPDATE campaigns_trial SET state = %s WHERE mandate_id = %s AND uid = %s"


@dataclass(frozen=True, kw_only=True, repr=False)
class Test:
    """One test message."""

    mandate_id: int
    campaign_id: int
    uid: UUID
    number: int
    sender_name: str
    text: Encoded


def take(route_id: int, clock: Clock) -> list[Test]:
    """Mark the tests that wait on this route as claimed, and return those that may leave.

    None while the route may carry nothing: they wait.
    A campaign's text is withheld in a silence whoever gets it (EL-01), its life included: such tests wait for the end.
    """
    if carrying(route_id, clock.now().date()) is None:
        return []
    campaigns = Campaign.objects.filter(
        route_id=route_id,
        mandate__state="live",
        state__in=TESTABLE,
    ).select_related("mandate")
    by_mandate: dict[int, list[Campaign]] = {}
    for campaign in (one for one in campaigns if not _silent(one, clock.now())):
        by_mandate.setdefault(campaign.mandate_id, []).append(campaign)
    return [test for mandate, known in by_mandate.items() for test in _take(mandate, known)]


def _silent(campaign: Campaign, at: datetime) -> bool:
    """Tell whether a test might land in a silence: the team's telephones may be anywhere in France."""
    windows = silence_windows(election(campaign.mandate.election), frozenset())
    return not isinstance(silence.check(at, at + VALIDITY, windows), Allowed)


@transaction.atomic
def _take(mandate_id: int, campaigns: Iterable[Campaign]) -> list[Test]:
    by_id = {campaign.pk: campaign for campaign in campaigns}
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [mandate_id, list(by_id)])
        rows = cursor.fetchall()
    tests = [_test(by_id[campaign_id], uid, generation, bytes(sealed)) for uid, campaign_id, generation, sealed in rows]
    return [test for test in tests if test]


def _test(campaign: Campaign, uid: UUID, generation: int, sealed: bytes) -> Test | None:
    """Return what leaves; None, written down as such, for a number that is opposed or cannot be read."""
    keys = open_vault().keys.open(campaign.mandate_id, generation)
    try:
        number = int(keys.open(TABLE, uid.int >> 65, sealed))
    except (SealBrokenError, ValueError):
        told([(campaign.mandate_id, uid, "failed")])
        return None
    if listed(number=number, candidate_id=campaign.mandate.candidate_id):
        told([(campaign.mandate_id, uid, "opposed")])
        return None
    return Test(
        mandate_id=campaign.mandate_id,
        campaign_id=campaign.pk,
        uid=uid,
        number=number,
        sender_name=campaign.sender_name,
        text=encode(sanitise(parse(written(campaign)).render(SAMPLE))),
    )


def told(ended: Iterable[tuple[int, UUID, str]]) -> None:
    """Write down what became of tests: (mandate, uid, state)."""
    with connection.cursor() as cursor:
        for mandate_id, uid, state in ended:
            cursor.execute(TOLD, [state, mandate_id, uid])

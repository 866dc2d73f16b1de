"""Campaigns that have nothing left to send, or whose time is over, end by themselves."""

from collections.abc import Iterable

import structlog
from django.db import connection

from selfcontact.campaigns import actions
from selfcontact.campaigns.models import Campaign
from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.clock import Clock
from selfcontact.lib.errors import UserError

log = structlog.get_logger("sender")

# Counting every message is for the end: while a block is left, its balance is not asked for.
LEFT = """
SELECT EXISTS (SELECT FROM campaigns_block WHERE mandate_id = %(mandate)s AND campaign_id = %(campaign)s
               AND state = 'pending'),
       EXISTS (SELECT FROM campaigns_block WHERE mandate_id = %(mandate)s AND campaign_id = %(campaign)s
               AND state = 'claimed')
"""


def finish_due(route_ids: Iterable[int], clock: Clock) -> list[int]:
    """End what can be ended among the running campaigns of these routes and return their numbers."""
    running = Campaign.objects.filter(
        route_id__in=list(route_ids), state=Campaign.State.RUNNING, mandate__state="live"
    ).select_related("mandate")
    return [campaign.pk for campaign in running if _due(campaign, clock) and _finish(campaign, clock)]


def _due(campaign: Campaign, clock: Clock) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(LEFT, {"mandate": campaign.mandate_id, "campaign": campaign.pk})
        pending, claimed = cursor.fetchone() or (True, True)
    return not claimed and (not pending or clock.now() >= campaign.latest)


def _finish(campaign: Campaign, clock: Clock) -> bool:
    try:
        ended = actions.finish(actor=SYSTEM, campaign=campaign, at=clock.now())
    except UserError as error:
        # Someone paused or stopped it in the same instant.
        log.info("not_finished", campaign=campaign.pk, reason=error.code)
        return False
    if not ended:
        log.error("balance_open", campaign=campaign.pk)
    return ended

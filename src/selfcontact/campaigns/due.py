"""Campaigns that start by themselves."""

from datetime import datetime

import structlog

from selfcontact.campaigns import actions
from selfcontact.campaigns.models import Campaign
from selfcontact.lib.actor import Actor
from selfcontact.lib.errors import UserError

log = structlog.get_logger("campaigns")


def start_due(*, actor: Actor, at: datetime) -> list[str]:
    """Start the scheduled campaigns whose earliest instant has come; return their references.

    One that a rule refuses, or whose latest instant has passed, is stopped with the reason: never sent late.
    """
    started = []
    for campaign in Campaign.objects.filter(state=Campaign.State.SCHEDULED, earliest__lte=at).order_by("earliest"):
        try:
            actions.start(actor=actor, campaign=campaign, at=at)
            started.append(campaign.reference)
        except UserError as error:
            log.warning("campaign_not_started", campaign=str(campaign.uid), reason=error.code)
            campaign.refresh_from_db()
            if campaign.state == Campaign.State.SCHEDULED:
                actions.stop(actor=actor, campaign=campaign, at=at, grounds=error.code)
    return started

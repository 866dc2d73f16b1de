"""Which version of the privacy policy was in force when a message left: what its reader was promised."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Max, Min, Sum

from selfcontact.campaigns.models import Block, Campaign


@dataclass(frozen=True, kw_only=True)
class Under:
    """The messages of a campaign that were taken up under one version; 0: before the first."""

    version: int
    messages: int
    first: datetime
    last: datetime


def policy_at(mandate_id: int, campaign_id: int, position: int) -> int | None:
    """Return the version under which one message was taken up; None while it waits, or where none was in force."""
    found = Block.objects.filter(
        mandate_id=mandate_id, campaign_id=campaign_id, first__lte=position, last__gte=position, policy__isnull=False
    )
    return found.values_list("policy", flat=True).first()


def versions(campaign: Campaign) -> list[Under]:
    """Return the versions under which a campaign's messages were taken up, in order."""
    found = (
        Block.objects.filter(mandate_id=campaign.mandate_id, campaign_id=campaign.pk, claimed_at__isnull=False)
        .order_by()
        .values("policy")
        .annotate(messages=Sum(F("last") - F("first") + 1), since=Min("claimed_at"), until=Max("claimed_at"))
    )
    told = [
        Under(version=one["policy"] or 0, messages=one["messages"], first=one["since"], last=one["until"])
        for one in found
    ]
    return sorted(told, key=lambda one: one.version)


def counted(campaign: Campaign) -> Mapping[str, int]:
    """Return how many messages were taken up under each version, as the ledger keeps it."""
    return {str(one.version): one.messages for one in versions(campaign)}

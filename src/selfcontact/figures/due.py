"""What the worker publishes by itself, and when."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from time import monotonic
from zoneinfo import ZoneInfo

import structlog

from selfcontact.campaigns.models import Campaign
from selfcontact.figures import actions, counting, sheets
from selfcontact.figures.models import CampaignSheet, Partition, Sheet
from selfcontact.lib.actor import Actor
from selfcontact.mandates.models import Mandate

PARIS = ZoneInfo("Europe/Paris")
#: Behaviours are counted once a day, at this hour, until so long after the end.
HOUR = time(8)
LISTENING = timedelta(days=7)
#: Receipts that have not come by then will not come: carriers keep trying for 48 hours at most.
PATIENCE = timedelta(hours=48)
#: Counting a large campaign takes a while: the worker spends at most a fifth of its time on it.
SHARE = 5
log = structlog.get_logger("figures")


class Publisher:
    """Publishes what is due, each time it is asked; keeps nothing but when it last counted."""

    def __init__(self) -> None:
        self._next: dict[int, float] = {}
        self._rest = 0.0

    def publish(self, *, actor: Actor, at: datetime) -> None:
        """Bring sheets and totals up to date, open and close the figures of campaigns, take the day's snapshot."""
        started = monotonic()
        if started >= self._rest:
            self._pass(actor, at)
            now = monotonic()
            self._rest = now + SHARE * (now - started)

    def _pass(self, actor: Actor, at: datetime) -> None:
        for mandate in Mandate.objects.exclude(state=Mandate.State.ENDED).select_related("candidate").order_by("pk"):
            sheets.publish(actor=actor, mandate=mandate, at=at)
            if mandate.state == Mandate.State.LIVE:
                for campaign in _started(mandate):
                    self._campaign(actor, campaign, at)
        for mandate in _ended():
            sheets.publish(actor=actor, mandate=mandate, at=at)

    def _campaign(self, actor: Actor, campaign: Campaign, at: datetime) -> None:
        sheet = CampaignSheet.objects.get(uid=campaign.uid)
        partition = Partition.objects.filter(campaign=campaign).select_related("audience", "campaign__mandate").first()
        if partition is None:
            partition = actions.open_figures(actor=actor, campaign=campaign, sheet=sheet, at=at)
            # Says with which campaigns it is counted before it is.
            sheets.publish(actor=actor, mandate=campaign.mandate, at=at)
            sheet.refresh_from_db()
        if partition.closed_at is None:
            self._count(actor, partition, sheet, at)
        if _snapshot_due(partition, at):
            day = at.astimezone(PARIS).date()
            actions.take_snapshot(actor=actor, partition=partition, sheet=sheet, day=day, at=at)

    def _count(self, actor: Actor, partition: Partition, sheet: CampaignSheet, at: datetime) -> None:
        started = monotonic()
        if started < self._next.get(partition.pk, 0):
            return
        exact = counting.totals(partition.campaign)
        actions.publish_totals(actor=actor, partition=partition, sheet=sheet, exact=exact, at=at)
        if _over(partition.campaign, exact, at):
            actions.close_figures(actor=actor, partition=partition, sheet=sheet, at=at)
        now = monotonic()
        self._next[partition.pk] = now + max(1.0, SHARE * (now - started))


def _started(mandate: Mandate) -> Iterator[Campaign]:
    return iter(mandate.campaigns.exclude(started_at=None).select_related("mandate").order_by("started_at", "pk"))


def _ended() -> Iterator[Mandate]:
    """Yield the mandates whose sheet does not say yet that they are over."""
    behind = Sheet.objects.exclude(state=Mandate.State.ENDED).values_list("uid", flat=True)
    found = Mandate.objects.filter(state=Mandate.State.ENDED, uid__in=list(behind))
    return iter(found.select_related("candidate").order_by("pk"))


def _over(campaign: Campaign, exact: counting.Totals, at: datetime) -> bool:
    """Tell whether a campaign has ended and its receipts are in, or will not come any more."""
    if campaign.ended_at is None:
        return False
    return exact.settled >= exact.handed_over or at >= campaign.ended_at + PATIENCE


def _snapshot_due(partition: Partition, at: datetime) -> bool:
    """Tell whether the day's fixed hour has come since the last snapshot, for a campaign that is still answered."""
    campaign, local = partition.campaign, at.astimezone(PARIS)
    if campaign.started_at is None or (campaign.ended_at and at > campaign.ended_at + LISTENING):
        return False
    last = partition.snapshot_on
    hour = datetime.combine(local.date(), HOUR, PARIS)
    return local >= hour > campaign.started_at and (last is None or last < local.date())

"""Halts a campaign by itself: too many errors, too many people who oppose, or too much spent. Judged each second.

Errors are judged over the last minute, the last ten minutes and the whole, each on a minimum of messages, so that a
route that breaks after a million good messages is seen at once and a slow one is seen all the same. A person who
opposes does so minutes after the message: that rate is judged over the whole alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from selfcontact.campaigns import actions
from selfcontact.campaigns.models import Campaign, Guard
from selfcontact.campaigns.tally import Counts, counts, segments, spent
from selfcontact.compliance import tariff
from selfcontact.compliance.deadline import day_of
from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import Mandate

log = structlog.get_logger("guard")
Cause = Guard.Cause
#: In thousandths of a cent.
CENT = 1000


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Rates in thousandths, judged on `sample` messages at least; a ceiling of None is none."""

    error_permille: int
    stop_permille: int
    sample: int
    ceiling_millicents: int | None


@dataclass(frozen=True, kw_only=True)
class Tripped:
    """Why a campaign is halted: what was found reached its limit (thousandths, or thousandths of a cent)."""

    cause: Guard.Cause
    found: int
    limit: int


def judge(limits: Limits, windows: Sequence[Counts], spent_millicents: int) -> Tripped | None:
    """Return why the campaign has to be halted, or None. The last window is the whole."""
    if limits.ceiling_millicents is not None and spent_millicents >= limits.ceiling_millicents:
        return Tripped(cause=Cause.SPENT, found=spent_millicents, limit=limits.ceiling_millicents)
    for one in windows:
        for cause, bad, all_ in (
            (Cause.FAILED, one.failed, one.failed + one.handed_over),
            (Cause.UNDELIVERED, one.undelivered, one.undelivered + one.delivered),
        ):
            if tripped := _rate(cause, bad, all_, limits.error_permille, limits.sample):
                return tripped
    whole = windows[-1]
    return _rate(Cause.OPPOSED, whole.stops, whole.handed_over, limits.stop_permille, limits.sample)


def _rate(cause: Guard.Cause, bad: int, total: int, limit: int, sample: int) -> Tripped | None:
    if total < max(sample, 1) or bad * 1000 < limit * total:
        return None
    return Tripped(cause=cause, found=bad * 1000 // total, limit=limit)


def limits(guard: Guard) -> Limits:
    """Return the limits of a stored guard."""
    return Limits(
        error_permille=guard.error_permille,
        stop_permille=guard.stop_permille,
        sample=guard.sample,
        ceiling_millicents=guard.ceiling_millicents,
    )


def watch(at: datetime) -> list[str]:
    """Judge every running campaign, halt those that have to be, and return their references."""
    running = Campaign.objects.filter(state=Campaign.State.RUNNING, mandate__state="live")
    return [one.reference for one in running.select_related("route", "mandate", "guard") if _halted(one, at)]


def _over(mandate: Mandate) -> Tripped | None:
    """Return why a mandate's campaigns are halted when all of them cost what their candidate allows to be spent.

    Reckoned as it is billed: at the public tariff of the day each began, VAT included.
    """
    ceiling = mandate.ceiling_cents()
    if ceiling is None:
        return None
    taken = segments(mandate.pk)
    due = sum(
        tariff.price(day_of(one.started_at or one.earliest)).gross_cents(taken[one.pk])
        for one in Campaign.objects.filter(pk__in=taken)
    )
    if due < ceiling:
        return None
    return Tripped(cause=Cause.MANDATE_SPENT, found=due * CENT, limit=ceiling * CENT)


def _halted(campaign: Campaign, at: datetime) -> bool:
    guard = getattr(campaign, "guard", None) or Guard(campaign=campaign)
    tripped = judge(limits(guard), counts(campaign, guard.watched_from), spent(campaign)) or _over(campaign.mandate)
    if tripped is None:
        return False
    try:
        actions.halt(
            actor=SYSTEM,
            campaign=campaign,
            cause=tripped.cause,
            found=tripped.found,
            limit=tripped.limit,
            at=at,
        )
    except UserError as error:
        # Someone paused, stopped or ended it in the same instant.
        log.info("not_halted", campaign=campaign.pk, reason=error.code)
        return False
    log.error("campaign_halted", campaign=campaign.pk, cause=str(tripped.cause))
    return True

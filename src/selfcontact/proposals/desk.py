"""What the worker does for proposals by itself: it shows, withdraws and applies."""

from datetime import datetime

import structlog

from selfcontact.campaigns.content import approval_in_force, content_sha256
from selfcontact.campaigns.models import Approval, Campaign
from selfcontact.lib.actor import Actor
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import Mandate
from selfcontact.proposals import actions
from selfcontact.proposals.models import Decision, Proposal

STANDING = (Proposal.State.OPEN, Proposal.State.APPROVED)
log = structlog.get_logger("proposals")


def tend(*, actor: Actor, at: datetime) -> int:
    """Apply the decisions that wait, then withdraw and show what has changed; return how many were applied."""
    withdraw_changed(actor=actor, at=at)
    applied = apply_waiting(at=at)
    show_submitted(actor=actor, at=at)
    return applied


def apply_waiting(*, at: datetime) -> int:
    """Apply every decision that has no result yet, oldest first."""
    waiting = list(Decision.objects.filter(result=None).order_by("pk"))
    for decision in waiting:
        try:
            result = actions.apply(decision=decision, at=at)
        except Exception:
            # Tried again at the next beat; the others do not wait for it.
            log.exception("decision_not_applied", decision=str(decision.uid))
            continue
        log.info("decision", decision=str(decision.uid), outcome=result.code or "applied")
    return len(waiting)


def withdraw_changed(*, actor: Actor, at: datetime) -> None:
    """Withdraw the proposals whose campaign no longer holds what was shown, or no longer awaits it."""
    # One that has started holds what was approved, for ever.
    found = Campaign.objects.filter(started_at=None).exclude(mandate__state=Mandate.State.ENDED)
    campaigns = {one.uid: one for one in found.select_related("mandate")}
    for proposal in Proposal.objects.filter(state__in=STANDING, campaign_uid__in=list(campaigns)).order_by("pk"):
        campaign = campaigns[proposal.campaign_uid]
        if _stands(proposal, campaign):
            continue
        signed = _signed(proposal, campaign)
        if proposal.state == Proposal.State.OPEN and signed:
            actions.note_signed(
                actor=actor, proposal=proposal, mandate_id=campaign.mandate_id, signed_at=signed.signed_at
            )
        else:
            actions.withdraw(actor=actor, proposal=proposal, mandate_id=campaign.mandate_id, at=at)


def _stands(proposal: Proposal, campaign: Campaign) -> bool:
    """Tell whether the campaign still is what the proposal says of it."""
    if proposal.state == Proposal.State.OPEN:
        same = content_sha256(campaign) == proposal.content_sha256
        return same and campaign.state == Campaign.State.SUBMITTED
    return _signed(proposal, campaign) is not None


def _signed(proposal: Proposal, campaign: Campaign) -> Approval | None:
    """Return the approval in force of exactly what was shown, if there is one."""
    approval = approval_in_force(campaign)
    same = approval is not None and approval.content_sha256 == proposal.content_sha256
    return approval if same and content_sha256(campaign) == proposal.content_sha256 else None


def show_submitted(*, actor: Actor, at: datetime) -> None:
    """Show each submitted campaign that is not shown yet."""
    shown = set(Proposal.objects.filter(state=Proposal.State.OPEN).values_list("campaign_uid", flat=True))
    waiting = Campaign.objects.filter(state=Campaign.State.SUBMITTED, mandate__state=Mandate.State.LIVE)
    for campaign in waiting.exclude(uid__in=shown).select_related("mandate__candidate", "route").order_by("pk"):
        try:
            actions.publish(actor=actor, campaign=campaign, at=at)
        except UserError as error:
            log.warning("proposal_not_shown", campaign=str(campaign.uid), reason=error.code)

"""What one can do with a campaign. Sending itself is the sender's; here is who decides, and in which order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from selfcontact.campaigns import checks, disclosing, expiry, freeze, promised, states, tally
from selfcontact.campaigns.audience import of_campaign, select
from selfcontact.campaigns.balance import balance
from selfcontact.campaigns.content import approval_in_force, content_sha256
from selfcontact.campaigns.models import Approval, Campaign, Guard, Trial
from selfcontact.campaigns.wording import written
from selfcontact.compliance.deadline import day_of
from selfcontact.contacts.actions import team_numbers
from selfcontact.database import fence
from selfcontact.ledger.actions import record
from selfcontact.ledger.leaf import JSON
from selfcontact.ledger.tags import Action
from selfcontact.lib import template
from selfcontact.lib.actor import Actor
from selfcontact.lib.errors import UserError
from selfcontact.lib.text import measure, sanitise
from selfcontact.mandates.models import Mandate
from selfcontact.policies import standing
from selfcontact.subprocessors.models import Route
from selfcontact.vault import open_vault


@dataclass(frozen=True, kw_only=True)
class Content:
    """What a campaign says, to whom and when; instants are aware."""

    text: str
    sender_name: str
    area: Sequence[str]
    age_from: int
    age_to: int
    earliest: datetime
    latest: datetime


def _note(actor: Actor, campaign: Campaign, action: Action, **details: JSON) -> None:
    record(actor=actor, action=action, mandate_id=campaign.mandate_id, object_id=campaign.uid, details=details)


def _refuse_backwards(content: Content) -> None:
    if content.latest <= content.earliest:
        raise UserError(
            "slot_backwards", fr="Le créneau finit avant de commencer.", en="The slot ends before it starts."
        )


@transaction.atomic
def create(
    *,
    actor: Actor,
    reference: str,
    mandate: Mandate,
    route: Route,
    content: Content,
    kind: Campaign.Kind = Campaign.Kind.ORDINARY,
) -> Campaign:
    """Create a draft, of a kind that it keeps.

    Raises UserError for an unknown field in the text, a bad audience or a bad slot.
    """
    template.parse(content.text)
    select(mandate, content.area, content.age_from, content.age_to)
    _refuse_backwards(content)
    campaign = Campaign(reference=reference, mandate=mandate, route=route, kind=kind, **vars(content))
    campaign.area = list(content.area or mandate.area)
    campaign.validate()
    campaign.save()
    _note(actor, campaign, Action.CAMPAIGN_CREATED, reference=reference, kind=str(kind))
    return campaign


@transaction.atomic
def edit(*, actor: Actor, campaign: Campaign, content: Content, at: datetime) -> None:
    """Change the content; an approval given to the former content is void."""
    template.parse(content.text)
    select(campaign.mandate, content.area, content.age_from, content.age_to)
    _refuse_backwards(content)
    states.move(campaign, "edit", **{**vars(content), "area": list(content.area or campaign.mandate.area)})
    campaign.approvals.filter(voided_at=None).update(voided_at=at)
    _note(actor, campaign, Action.CAMPAIGN_EDITED, content=content_sha256(campaign))


@transaction.atomic
def submit(*, actor: Actor, campaign: Campaign, at: datetime) -> None:
    """Hand the campaign to the candidate; raises UserError with the first rule that refuses it."""
    checks.demand(campaign, at)
    states.move(campaign, "submit")
    _note(actor, campaign, Action.CAMPAIGN_SUBMITTED, content=content_sha256(campaign))


@transaction.atomic
def approve(*, actor: Actor, campaign: Campaign, content: str, signatory: str, at: datetime) -> Approval:
    """Record the candidate's signature of exactly this content; `content` is the hash the signatory was shown.

    Raises UserError for other content, and without a sponsor's declaration or a complete transparency notice.
    """
    _refuse_other_content(campaign, content)
    checks.demand(campaign, at, among=checks.DISCLOSED)
    states.move(campaign, "approve")
    approval = Approval.objects.create(
        campaign=campaign, uid=uuid4(), content_sha256=content, signatory=signatory, signed_at=at
    )
    _note(actor, campaign, Action.CAMPAIGN_APPROVED, content=content, approval=str(approval.uid))
    return approval


@transaction.atomic
def send_back(*, actor: Actor, campaign: Campaign, content: str) -> None:
    """Return a submitted campaign to its author: the candidate, who was shown exactly this content, wants changes."""
    _refuse_other_content(campaign, content)
    states.move(campaign, "send_back")
    _note(actor, campaign, Action.CAMPAIGN_REJECTED, content=content)


def _refuse_other_content(campaign: Campaign, content: str) -> None:
    if content != content_sha256(campaign):
        raise UserError(
            "content_changed",
            fr="Ce qui est signé n’est pas ce que la campagne contient.",
            en="What is signed is not what the campaign holds.",
        )


@transaction.atomic
def schedule(*, actor: Actor, campaign: Campaign) -> None:
    """Let the worker start the campaign by itself at its earliest instant."""
    states.move(campaign, "schedule")
    _note(actor, campaign, Action.CAMPAIGN_SCHEDULED, earliest=campaign.earliest.isoformat())


@transaction.atomic
def start(*, actor: Actor, campaign: Campaign, at: datetime, block: int = freeze.BLOCK) -> int:
    """Freeze the audience, publish the notice and let senders take it; return how many messages were selected."""
    if at >= campaign.latest:
        raise UserError("too_late", fr="Le créneau est passé.", en="The slot is over.")
    checks.demand(campaign, at)
    approval = approval_in_force(campaign)
    if approval is None or approval.content_sha256 != content_sha256(campaign):
        raise UserError(
            "not_approved", fr="Le contenu n’a pas l’accord du candidat.", en="The candidate has not approved."
        )
    audience = of_campaign(campaign)
    # The state is taken first: of two who press the button, one waits here and is then refused.
    states.move(campaign, "start", started_at=at)
    frozen = freeze.freeze(campaign.pk, audience, block=block, counts_from=standing.counts_from(day_of(at)))
    selected = frozen.selected
    Campaign.objects.filter(pk=campaign.pk).update(selected=selected, deliveries=frozen.deliveries)
    campaign.refresh_from_db()
    disclosing.publish(actor=actor, campaign=campaign, at=at)
    _give_ceiling(campaign)
    policy = standing.number_on(day_of(at)) or 0
    _note(actor, campaign, Action.CAMPAIGN_STARTED, selected=selected, content=approval.content_sha256, policy=policy)
    return selected


@transaction.atomic
def pause(*, actor: Actor, campaign: Campaign) -> None:
    """Hold a running campaign; once this has returned, nothing more of it is written to any carrier."""
    _let_slices_pass()
    states.move(campaign, "pause")
    _note(actor, campaign, Action.CAMPAIGN_PAUSED)


def _let_slices_pass() -> None:
    """Wait until what passed its checks is on the wire (milliseconds): what comes next sees the new state.

    Senders take the fence before the campaign's row, and so does this: nobody waits in a circle.
    """
    fence.close()


@transaction.atomic
def resume(*, actor: Actor, campaign: Campaign) -> None:
    """Let a paused campaign go on; what its guard saw until now is judged no more.

    Raises UserError while it has spent its ceiling: the ceiling is raised first.
    """
    guard = Guard.objects.filter(campaign=campaign).first()
    spent = tally.spent(campaign)
    if guard and guard.ceiling_millicents is not None and spent >= guard.ceiling_millicents:
        raise UserError(
            "ceiling_spent",
            fr="Le plafond de dépense de la campagne est atteint : relevez-le avant de reprendre.",
            en="The campaign has spent its ceiling: raise it before you resume.",
        )
    Guard.objects.filter(campaign=campaign).update(cause="", watched_from=tally.newest_slot(campaign))
    states.move(campaign, "resume")
    _note(actor, campaign, Action.CAMPAIGN_RESUMED)


@transaction.atomic
def set_guard(
    *,
    actor: Actor,
    campaign: Campaign,
    error_permille: int,
    stop_permille: int,
    sample: int,
    ceiling_millicents: int | None,
    deed: Guard.Deed,
) -> Guard:
    """Say when the campaign is halted by itself; raises UserError for a rate outside 1 to 1000 or no sample."""
    if not (1 <= error_permille <= 1000 and 1 <= stop_permille <= 1000 and 50 <= sample <= 100_000):
        raise UserError(
            "guard_limits",
            fr="Un taux va de 0,1 à 100 %, et se juge sur 50 à 100 000 messages.",
            en="A rate goes from 0.1 to 100% and is judged on 50 to 100,000 messages.",
        )
    values: dict[str, int | str | None] = {
        "error_permille": error_permille,
        "stop_permille": stop_permille,
        "sample": sample,
        "ceiling_millicents": ceiling_millicents,
        "deed": str(deed),
    }
    guard, _ = Guard.objects.update_or_create(campaign=campaign, defaults=values)
    record(
        actor=actor,
        action=Action.CAMPAIGN_GUARDED,
        mandate_id=campaign.mandate_id,
        object_id=campaign.uid,
        details=values,
    )
    return guard


def _give_ceiling(campaign: Campaign) -> None:
    """Give a campaign without a ceiling one that no honest audience reaches: a segment more than its bare text."""
    if Guard.objects.filter(campaign=campaign, ceiling_millicents__isnull=False).exists():
        return
    segments = measure(sanitise(template.parse(written(campaign)).literal)).segments + 1
    ceiling = campaign.selected * segments * campaign.route.price_millicents
    # A route without a price costs nothing, and nothing is spent.
    Guard.objects.update_or_create(campaign=campaign, defaults={"ceiling_millicents": ceiling or None})


@transaction.atomic
def halt(*, actor: Actor, campaign: Campaign, cause: Guard.Cause, found: int, limit: int, at: datetime) -> None:
    """Do what the guard of a campaign is set to do, and keep why; raises UserError when it no longer runs."""
    _let_slices_pass()
    guard, _ = Guard.objects.get_or_create(campaign=campaign)
    if guard.deed == Guard.Deed.STOP:
        states.move(campaign, "stop", ended_at=at)
        expiry.expire_pending(campaign, at)
    else:
        states.move(campaign, "pause")
    tripped = {"cause": cause, "found": found, "limit": limit, "tripped_at": at}
    Guard.objects.filter(campaign=campaign).update(**tripped)
    _note(actor, campaign, Action.CAMPAIGN_HALTED, cause=str(cause), found=found, limit=limit, deed=guard.deed)


@transaction.atomic
def stop(*, actor: Actor, campaign: Campaign, at: datetime, grounds: str) -> None:
    """End a campaign for good; what was not handed over is counted as expired, and nothing more leaves."""
    _let_slices_pass()
    states.move(campaign, "stop", ended_at=at)
    expired = expiry.expire_pending(campaign, at)
    _note(actor, campaign, Action.CAMPAIGN_STOPPED, grounds=grounds, expired=expired)


def finish(*, actor: Actor, campaign: Campaign, at: datetime) -> bool:
    """End a campaign that has nothing left to send, or whose latest instant has passed; tell whether it ended.

    It does not end while a block is in a sender's hands or while its balance does not close.
    """
    with transaction.atomic():
        locked = Campaign.objects.select_for_update().get(pk=campaign.pk)
        if locked.state != Campaign.State.RUNNING:
            return False
        if at >= locked.latest:
            expiry.expire_pending(locked, at)
        figures = balance(locked)
        if figures.pending or not figures.closes:
            return False
        states.move(locked, "finish", ended_at=at)
        _note(actor, locked, Action.CAMPAIGN_FINISHED, **figures.terms(), policy=promised.counted(locked))
    return True


@transaction.atomic
def test(*, actor: Actor, campaign: Campaign, at: datetime) -> int:
    """Queue the campaign's text for the numbers that the mandate's team declared, and for no other; return how many.

    Raises UserError when none is declared, or once the campaign has started.
    """
    if campaign.state not in states.TESTABLE:
        raise states.does_not_apply("test", campaign.state)
    numbers = team_numbers(campaign.mandate)
    if not numbers:
        raise UserError(
            "no_team_number",
            fr="Ce mandat n’a pas de numéro d’essai déclaré.",
            en="This mandate has no declared test number.",
            hint="selfcontact team declare",
        )
    keys = open_vault().keys.open(campaign.mandate_id, campaign.mandate.generation)
    for number in numbers:
        uid = uuid4()
        Trial.objects.create(
            mandate_id=campaign.mandate_id,
            campaign_id=campaign.pk,
            uid=uid,
            generation=campaign.mandate.generation,
            sealed=keys.seal("trial", uid.int >> 65, str(number).encode()),
            at=at,
        )
    _note(actor, campaign, Action.CAMPAIGN_TESTED, numbers=len(numbers))
    return len(numbers)


def summary(campaign: Campaign) -> Mapping[str, object]:
    """Return what a screen shows of a campaign: state, slot, hash and counts; never a person."""
    approval = approval_in_force(campaign)
    return {
        "reference": campaign.reference,
        "state": campaign.state,
        "kind": campaign.kind,
        "text": campaign.text,
        "earliest": campaign.earliest.isoformat(),
        "latest": campaign.latest.isoformat(),
        "content_sha256": content_sha256(campaign),
        "approved_by": approval.signatory if approval else None,
        **balance(campaign).as_dict(),
    }

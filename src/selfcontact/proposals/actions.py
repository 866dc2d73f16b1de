"""Shows a submitted campaign to its candidate, takes the decision, applies it. Only the worker reaches campaigns."""

from datetime import datetime

from django.db import transaction

from selfcontact.accounts.models import Membership, Seat, User
from selfcontact.campaigns import actions as campaigns
from selfcontact.campaigns.audience import of_campaign
from selfcontact.campaigns.content import content_sha256
from selfcontact.campaigns.cost import estimate
from selfcontact.campaigns.models import Campaign
from selfcontact.campaigns.wording import written
from selfcontact.compliance import tariff
from selfcontact.figures import actions as figures
from selfcontact.figures import sheets
from selfcontact.ledger.actions import record
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.lib.errors import UserError
from selfcontact.lib.masking import mask_text
from selfcontact.lib.text import sanitise
from selfcontact.proposals.models import Decision, Proposal, Result, Signed

SIGNATORIES = (Seat.OWNER, Seat.APPROVER)
#: A comment is about a text: longer is another conversation.
LONGEST_COMMENT = 1000


@transaction.atomic
def publish(*, actor: Actor, campaign: Campaign, at: datetime) -> Proposal:
    """Show a submitted campaign, with what it costs at worst, where its candidate's team can read it."""
    audience = of_campaign(campaign)
    cost = estimate(campaign, audience)
    numbers = figures.announce(actor=actor, campaign=campaign, numbers=cost.numbers, at=at)
    price = tariff.price(campaign.earliest.date())
    sheet = sheets.publish(actor=actor, mandate=campaign.mandate, at=at)
    proposal = Proposal.objects.create(
        campaign_uid=campaign.uid,
        campaign=campaign.reference,
        sheet=sheet,
        invitation=campaign.kind == Campaign.Kind.INVITATION,
        text=written(campaign),
        text_as_sent=sanitise(written(campaign)),
        sender_name=campaign.sender_name,
        area=sheets.words(campaign.area),
        age_from=campaign.age_from,
        age_to=campaign.age_to,
        earliest=campaign.earliest,
        latest=campaign.latest,
        numbers=numbers,
        encoding=cost.worst.encoding,
        segments_at_worst=cost.worst.segments,
        segment_millicents=price.millicents,
        lot=price.lot,
        vat_permille=price.vat_permille,
        quote_cents=None if numbers is None else price.gross_cents(numbers * cost.worst.segments),
        content_sha256=content_sha256(campaign),
        submitted_at=at,
    )
    _note(actor, proposal, campaign.mandate_id, Action.PROPOSAL_PUBLISHED)
    return proposal


@transaction.atomic
def withdraw(*, actor: Actor, proposal: Proposal, mandate_id: int, at: datetime) -> None:
    """Say that what was shown, and perhaps signed, is no longer what the campaign holds."""
    proposal.state, proposal.void_at = Proposal.State.VOID, at
    proposal.save(update_fields=["state", "void_at"])
    _note(actor, proposal, mandate_id, Action.PROPOSAL_WITHDRAWN)


@transaction.atomic
def note_signed(*, actor: Actor, proposal: Proposal, mandate_id: int, signed_at: datetime) -> None:
    """Say that the content shown was signed elsewhere than in the portal."""
    proposal.state, proposal.decided_at = Proposal.State.APPROVED, signed_at
    proposal.save(update_fields=["state", "decided_at"])
    _note(actor, proposal, mandate_id, Action.PROPOSAL_DECIDED)


def decide(
    *,
    actor: Actor,
    proposal: Proposal,
    verdict: Decision.Verdict,
    comment: str,
    content: str,
    factor: str,
    at: datetime,
) -> Decision:
    """Hand a decision to the worker; `content` is the hash of what was on the page, `factor` the proof just given.

    The ledger's entry is the worker's: the portal has no key to seal one. Raises UserError as `check` does.
    """
    check(proposal=proposal, verdict=verdict, comment=comment, content=content)
    return Decision.objects.create(
        proposal=proposal,
        verdict=verdict,
        comment=comment.strip(),
        content_sha256=content,
        user_uid=actor.uid,
        factor=factor,
        decided_at=at,
    )


def check(*, proposal: Proposal, verdict: Decision.Verdict, comment: str, content: str) -> None:
    """Raise UserError for a decision that can only be refused, before a second factor is spent on it."""
    pending = proposal.decisions.filter(result=None).exists()
    if proposal.state != Proposal.State.OPEN or content != proposal.content_sha256 or pending:
        raise closed()
    check_comment(verdict=verdict, comment=comment)


def check_comment(*, verdict: Decision.Verdict, comment: str) -> None:
    """Raise UserError for a comment that is missing, too long, or holds a telephone number."""
    if verdict == Decision.Verdict.CHANGES and not comment.strip():
        raise UserError("comment_empty", fr="Dites ce qui doit changer.", en="Say what has to change.")
    if len(comment) > LONGEST_COMMENT:
        raise UserError(
            "comment_long",
            fr=f"Le commentaire dépasse {LONGEST_COMMENT} caractères.",
            en=f"The comment is longer than {LONGEST_COMMENT} characters.",
        )
    if mask_text(comment) != comment:
        raise UserError(
            "comment_number",
            fr="Un commentaire ne contient pas de numéro de téléphone.",
            en="A comment holds no telephone number.",
        )


def closed() -> UserError:
    """Return the sentence of a decision that comes too late."""
    return UserError(
        "proposal_closed",
        fr="Ce texte n’attend plus de décision : il a changé, ou il a déjà reçu une réponse.",
        en="This text awaits no decision any more: it has changed, or has been answered already.",
    )


def apply(*, decision: Decision, at: datetime) -> Result:
    """Do what was decided, as whoever decided it, and write down what came of it; a decision is applied once."""
    actor = Actor(kind="candidate", uid=decision.user_uid)
    try:
        with transaction.atomic():
            _carry_out(actor, decision, at)
            return Result.objects.create(decision=decision, at=at)
    except UserError as error:
        return Result.objects.create(decision=decision, code=error.code, fr=error.fr, en=error.en, at=at)


def _carry_out(actor: Actor, decision: Decision, at: datetime) -> None:
    proposal = Proposal.objects.select_for_update().select_related("sheet").get(pk=decision.proposal_id)
    name = signatory(decision, proposal.sheet.candidate_id)
    if proposal.state != Proposal.State.OPEN or decision.content_sha256 != proposal.content_sha256:
        raise closed()
    campaign = Campaign.objects.select_related("mandate").get(uid=proposal.campaign_uid)
    content = decision.content_sha256
    if decision.verdict == Decision.Verdict.APPROVE:
        campaigns.approve(actor=actor, campaign=campaign, content=content, signatory=name, at=decision.decided_at)
        proposal.state = Proposal.State.APPROVED
    else:
        campaigns.send_back(actor=actor, campaign=campaign, content=content)
        proposal.state = Proposal.State.CHANGES
    proposal.decided_at = decision.decided_at
    proposal.save(update_fields=["state", "decided_at"])
    details = {"verdict": decision.verdict, "factor": decision.factor, "decision": str(decision.uid)}
    record(
        actor=actor,
        action=Action.PROPOSAL_DECIDED,
        mandate_id=campaign.mandate_id,
        object_id=proposal.uid,
        details={**details, "content": content, "applied_at": at.isoformat()},
    )


def signatory(decision: Signed, candidate_id: int) -> str:
    """Return the name of whoever decided; raises UserError for one who may not sign for that candidate.

    The portal checked this already. It is checked again where a portal in wrong hands cannot reach.
    """
    user = User.objects.filter(uid=decision.user_uid, is_active=True).first()
    seats = Membership.objects.filter(user=user, candidate_id=candidate_id, seat__in=SIGNATORIES)
    if user is None or not decision.factor or not seats.exists():
        raise UserError(
            "not_a_signatory",
            fr="Ce compte ne peut pas signer pour ce candidat.",
            en="This account may not sign for this candidate.",
        )
    return str(user)


def _note(actor: Actor, proposal: Proposal, mandate_id: int, action: Action) -> None:
    details = {"campaign": str(proposal.campaign_uid), "content": proposal.content_sha256}
    record(actor=actor, action=action, mandate_id=mandate_id, object_id=proposal.uid, details=details)

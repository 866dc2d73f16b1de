"""From a submitted campaign to a signature, and back when it changes."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from tests.campaigns.sending_world import NOON, STAFF, TEXT
from tests.proposals.conftest import As
from tests.web.clients import make_user

from selfcontact.accounts.models import Face, Membership, Seat
from selfcontact.campaigns import actions as campaigns
from selfcontact.campaigns.content import approval_in_force
from selfcontact.campaigns.models import Approval, Campaign
from selfcontact.campaigns.wording import notice_of
from selfcontact.ledger.models import Entry
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import SYSTEM, Actor
from selfcontact.lib.errors import UserError
from selfcontact.proposals import actions, desk
from selfcontact.proposals.models import Decision, Proposal

LATER = NOON + timedelta(minutes=5)
APPROVE, CHANGES = Decision.Verdict.APPROVE, Decision.Verdict.CHANGES


def member(proposal: Proposal, seat: Seat = Seat.APPROVER) -> Actor:
    """Return someone of the candidate's team."""
    user, _ = make_user(f"{uuid4()}@equipe.example", face=Face.PORTAL, name="Camille Signe")
    Membership.objects.create(user=user, candidate_id=proposal.sheet.candidate_id, seat=str(seat))
    return user.actor()


def decide(proposal: Proposal, actor: Actor, verdict: Decision.Verdict = APPROVE, comment: str = "") -> Decision:
    content = proposal.content_sha256
    return actions.decide(
        actor=actor, proposal=proposal, verdict=verdict, comment=comment, content=content, factor="totp", at=LATER
    )


def content_of(campaign: Campaign, *, text: str = "") -> campaigns.Content:
    return campaigns.Content(
        text=text or campaign.text,
        sender_name=campaign.sender_name,
        area=campaign.area,
        age_from=campaign.age_from,
        age_to=campaign.age_to,
        earliest=campaign.earliest,
        latest=campaign.latest,
    )


def outcome(decision: Decision) -> str:
    return Decision.objects.select_related("result").get(pk=decision.pk).result.code


def test_a_submitted_campaign_is_shown_word_for_word_with_its_price(submitted: Campaign, proposal: Proposal) -> None:
    assert (proposal.text, proposal.sender_name) == (TEXT.replace("{notice}", notice_of(submitted)), "DURAND")
    assert abs(int(proposal.numbers or 0) - 30) < 5
    # Names of communes may need the dear alphabet: two segments, at 6.9 cents and a fifth of tax, by lots of ten.
    assert (proposal.encoding, proposal.segments_at_worst) == ("UCS-2", 2)
    assert proposal.quote_cents == (-(-int(proposal.numbers or 0) * 2 // 10) * 69 * 12 + 5) // 10
    desk.tend(actor=STAFF, at=LATER)
    assert Proposal.objects.filter(campaign_uid=submitted.uid).count() == 1


def test_the_worker_signs_what_the_portal_was_told_and_each_keeps_to_its_own_rights(
    submitted: Campaign, proposal: Proposal, process: As
) -> None:
    actor = member(proposal)
    with process("portal"):
        decision = decide(Proposal.objects.select_related("sheet").get(uid=proposal.uid), actor)
    with process("worker"):
        assert desk.tend(actor=SYSTEM, at=LATER) == 1
    submitted.refresh_from_db()
    proposal.refresh_from_db()
    assert outcome(decision) == ""
    assert (submitted.state, proposal.state) == (Campaign.State.APPROVED, Proposal.State.APPROVED)
    signed = Approval.objects.get(campaign=submitted)
    assert (signed.signatory, signed.signed_at, signed.content_sha256) == (
        "Camille Signe",
        LATER,
        decision.content_sha256,
    )
    assert Entry.objects.filter(action=Action.PROPOSAL_DECIDED, actor_id=actor.uid).count() == 1


def test_an_edit_voids_the_approval_and_shows_the_new_text(submitted: Campaign, proposal: Proposal) -> None:
    decide(proposal, member(proposal))
    desk.tend(actor=SYSTEM, at=LATER)
    submitted.refresh_from_db()
    campaigns.edit(actor=STAFF, campaign=submitted, content=content_of(submitted, text=f"Bonsoir. {TEXT}"), at=LATER)
    desk.tend(actor=SYSTEM, at=LATER)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.was_approved, proposal.void_at) == (Proposal.State.VOID, True, LATER)
    assert approval_in_force(submitted) is None
    campaigns.submit(actor=STAFF, campaign=submitted, at=LATER)
    desk.tend(actor=SYSTEM, at=LATER)
    assert Proposal.objects.get(campaign_uid=submitted.uid, state="open").text.startswith("Bonsoir.")


def test_an_approval_of_a_text_that_changed_meanwhile_is_refused_with_the_reason(
    submitted: Campaign, proposal: Proposal
) -> None:
    decision = decide(proposal, member(proposal))
    campaigns.edit(
        actor=STAFF, campaign=submitted, content=content_of(submitted, text=f"Bientot. {submitted.text}"), at=LATER
    )
    campaigns.submit(actor=STAFF, campaign=submitted, at=LATER)
    desk.tend(actor=SYSTEM, at=LATER)
    submitted.refresh_from_db()
    assert outcome(decision) == "proposal_closed"
    assert submitted.state == Campaign.State.SUBMITTED
    assert not Approval.objects.exists()


def test_changes_send_the_campaign_back_to_its_author(submitted: Campaign, proposal: Proposal) -> None:
    decision = decide(proposal, member(proposal, Seat.OWNER), CHANGES, "Plus court.")
    desk.tend(actor=SYSTEM, at=LATER)
    submitted.refresh_from_db()
    proposal.refresh_from_db()
    assert outcome(decision) == ""
    assert (submitted.state, proposal.state) == (Campaign.State.DRAFT, Proposal.State.CHANGES)


@pytest.mark.parametrize("seat", [None, Seat.READER])
def test_the_worker_refuses_whoever_may_not_sign_whatever_the_portal_says(
    submitted: Campaign, proposal: Proposal, seat: Seat | None
) -> None:
    actor = member(proposal, seat) if seat else Actor(kind="candidate", uid=UUID(int=9))
    decision = decide(proposal, actor)
    desk.tend(actor=SYSTEM, at=LATER)
    assert outcome(decision) == "not_a_signatory"
    assert not Approval.objects.exists()


def test_a_second_decision_on_the_same_proposal_is_refused(proposal: Proposal) -> None:
    actor = member(proposal)
    decide(proposal, actor)
    with pytest.raises(UserError, match="attend plus"):
        decide(proposal, actor, CHANGES, "Non.")


def test_two_decisions_that_race_give_one_approval(submitted: Campaign, proposal: Proposal) -> None:
    actor = member(proposal)
    first = decide(proposal, actor)
    second = Decision.objects.get(pk=first.pk)
    second.pk, second.uid = None, uuid4()
    second.save(force_insert=True)
    desk.tend(actor=SYSTEM, at=LATER)
    assert (outcome(first), outcome(second)) == ("", "proposal_closed")
    assert Approval.objects.count() == 1


@pytest.mark.parametrize(
    ("comment", "code"),
    [("", "comment_empty"), ("Appelez 06 39 98 00 01", "comment_number"), ("x" * 1001, "comment_long")],
)
def test_a_comment_says_something_short_and_names_no_number(proposal: Proposal, comment: str, code: str) -> None:
    with pytest.raises(UserError) as refused:
        decide(proposal, member(proposal), CHANGES, comment)
    assert refused.value.code == code


def test_a_signature_given_elsewhere_is_shown_in_the_portal(submitted: Campaign, proposal: Proposal) -> None:
    campaigns.approve(actor=STAFF, campaign=submitted, content=proposal.content_sha256, signatory="A. Durand", at=LATER)
    desk.tend(actor=SYSTEM, at=LATER)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_at) == (Proposal.State.APPROVED, LATER)


def test_a_stop_before_the_start_withdraws_what_was_shown(submitted: Campaign, proposal: Proposal) -> None:
    campaigns.stop(actor=STAFF, campaign=submitted, at=LATER, grounds="test")
    desk.tend(actor=SYSTEM, at=LATER)
    proposal.refresh_from_db()
    assert proposal.state == Proposal.State.VOID


def test_every_step_is_in_the_ledger(proposal: Proposal) -> None:
    decide(proposal, member(proposal))
    desk.tend(actor=SYSTEM, at=LATER)
    noted = set(Entry.objects.values_list("action", flat=True))
    assert {Action.PROPOSAL_PUBLISHED, Action.PROPOSAL_DECIDED, Action.CAMPAIGN_APPROVED} <= noted


def test_a_change_between_the_look_and_the_signature_is_refused_by_its_hash(
    submitted: Campaign, proposal: Proposal
) -> None:
    decision = decide(proposal, member(proposal))
    campaigns.edit(
        actor=STAFF, campaign=submitted, content=content_of(submitted, text=f"Bientot. {submitted.text}"), at=LATER
    )
    campaigns.submit(actor=STAFF, campaign=submitted, at=LATER)
    assert actions.apply(decision=decision, at=LATER).code == "content_changed"
    assert not Approval.objects.exists()

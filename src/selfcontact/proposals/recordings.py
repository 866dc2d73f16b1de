"""A line's recordings before its candidate: shown, decided on in the portal, applied by the worker.

Everything goes as it does for a campaign's text; only what is shown, and what is done with it, differs.
"""

from datetime import datetime

import structlog
from django.db import transaction

from selfcontact.compliance.numbers import price_class
from selfcontact.figures import sheets
from selfcontact.ledger.actions import record
from selfcontact.ledger.tags import Action
from selfcontact.lib import landline
from selfcontact.lib.actor import Actor
from selfcontact.lib.errors import UserError
from selfcontact.lines import actions as lines
from selfcontact.lines.content import approval_in_force, content_sha256, recordings
from selfcontact.lines.models import Line, Prompt
from selfcontact.mandates.models import Mandate
from selfcontact.proposals import actions
from selfcontact.proposals.models import Clip, Decision, Proposal, Recording, RecordingDecision, RecordingResult

STANDING = (Proposal.State.OPEN, Proposal.State.APPROVED)
log = structlog.get_logger("proposals")


def tend(*, actor: Actor, at: datetime) -> int:
    """Apply the decisions that wait, then withdraw and show what has changed; return how many were applied."""
    withdraw_changed(actor=actor, at=at)
    applied = apply_waiting(at=at)
    show_submitted(actor=actor, at=at)
    return applied


@transaction.atomic
def publish(*, actor: Actor, line: Line, at: datetime) -> Recording:
    """Show a submitted line, with its sounds, where its candidate's team can listen to it."""
    sheet = sheets.publish(actor=actor, mandate=line.mandate, at=at)
    made = Recording.objects.create(
        line_uid=line.uid,
        line=line.reference,
        sheet=sheet,
        number=line.number,
        price=price_class(landline.national(line.number), line.opens_at.date()),
        languages=list(line.languages),
        opens_at=line.opens_at,
        closes_at=line.closes_at,
        content_sha256=content_sha256(line, recordings(line)),
        submitted_at=at,
    )
    prompts = Prompt.objects.filter(line=line, retired_at=None, language__in=line.languages).order_by("pk")
    Clip.objects.bulk_create(_clip(made, prompt) for prompt in prompts)
    _note(actor, made, line.mandate_id, Action.PROPOSAL_PUBLISHED)
    return made


def _clip(recording: Recording, prompt: Prompt) -> Clip:
    same = ("part", "language", "text", "alaw", "outline", "milliseconds", "sha256")
    return Clip(recording=recording, **{name: getattr(prompt, name) for name in same})


@transaction.atomic
def withdraw(*, actor: Actor, recording: Recording, mandate_id: int, at: datetime) -> None:
    """Say that what was heard, and perhaps signed, is no longer what the line holds."""
    recording.state, recording.void_at = Proposal.State.VOID, at
    recording.save(update_fields=["state", "void_at"])
    _note(actor, recording, mandate_id, Action.PROPOSAL_WITHDRAWN)


def check(*, recording: Recording, verdict: Decision.Verdict, comment: str, content: str) -> None:
    """Raise UserError for a decision that can only be refused, before a second factor is spent on it."""
    pending = recording.decisions.filter(result=None).exists()
    if recording.state != Proposal.State.OPEN or content != recording.content_sha256 or pending:
        raise actions.closed()
    actions.check_comment(verdict=verdict, comment=comment)


def decide(
    *,
    actor: Actor,
    recording: Recording,
    verdict: Decision.Verdict,
    comment: str,
    content: str,
    factor: str,
    at: datetime,
) -> RecordingDecision:
    """Hand a decision to the worker; `content` is the hash of what was on the page, `factor` the proof just given."""
    check(recording=recording, verdict=verdict, comment=comment, content=content)
    return RecordingDecision.objects.create(
        recording=recording,
        verdict=verdict,
        comment=comment.strip(),
        content_sha256=content,
        user_uid=actor.uid,
        factor=factor,
        decided_at=at,
    )


def apply_waiting(*, at: datetime) -> int:
    """Apply every decision that has no result yet, oldest first."""
    waiting = list(RecordingDecision.objects.filter(result=None).order_by("pk"))
    for decision in waiting:
        try:
            result = apply(decision=decision, at=at)
        except Exception:
            # Tried again at the next beat; the others do not wait for it.
            log.exception("decision_not_applied", decision=str(decision.uid))
            continue
        log.info("decision", decision=str(decision.uid), outcome=result.code or "applied")
    return len(waiting)


def apply(*, decision: RecordingDecision, at: datetime) -> RecordingResult:
    """Do what was decided, as whoever decided it, and write down what came of it; a decision is applied once."""
    actor = Actor(kind="candidate", uid=decision.user_uid)
    try:
        with transaction.atomic():
            _carry_out(actor, decision, at)
            return RecordingResult.objects.create(decision=decision, at=at)
    except UserError as error:
        return RecordingResult.objects.create(decision=decision, code=error.code, fr=error.fr, en=error.en, at=at)


def _carry_out(actor: Actor, decision: RecordingDecision, at: datetime) -> None:
    recording = Recording.objects.select_for_update().select_related("sheet").get(pk=decision.recording_id)
    signatory = actions.signatory(decision, recording.sheet.candidate_id)
    if recording.state != Proposal.State.OPEN or decision.content_sha256 != recording.content_sha256:
        raise actions.closed()
    line = Line.objects.select_related("mandate").get(uid=recording.line_uid)
    content = decision.content_sha256
    if decision.verdict == Decision.Verdict.APPROVE:
        lines.approve(actor=actor, line=line, content=content, signatory=signatory, at=decision.decided_at)
        recording.state = Proposal.State.APPROVED
    else:
        lines.send_back(actor=actor, line=line, content=content)
        recording.state = Proposal.State.CHANGES
    recording.decided_at = decision.decided_at
    recording.save(update_fields=["state", "decided_at"])
    details = {"verdict": decision.verdict, "factor": decision.factor, "decision": str(decision.uid)}
    record(
        actor=actor,
        action=Action.PROPOSAL_DECIDED,
        mandate_id=line.mandate_id,
        object_id=recording.uid,
        details={**details, "content": content, "applied_at": at.isoformat()},
    )


def withdraw_changed(*, actor: Actor, at: datetime) -> None:
    """Withdraw what no longer is what its line holds, or awaits."""
    standing = Recording.objects.filter(state__in=STANDING).order_by("pk")
    lines_of = {line.uid: line for line in Line.objects.filter(uid__in=[one.line_uid for one in standing])}
    for recording in standing:
        line = lines_of[recording.line_uid]
        if not _stands(recording, line):
            withdraw(actor=actor, recording=recording, mandate_id=line.mandate_id, at=at)


def _stands(recording: Recording, line: Line) -> bool:
    if recording.content_sha256 != line.content_sha256:
        return False
    signed = approval_in_force(line) is not None
    return signed if recording.state == Proposal.State.APPROVED else line.state == Line.State.SUBMITTED


def show_submitted(*, actor: Actor, at: datetime) -> None:
    """Show each submitted line that is not shown yet."""
    shown = Recording.objects.filter(state=Proposal.State.OPEN).values_list("line_uid", flat=True)
    waiting = Line.objects.filter(state=Line.State.SUBMITTED, mandate__state=Mandate.State.LIVE)
    for line in waiting.exclude(uid__in=list(shown)).select_related("mandate__candidate").order_by("pk"):
        publish(actor=actor, line=line, at=at)


def _note(actor: Actor, recording: Recording, mandate_id: int, action: Action) -> None:
    details = {"line": str(recording.line_uid), "content": recording.content_sha256}
    record(actor=actor, action=action, mandate_id=mandate_id, object_id=recording.uid, details=details)

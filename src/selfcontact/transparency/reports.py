"""Reporting a message on its notice, and what the DPO answers: nobody says who they are, and nobody is looked up."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from selfcontact.compliance.deadline import day_of
from selfcontact.compliance.elections import Election, election
from selfcontact.compliance.reporting import due
from selfcontact.ledger.actions import record
from selfcontact.ledger.leaf import JSON
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.lib.errors import UserError
from selfcontact.policies.standing import number_on
from selfcontact.transparency.models import Published, Report

LEAST_REPLY, MOST_REPLY = 20, 2000


@transaction.atomic
def report(*, code: str, ground: Report.Ground, line: int | None, at: datetime, actor: Actor | None = None) -> Report:
    """Take in what is wrong with a message; the receipt's address is the report's identity.

    `actor`: who took it in, where it came by letter. Raises UserError for a notice that was never published, or for a
    line that a notice does not have.
    """
    found = Published.objects.filter(code=code).order_by("-number").first()
    if found is None:
        raise UserError("unknown_notice", fr="Aucune notice n’est publiée.", en="No notice is published.")
    if line is not None and not 1 <= line <= 16:
        raise UserError("unknown_line", fr="La notice a seize lignes.", en="The notice has sixteen lines.")
    uid = uuid4()
    made = Report(uid=uid, code=code, ground=ground, line=line, received_at=at, due_at=due(at, _election(found)))
    made.save(force_insert=True)
    details: dict[str, JSON] = {"code": code, "ground": str(ground), "due_at": made.due_at.isoformat()}
    # What whoever reports was promised of their data.
    details["policy"] = number_on(day_of(at))
    _note(actor or Actor(kind="public", uid=uid), Action.AD_REPORTED, uid, details)
    return made


@transaction.atomic
def decide(*, actor: Actor, uid: UUID, verdict: Report.Verdict, reply: str, at: datetime) -> Report:
    """Decide a report once, with a reply that whoever has the receipt reads.

    Raises UserError when there is none, when it is decided, or for a reply too short or too long.
    """
    found = Report.objects.select_for_update().filter(uid=uid).first()
    if found is None:
        raise UserError("unknown_report", fr="Aucun signalement de ce numéro.", en="No report of this number.")
    if found.decided_at is not None:
        raise UserError("report_decided", fr="Ce signalement est déjà décidé.", en="This report is already decided.")
    found.verdict, found.reply, found.decided_at = verdict, _reply(reply), at
    found.save(update_fields=["verdict", "reply", "decided_at"])
    _note(
        actor, Action.AD_REPORT_DECIDED, uid, {"code": found.code, "verdict": str(verdict), "late": at > found.due_at}
    )
    return found


def _reply(given: str) -> str:
    reply = given.strip()
    if not LEAST_REPLY <= len(reply) <= MOST_REPLY:
        raise UserError(
            "report_reply",
            fr=f"Il faut une réponse de {LEAST_REPLY} à {MOST_REPLY} caractères.",
            en=f"A reply of {LEAST_REPLY} to {MOST_REPLY} characters is needed.",
        )
    return reply


def _election(notice: Published) -> Election | None:
    """Return the election of a notice; None when it does not say."""
    code = notice.document["ad"].get("election")
    return election(code) if code else None


def _note(actor: Actor, action: Action, uid: UUID, details: dict[str, JSON]) -> None:
    record(actor=actor, action=action, mandate_id=None, object_id=uid, details=details)

"""What one can do with a request: open it, find out who asks, decide, answer, close, forget who it was.

Ledger entries carry codes, days and the reasons typed, never the person.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from selfcontact.compliance import deadline
from selfcontact.compliance.deadline import Deadline
from selfcontact.contacts.watching import watch
from selfcontact.ledger.leaf import iso
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.mandates.models import Candidate
from selfcontact.notices import actions as notices
from selfcontact.requests import contents, refusals, states, telling
from selfcontact.requests.contents import Person
from selfcontact.requests.models import Correction, Directive, Door, Ground, Kind, Means, Request, Rung, State
from selfcontact.requests.noting import note

#: How long the person's words are kept after the end; what remains then are dates, codes and the ledger.
KEPT = timedelta(days=90)


@transaction.atomic
def receive(
    *,
    actor: Actor,
    kinds: Collection[Kind],
    door: Door,
    person: Person,
    received_at: datetime,
    at: datetime,
    candidate: Candidate | None = None,
    reopens: Request | None = None,
    policy: int | None = None,
) -> Request:
    """Open a request; its clock starts at `received_at`, whenever it is written down. Raises UserError.

    `candidate` is whom an objection is against, None for everyone; `reopens` is the request that new facts bring back;
    `policy` is the version that the person had before them.
    """
    refusals.incomplete(kinds, person, received_at, at)
    refusals.no_objection(kinds, candidate)
    computed = deadline.first(received_at, settings.RIGHTS_PLACE)
    request = Request(
        kinds=sorted(set(kinds)),
        door=door,
        received_at=received_at,
        recorded_at=at,
        due_on=computed.due_on,
        clock=[computed.as_json()],
        candidate=candidate,
        reopens=reopens,
        policy_version=policy,
    )
    for name, value in vars(contents.seal(request, person)).items():
        setattr(request, name, value)
    request.save()
    note(
        actor,
        request,
        Action.REQUEST_RECEIVED,
        kinds=list(request.kinds),
        door=str(door),
        received_at=iso(received_at),
        due_on=str(computed.due_on),
        candidate=candidate.reference if candidate else None,
        reopens=reopens.reference if reopens else None,
        policy=policy,
    )
    return request


@transaction.atomic
def acknowledge(*, actor: Actor, request: Request, at: datetime) -> None:
    """Tell the person, once, that the request came in, and until when it is answered."""
    states.move(request, "acknowledge")
    telling.acknowledged(actor, request, at)
    note(actor, request, Action.REQUEST_ACKNOWLEDGED)


@transaction.atomic
def ask_identity(*, actor: Actor, request: Request, reason: str, at: datetime) -> None:
    """Ask the person to prove who they are, for a reason (GDPR art. 12(6)); the clock pauses until they answer."""
    states.demand("ask_identity", request)
    refusals.no_question(request, reason, at)
    states.move(request, "ask_identity", asked_at=at)
    telling.identity_asked(actor, request, reason, at)
    note(actor, request, Action.REQUEST_IDENTITY_ASKED, reason=reason)


@transaction.atomic
def identity_answered(*, actor: Actor, request: Request, at: datetime, came: bool = True) -> None:
    """Let the clock run again: the answer came, or with `came` false it is not waited for any longer."""
    states.demand("identity_answered", request)
    asked_at = request.asked_at
    assert asked_at is not None  # noqa: S101 - of every request in that state
    refusals.backwards(asked_at, at)
    computed = deadline.after_pause(request.deadline, asked_at, at)
    states.move(request, "identity_answered", asked_at=None, **_clock(request, computed))
    note(
        actor,
        request,
        Action.REQUEST_IDENTITY_ANSWERED,
        came=came,
        paused_days=computed.paused_days,
        due_on=str(computed.due_on),
    )


@transaction.atomic
def verify(*, actor: Actor, request: Request, rung: Rung, at: datetime) -> None:
    """Record on which rung the person proved who they are; raises UserError when their rights need a higher one."""
    states.demand("verify", request)
    refusals.too_low(states.needed(request.kinds), rung)
    refusals.seen_by_one(request, rung)
    states.move(request, "verify", rung=rung, verified_at=at)
    note(actor, request, Action.REQUEST_VERIFIED, rung=int(rung))


@transaction.atomic
def extend(*, actor: Actor, request: Request, reason: str, at: datetime) -> None:
    """Add two months, once, within the first (GDPR art. 12(3)), and tell the person why in that month."""
    states.demand("extend", request)
    refusals.no_extension(request, reason, at)
    computed = deadline.extended(request.deadline)
    states.move(request, "extend", **_clock(request, computed))
    telling.extended(actor, request, reason, at)
    note(actor, request, Action.REQUEST_EXTENDED, reason=reason, due_on=str(computed.due_on))


@transaction.atomic
def link_duplicate(*, actor: Actor, request: Request, original: Request) -> None:
    """Say that a request repeats another. Each keeps its own deadline and has to be verified by itself."""
    refusals.no_duplicate(request, original)
    states.move(request, "link_duplicate", duplicate_of=original)
    note(actor, request, Action.REQUEST_LINKED, original=original.reference)


@transaction.atomic
def decide(
    *,
    actor: Actor,
    request: Request,
    ground: Ground | None,
    at: datetime,
    refused: Mapping[Kind, Ground] | None = None,
) -> None:
    """Grant a request, or refuse it on a ground; a refusal and what lays data open then wait for a second person.

    With `refused` the request is granted but for these of its rights, each on its own ground.
    """
    part = {str(kind): str(why) for kind, why in (refused or {}).items()}
    verb = _verb(request, ground, part)
    states.demand(verb, request)
    refusals.no_refusal(request, ground)
    refusals.no_part(request, ground, part)
    if verb == "grant":
        states.move(request, verb, decided_at=at)
        note(actor, request, Action.REQUEST_GRANTED)
        return
    states.move(request, verb, ground=ground or "", refused=part, proposed_by=actor.uid)
    note(actor, request, Action.REQUEST_PROPOSED, ground=str(ground or ""), refused=part)


@transaction.atomic
def confirm(*, actor: Actor, request: Request, at: datetime) -> None:
    """Confirm what somebody else proposed; raises UserError for whoever proposed it."""
    verb = "confirm_refusal" if request.ground else "confirm_grant"
    states.demand(verb, request)
    refusals.same_person(request, actor)
    states.move(request, verb, decided_at=at)
    telling.refused(actor, request, at)
    action = Action.REQUEST_REFUSED if request.ground else Action.REQUEST_GRANTED
    note(actor, request, action, ground=request.ground, refused=request.refused)


@transaction.atomic
def send_back(*, actor: Actor, request: Request, reason: str) -> None:
    """Return a proposal to be thought over again."""
    verb = "send_back" if request.verified_at else "send_back_unidentified"
    states.demand(verb, request)
    refusals.without_reason(reason)
    states.move(request, verb, ground="", refused={}, proposed_by=None)
    note(actor, request, Action.REQUEST_RETURNED, reason=reason)


@transaction.atomic
def deliver(*, actor: Actor, request: Request, means: Means, at: datetime) -> None:
    """Record how the answer reached the person; raises UserError while something granted is not carried out."""
    states.demand("deliver", request)
    refusals.not_carried_out(request)
    states.move(request, "deliver", delivered_at=at)
    note(actor, request, Action.REQUEST_DELIVERED, means=str(means))


@transaction.atomic
def close(*, actor: Actor, request: Request, at: datetime) -> None:
    """End a request that was answered."""
    states.move(request, "close", ended_at=at)
    note(actor, request, Action.REQUEST_CLOSED)


@transaction.atomic
def withdraw(*, actor: Actor, request: Request, rung: Rung, at: datetime) -> None:
    """End a request that the person takes back; once verified, it takes as much proof to withdraw as it took to ask."""
    states.demand("withdraw", request)
    refusals.too_low(Rung(request.rung), rung)
    states.move(request, "withdraw", ended_at=at, asked_at=None)
    telling.withdrawn(actor, request, at)
    note(actor, request, Action.REQUEST_WITHDRAWN, rung=int(rung))


@transaction.atomic
def purge(*, actor: Actor, request: Request) -> None:
    """Forget who asked and what they wrote; raises UserError while a hold or a restriction needs the number."""
    states.demand("purge", request)
    refusals.held(request)
    states.move(request, "purge", sealed=None, phone_index=None)
    notices.forget(actor=actor, subject_uid=request.uid)
    Correction.objects.filter(request=request).update(sealed=None)
    Directive.objects.filter(carried_out_by=request).update(sealed=None, phone_index=None)
    note(actor, request, Action.REQUEST_PURGED)


def purge_due(*, actor: Actor, at: datetime) -> int:
    """Forget the people of requests that ended long ago; return how many requests that were."""
    found = Request.objects.filter(state__in=(State.CLOSED, State.WITHDRAWN), ended_at__lte=at - KEPT)
    due = list(found.exclude(holds__in=refusals.live_holds()).exclude(restrictions__in=refusals.live_restrictions()))
    for request in due:
        purge(actor=actor, request=request)
    return len(due)


@transaction.atomic
def disclose(*, actor: Actor, request: Request, reason: str) -> Person | None:
    """Return who asks and what they wrote, or None once purged; the ledger says who looked and why."""
    refusals.without_reason(reason)
    person = contents.unseal(request)
    note(actor, request, Action.REQUEST_DISCLOSED, reason=reason)
    watch(actor=actor)
    return person


def _verb(request: Request, ground: Ground | None, part: Mapping[str, str]) -> str:
    if ground is None and not part and not states.by_two(request):
        return "grant"
    unidentified = ground == Ground.UNIDENTIFIED and not request.verified_at
    return "propose_unidentified" if unidentified else "propose"


def _clock(request: Request, computed: Deadline) -> dict[str, object]:
    return {"due_on": computed.due_on, "clock": [*request.clock, computed.as_json()]}

"""What one can do with an answer: prepare it, leave a part out, read it, confirm it, let it leave, destroy it.

The ledger knows an answer by its digest and the contacts that are in it; what it says is sealed and then destroyed.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import F, Q, QuerySet

from selfcontact.answers import composing, holdings, refusals, sealing
from selfcontact.answers.composing import DAYS, OPENINGS
from selfcontact.answers.document import LEAVABLE
from selfcontact.answers.formats.archive import Archive, pack
from selfcontact.answers.models import READABLE, Answer, State
from selfcontact.contacts.watching import tell, watch
from selfcontact.ledger.actions import record
from selfcontact.ledger.leaf import JSON, iso
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.mandates.models import Mandate
from selfcontact.requests import actions as requests
from selfcontact.requests import contents, telling
from selfcontact.requests import refusals as reasons
from selfcontact.requests.models import Means, Request
from selfcontact.requests.models import State as Stand

LANGUAGES = ("fr", "en")
#: Of these requests nothing is answered any more.
OVER = (Stand.WITHDRAWN, Stand.PURGED)


@transaction.atomic
def prepare(*, actor: Actor, request: Request, at: datetime, language: str = "fr") -> Answer:
    """Have the program make the answer to a request as it stands, sealed; one that was there is destroyed.

    Nobody sees anything yet: the look that counts for the alarm is `disclose`. Raises UserError.
    """
    locked = _lock(request)
    refusals.too_early(locked)
    refusals.another_name(locked)
    made = composing.compose(locked, language if language in LANGUAGES else "fr", at)
    old = current(locked)
    if old:
        _destroy(actor, old, at, "replaced")
    answer = _make(actor, locked, made.document, made.stamp, at)
    _note(actor, answer, Action.ANSWER_PREPARED, sha256=answer.sha256, contacts=[list(one) for one in made.ids])
    tell(actor=actor, mandates=(mandate_id for mandate_id, _ in made.ids))
    return answer


@transaction.atomic
def leave_out(*, actor: Actor, request: Request, section: str, reason: str, at: datetime) -> Answer:
    """Leave a part out, for a reason that the person reads; what results is an answer of its own, to be read anew."""
    locked = _lock(request)
    old = refusals.none(current(locked))
    refusals.fixed(old, locked)
    reasons.without_reason(reason)
    document, stamp = sealing.unseal(old)
    shorter = _without(document, section, reason.strip())
    _destroy(actor, old, at, "replaced")
    answer = _make(actor, locked, shorter, stamp, at, left_out=old.left_out + 1)
    _note(actor, answer, Action.ANSWER_LEFT_OUT, section=section, reason=reason, sha256=answer.sha256)
    return answer


@transaction.atomic
def disclose(*, actor: Actor, answer: Answer, reason: str) -> dict[str, JSON]:
    """Return what an answer says, to somebody who says why they read it; counted for the alarm."""
    reasons.without_reason(reason)
    document, _ = sealing.unseal(answer)
    _note(actor, answer, Action.ANSWER_DISCLOSED, reason=reason, sha256=answer.sha256)
    watch(actor=actor)
    return document


@transaction.atomic
def confirm(*, actor: Actor, request: Request, at: datetime) -> None:
    """Confirm what somebody else proposed, with the answer that leaves: only who has opened this answer can.

    On a request that is decided already it confirms an answer made anew, by somebody else than who had it made.
    """
    locked = _lock(request)
    if locked.state == Stand.REVIEWED:
        reasons.same_person(locked, actor)
    if refusals.read_by_two(locked):
        answer = refusals.none(current(locked))
        refusals.another_decision(answer, locked)
        refusals.unread(answer, actor)
        if locked.state != Stand.REVIEWED or not refusals.read_by(answer, locked.proposed_by):
            refusals.by_its_maker(answer, actor)
        _fresh(answer, locked)
        _move(answer, State.REVIEWED, reviewed_at=at)
        _note(actor, answer, Action.ANSWER_REVIEWED, sha256=answer.sha256)
    if locked.state not in refusals.LEAVING:
        requests.confirm(actor=actor, request=locked, at=at)
    request.refresh_from_db()


@transaction.atomic
def publish(*, actor: Actor, request: Request, at: datetime) -> Answer:
    """Let the person open the answer on the public site, three times and for fourteen days, and tell them so."""
    locked = _lock(request)
    refusals.no_number(locked)
    answer = _leaving(locked)
    first, until = answer.state != State.PUBLISHED, answer.until or at + timedelta(days=DAYS)
    _move(answer, State.PUBLISHED, published_at=at, until=until)
    _note(actor, answer, Action.ANSWER_PUBLISHED, sha256=answer.sha256, until=iso(until))
    if first:
        telling.answer_ready(actor, locked, until, at)
    return answer


@transaction.atomic
def archive(*, actor: Actor, request: Request, at: datetime) -> Archive:
    """Return the answer as an encrypted archive, and the passphrase: this once, for nobody keeps it.

    For who cannot use the page. The two never travel by the same channel.
    """
    locked = _lock(request)
    answer = _leaving(locked)
    document, _ = sealing.unseal(answer)
    made = pack(document)
    state = State.PUBLISHED if answer.state == State.PUBLISHED else State.ARCHIVED
    sealed = sealing.seal_archive(answer, made.content)
    _move(answer, state, archived_at=at, archive=sealed, until=answer.until or at + timedelta(days=DAYS))
    _note(actor, answer, Action.ANSWER_ARCHIVED, sha256=answer.sha256, until=iso(answer.until or at))
    return made


def current(request: Request) -> Answer | None:
    """Return the answer of a request that can still be read, if there is one."""
    return Answer.objects.filter(request_id=request.pk, state__in=READABLE).first()


def destroy_due(*, actor: Actor, at: datetime) -> int:
    """Destroy the answers whose time or whose request is over; return how many that were."""
    over = Q(until__lte=at) | Q(request__state__in=OVER) | Q(request__state=Stand.CLOSED, until=None)
    due = Answer.objects.filter(over, state__in=READABLE)
    return sum(_destroy_one(actor, pk, at) for pk in due.values_list("pk", flat=True))


def close_due(*, actor: Actor, at: datetime) -> int:
    """Close the requests whose answer is over, or was delivered long enough ago; return how many that were."""
    found = _delivered(at)
    for one in found:
        requests.close(actor=actor, request=one, at=at)
    return len(found)


def _delivered(at: datetime) -> list[Request]:
    open_ones = Answer.objects.filter(state__in=READABLE).exclude(until=None)
    left = Answer.objects.filter(state=State.DESTROYED).exclude(until=None)
    over = Q(delivered_at__lte=at - timedelta(days=DAYS)) | Q(pk__in=left.values("request_id"))
    delivered = Request.objects.filter(over, state=Stand.DELIVERED).exclude(pk__in=open_ones.values("request_id"))
    return list(delivered)


@transaction.atomic
def opened(*, actor: Actor, request: Request, at: datetime) -> tuple[Answer, dict[str, JSON]] | None:
    """Count one opening by the person and return what they read, or None: nothing waits, or the time is over.

    The last opening destroys what it has just returned. For `parcels`, which encrypts it for one browser.
    """
    locked = _lock(request)
    answer = Answer.objects.filter(request=locked, state=State.PUBLISHED, until__gt=at, openings__lt=OPENINGS).first()
    # Taken back a minute ago: the answer is there until the next round, and nobody's any more.
    if answer is None or locked.state in OVER:
        return None
    document, _ = sealing.unseal(answer)
    _move(answer, State.PUBLISHED, openings=F("openings") + 1)
    _note(actor, answer, Action.ANSWER_OPENED, opening=answer.openings)
    if locked.state in refusals.LEAVING:
        requests.deliver(actor=actor, request=locked, means=Means.PAGE, at=at)
    if answer.openings >= OPENINGS:
        _destroy(actor, answer, at, "opened")
    return answer, document


def _leaving(request: Request) -> Answer:
    """Return the answer of a request if it may leave now, with what was carried out since it was prepared."""
    refusals.not_leaving(request)
    answer = refusals.none(current(request))
    refusals.another_decision(answer, request)
    refusals.not_reviewed(answer, request)
    if answer.until is None:
        _fresh(answer, request)
        document, stamp = sealing.unseal(answer)
        sealing.seal(answer, {**document, "effects": composing.effects(request)}, stamp)
        _move(answer, State(answer.state), sealed=answer.sealed, generation=answer.generation, sha256=answer.sha256)
    return answer


def _fresh(answer: Answer, request: Request) -> None:
    """Raise UserError when the answer tells of data that were erased or corrected since, or of a mandate that ended.

    What this very request had erased may still be told: the person asked for the copy, and then for the erasure.
    """
    document, stamp = sealing.unseal(answer)
    if not document["searched"]:
        return
    told = {str(one["mandate"]) for one in _each(document["controllers"])}
    live = Mandate.objects.filter(state=Mandate.State.LIVE, reference__in=told)
    if live.count() != len(told):
        raise refusals.stale()
    person = contents.unseal(request)
    if request.executed_at is None and person and person.number and holdings.of(person.number).stamp != stamp:
        raise refusals.stale()


def _each(values: JSON) -> Sequence[Mapping[str, JSON]]:
    return [one for one in values if isinstance(one, Mapping)] if isinstance(values, list) else []


def _without(document: Mapping[str, JSON], section: str, reason: str) -> dict[str, JSON]:
    name, _, rank = section.partition(".")
    part, told = document.get(name), document["left_out"]
    assert isinstance(told, list)  # noqa: S101 - of every document
    said: dict[str, JSON] = {"left_out": [*told, {"section": section, "reason": reason}]}
    if name not in LEAVABLE or not part:
        raise refusals.no_section(section)
    if not rank:
        return {**document, **said, name: None if name == "portable" else []}
    if name != "contacts" or not isinstance(part, list) or rank not in {str(at + 1) for at in range(len(part))}:
        raise refusals.no_section(section)
    kept: JSON = [one for at, one in enumerate(part) if str(at + 1) != rank]
    return {**document, **said, name: kept}


def _make(
    actor: Actor, request: Request, document: Mapping[str, JSON], stamp: bytes, at: datetime, left_out: int = 0
) -> Answer:
    answer = Answer(
        uid=uuid4(),
        request=request,
        decided=refusals.decided(request),
        prepared_at=at,
        prepared_by=actor.uid,
        left_out=left_out,
    )
    sealing.seal(answer, document, stamp)
    answer.save()
    return answer


def _lock(request: Request) -> Request:
    # Whoever prepares, publishes, opens or destroys does so one after the other.
    return Request.objects.select_for_update().get(pk=request.pk)


def _move(answer: Answer, state: State, **changes: object) -> None:
    if Answer.objects.filter(pk=answer.pk, state=answer.state).update(state=state, **changes) != 1:
        raise sealing.gone()
    answer.refresh_from_db()


@transaction.atomic
def _destroy_one(actor: Actor, pk: int, at: datetime) -> int:
    request_id = Answer.objects.values_list("request_id", flat=True).get(pk=pk)
    Request.objects.select_for_update().get(pk=request_id)
    answer = _readable().filter(pk=pk).first()
    if answer is None:
        return 0
    _destroy(actor, answer, at, "over")
    return 1


def _readable() -> QuerySet[Answer]:
    return Answer.objects.filter(state__in=READABLE)


def _destroy(actor: Actor, answer: Answer, at: datetime, why: str) -> None:
    _move(answer, State.DESTROYED, sealed=None, archive=None, destroyed_at=at)
    _note(actor, answer, Action.ANSWER_DESTROYED, why=why, openings=answer.openings)


def _note(actor: Actor, answer: Answer, action: Action, **details: JSON) -> None:
    said = {"reference": answer.request.reference, **details}
    record(actor=actor, action=action, mandate_id=None, object_id=answer.uid, details=said)

"""What the person is told at each step, by the way they gave; no number and no name is in it."""

import re
from collections.abc import Iterable
from datetime import date, datetime

from selfcontact.compliance.deadline import day_of
from selfcontact.lib.actor import Actor
from selfcontact.notices import actions as notices
from selfcontact.notices.models import PERSON, Language, Means
from selfcontact.notices.models import Kind as Said
from selfcontact.notices.refusals import MOST_LINES, lines
from selfcontact.requests import contents
from selfcontact.requests.contents import Person
from selfcontact.requests.models import Directive, Kind, Request
from selfcontact.requests.wording import EFFECTS, GROUNDS, RIGHTS, WISHES, said

#: An envelope takes no longer one (RFC 5321, 4.5.3.1.3).
LONGEST_MAIL = 254
MAIL = re.compile(r"[^\s<>@,;()]+@[^\s<>@,;()]+\.[^\s<>@,;().]+")


def acknowledged(actor: Actor, request: Request, at: datetime) -> None:
    """Say that the request came in, and until when it is answered."""
    facts = {"received_on": day_of(request.received_at), "due_on": request.due_on}
    _tell(actor, request, Said.ACKNOWLEDGED, at, rights=_rights(request, request.kinds), **facts)


def identity_asked(actor: Actor, request: Request, reason: str, at: datetime) -> None:
    """Ask who they are, and say why."""
    _tell(actor, request, Said.IDENTITY_ASKED, at, reason=reason)


def extended(actor: Actor, request: Request, reason: str, at: datetime) -> None:
    """Say in the first month that it takes longer, why, and until when."""
    _tell(actor, request, Said.EXTENDED, at, reason=reason, due_on=request.due_on)


def reopened(actor: Actor, request: Request, reason: str, at: datetime) -> None:
    """Say that new facts opened a new request."""
    _tell(actor, request, Said.REOPENED, at, reason=reason, due_on=request.due_on)


def refused(actor: Actor, request: Request, at: datetime) -> None:
    """Say what is refused and on which ground, with the authority and the courts, which the text names."""
    language = language_of(request)
    if request.ground:
        ground = said(GROUNDS, [request.ground], language)
        _tell(actor, request, Said.REFUSED, at, rights=_rights(request, request.kinds), ground=ground)
    elif request.refused:
        grounds = sorted(set(request.refused.values()))
        _tell(
            actor,
            request,
            Said.PARTLY_REFUSED,
            at,
            granted=_rights(request, sorted(request.granted_kinds)),
            refused=_rights(request, sorted(request.refused)),
            ground=said(GROUNDS, grounds, language, join=" ; "),
        )


def done(actor: Actor, request: Request, kinds: Iterable[Kind], at: datetime) -> None:
    """Say what was carried out."""
    carried_out = sorted(kinds)
    if carried_out:
        codes = [_effect(request, kind) for kind in carried_out]
        effects = said(EFFECTS, codes, language_of(request), join="\n")
        _tell(actor, request, Said.DONE, at, rights=_rights(request, carried_out), effects=effects)


def directives(actor: Actor, request: Request, wish: Directive.Wish, at: datetime) -> None:
    """Say which directive is in force."""
    _tell(actor, request, Said.DIRECTIVES_RECORDED, at, directives=said(WISHES, [wish], language_of(request)))


def complaint(actor: Actor, request: Request, at: datetime) -> None:
    """Say that the complaint is on record, and whom one may turn to without waiting for us."""
    _tell(actor, request, Said.COMPLAINT_RECORDED, at)


def release(actor: Actor, request: Request, on: date, at: datetime) -> None:
    """Say on which day what was set aside is used again."""
    _tell(actor, request, Said.RELEASE_ANNOUNCED, at, on=on)


def answer_ready(actor: Actor, request: Request, until: datetime, at: datetime) -> None:
    """Say that the answer waits on the public site, and until when; of what it says, nothing."""
    _tell(actor, request, Said.ANSWER_READY, at, until=day_of(until))


def withdrawn(actor: Actor, request: Request, at: datetime) -> None:
    """Say that the request was taken back: whoever did not do so can object."""
    _tell(actor, request, Said.WITHDRAWN, at)


def language_of(request: Request) -> str:
    """Return in which language the person is answered; French once nobody knows any more."""
    person = contents.unseal(request)
    return str(person.language) if person and person.language in Language.values else str(Language.FRENCH)


def _tell(actor: Actor, request: Request, kind: Said, at: datetime, **facts: str | date) -> None:
    person = contents.unseal(request)
    if person is None:
        return
    means, to = way_to(person)
    notices.write(
        actor=actor,
        subject_uid=request.uid,
        kind=kind,
        recipient=PERSON,
        language=language_of(request),
        means=means,
        to=to,
        facts={"reference": request.reference, **facts},
        at=at,
    )


def way_to(person: Person) -> tuple[Means, str]:
    """Return by which way somebody is written to, and where; a page that they open when they gave no address."""
    found = MAIL.search(person.address)
    if found and len(found.group()) <= LONGEST_MAIL:
        return Means.MAIL, found.group()
    where = lines(person.address)
    if not where:
        return Means.PAGE, ""
    named = [] if not person.name.strip() or person.name.strip() in where else [person.name.strip()]
    written = [*named, *where]
    head, rest = written[: MOST_LINES - 1], written[MOST_LINES - 1 :]
    return Means.POST, "\n".join([*head, *([", ".join(rest)] if rest else [])])


def _rights(request: Request, kinds: Iterable[str]) -> str:
    return said(RIGHTS, kinds, language_of(request))


def _effect(request: Request, kind: Kind) -> str:
    return "objection-candidate" if kind == Kind.OBJECTION and request.candidate_id else str(kind)

"""A person's mail becomes a request or goes on with one; an objection that leaves no doubt is carried out at once."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings

from selfcontact.compliance.deadline import PARIS, day_of
from selfcontact.lib.actor import Actor
from selfcontact.lib.clock import Clock
from selfcontact.lib.errors import UserError
from selfcontact.mailbox import natures
from selfcontact.mailbox.contents import Words
from selfcontact.mailbox.letter import Letter
from selfcontact.mailbox.meaning import Meaning
from selfcontact.mailbox.models import Flag, Mail
from selfcontact.policies.models import Version
from selfcontact.requests import actions as requests
from selfcontact.requests import contents as persons
from selfcontact.requests import execution, refusals
from selfcontact.requests.contents import Person
from selfcontact.requests.models import Door, Kind, Request, Rung, State

#: What is written down when nothing was recognised. Access loses nothing: it has the same deadline as every right, two
#: people look at its answer, and the program carries nothing out by itself; an objection or an erasure would act, a
#: complaint would be answered without the person's data.
UNRECOGNISED: Kind = Kind.ACCESS


def begin(*, actor: Actor, mail: Mail, letter: Letter, meaning: Meaning, clock: Clock) -> None:
    """Open what a mail asks for: an objection by itself, since it is never refused, and the rest together."""
    rest: list[Kind] = [kind for kind in meaning.kinds if kind != Kind.OBJECTION]
    if not meaning.kinds:
        rest, mail.flags = [UNRECOGNISED], [*mail.flags, Flag.TO_SORT]
    asker = person(letter, meaning)
    try:
        objection = _object(actor, mail, asker, meaning, clock) if Kind.OBJECTION in meaning.kinds else None
        other = receive(actor=actor, mail=mail, kinds=rest, person=asker, at=clock.now()) if rest else None
    except UserError as error:
        if error.code != "request_contact":
            raise
        # Neither an address nor a number: nobody could be answered. The DPO sees the mail all the same.
        mail.flags = [*mail.flags, Flag.NO_ADDRESS]
        return
    mail.request = other or objection
    mail.objection = objection if other else None
    _answer(actor, mail, letter, clock)


def join(*, actor: Actor, mail: Mail, letter: Letter, meaning: Meaning, request: Request, clock: Clock) -> None:
    """Bring a mail to the request that it goes on with: it changes nothing there, since a mail proves nobody."""
    mail.request = request
    mail.flags = [*mail.flags, Flag.REOPENS if request.state in refusals.ENDED else Flag.GOES_ON]
    known = persons.unseal(request)
    if known and known.address.casefold() != letter.sender.casefold():
        mail.flags = [*mail.flags, Flag.OTHER_SENDER]
    if Kind.OBJECTION in meaning.kinds and not _objected(request, known, meaning):
        mail.objection = _object(actor, mail, person(letter, meaning), meaning, clock)


def _objected(request: Request, known: Person | None, meaning: Meaning) -> bool:
    """Tell whether a request is that objection already: of the same number, for everyone, and carried out.

    One that waits, because its number lacked or its words left a doubt, is not: the mail may say what was missing.
    """
    if Kind.OBJECTION not in request.kinds or not meaning.numbers:
        return Kind.OBJECTION in request.kinds
    same = known is not None and set(meaning.numbers) == {known.number}
    return same and request.executed_at is not None and request.candidate_id is None


def receive(*, actor: Actor, mail: Mail, kinds: Collection[Kind], person: Person, at: datetime) -> Request:
    """Open a request whose clock starts when the mail server took the mail; raises UserError."""
    received = min(mail.received_at, at)
    # A mail shows no page: what could be read on the day of its arrival is what its author went by.
    version = Version.objects.in_force(day_of(received))
    return requests.receive(
        actor=actor,
        kinds=kinds,
        door=Door.MAIL,
        person=person,
        received_at=received,
        at=at,
        policy=version.number if version else None,
    )


def person(written: Letter | Words, meaning: Meaning) -> Person:
    """Return who wrote as a request keeps them; a very long mail is whole in the mailbox."""
    return Person(
        number=meaning.numbers[0] if len(meaning.numbers) == 1 else None,
        name=written.name,
        address=written.sender,
        text=f"{written.subject}\n\n{written.text}"[: refusals.LONGEST_TEXT].strip(),
        language=meaning.language,
    )


def _answer(actor: Actor, mail: Mail, letter: Letter, clock: Clock) -> None:
    """Tell the person once that it came in, in words that depend on the mail alone, not on what is held of them."""
    today = clock.now().astimezone(PARIS).replace(hour=0, minute=0, second=0, microsecond=0)
    written = Mail.objects.filter(acknowledged=True, recorded_at__gte=today).count()
    if mail.request is None or mail.request.state != State.RECEIVED:
        # An objection that was carried out: that is what the person is told.
        return
    silent = not letter.sender or natures.silent(letter)
    if silent or written >= settings.MAILBOX_ACKNOWLEDGEMENTS_PER_DAY:
        mail.flags = [*mail.flags, Flag.UNANSWERED]
        return
    requests.acknowledge(actor=actor, request=mail.request, at=clock.now())
    mail.acknowledged = True


def _object(actor: Actor, mail: Mail, asker: Person, meaning: Meaning, clock: Clock) -> Request:
    """Open an objection, and carry it out when nothing in it leaves a doubt (nobody is asked who they are)."""
    made = receive(actor=actor, mail=mail, kinds=[Kind.OBJECTION], person=asker, at=clock.now())
    if not (meaning.certain and asker.number and _below_the_limit(clock)):
        mail.flags = [*mail.flags, Flag.OBJECTION_WAITS]
        return made
    requests.verify(actor=actor, request=made, rung=Rung.NONE, at=clock.now())
    requests.decide(actor=actor, request=made, ground=None, at=clock.now())
    execution.execute(actor=actor, request=made, clock=clock)
    mail.opposed = True
    return made


def _below_the_limit(clock: Clock) -> bool:
    """Tell whether fewer objections than allowed were carried out today: a flood of forged ones waits for the DPO."""
    today = clock.now().astimezone(PARIS).replace(hour=0, minute=0, second=0, microsecond=0)
    done = Mail.objects.filter(opposed=True, recorded_at__gte=today).count()
    return done < settings.MAILBOX_OBJECTIONS_PER_DAY

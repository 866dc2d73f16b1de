"""A person in the files of two candidates, and what becomes of their requests."""

from datetime import UTC, date, datetime, timedelta

from tests.intake.world import TODAY, People, Register
from tests.requests.world import DEPUTY, DPO, RECEIVED, verified

from selfcontact.answers import actions
from selfcontact.answers.models import Answer
from selfcontact.ledger.leaf import JSON
from selfcontact.lib.actor import SYSTEM
from selfcontact.mandates import actions as mandates
from selfcontact.mandates.models import Instruction, Mandate
from selfcontact.requests import actions as requests
from selfcontact.requests.models import Ground, Kind, Request

#: After the mandates of the tests of the intake have begun.
NOW = RECEIVED + timedelta(days=2)


def second_candidate(register: Register, people: People) -> Mandate:
    """Open a mandate of another candidate; both hold the number of `tests.requests.world`, and another one."""
    other = mandates.add_candidate(actor=SYSTEM, reference="C2", name="Dominique Invention")
    made = mandates.open_mandate(
        actor=SYSTEM,
        reference="second",
        candidate=other,
        election="presidentielle-2027",
        area=("FR",),
        opens_on=TODAY,
        ends_on=date(2027, 11, 1),
    )
    mandates.sign_instruction(
        actor=SYSTEM,
        reference="I-second",
        mandate=made,
        kind=Instruction.Kind.PROCESSING,
        document_sha256="0" * 64,
        signatory="Dominique Invention",
        signed_at=datetime(2026, 11, 1, tzinfo=UTC),
    )
    register.load(people.text(people.many(3)))
    register.load(
        people.text([people.row(MOBILE=f"063998000{at}", NOM="Lefèvre", ADRESSE="2 quai du Port") for at in (1, 2)]),
        mandate=made,
    )
    return made


def granted(*kinds: Kind) -> Request:
    """Take a request of access as far as its second person."""
    made = verified(*kinds)
    actions.prepare(actor=DPO, request=made, at=NOW)
    requests.decide(actor=DPO, request=made, ground=None, at=NOW)
    read(made)
    actions.confirm(actor=DEPUTY, request=made, at=NOW)
    return made


def refused(ground: Ground, *kinds: Kind) -> Request:
    """Take a refusal as far as its second person."""
    made = verified(*kinds)
    requests.decide(actor=DPO, request=made, ground=ground, at=NOW)
    actions.prepare(actor=DPO, request=made, at=NOW)
    read(made)
    actions.confirm(actor=DEPUTY, request=made, at=NOW)
    return made


def read(request: Request) -> dict[str, JSON]:
    """Open the answer as the second person does."""
    return actions.disclose(actor=DEPUTY, answer=current(request), reason="relecture")


def current(request: Request) -> Answer:
    """Return the answer that is there."""
    found = actions.current(request)
    assert found
    return found

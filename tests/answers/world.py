"""A person in the files of two candidates, and what becomes of their requests."""

import os
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from tests.intake.world import TODAY, Register
from tests.requests.world import DAY, DEPUTY, DPO, NUMBER, RECEIVED, verified

from selfcontact.answers import actions
from selfcontact.answers.models import Answer
from selfcontact.campaigns.models import Approval, Campaign, Message, Outcome, Receipt
from selfcontact.contacts.models import Contact
from selfcontact.contacts.payload import Payload, pack
from selfcontact.database.partitions import attach_delivery, prepare_delivery
from selfcontact.intake.models import Delivery
from selfcontact.intake.payload import PLACE, row_id
from selfcontact.ledger.leaf import JSON
from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.errors import UserError
from selfcontact.mandates import actions as mandates
from selfcontact.mandates.models import Instruction, Mandate
from selfcontact.providers.models import ConsentForm
from selfcontact.requests import actions as requests
from selfcontact.requests.models import Ground, Kind, Request
from selfcontact.subprocessors import actions as subprocessors
from selfcontact.subprocessors.models import Route, Subprocessor
from selfcontact.vault import open_vault

#: After the mandates of the tests of the intake have begun.
NOW = RECEIVED + timedelta(days=2)
SENT = datetime(2027, 3, 16, 10, tzinfo=UTC)
TEXT = "Bonjour {prenom}, Dominique Invention vous attend. Pub. politique {notice} STOP 36180"


def second_candidate(register: Register) -> Mandate:
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
    for at in range(3):
        put(register, register.mandate, NUMBER + at, "Durand", "1 rue de la Paix")
    for at in range(2):
        put(register, made, NUMBER + at, "Lefèvre", "2 quai du Port")
    return made


def put(register: Register, mandate: Mandate, number: int, surname: str, address: str) -> None:
    """Put one person in a file of their own, without the processes that read a real one."""
    delivery = Delivery.objects.create(
        reference=f"fichier-{Delivery.objects.count()}", mandate=mandate, agreement=register.agreement,
        state=Delivery.State.PUBLISHED, synthetic=True, received_on=TODAY,
        file_sha256=f"{Delivery.objects.count():064}",
    )  # fmt: skip
    keys, contact = open_vault().keys.open(mandate.pk), row_id(delivery.pk, 1)
    payload = Payload(surname=surname, first_name="Zoé", address=address, e164=number)
    row = {
        "mandate_id": mandate.pk, "delivery_id": delivery.pk, "id": contact, "generation": 1,
        "sealed": keys.seal(PLACE, contact, pack(payload)), "phone_index": keys.fingerprint(number), "age": 40,
        "commune": "35238", "postcode": "35000", "dial": 0, "form_id": ConsentForm.objects.get().pk,
        "consented_on": date(2026, 5, 4), "restricted": False,
    }  # fmt: skip
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        table = prepare_delivery(connection, mandate.pk, delivery.pk)
        with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(row)}) FROM STDIN") as copy:
            copy.write_row(tuple(row.values()))
        attach_delivery(connection, mandate.pk, delivery.pk, table)


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


def items(value: JSON) -> list[Mapping[str, Any]]:
    """Return the objects of a list."""
    assert isinstance(value, list)
    return value


def code(act: Callable[[], object]) -> str:
    """Return the code of the refusal."""
    with pytest.raises(UserError) as refusal:
        act()
    return refusal.value.code


def message(mandate: Mandate, owner: psycopg.Connection[tuple[object, ...]]) -> Campaign:
    """Put on record a message that the number of `tests.requests.world` received in that mandate."""
    carrier = subprocessors.add_subprocessor(
        actor=SYSTEM, reference="operateur", name="Opérateur Fiction", kind=Subprocessor.Kind.CARRIER, country="FR"
    )
    way = subprocessors.Way(
        kind=Route.Kind.SIMULATED, host="127.0.0.1", port=1, system_id="x", stop_code="36180", tls=False
    )
    route = subprocessors.add_route(actor=SYSTEM, reference="route", subprocessor=carrier, way=way, password="x")
    made = Campaign.objects.create(
        reference="premier-texte", mandate=mandate, route=route, text=TEXT, sender_name="INVENTION", area=["FR"],
        earliest=SENT, latest=SENT, state=Campaign.State.FINISHED,
    )  # fmt: skip
    Approval.objects.create(
        campaign=made, uid=uuid4(), content_sha256="0" * 64, signatory="Dominique Invention", signed_at=SENT - 6 * DAY
    )
    contact = Contact.objects.get(mandate_id=mandate.pk, phone_index=fingerprint(mandate))
    place = {"mandate_id": mandate.pk, "campaign_id": made.pk, "position": 0}
    Message.objects.create(
        **place, delivery_id=contact.delivery_id, contact_id=contact.id, phone_index=contact.phone_index
    )
    Outcome.objects.create(**place, part=1, kind=Outcome.Kind.HANDED_OVER, carrier_id="1", at=SENT)
    Receipt.objects.create(
        **place, part=1, state=Receipt.State.DELIVERED, carrier_at=SENT + timedelta(minutes=1), received_at=SENT
    )
    return made


def fingerprint(mandate: Mandate) -> bytes:
    """Return the index of the number in a mandate."""
    return open_vault().keys.open(mandate.pk).fingerprint(NUMBER)

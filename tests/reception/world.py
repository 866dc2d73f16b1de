"""A house that holds one invented person, and the worker's second as the worker does it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import psycopg
from tests.identity.world import NUMBER, Browser, as_process, code_in

from selfcontact.contacts.payload import TABLE, Payload, pack
from selfcontact.database import partitions
from selfcontact.identity import actions as identity
from selfcontact.identity import outgoing
from selfcontact.identity.models import Ticket
from selfcontact.ledger.leaf import Leaf
from selfcontact.ledger.models import Entry
from selfcontact.lib.clock import ShiftedClock
from selfcontact.mandates.models import Mandate
from selfcontact.reception import desk
from selfcontact.requests.models import Request
from selfcontact.vault import open_vault

#: A Monday in a rehearsal: tickets bear true times, requests those of the house.
NOW = datetime(2027, 3, 15, 9, tzinfo=UTC)
CLOCK = ShiftedClock(start=NOW)


def tend() -> int:
    """Do one second of the worker's reception, with the rights of its process and nothing else."""
    with as_process("worker"):
        return desk.tend(clock=CLOCK)


def messages() -> Sequence[outgoing.Outgoing]:
    """Return the codes that leave now, to invented people, with the rights of the sender."""
    with as_process("sender"):
        found = outgoing.claim(synthetic=True)
        identity.told(ended=[(one.uid, True) for one in found])
    return found


def prove(browser: Browser, ticket: UUID) -> None:
    """Read the one code that left, and type it."""
    (one,) = messages()
    assert browser.try_code(ticket, code_in(one.text))


def ticket_of(uid: UUID) -> Ticket:
    """Return a ticket as it is now."""
    return Ticket.objects.get(pk=uid)


def request_of(uid: UUID) -> Request:
    """Return the request of a ticket."""
    found = ticket_of(uid).request_uid
    assert found
    return Request.objects.get(uid=found)


def deeds(uid: UUID | None) -> list[str]:
    """Return the actions that the ledger has of an object, oldest first."""
    found = Entry.objects.filter(object_id=uid).order_by("id")
    return [Leaf.decode(bytes(entry.leaf)).action for entry in found]


def hold(database: str, mandate: Mandate, surname: str = "Durand", *, delivery: int = 1) -> None:
    """Have a mandate hold one person of that name, 35000 Rennes, under the number, as a load would leave it."""
    keys, row = open_vault().keys.open(mandate.pk, mandate.generation), delivery << 32 | 1
    person = Payload(surname=surname, first_name="Zoé", address="1 rue de la Paix", e164=NUMBER)
    with psycopg.connect(database, autocommit=True) as owner:
        table = partitions.prepare_delivery(owner, mandate.pk, delivery)
        owner.execute(
            f"INSERT INTO {table} (mandate_id, delivery_id, id, generation, sealed, phone_index, age, commune,"
            " postcode, dial, form_id, consented_on, restricted)"
            " VALUES (%s, %s, %s, %s, %s, %s, 40, '35238', '35000', 0, 1, '2026-05-04', false)",
            [
                mandate.pk,
                delivery,
                row,
                mandate.generation,
                keys.seal(TABLE, row, pack(person)),
                keys.fingerprint(NUMBER),
            ],
        )
        partitions.attach_delivery(owner, mandate.pk, delivery, table)

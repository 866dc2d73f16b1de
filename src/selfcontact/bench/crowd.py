"""Mandates full of people who do not exist, written by the database itself: for measures that never open a contact."""

from datetime import date, datetime

from selfcontact.database import partitions
from selfcontact.database.connect import connect
from selfcontact.demo.cast import Cast, make_cast
from selfcontact.demo.place import CLOCK_START
from selfcontact.intake.models import Delivery
from selfcontact.lib.actor import SYSTEM

CONTACTS = """
INSERT INTO {table} (mandate_id, delivery_id, id, generation, sealed, phone_index, age, commune, postcode, dial,
                     form_id, consented_on, restricted)
SELECT %s, %s, %s::bigint << 32 | n, 1, sha256(n::text::bytea) || sha256((-n)::text::bytea),
       substr(sha256((n * 7)::text::bytea), 1, 16), 40, '35238', '35000', 0, 1, '2026-12-01', false
FROM generate_series(1, %s) AS n
"""
MESSAGES = """
INSERT INTO campaigns_message (mandate_id, campaign_id, position, delivery_id, contact_id, phone_index)
SELECT %(mandate)s, 1 + n / %(contacts)s, n %% %(contacts)s, %(delivery)s, n,
       substr(sha256(n::text::bytea), 1, 16) FROM generate_series(0, %(messages)s - 1) AS n
"""


def fill(name: str, *, contacts: int, messages: int = 0) -> Cast:
    """Return a live mandate with that many contacts and messages."""
    cast = make_cast(actor=SYSTEM, today=date(2027, 3, 9), at=datetime.fromisoformat(CLOCK_START), port=1, name=name)
    delivery = Delivery.objects.create(
        reference=f"livraison-{name}",
        mandate=cast.mandate,
        agreement=cast.agreement,
        state=Delivery.State.PUBLISHED,
        synthetic=True,
        file_sha256=f"{cast.mandate.pk:064x}",
        received_on=date(2027, 3, 9),
        lines=contacts,
        accepted=contacts,
    )
    with connect() as connection:
        table = partitions.prepare_delivery(connection, cast.mandate.pk, delivery.pk)
        values = (cast.mandate.pk, delivery.pk, delivery.pk, contacts)
        connection.execute(CONTACTS.format(table=table).encode(), values)
        partitions.attach_delivery(connection, cast.mandate.pk, delivery.pk, table)
        if messages:
            named = {"mandate": cast.mandate.pk, "contacts": contacts, "delivery": delivery.pk, "messages": messages}
            connection.execute(MESSAGES, named)
    return cast

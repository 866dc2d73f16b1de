"""Two mandates with people in them, sealed straight into their tables: what the intake does is not what is tested."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tests.intake.world import TODAY, Register, make_register

from selfcontact.contacts.models import Contact
from selfcontact.contacts.payload import TABLE, Payload, pack
from selfcontact.database import partitions
from selfcontact.database.connect import connect
from selfcontact.intake.models import Delivery
from selfcontact.mandates.models import Mandate
from selfcontact.vault import open_vault

#: Surname, first name, number, age, postcode, commune.
Row = tuple[str, str, int, int, str, str]
ROWS: tuple[Row, ...] = (
    ("Lefèvre", "Zoé", 33639980001, 40, "35000", "35238"),
    ("Le Fèvre-Dùpont", "Jean-Marie", 33639980002, 61, "35000", "35238"),
    ("Lefevre", "Zoé", 33639980003, 40, "29200", "29019"),
)
Put = Callable[..., None]


@pytest.fixture
def register(database: str, tmp_path: Path) -> Register:
    place = tmp_path / "files"
    place.mkdir()
    return make_register(place)


@pytest.fixture
def put(register: Register) -> Put:
    """Return what puts people into a mandate."""

    def into(mandate: Mandate, *rows: Row) -> None:
        delivery = Delivery.objects.create(
            reference=f"L-{mandate.pk}",
            mandate=mandate,
            agreement=register.agreement,
            state=Delivery.State.PUBLISHED,
            synthetic=True,
            file_sha256=f"{mandate.pk:064x}",
            received_on=TODAY,
            lines=len(rows),
            accepted=len(rows),
        )
        with connect() as connection:
            table = partitions.prepare_delivery(connection, mandate.pk, delivery.pk)
            partitions.attach_delivery(connection, mandate.pk, delivery.pk, table)
        for line, row in enumerate(rows, 1):
            contact(mandate, delivery, line, row).save(force_insert=True)

    return into


def contact(mandate: Mandate, delivery: Delivery, line: int, row: Row) -> Contact:
    """Return a contact as the intake would have sealed it."""
    surname, first_name, number, age, postcode, commune = row
    keys, place = open_vault().keys.latest(mandate.pk), delivery.pk << 32 | line
    payload = Payload(surname=surname, first_name=first_name, address="1 rue de la Paix", e164=number)
    return Contact(
        mandate_id=mandate.pk,
        delivery_id=delivery.pk,
        id=place,
        generation=keys.generation,
        sealed=keys.seal(TABLE, place, pack(payload)),
        phone_index=keys.fingerprint(number),
        age=age,
        commune=commune,
        postcode=postcode,
        dial=0,
        form_id=1,
        consented_on=date(2026, 5, 4),
    )


@pytest.fixture
def second(register: Register, put: Put) -> Mandate:
    """Give a second mandate; both hold two people at Rennes and one at Brest."""
    made = register.open_mandate("second")
    put(register.mandate, *ROWS)
    put(made, *ROWS)
    return made

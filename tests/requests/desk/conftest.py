"""Two mandates with people in them."""

from pathlib import Path

import pytest
from tests.intake.world import People, Register, make_register

from selfcontact.mandates.models import Mandate


@pytest.fixture
def people() -> People:
    return People()


@pytest.fixture
def register(database: str, tmp_path: Path) -> Register:
    place = tmp_path / "files"
    place.mkdir()
    return make_register(place)


@pytest.fixture
def second(register: Register, people: People) -> Mandate:
    """Give a second mandate; both hold two people at Rennes and one at Brest."""
    rows = [
        people.row(NOM="Lefèvre", PRENOM="Zoé", MOBILE="0639980001"),
        people.row(NOM="Le Fèvre-Dùpont", PRENOM="Jean-Marie", MOBILE="0639980002", AGE="61"),
        people.row(NOM="Lefevre", PRENOM="Zoé", MOBILE="0639980003", CP="29200", VILLE="Brest"),
    ]
    made = register.open_mandate("second")
    register.load(people.text(rows))
    register.load(people.text(rows), mandate=made)
    return made

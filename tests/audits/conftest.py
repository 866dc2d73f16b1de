"""What tests of audits begin with."""

from pathlib import Path

import pytest
from tests.audits.world import House
from tests.intake.world import make_register

from selfcontact.identity.actions import ensure_box
from selfcontact.lib.actor import SYSTEM


@pytest.fixture
def house(database: str, tmp_path: Path) -> House:
    place = tmp_path / "files"
    place.mkdir()
    ensure_box(actor=SYSTEM)
    return House(register=make_register(place))

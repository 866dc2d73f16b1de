"""What tests of audits begin with."""

from pathlib import Path

import pytest
from tests.audits.world import OFFICER, House
from tests.intake.world import make_register

from selfcontact.accounts.models import Role, User
from selfcontact.identity.actions import ensure_box
from selfcontact.lib.actor import SYSTEM


@pytest.fixture
def house(database: str, tmp_path: Path) -> House:
    place = tmp_path / "files"
    place.mkdir()
    ensure_box(actor=SYSTEM)
    User.objects.create(email="dpo@selfcontact.example", uid=OFFICER.uid, roles=[Role.DPO])
    return House(register=make_register(place))

"""What tests of the reception begin with."""

from pathlib import Path

import pytest
from tests.identity.world import Browser
from tests.intake.world import Register, make_register

from selfcontact.identity.actions import ensure_box
from selfcontact.lib.actor import SYSTEM


@pytest.fixture
def browser(database: str) -> Browser:
    ensure_box(actor=SYSTEM)
    return Browser()


@pytest.fixture
def register(database: str, tmp_path: Path) -> Register:
    place = tmp_path / "files"
    place.mkdir()
    return make_register(place)

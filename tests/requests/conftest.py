"""What tests of requests begin with."""

from pathlib import Path

import pytest
from tests.intake.world import People, Register, make_register


@pytest.fixture
def people() -> People:
    return People()


@pytest.fixture
def register(database: str, tmp_path: Path) -> Register:
    place = tmp_path / "files"
    place.mkdir()
    return make_register(place)

"""What the tests of the record and the assessment share."""

import sys
from pathlib import Path

import pytest

# The world and the other worlds it stands on are imported under their full names.
sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.processing.world import House


@pytest.fixture
def house(database: str) -> House:
    """Give a house with a mandate, a provider and a carrier."""
    return House()

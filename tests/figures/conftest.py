"""What the tests of figures share."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.figures.world import World


@pytest.fixture
def world(database: str) -> World:
    """Give a mandate among communes of all sizes."""
    return World(database)

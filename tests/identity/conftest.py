"""What tests of identity begin with."""

import pytest
from tests.identity.world import Browser

from selfcontact.identity.actions import ensure_box
from selfcontact.lib.actor import SYSTEM


@pytest.fixture
def browser(database: str) -> Browser:
    ensure_box(actor=SYSTEM)
    return Browser()

"""What the tests of breaches begin with."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core import mail
from django.test.utils import override_settings

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.breaches.world import House
from tests.intake.world import make_register


@pytest.fixture
def house(database: str, tmp_path: Path) -> House:
    """Give a house with a live mandate of twelve people, and the owner of its candidate's team."""
    place = tmp_path / "files"
    place.mkdir()
    return House(make_register(place))


@pytest.fixture
def outbox() -> Iterator[list[mail.EmailMessage]]:
    """Give the mails that leave."""
    mail.outbox = []
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        yield mail.outbox

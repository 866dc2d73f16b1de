"""What tests of the mailbox begin with: a mail server of their own, and settings that point to it."""

import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.mailbox.servers import DPO, PASSWORD, MailServer, mail_server


@pytest.fixture(scope="session")
def running() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def server(running: MailServer, database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    """Give the server with empty boxes, its operator examined, and the installation pointed at it."""
    from tests.mailbox.world import examined

    running.empty()
    for name, value in running.settings().items():
        monkeypatch.setattr(f"django.conf.settings.{name}", value)
    examined(date(2026, 1, 1), date.today() + timedelta(days=30))  # noqa: DTZ011 - a review counts in days
    yield running
    running.put_right()


__all__ = ["DPO", "PASSWORD"]

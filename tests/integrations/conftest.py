"""What the tests of integrations share."""

import sys
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.integrations.receiver import Receiver, receiving


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """Give a real HTTP server on this machine, which webhooks may reach in this test."""
    from django.conf import settings

    monkeypatch.setattr(settings, "WEBHOOK_NETWORKS", (ip_network("127.0.0.0/8"),))
    with receiving() as running:
        yield running

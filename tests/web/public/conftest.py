"""What tests of asking on the public site begin with."""

from datetime import datetime

import pytest
from django.conf import settings
from django.test import Client
from tests.policies.world import publish

from selfcontact.compliance.deadline import PARIS
from selfcontact.identity.actions import ensure_box
from selfcontact.lib.actor import SYSTEM

#: A Monday: a request of that day is due on Thursday 15 April.
DAY = datetime(2027, 3, 15, 10, tzinfo=PARIS)


@pytest.fixture
def asker(public: None, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Give a visitor's browser, which has to prove where its forms come from, on the day of the tests."""
    monkeypatch.setattr(settings, "CLOCK_START", DAY)
    monkeypatch.setattr(settings, "CLOCK_ANCHOR", None)
    publish(on=DAY.date(), at=DAY)
    ensure_box(actor=SYSTEM)
    return Client(enforce_csrf_checks=True)

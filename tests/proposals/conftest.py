"""A house with a mandate, a campaign that awaits its candidate, and a portal that knows what its role allows."""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from django.db import connection

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.campaigns.sending_world import NOON, STAFF, House, People

from selfcontact.campaigns import actions as campaigns
from selfcontact.campaigns.models import Campaign
from selfcontact.proposals import desk
from selfcontact.proposals.models import Proposal

As = Callable[[str], AbstractContextManager[None]]


@pytest.fixture
def house(database: str) -> House:
    """Give a house; nothing is sent in these tests."""
    return House(database=database, port=1)


@pytest.fixture
def submitted(house: House) -> Campaign:
    """Give a campaign to thirty people that has been submitted."""
    campaign = house.campaign(house.mandate(People(count=30)), start=False)
    campaigns.submit(actor=STAFF, campaign=campaign, at=NOON)
    return campaign


@pytest.fixture
def proposal(submitted: Campaign) -> Proposal:
    """Give what its candidate is shown."""
    desk.tend(actor=STAFF, at=NOON)
    return Proposal.objects.get(campaign_uid=submitted.uid)


@pytest.fixture
def process() -> As:
    """Return what does something with the rights of a process."""
    return _as


@contextmanager
def _as(process: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE selfcontact_{process}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")

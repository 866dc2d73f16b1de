"""A house with one mandate behind the programming interface, and tokens to call it with."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test.utils import override_settings
from django.urls import clear_url_caches

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.api.calling import Caller, caller
from tests.campaigns.sending_world import NOON, House, People

from selfcontact.accounts.models import Role


@pytest.fixture
def house(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """Give a house that answers as the console, on a Tuesday at noon."""
    monkeypatch.setattr("selfcontact.web.api.campaigns.now", lambda: NOON)
    with override_settings(
        FACE="console", ROOT_URLCONF="selfcontact.web.console.urls", ALLOWED_HOSTS=["testserver", "localhost"]
    ):
        clear_url_caches()
        made = House(database, 2775)
        made.mandate(People(count=3), reference="mandate-1")
        yield made
    clear_url_caches()


@pytest.fixture
def api(house: House) -> Caller:
    """Give a caller with every scope."""
    return caller(Role.OPERATOR, Role.APPROVER)

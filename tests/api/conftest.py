"""A house with one mandate behind the programming interface, and tokens to call it with."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from django.test.utils import override_settings
from django.urls import clear_url_caches

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.api.calling import Caller, caller
from tests.campaigns.sending_world import NOON, House, People
from tests.intake.world import make_register
from tests.uploads import world as uploading
from tests.uploads.world import Depot

from selfcontact.accounts.models import Role


@pytest.fixture
def house(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """Give a house that answers as the console, on a Tuesday at noon."""
    with _console(NOON, monkeypatch):
        made = House(database, 2775)
        made.mandate(People(count=3), reference="mandate-1")
        yield made


@pytest.fixture
def depot(database: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Depot]:
    """Give a house that takes files, on the day of its registers."""
    files = tmp_path / "files"
    files.mkdir()
    with _console(uploading.NOON, monkeypatch):
        yield Depot(register=make_register(files))


@contextmanager
def _console(at: datetime, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Answer as the console at an instant."""
    from django.conf import settings

    monkeypatch.setattr(settings, "CLOCK_START", at)
    monkeypatch.setattr(settings, "CLOCK_ANCHOR", None)
    hosts = ["testserver", "localhost"]
    with override_settings(FACE="console", ROOT_URLCONF="selfcontact.web.console.urls", ALLOWED_HOSTS=hosts):
        clear_url_caches()
        yield
    clear_url_caches()


@pytest.fixture
def api(house: House) -> Caller:
    """Give a caller with every scope."""
    return caller(Role.OPERATOR, Role.APPROVER)

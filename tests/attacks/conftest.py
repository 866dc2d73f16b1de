"""What an attacker finds: the public site with its own database login, before a house that knows some numbers."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from django.test.utils import override_settings
from psycopg.conninfo import make_conninfo
from tests.intake.world import People, make_register
from tests.policies.world import publish
from tests.web.conftest import public

from selfcontact.compliance.deadline import PARIS
from selfcontact.identity.actions import ensure_box
from selfcontact.lib.actor import SYSTEM
from selfcontact.settings import database_settings

__all__ = ["public"]
NOW = datetime(2027, 3, 15, 10, tzinfo=PARIS)
#: How many numbers of the fiction block the house knows: the first ones; and where it is asked for statistics.
FEW, KNOWN = 10, 2000


@pytest.fixture
def site(
    database: str,
    public: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> Iterator[str]:
    """Serve the public site over the login of its own role; return the owner's address, for whoever looks behind."""
    monkeypatch.setattr(settings, "CLOCK_START", NOW)
    monkeypatch.setattr(settings, "CLOCK_ANCHOR", None)
    ensure_box(actor=SYSTEM)
    publish(on=NOW.date(), at=NOW)
    files = tmp_path / "files"
    files.mkdir()
    people = People()
    make_register(files).load(people.text(people.many(getattr(request, "param", FEW))))
    with psycopg.connect(make_conninfo(database, user="postgres"), autocommit=True) as superuser:
        superuser.execute("ALTER ROLE selfcontact_public LOGIN")
    with override_settings(WEB_POSTS_PER_HOUR=100_000):
        as_user(make_conninfo(database, user="selfcontact_public"))
        yield database
        as_user(database)


@contextmanager
def behind(site: str) -> Iterator[None]:
    """Do what the house does, with its own rights, and leave the site with its own again."""
    as_user(site)
    yield
    as_user(make_conninfo(site, user="selfcontact_public"))


def as_user(url: str) -> None:
    """Have Django connect there from now on."""
    connections.close_all()
    connections["default"].settings_dict.update(database_settings(url))

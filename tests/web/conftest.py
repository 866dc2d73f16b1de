"""What tests of the faces begin with."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.db import connections
from django.test.utils import override_settings
from django.urls import clear_url_caches

sys.path.insert(0, str(Path(__file__).parents[2]))
from playwright.sync_api import Browser
from tests.intake.world import People, make_register
from tests.uploads.world import NOON, Depot
from tests.web import browsing
from tests.web.clients import Signed, staff_client, team_client
from tests.web.house import House, opened
from tests.web.line import Line, served

from selfcontact.accounts.models import Role, Seat
from selfcontact.mandates.models import Candidate


@pytest.fixture
def console(database: str) -> Iterator[None]:
    """Answer as the console."""
    yield from _face("console")


@pytest.fixture
def portal(database: str) -> Iterator[None]:
    """Answer as the portal."""
    yield from _face("portal")


@pytest.fixture
def public(database: str) -> Iterator[None]:
    """Answer as the public site."""
    yield from _face("public")


def _face(name: str) -> Iterator[None]:
    cache = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": f"cache_{name}"}}
    with override_settings(
        FACE=name,
        ROOT_URLCONF=f"selfcontact.web.{name}.urls",
        SESSION_COOKIE_NAME=f"selfcontact_{name}",
        CACHES=cache,
        EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
        ALLOWED_HOSTS=["localhost", "127.0.0.1", "testserver"],
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        clear_url_caches()
        # What another test sent is no business of this one.
        mail.outbox = []
        yield
    clear_url_caches()


@pytest.fixture
def staff(console: None) -> Callable[..., Signed]:
    """Return what gives a client of the console with the roles given."""
    return staff_client


@pytest.fixture
def team(portal: None) -> Callable[[Candidate, Seat], Signed]:
    """Return what gives a client of the portal beside a candidate."""
    return team_client


@pytest.fixture
def people() -> People:
    """Write files of invented people."""
    return People()


@pytest.fixture
def depot(console: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Depot:
    """Give a mandate to upload files for, on the day of the registers."""
    monkeypatch.setattr(settings, "CLOCK_START", NOON)
    monkeypatch.setattr(settings, "CLOCK_ANCHOR", None)
    files = tmp_path / "files"
    files.mkdir()
    return Depot(register=make_register(files))


@pytest.fixture
def line(depot: Depot, staff: Callable[..., Signed]) -> Iterator[Line]:
    """Serve the console over a real line, to an operator."""
    with served(staff(Role.OPERATOR)) as serving:
        yield serving


@pytest.fixture
def chromium(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    """Give a real browser."""
    # The browser's driver runs an event loop in this thread; the test is alone in it all the same.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with browsing.browser() as started:
        # Django keeps other connections beside that loop: none may outlive its database.
        connections.close_all()
        yield started
        connections.close_all()


@pytest.fixture
def house(database: str, tmp_path: Path) -> Iterator[House]:
    """Give a running installation with a simulated carrier; the test's own connection is its owner's."""
    with opened(database, tmp_path / "home") as running:
        yield running

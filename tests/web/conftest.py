"""What tests of the faces begin with."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test.utils import override_settings
from django.urls import clear_url_caches

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.web.clients import Signed, staff_client, team_client

from selfcontact.accounts.models import Seat
from selfcontact.mandates.models import Candidate


@pytest.fixture
def console(database: str) -> Iterator[None]:
    """Answer as the console."""
    yield from _face("console")


@pytest.fixture
def portal(database: str) -> Iterator[None]:
    """Answer as the portal."""
    yield from _face("portal")


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

"""What tests of notices begin with: a house that has sent nothing yet."""

from collections.abc import Iterator

import pytest
from django.test.utils import override_settings
from django.urls import clear_url_caches
from tests.campaigns.sending_world import House


@pytest.fixture
def house(database: str) -> House:
    """Give a house with an open route."""
    return House(database=database, port=1)


@pytest.fixture
def public(database: str) -> Iterator[None]:
    """Answer as the public site."""
    hosts = ["localhost", "127.0.0.1", "testserver"]
    with override_settings(FACE="public", ROOT_URLCONF="selfcontact.web.public.urls", ALLOWED_HOSTS=hosts):
        clear_url_caches()
        yield
    clear_url_caches()

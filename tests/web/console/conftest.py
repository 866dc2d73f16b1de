"""The rehearsal's clock, for pages that speak of days ahead."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import override_settings

AtTime = Callable[[datetime], AbstractContextManager[None]]


@pytest.fixture
def at_time() -> AtTime:
    """Return what sets the clock of the pages."""

    @contextmanager
    def set_clock(start: datetime) -> Iterator[None]:
        with override_settings(CLOCK_START=start, CLOCK_ANCHOR=datetime.now(UTC)):
            yield

    return set_clock


@pytest.fixture
def as_console(database: str) -> Callable[[], AbstractContextManager[None]]:
    """Return what lowers the test's connection to the rights of the console's process."""

    @contextmanager
    def lowered() -> Iterator[None]:
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE selfcontact_console")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("RESET ROLE")

    return lowered

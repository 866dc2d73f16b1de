"""The rehearsal's clock, for pages that speak of days ahead."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime

import pytest
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

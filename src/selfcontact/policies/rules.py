"""When a version may begin. Each day has one version at most, and no day of the past is told anew."""

from collections.abc import Sequence
from datetime import date


def earliest(begun: Sequence[date], today: date) -> date | None:
    """Return the first day on which a new version may begin after those of `begun`; None: any day will do.

    The first version may take over a policy that already binds. A later one never begins in the past, nor before a
    version that is already announced: with the same day it replaces it.
    """
    return max(today, *begun) if begun else None


def binding(begun: Sequence[date], day: date) -> int | None:
    """Return the place in `begun`, versions in order, of the one that binds on that day; None before the first."""
    return max((place for place, first in enumerate(begun) if first <= day), default=None)


def last_days(begun: Sequence[date]) -> list[date | None]:
    """Return, for each version in order, the day on which it stopped binding; None while no other one follows.

    A version that another replaces on its first day never binds: its own day is returned.
    """
    return [*begun[1:], None][: len(begun)]

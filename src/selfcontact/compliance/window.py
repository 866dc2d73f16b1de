"""A stretch of time, in UTC, from its start on and before its end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


@dataclass(frozen=True, kw_only=True)
class Window:
    """`start` belongs to the window, `end` does not; both aware, in UTC."""

    start: datetime
    end: datetime

    def __contains__(self, instant: datetime) -> bool:
        return self.start <= instant < self.end

    def touches(self, first: datetime, last: datetime) -> bool:
        """Tell whether an instant from `first` to `last`, both included, lies in the window."""
        return first < self.end and self.start <= last


def instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """Return the UTC instant at which the clocks of `zone` show `clock` on `day`."""
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def union(windows: Iterable[Window]) -> tuple[Window, ...]:
    """Return the same instants as windows in order that neither overlap nor touch."""
    merged: list[Window] = []
    for window in sorted(windows, key=lambda one: one.start):
        if merged and window.start <= merged[-1].end:
            merged[-1] = Window(start=merged[-1].start, end=max(merged[-1].end, window.end))
        else:
            merged.append(window)
    return tuple(merged)


def intersection(windows: Iterable[Window]) -> Window | None:
    """Return the instants that lie in every window, or None when there are none."""
    windows = tuple(windows)
    if not windows:
        return None
    start, end = max(one.start for one in windows), min(one.end for one in windows)
    return Window(start=start, end=end) if start < end else None

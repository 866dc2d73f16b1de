"""What is kept of calls: for each quarter of an hour, how many were heard so long and ended so."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise

from django.db import connection

QUARTER = timedelta(minutes=15)
#: Lower bounds of the classes of duration, in seconds: a duration to the second would tell calls apart.
CLASSES = (0, 5, 10, 20, 30, 45, 60, 90, 120, 180, 300)
#: Line, quarter of an hour, class of duration, exit, version of the privacy policy.
Key = tuple[int, datetime, int, str, int]
ADD = """
INSERT INTO lines_heard (line_id, quarter, seconds, exit, policy, count)
SELECT * FROM unnest(%s::bigint[], %s::timestamptz[], %s::smallint[], %s::text[], %s::int[], %s::int[])
ON CONFLICT (line_id, quarter, seconds, exit, policy) DO UPDATE SET count = lines_heard.count + excluded.count
"""


def quarter(at: datetime) -> datetime:
    """Return the beginning of the quarter of an hour of an instant."""
    return at - (at - datetime.min.replace(tzinfo=at.tzinfo)) % QUARTER


def seconds_class(seconds: float) -> int:
    """Return the lower bound of the class of a duration."""
    return next((low for low, high in pairwise(CLASSES) if low <= seconds < high), CLASSES[-1] if seconds > 0 else 0)


class Tally:
    """Adds calls up in memory; what a call was is forgotten as soon as it is added."""

    def __init__(self) -> None:
        self._counts: Counter[Key] = Counter()

    def add(self, line_id: int, seconds: float, exit: str, at: datetime, policy: int = 0) -> None:  # noqa: A002 - the word of the domain
        """Add a call that has just ended, under the version of the privacy policy then in force."""
        self._counts[line_id, quarter(at), seconds_class(seconds), exit, policy] += 1

    def take(self) -> Counter[Key]:
        """Return what was added since, and forget it."""
        taken, self._counts = self._counts, Counter()
        return taken

    def give_back(self, taken: Counter[Key]) -> None:
        """Take back what could not be written."""
        self._counts += taken


def write(counts: Counter[Key]) -> None:
    """Add counts to the table."""
    if not counts:
        return
    # In one order for every process: none waits for another in a circle.
    rows = sorted(counts.items())
    columns = [list(column) for column in zip(*(key for key, _ in rows), strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(ADD, [*columns, [count for _, count in rows]])

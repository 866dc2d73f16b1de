"""What a process says of itself each second, so that a screen shows what is up now."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

SAY = """
INSERT INTO lines_voicepresence (process, line_id, concurrent, calls, late_permille, worst_ms, seen_at)
SELECT %s, line, concurrent, calls, %s, %s, clock_timestamp()
FROM unnest(%s::bigint[], %s::int[], %s::int[]) AS said (line, concurrent, calls)
ON CONFLICT (process, line_id) DO UPDATE SET concurrent = excluded.concurrent, calls = excluded.calls,
    late_permille = excluded.late_permille, worst_ms = excluded.worst_ms, seen_at = excluded.seen_at
"""
#: A line that is served no more is not said of any more; nor is what a process that died had said.
FORGET = """
DELETE FROM lines_voicepresence
WHERE (process = %s AND line_id <> ALL (%s::bigint[])) OR seen_at < clock_timestamp() - interval '1 minute'
"""


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How well the packets of all lines leave: late ones in thousandths, the gap that all but one in 1000 kept."""

    late_permille: int
    worst_ms: int


def say(process: UUID, lines: Mapping[int, tuple[int, int]], pace: Pace) -> None:
    """Write (concurrent, calls) of each line that is served."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET, [process, list(lines)])
        concurrent, calls = [now for now, _ in lines.values()], [all_of for _, all_of in lines.values()]
        cursor.execute(SAY, [process, pace.late_permille, pace.worst_ms, list(lines), concurrent, calls])


def leave(process: UUID) -> None:
    """Say nothing any more."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM lines_voicepresence WHERE process = %s", [process])

"""What a process says of itself each second, so that a screen shows what is up now."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from uuid import UUID

from django.db import connection

SAY = """
INSERT INTO lines_voicepresence (process, line_id, concurrent, calls, late_permille, worst_ms, seen_at)
SELECT %s, line, concurrent, calls, late, worst, clock_timestamp()
FROM unnest(%s::bigint[], %s::int[], %s::int[], %s::int[], %s::int[]) AS said (line, concurrent, calls, late, worst)
ON CONFLICT (process, line_id) DO UPDATE SET concurrent = excluded.concurrent, calls = excluded.calls,
    late_permille = excluded.late_permille, worst_ms = excluded.worst_ms, seen_at = excluded.seen_at
"""
#: A line that is served no more is not said of any more; nor is what a process that died had said.
FORGET = """
DELETE FROM lines_voicepresence
WHERE (process = %s AND line_id <> ALL (%s::bigint[])) OR seen_at < clock_timestamp() - interval '1 minute'
"""


@dataclass(frozen=True, kw_only=True)
class Said:
    """One line: its calls, its late packets in thousandths, the gap in milliseconds that all but one in 1000 kept."""

    concurrent: int = 0
    calls: int = 0
    late_permille: int = 0
    worst_ms: int = 0


def say(process: UUID, lines: Mapping[int, Said]) -> None:
    """Write what there is to say of each line that is served."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET, [process, list(lines)])
        columns = [[getattr(one, field.name) for one in lines.values()] for field in fields(Said)]
        cursor.execute(SAY, [process, list(lines), *columns])


def leave(process: UUID) -> None:
    """Say nothing any more."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM lines_voicepresence WHERE process = %s", [process])

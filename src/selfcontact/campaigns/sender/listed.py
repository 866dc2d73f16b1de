"""Looks numbers up in the opposition list, by their tags."""

from collections.abc import Sequence
from datetime import date

from selfcontact.campaigns.sender.connection import Connection

LISTED = """
SELECT tag FROM opposition_entry
WHERE tag = ANY(%s::bytea[]) AND (candidate_id IS NULL OR candidate_id = %s) AND expires_on > %s
"""


async def listed(conn: Connection, tags: Sequence[bytes], candidate_id: int, on: date) -> frozenset[bytes]:
    """Return which tags are opposed, erased or held on that day, everywhere or for that candidate."""
    if not tags:
        return frozenset()
    # Written out here: the adapter of lists looks at each value for characters to escape.
    array = "".join(('{"\\\\x', '","\\\\x'.join(tag.hex() for tag in tags), '"}'))
    cursor = await conn.execute(LISTED, [array, candidate_id, on], binary=True)
    return frozenset(bytes(row[0]) for row in await cursor.fetchall())

"""The database connections of a sender: asynchronous, since they share one loop with the sockets of the carriers.

One loop and no thread between the check of a message and its socket write: nothing is handed over, nothing can slip in
between. A slice costs five round trips, and while it waits for one of them the loop reads answers and receipts.
They hold session locks: a pooler in transaction mode does not suit them.
"""

from collections.abc import Mapping

import psycopg
from psycopg.rows import TupleRow

from selfcontact.database.connect import address

Connection = psycopg.AsyncConnection[TupleRow]
# Every query here is keyed; after a fresh load the planner has no statistics and would read a whole table through.
# A generic plan would be made for all partitions at once (62 ms and 161 MB with two thousand mandates).
_CLAIMING = {
    "timezone": "UTC",
    "plan_cache_mode": "force_custom_plan",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "enable_seqscan": "off",
    "jit": "off",
    "synchronous_commit": "on",
}
# What is appended this way is lost by a crash of the server only, within its last 600 ms; then the block is still
# claimed, for it is closed in the same transaction, and its messages become `unknown`. Never a second message.
_APPENDING = _CLAIMING | {"synchronous_commit": "off"}


async def claiming(role: str | None) -> Connection:
    """Return a connection whose commits are durable, for what must be marked before it leaves."""
    return await _connect(role, _CLAIMING)


async def appending(role: str | None) -> Connection:
    """Return a connection for outcomes and receipts, whose commits do not wait for the disk."""
    return await _connect(role, _APPENDING)


async def _connect(role: str | None, parameters: Mapping[str, str]) -> Connection:
    conn = await psycopg.AsyncConnection.connect(address(role), autocommit=True)
    for name, value in parameters.items():
        await conn.execute("SELECT set_config(%s, %s, false)", [name, value])
    return conn

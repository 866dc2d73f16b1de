"""The sender's side of the fence between a slice and a STOP (see `selfcontact.opposition.fence`)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from selfcontact.campaigns.sender.connection import Connection
from selfcontact.opposition.fence import FENCE


@asynccontextmanager
async def passing(conn: Connection) -> AsyncIterator[None]:
    """Hold the fence, together with other senders, from before the list is read until the messages are on the wire.

    A session lock, for it outlives the transaction that claims; if the connection breaks, it falls with it.
    """
    await conn.execute("SELECT pg_advisory_lock_shared(%s)", [FENCE])
    try:
        yield
    finally:
        if not conn.closed:
            await conn.execute("SELECT pg_advisory_unlock_shared(%s)", [FENCE])

"""The name a sender works under, and the lock that tells the others that it is alive."""

from uuid import UUID, uuid4

from selfcontact.campaigns.sender.connection import Connection

_SIGNED = 1 << 63


def lock_key(sender: UUID) -> int:
    """Return the advisory lock of a sender: a signed 64-bit number, the two halves of its name folded together."""
    folded = (sender.int >> 64) ^ (sender.int & ((1 << 64) - 1))
    return folded - (1 << 64) if folded >= _SIGNED else folded


async def begin(conn: Connection) -> UUID:
    """Return a new name whose lock `conn` holds for the life of its session: when the process dies, the lock falls."""
    sender = uuid4()
    await conn.execute("SELECT pg_advisory_lock(%s)", [lock_key(sender)])
    return sender

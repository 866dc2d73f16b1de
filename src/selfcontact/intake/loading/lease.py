"""Who is loading into a mandate: one process at a time, known to be dead as soon as its connection is."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from selfcontact.lib.errors import UserError

#: First key of the advisory locks of loads; the second is the mandate.
LOADING = 0x10AD


@contextmanager
def held(conninfo: str, mandate_id: int) -> Iterator[None]:
    """Hold the mandate's lease for the length of the block; raises UserError while another load runs."""
    with psycopg.connect(conninfo, autocommit=True) as connection:
        if not take(connection, mandate_id):
            raise UserError(
                "load_running",
                fr="Un autre chargement est en cours pour ce mandat.",
                en="Another load is running for this mandate.",
            )
        yield


def take(connection: psycopg.Connection, mandate_id: int, kind: int = LOADING) -> bool:
    """Take the lease for this connection unless someone has it; tell whether it was taken."""
    row = connection.execute("SELECT pg_try_advisory_lock(%s, %s::int)", [kind, mandate_id]).fetchone()
    return bool(row and row[0])


def leave(connection: psycopg.Connection, mandate_id: int) -> None:
    """Give the lease back."""
    connection.execute("SELECT pg_advisory_unlock(%s, %s::int)", [LOADING, mandate_id])

"""The fence between what stops messages and a slice of them: whichever takes it first is seen by the other.

A sender holds it shared from before it reads the list until its messages are on the wire (milliseconds); whoever
writes to the list, or takes back what messages leave on, holds it alone until commit. PostgreSQL serves waiters in
order, so a STOP never starves.
"""

import psycopg
from django.db import connection

FENCE = 0x5E1FC0


def close() -> None:
    """Hold the fence alone until the end of the present transaction (Django's connection)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FENCE])


def pass_through(conn: psycopg.Connection[tuple[object, ...]]) -> None:
    """Hold the fence together with other senders, until `leave` or the end of the session."""
    conn.execute("SELECT pg_advisory_lock_shared(%s)", [FENCE])


def leave(conn: psycopg.Connection[tuple[object, ...]]) -> None:
    """Let go of the fence."""
    conn.execute("SELECT pg_advisory_unlock_shared(%s)", [FENCE])

"""The partitions of a mandate: opened with it, loaded beside the tables, emptied in one step, dropped without a wait.

What a process role may do goes through the functions of the first migration; what needs the owner says so.
"""

import time
from typing import LiteralString

import psycopg
from psycopg import sql

CONTACTS = "contacts_contact"
#: A keeper asks for the tables this long and this often, so that the other mandates never wait longer than that.
PATIENCE = "SET lock_timeout = '250ms'"
ATTEMPTS = 40
PAUSE = 0.25


def _call(connection: psycopg.Connection, statement: LiteralString, *values: object) -> object:
    row = connection.execute(statement, values).fetchone()
    return row[0] if row else None


def open_mandate(connection: psycopg.Connection, mandate_id: int) -> None:
    """Make and attach the mandate's partition of every table cut by mandate; what is there already stays."""
    _call(connection, "SELECT selfcontact_open_mandate(%s)", mandate_id)


def truncate_mandate(connection: psycopg.Connection, mandate_id: int) -> None:
    """Empty every partition of the mandate, at a cost that does not grow with its rows."""
    _call(connection, "SELECT selfcontact_truncate_mandate(%s)", mandate_id)


def prepare_delivery(connection: psycopg.Connection, mandate_id: int, delivery_id: int, parent: str = CONTACTS) -> str:
    """Return the name of a new table like `parent`, detached and without indexes, for the caller to fill by COPY."""
    return str(_call(connection, "SELECT selfcontact_prepare_delivery(%s, %s, %s)", mandate_id, delivery_id, parent))


def attach_delivery(connection: psycopg.Connection, mandate_id: int, delivery_id: int, table: str) -> None:
    """Publish the table that `prepare_delivery` named: its indexes are built, then all its rows appear at once."""
    _call(connection, "SELECT selfcontact_attach_delivery(%s, %s, %s)", mandate_id, delivery_id, table)


def discard_delivery(connection: psycopg.Connection, mandate_id: int, delivery_id: int, parent: str = CONTACTS) -> None:
    """Drop the table of a delivery that was given up; nothing happens when there is none."""
    _call(connection, "SELECT selfcontact_discard_delivery(%s, %s, %s)", mandate_id, delivery_id, parent)


def drop_mandate(connection: psycopg.Connection, mandate_id: int) -> None:
    """Detach and drop the mandate's partitions while the other mandates go on; can be called again after a crash.

    Needs the owner's connection, in autocommit: DETACH CONCURRENTLY runs in no transaction block.
    """
    if not connection.autocommit:
        raise ValueError("a connection in autocommit is needed")
    tables = connection.execute("SELECT root::text, name FROM selfcontact_mandate_tables()").fetchall()
    for root, name in tables:
        _drop(connection, root, f"{name}_m{mandate_id}")


def drop_mandate_as_keeper(connection: psycopg.Connection, mandate_id: int) -> None:
    """Do the same as a process role, which owns nothing; raises `LockNotAvailable` when the tables stay busy."""
    connection.execute(PATIENCE)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            _call(connection, "SELECT selfcontact_drop_mandate(%s)", mandate_id)
        except (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected):
            if attempt == ATTEMPTS:
                raise
            time.sleep(PAUSE)
        else:
            return


def _drop(connection: psycopg.Connection, root: str, part: str) -> None:
    question = (
        "SELECT c.relispartition, coalesce((SELECT inhdetachpending FROM pg_inherits WHERE inhrelid = c.oid), false) "
        "FROM pg_class c WHERE c.oid = to_regclass(quote_ident(%s))"
    )
    found = connection.execute(question, [part]).fetchone()
    if found is None:
        return
    attached, half_detached = found
    names = {"root": sql.SQL(root), "part": sql.Identifier(part)}  # `::regclass::text` has quoted it
    if attached:
        way = sql.SQL("FINALIZE" if half_detached else "CONCURRENTLY")
        detach = sql.SQL("ALTER TABLE {root} DETACH PARTITION {part} ")
        connection.execute(detach.format(**names) + way)
    connection.execute(sql.SQL("DROP TABLE {part}").format(**names))

"""Builds the indexes of a detached table before it is attached: two at a time, and nobody waits for them."""

from concurrent.futures import ThreadPoolExecutor

import psycopg

#: A process role owns no table: the database's own functions build.
INDEXES = "SELECT number FROM selfcontact_delivery_indexes(%s) ORDER BY number"
BUILD = "SELECT selfcontact_index_delivery(%s, %s, %s)"
KEY = "SELECT selfcontact_key_delivery(%s, %s)"


def build(conninfo: str, table: str, parent: str) -> None:
    """Give `table` the indexes of `parent`, built side by side on two connections, and its statistics."""
    with psycopg.connect(conninfo, autocommit=True) as connection:
        numbers = [row[0] for row in connection.execute(INDEXES, [parent]).fetchall()]
        with ThreadPoolExecutor(max_workers=2) as pool:
            # The dearest first, the primary key (which comes sorted already) last: both connections end together.
            for job in [pool.submit(_build, conninfo, table, parent, number) for number in numbers]:
                job.result()
        connection.execute(KEY, [table, parent])


def _build(conninfo: str, table: str, parent: str, number: int) -> None:
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute(BUILD, [table, parent, number])

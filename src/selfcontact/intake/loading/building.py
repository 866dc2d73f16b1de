"""Builds the indexes of a detached table before it is attached: two at a time, and nobody waits for them."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
from psycopg import sql

INDEXES = """
SELECT i.indisprimary, array_agg(a.attname::text ORDER BY k.position)
FROM pg_index i
CROSS JOIN unnest(i.indkey::smallint[]) WITH ORDINALITY AS k (number, position)
JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number
WHERE i.indrelid = to_regclass(quote_ident(%s)) GROUP BY i.indexrelid, i.indisprimary
ORDER BY i.indisprimary, max(i.indnkeyatts) DESC
"""
OWNED = "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass(quote_ident(%s))"
MEMORY = "SET maintenance_work_mem = '256MB'"


def build(conninfo: str, table: str, parent: str) -> None:
    """Give `table` the indexes of `parent`, built side by side on two connections, and its statistics.

    A process role does not own the table: attaching builds its indexes then.
    """
    with psycopg.connect(conninfo, autocommit=True) as connection:
        row = connection.execute(OWNED, [table]).fetchone()
        if not (row and row[0]):
            return
        indexes = connection.execute(INDEXES, [parent]).fetchall()
        with ThreadPoolExecutor(max_workers=2) as pool:
            # The dearest first, the primary key (which comes sorted already) last: both connections end together.
            jobs = [pool.submit(_create, conninfo, table, number, index) for number, index in enumerate(indexes)]
            connection.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(table)))
            for job in jobs:
                job.result()
        for number, (primary, _) in enumerate(indexes):
            if primary:
                names = sql.Identifier(table), sql.Identifier(f"{table}_i{number}")
                connection.execute(sql.SQL("ALTER TABLE {} ADD PRIMARY KEY USING INDEX {}").format(*names))


def _create(conninfo: str, table: str, number: int, index: tuple[bool, list[str]]) -> None:
    primary, columns = index
    statement = sql.SQL("CREATE UNIQUE INDEX {} ON {} ({})" if primary else "CREATE INDEX {} ON {} ({})")
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute(MEMORY)
        connection.execute(
            statement.format(
                sql.Identifier(f"{table}_i{number}"),
                sql.Identifier(table),
                sql.SQL(", ").join(map(sql.Identifier, columns)),
            )
        )

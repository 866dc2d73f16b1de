"""Tries everything on every table of the schema, as a process that has only its own database role."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

Tries = Iterator[tuple[str, sql.Composed]]

# Whatever can be read or written, in every schema but PostgreSQL's own; columns that were dropped are not there.
RELATIONS = """
SELECT n.nspname, c.relname,
       array_agg(a.attname::text ORDER BY a.attnum),
       bool_or(a.atttypid = 'bytea'::regtype OR a.attname = 'mandate_id' AND (c.relkind = 'p' OR c.relispartition))
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
GROUP BY 1, 2 ORDER BY 1, 2
"""


@dataclass(frozen=True, kw_only=True)
class Relation:
    """A table, a partition or a view; a person is only ever in a table of a mandate, or sealed, or a fingerprint."""

    schema: str
    name: str
    columns: tuple[str, ...]
    holds_a_person: bool

    def tries(self) -> Tries:
        """Yield every way to read or change it; one column that may be written is enough for an UPDATE."""
        table = sql.Identifier(self.schema, self.name)
        yield "SELECT", sql.SQL("SELECT count(*) FROM {}").format(table)
        yield "INSERT", sql.SQL("INSERT INTO {} DEFAULT VALUES").format(table)
        for column in self.columns:
            yield "UPDATE", sql.SQL("UPDATE {} SET {} = DEFAULT").format(table, sql.Identifier(column))
        yield "DELETE", sql.SQL("DELETE FROM {}").format(table)
        yield "TRUNCATE", sql.SQL("TRUNCATE {}").format(table)


def relations(owner: psycopg.Connection[tuple[object, ...]]) -> list[Relation]:
    """Return everything that the schema holds at this moment."""
    found = owner.execute(RELATIONS).fetchall()
    return [
        Relation(schema=str(schema), name=str(name), columns=tuple(columns), holds_a_person=bool(held))  # type: ignore[arg-type]
        for schema, name, columns, held in found
    ]


@contextmanager
def signed_in(database: str, process: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """Log in as the role of a process, as on the embedded server: there is nothing behind it to fall back to."""
    with psycopg.connect(make_conninfo(database, user="postgres"), autocommit=True) as superuser:
        superuser.execute(sql.SQL("ALTER ROLE {} LOGIN").format(sql.Identifier(f"selfcontact_{process}")))
    with psycopg.connect(make_conninfo(database, user=f"selfcontact_{process}"), autocommit=True) as connection:
        yield connection


def possible(connection: psycopg.Connection[tuple[object, ...]], relation: Relation) -> set[str]:
    """Return what a connection may do; nothing of it is kept."""
    return {verb for verb, statement in relation.tries() if not _refused(connection, statement)}


def _refused(connection: psycopg.Connection[tuple[object, ...]], statement: sql.Composed) -> bool:
    try:
        with connection.transaction(force_rollback=True):
            connection.execute(statement)
    except psycopg.errors.InsufficientPrivilege as error:
        # A policy that refuses one row is no refusal of the table.
        return (error.diag.message_primary or "").startswith("permission denied")
    except (psycopg.errors.ObjectNotInPrerequisiteState, psycopg.errors.WrongObjectType) as error:
        # Nobody writes through a view that gathers rows of several tables, and nobody empties a view.
        return any(word in str(error) for word in ("into view", "update view", "from view", "is not a table"))
    except psycopg.Error:
        return False
    return False

"""Where the database is, for the owner or for a process role: a server of one's own, or the embedded one."""

import atexit
import os
from contextlib import suppress
from functools import cache

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from selfcontact.database import failures
from selfcontact.database.server import Server
from selfcontact.lib.home import home

OLDEST = 15


@cache
def _embedded() -> Server:
    server = Server(home())
    atexit.register(server.release)
    return server


def address(role: str | None = None) -> str:
    """Return the libpq connection string of the owner, or of a process role such as "worker"; starts nothing.

    DATABASE_URL_<ROLE> comes first, then DATABASE_URL with the role taken on at the connection, then the embedded
    server, where the role logs in by itself.
    """
    shared = os.environ.get("DATABASE_URL")
    if role is None:
        return shared or Server(home()).url()
    if own := os.environ.get(f"DATABASE_URL_{role.upper()}"):
        return own
    if shared is None:
        return Server(home()).url(role)
    options = conninfo_to_dict(shared).get("options") or ""
    return make_conninfo(shared, options=f"{options} -c role=selfcontact_{role}".strip())


def borrowed(role: str) -> bool:
    """Tell whether a process takes its role on from the owner's account, and could put it down again."""
    return f"DATABASE_URL_{role.upper()}" not in os.environ and "DATABASE_URL" in os.environ


@cache
def _verify(conninfo: str) -> None:
    try:
        with psycopg.connect(conninfo, connect_timeout=10) as connection:
            found = connection.info.server_version // 10000
    except psycopg.OperationalError as error:
        raise failures.unreachable() from error
    if found < OLDEST:
        raise failures.too_old(found, OLDEST)


def ensure() -> None:
    """Make sure that a database answers: start the embedded server, or verify DATABASE_URL. Raises UserError."""
    if shared := os.environ.get("DATABASE_URL"):
        _verify(shared)
    else:
        _embedded().start()


def url(role: str | None = None) -> str:
    """Return the same as `address`, once a database answers there. Raises UserError."""
    ensure()
    return address(role)


def connect(role: str | None = None, *, autocommit: bool = False, **kw: str | int | None) -> psycopg.Connection:
    """Return a new connection, for the owner or a process role; `kw` are libpq parameters. Raises UserError."""
    conninfo = make_conninfo(address(role), **kw)
    if _embedded.cache_info().currsize and _embedded().lease.held:
        # The server has answered this process before: no need to ask again, unless it died meanwhile.
        with suppress(psycopg.OperationalError):
            return psycopg.connect(conninfo, autocommit=autocommit)
    ensure()
    return psycopg.connect(conninfo, autocommit=autocommit)

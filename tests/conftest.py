"""A real PostgreSQL for the whole run; each test that asks for it gets a migrated database and a vault of its own."""

import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path

import django
import psycopg
import pytest
from hypothesis import HealthCheck, settings
from psycopg.conninfo import conninfo_to_dict, make_conninfo

# Short names: a server's socket lies in there, in a folder that `mkdtemp` makes.
MEMORY, DISK = Path("/dev/shm"), Path("/tmp")  # noqa: S108
ENOUGH = 4_000_000_000


def roomy() -> Path:
    """Return where databases are copied fastest: in memory where there is room, else on the disk.

    A copy is a thousand files; on a disk most of the time of a run would go to making and removing them.
    """
    return MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH else DISK


# Set before any of our modules reads the environment: a test must never reach the installation of whoever runs it.
ROOT = Path(tempfile.mkdtemp(prefix="sct-", dir=roomy()))
ROOT.chmod(0o755)
os.environ["SELFCONTACT_HOME"] = str(ROOT / "home")
os.environ["DJANGO_SETTINGS_MODULE"] = "selfcontact.settings"
for name in [name for name in os.environ if name.startswith("DATABASE_URL")]:
    del os.environ[name]

# Nothing is started by this; it lets a test import models at its head.
django.setup()

# No assertion is timed: an example that takes longer on a busy machine is no failure.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

TEMPLATE = "template_of_tests"
#: Every test has a copy of a database of hundreds of files: with these a copy takes a tenth of the time.
THROWN_AWAY = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "checkpoint_timeout": "'1h'",
    "max_wal_size": "'4GB'",
}
numbers = itertools.count(1)


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """Start one embedded server for the run and return the address of its maintenance database."""
    from selfcontact.database.server import Server

    with Server(ROOT / "server") as server:
        yield server.url(dbname="postgres")
    shutil.rmtree(ROOT, ignore_errors=True)


@pytest.fixture(scope="session")
def template(server_url: str) -> str:
    """Migrate one database, which the others are copied from."""
    with psycopg.connect(make_conninfo(server_url, user="postgres"), autocommit=True) as connection:
        # Copies are thrown away: only the kill tests need durability, and they ask for it.
        for setting, value in THROWN_AWAY.items():
            connection.execute(f"ALTER SYSTEM SET {setting} = {value}")
        connection.execute("SELECT pg_reload_conf()")
        connection.execute(f"CREATE DATABASE {TEMPLATE} OWNER selfcontact")
    os.environ["DATABASE_URL"] = make_conninfo(server_url, dbname=TEMPLATE)
    from django.core.management import call_command
    from django.db import connections

    from selfcontact.settings import database_settings

    connections["default"].settings_dict.update(database_settings(os.environ["DATABASE_URL"]))
    call_command("migrate", interactive=False, verbosity=0)
    connections.close_all()
    return server_url


@pytest.fixture(scope="session")
def fresh(template: str) -> Callable[[Path], AbstractContextManager[str]]:
    """Return what gives a migrated database and a vault in a home of one's own; the database goes away afterwards."""
    return partial(_fresh, template)


@pytest.fixture
def database(fresh: Callable[[Path], AbstractContextManager[str]], tmp_path: Path) -> Iterator[str]:
    """Give a fresh migrated database and a fresh vault; return the database's address."""
    with fresh(tmp_path / "home") as url:
        yield url


@contextmanager
def _fresh(template: str, home: Path) -> Iterator[str]:
    from django.db import connections

    from selfcontact.settings import database_settings
    from selfcontact.vault import create_vault

    name = f"test_{next(numbers)}"
    with psycopg.connect(template, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY = FILE_COPY")
    url = make_conninfo(template, dbname=name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", url)
        patch.setenv("SELFCONTACT_HOME", str(home))
        connections.close_all()
        connections["default"].settings_dict.update(database_settings(url))
        create_vault()
        yield url
        connections.close_all()
    with psycopg.connect(template, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def owner(database: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """Give a plain connection to the test's database, as its owner, in autocommit."""
    assert conninfo_to_dict(database)["dbname"]
    with psycopg.connect(database, autocommit=True) as connection:
        yield connection

"""Ways of writing to the ledger, and of tampering with it."""

from collections.abc import Callable, Iterator
from uuid import UUID

import psycopg
import pytest
from django.db import transaction
from psycopg.conninfo import make_conninfo

from selfcontact.ledger.actions import record
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import SYSTEM

OBJECT = UUID(int=7)


@pytest.fixture
def note(database: str) -> Callable[..., UUID]:
    """Return a function that records one entry in a transaction of its own and returns its uid."""

    def write(mandate_id: int | None = None, number: int = 0) -> UUID:
        with transaction.atomic():
            entry = record(
                actor=SYSTEM,
                action=Action.CAMPAIGN_EDITED,
                mandate_id=mandate_id,
                object_id=OBJECT,
                details={"secret": f"detail {number}", "list": [1, {"deep": None}]},
            )
        return UUID(str(entry.uid))

    return write


@pytest.fixture
def tamper(database: str) -> Iterator[Callable[[str], None]]:
    """Return a function that changes the tables as an administrator of the server would, past every trigger."""
    with psycopg.connect(make_conninfo(database, user="postgres"), autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")

        def execute(statement: str) -> None:
            connection.execute(statement.encode())

        yield execute

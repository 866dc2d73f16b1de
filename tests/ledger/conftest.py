"""Ways of writing to the ledger, and of tampering with it."""

from collections.abc import Callable
from uuid import UUID

import psycopg
import pytest
from django.db import transaction

from selfcontact.ledger.actions import record
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import SYSTEM

OBJECT = UUID(int=7)
UNPROTECT = b"""
ALTER TABLE ledger_entry DISABLE TRIGGER USER;
ALTER TABLE ledger_detail DISABLE TRIGGER USER;
ALTER TABLE ledger_checkpoint DISABLE TRIGGER USER;
DO $$
DECLARE
    link name;
BEGIN
    FOR link IN SELECT conname FROM pg_constraint WHERE conrelid = 'ledger_detail'::regclass AND contype = 'f' LOOP
        EXECUTE format('ALTER TABLE ledger_detail DROP CONSTRAINT %I', link);
    END LOOP;
END $$
"""


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
def tamper(owner: psycopg.Connection[tuple[object, ...]]) -> Callable[[str], None]:
    """Return a function that changes the tables as their owner would, who can take every trigger away first."""

    def execute(statement: str) -> None:
        owner.execute(UNPROTECT)
        owner.execute(statement.encode())

    return execute

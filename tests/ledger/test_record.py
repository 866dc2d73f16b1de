"""Recording: with the business, or not at all; and nothing personal in clear."""

import json
from collections.abc import Callable
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection, transaction

from selfcontact.ledger.actions import OutsideTransactionError, record
from selfcontact.ledger.models import Detail, Entry
from selfcontact.ledger.tags import Action
from selfcontact.ledger.verification import verify
from selfcontact.lib.actor import SYSTEM
from selfcontact.vault import open_vault

Owner = psycopg.Connection[tuple[object, ...]]
Note = Callable[..., UUID]


def write(mandate_id: int | None = None, outcome: str = "done") -> None:
    record(actor=SYSTEM, action=Action.USER_ADDED, mandate_id=mandate_id, object_id=uuid4(), outcome=outcome)


@pytest.mark.usefixtures("database")
def test_an_entry_outside_a_transaction_is_refused() -> None:
    with pytest.raises(OutsideTransactionError):
        write()


@pytest.mark.usefixtures("database")
def test_an_entry_falls_with_its_transaction() -> None:
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert not Entry.objects.exists()


def test_a_leaf_says_what_happened_and_nothing_of_the_details(note: Note) -> None:
    uid = note()
    leaf = json.loads(bytes(Entry.objects.get(uid=uid).leaf))
    assert set(leaf) == {
        "version", "entry", "at", "actor", "action", "mandate", "object", "outcome", "commitment",
    }  # fmt: skip
    assert (leaf["action"], leaf["outcome"], leaf["mandate"]) == ("campaign:edited", "done", None)
    assert leaf["at"].endswith("Z")
    assert b"detail" not in bytes(Detail.objects.get().sealed)


def test_the_same_details_never_give_the_same_commitment(note: Note) -> None:
    note()
    note()
    assert len({json.loads(bytes(entry.leaf))["commitment"] for entry in Entry.objects.all()}) == 2


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("outcome", ["Monsieur Untel", "", "a b", "33639980001"])
def test_an_outcome_is_one_word(outcome: str) -> None:
    with pytest.raises(ValueError, match="one lower-case word"), transaction.atomic():
        write(outcome=outcome)


def test_details_of_a_mandate_are_unreadable_once_its_keys_are_destroyed(note: Note) -> None:
    open_vault().keys.create(5)
    note(5)
    assert verify().details == 1
    open_vault().keys.destroy(5)
    note(5)
    report = verify()
    assert report.ok
    assert (report.details, report.forgotten) == (1, 1)
    assert Detail.objects.order_by("entry_id").values_list("mandate_id", flat=True)[1] is None


@pytest.mark.parametrize("role", ["console", "public", "worker", "sender", "voice"])
@pytest.mark.usefixtures("database")
def test_each_process_may_record(role: str) -> None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE selfcontact_{role}")
        write()
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        ("public", "SELECT leaf FROM ledger_entry"),
        ("sender", "SELECT sealed FROM ledger_detail"),
        ("portal", "SELECT id FROM ledger_entry"),
        ("portal", "SELECT nextval('ledger_entry_id_seq')"),
        ("console", "UPDATE ledger_entry SET index = 1, leaf_hash = ''"),
        ("worker", "UPDATE ledger_entry SET leaf = ''"),
        ("worker", "DELETE FROM ledger_entry"),
        ("console", "INSERT INTO ledger_checkpoint (size) VALUES (1)"),
    ],
)
def test_a_process_may_do_no_more_than_it_needs(owner: Owner, role: str, statement: str) -> None:
    owner.execute(f"SET ROLE selfcontact_{role}".encode())
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        owner.execute(statement.encode())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET leaf = leaf || 'x'",
        "UPDATE ledger_entry SET index = 0",
        "UPDATE ledger_entry SET index = 0, leaf_hash = 'x', uid = gen_random_uuid()",
        "DELETE FROM ledger_entry",
        "TRUNCATE ledger_entry CASCADE",
        "UPDATE ledger_detail SET generation = 2",
        "DELETE FROM ledger_detail",
        "TRUNCATE ledger_detail",
        "TRUNCATE ledger_checkpoint",
        "INSERT INTO ledger_entry (uid, leaf, recorded_at, index) VALUES (gen_random_uuid(), 'x', now(), 0)",
    ],
)
def test_even_the_owner_cannot_rewrite_the_ledger(owner: Owner, note: Note, statement: str) -> None:
    note()
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match=r"only grows|sequencer gives"):
        owner.execute(statement.encode())


def test_a_place_is_given_once(owner: Owner, note: Note) -> None:
    note()
    owner.execute(b"UPDATE ledger_entry SET index = 0, leaf_hash = 'x'")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        owner.execute(b"UPDATE ledger_entry SET index = 1, leaf_hash = 'y'")

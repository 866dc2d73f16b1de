"""Whatever is changed in the ledger is found, and said where."""

from collections.abc import Callable
from uuid import UUID

import pytest

from selfcontact.ledger.actions import sequence
from selfcontact.ledger.checkpoint_file import CheckpointFile
from selfcontact.ledger.models import Entry
from selfcontact.ledger.verification import _agrees, verify

Note = Callable[..., UUID]
Tamper = Callable[[str], None]
FLIP = "UPDATE ledger_entry SET {column} = set_byte({column}, {at}, get_byte({column}, {at}) # 1) WHERE index = {index}"


@pytest.fixture
def ledger(note: Note) -> None:
    """Six entries under three heads."""
    for _ in range(3):
        note()
        note()
        sequence()


def problems() -> list[tuple[str, str]]:
    return [(problem.code, problem.at) for problem in verify().problems]


@pytest.mark.usefixtures("ledger")
def test_one_changed_byte_in_any_entry_is_found_there(tamper: Tamper) -> None:
    for index, entry in enumerate(Entry.objects.order_by("index")):
        for at in range(index, len(entry.leaf), 41):
            flip = FLIP.format(column="leaf", at=at, index=index)
            tamper(flip)
            assert ("entry_changed", str(index)) in problems()
            tamper(flip)
    assert problems() == []


@pytest.mark.usefixtures("ledger")
def test_every_byte_of_one_entry_counts() -> None:
    entry = Entry.objects.get(index=3)
    whole = bytes(entry.leaf)
    for at in range(len(whole)):
        entry.leaf = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
        assert not _agrees(entry)
    entry.leaf = whole
    assert _agrees(entry)


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    "change",
    ["uid = gen_random_uuid()", "recorded_at = recorded_at + interval '1 ms'", "leaf_hash = sha256('other')"],
)
def test_a_changed_column_is_found(tamper: Tamper, change: str) -> None:
    tamper(f"UPDATE ledger_entry SET {change} WHERE index = 4")
    assert ("entry_changed", "4") in problems()


@pytest.mark.usefixtures("ledger")
def test_an_entry_rewritten_with_its_hash_is_found_between_two_heads(tamper: Tamper) -> None:
    rewritten = """replace(convert_from(leaf, 'UTF8'), '"done"', '"gone"')"""
    leaf = f"convert_to({rewritten}, 'UTF8')"
    tamper(f"UPDATE ledger_entry SET leaf = {leaf}, leaf_hash = sha256('\\x00'::bytea || {leaf}) WHERE index = 2")
    assert problems() == [("root_differs", "2-3")]


@pytest.mark.usefixtures("ledger")
def test_two_entries_that_changed_places_are_found(tamper: Tamper) -> None:
    tamper("UPDATE ledger_entry SET index = 99 WHERE index = 0")
    tamper("UPDATE ledger_entry SET index = 0 WHERE index = 1")
    tamper("UPDATE ledger_entry SET index = 1 WHERE index = 99")
    assert ("root_differs", "0-1") in problems()


@pytest.mark.usefixtures("ledger")
def test_an_entry_removed_at_the_tail_is_found(tamper: Tamper) -> None:
    tamper("DELETE FROM ledger_entry WHERE index = 5")
    assert problems() == [("tail_removed", "5")]


@pytest.mark.usefixtures("ledger")
def test_an_entry_removed_in_the_middle_is_found(tamper: Tamper) -> None:
    tamper("DELETE FROM ledger_entry WHERE index = 2")
    assert ("entry_missing", "2") in problems()


@pytest.mark.usefixtures("ledger")
def test_an_entry_slipped_in_without_a_signature_is_found(tamper: Tamper, note: Note) -> None:
    note()
    tamper("UPDATE ledger_entry SET index = 6, leaf_hash = sha256('\\x00'::bytea || leaf) WHERE index IS NULL")
    assert problems() == [("unsigned_entry", "6")]


@pytest.mark.usefixtures("ledger")
def test_a_table_rolled_back_with_its_heads_is_found(tamper: Tamper) -> None:
    tamper("DELETE FROM ledger_entry WHERE index > 3; DELETE FROM ledger_checkpoint WHERE size > 4")
    assert problems() == [("table_rolled_back", "3")]


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    "change",
    [
        "note = replace(note, E'\\n6\\n', E'\\n7\\n')",
        "root = sha256('other')",
        "note = 'selfcontact.example/ledger'",
        "frontier = set_byte(frontier, 0, get_byte(frontier, 0) # 1)",
    ],
)
def test_a_forged_head_is_found(tamper: Tamper, change: str) -> None:
    tamper(f"UPDATE ledger_checkpoint SET {change} WHERE size = 6")
    assert ("checkpoint_forged", "6") in problems()


@pytest.mark.usefixtures("ledger")
def test_a_changed_or_shortened_file_is_found() -> None:
    path = CheckpointFile().path
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"\\n4\\n", b"\\n5\\n"))
    assert problems() == [("checkpoint_differs", "2")]
    path.write_bytes(b"".join(whole.splitlines(keepends=True)[:1]))
    assert problems() == [("file_truncated", "2")]
    path.unlink()
    assert problems() == [("file_truncated", "1")]
    path.write_bytes(whole)
    assert problems() == []


@pytest.mark.usefixtures("ledger")
def test_changed_moved_and_removed_details_are_found(tamper: Tamper) -> None:
    tamper("UPDATE ledger_detail SET sealed = set_byte(sealed, 40, get_byte(sealed, 40) # 1) WHERE entry_id = 1")
    tamper("UPDATE ledger_detail SET sealed = (SELECT sealed FROM ledger_detail WHERE entry_id = 3) WHERE entry_id = 2")
    tamper("DELETE FROM ledger_detail WHERE entry_id = 4")
    assert problems() == [("detail_changed", "0"), ("detail_changed", "1"), ("detail_missing", "3")]


@pytest.mark.usefixtures("ledger")
def test_a_problem_is_said_in_both_languages(tamper: Tamper) -> None:
    tamper("DELETE FROM ledger_entry WHERE index = 5")
    (problem,) = verify().problems
    assert problem.text("fr") == "Les écritures à partir de 5 ont été retirées."
    assert problem.text("en") == "The entries from 5 on were removed."

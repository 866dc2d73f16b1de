"""One sequencer gives every committed entry its place, whatever happens around it."""

import threading
from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection, transaction

from selfcontact.ledger import heads
from selfcontact.ledger.actions import record, sequence
from selfcontact.ledger.checkpoint import verify as verify_note
from selfcontact.ledger.checkpoint_file import CheckpointFile
from selfcontact.ledger.heads import LedgerDamagedError
from selfcontact.ledger.models import Entry, Head
from selfcontact.ledger.tags import Action
from selfcontact.ledger.verification import verify
from selfcontact.lib.actor import SYSTEM

Note = Callable[..., UUID]


def in_thread(work: Callable[[], None]) -> threading.Thread:
    """Start `work` on a thread with its own connection."""

    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_entries_take_their_places_in_order_and_the_head_is_signed(note: Note) -> None:
    uids = [note(number=number) for number in range(5)]
    assert sequence() == 5
    assert list(Entry.objects.order_by("index").values_list("uid", "index")) == [(u, i) for i, u in enumerate(uids)]
    head = verify_note(Head.objects.get().note, heads.verifier())
    assert (head.size, head.origin) == (5, heads.origin())
    assert verify().ok


def test_sequencing_again_changes_nothing(note: Note) -> None:
    note()
    assert (sequence(), sequence()) == (1, 0)
    assert Head.objects.count() == 1


@pytest.mark.usefixtures("database")
def test_an_empty_ledger_is_sound() -> None:
    assert sequence() == 0
    report = verify()
    assert (report.ok, report.size, report.checkpoints) == (True, 0, 0)


def test_each_run_continues_the_tree(note: Note) -> None:
    for number in range(1, 10):
        note(number=number)
        assert sequence() == 1
    report = verify()
    assert (report.ok, report.size, report.checkpoints) == (True, 9, 9)


def test_small_batches_give_the_same_tree(note: Note, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("selfcontact.ledger.actions.BATCH", 2)
    for number in range(5):
        note(number=number)
    assert sequence() == 5
    assert Head.objects.count() == 3
    assert verify().ok


def test_an_entry_that_commits_late_is_not_skipped(note: Note) -> None:
    drawn, commit = threading.Event(), threading.Event()

    def late() -> None:
        with transaction.atomic():
            record(actor=SYSTEM, action=Action.USER_ADDED, mandate_id=None, object_id=UUID(int=1))
            drawn.set()
            assert commit.wait(30)

    thread = in_thread(late)
    assert drawn.wait(30)
    note()
    assert sequence() == 1
    commit.set()
    thread.join()
    assert sequence() == 1
    assert list(Entry.objects.order_by("index").values_list("index", flat=True)) == [0, 1]
    first, second = Entry.objects.order_by("index")
    assert first.pk > second.pk
    assert verify().ok


def test_many_writers_and_two_sequencers_give_one_sound_tree(note: Note) -> None:
    written = threading.Barrier(5)

    def write() -> None:
        written.wait(30)
        for number in range(20):
            note(number=number)

    def place() -> None:
        written.wait(30)
        while Entry.objects.exclude(index=None).count() < 60:
            sequence()

    for thread in [in_thread(work) for work in (write, write, write, place, place)]:
        thread.join(60)
    report = verify()
    assert (report.ok, report.size, report.pending) == (True, 60, 0)


def test_a_crash_before_the_file_is_written_is_made_good_by_the_next_run(
    note: Note, monkeypatch: pytest.MonkeyPatch
) -> None:
    note()
    sequence()
    note()
    with monkeypatch.context() as patch:
        patch.setattr(heads, "publish", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            sequence()
    assert len(list(CheckpointFile().notes())) == 1
    assert verify().ok
    assert sequence() == 0
    assert len(list(CheckpointFile().notes())) == 2
    assert verify().ok


def test_a_line_cut_by_a_crash_is_written_again(note: Note) -> None:
    note()
    sequence()
    note()
    sequence()
    path = CheckpointFile().path
    path.write_bytes(path.read_bytes()[:-20])
    assert verify().ok
    sequence()
    assert len(list(CheckpointFile().notes())) == 2
    assert verify().ok


@pytest.mark.usefixtures("database")
def test_the_worker_may_sequence(note: Note) -> None:
    note()
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE selfcontact_worker")
    assert sequence() == 1
    assert verify().ok


def test_nothing_is_signed_over_a_ledger_that_lost_its_tail(note: Note, tamper: Callable[[str], None]) -> None:
    note()
    note()
    sequence()
    tamper("DELETE FROM ledger_detail; DELETE FROM ledger_entry WHERE index = 1")
    note()
    with pytest.raises(LedgerDamagedError):
        sequence()


def test_nothing_is_signed_over_a_table_that_was_rolled_back(note: Note, tamper: Callable[[str], None]) -> None:
    note()
    sequence()
    tamper("DELETE FROM ledger_checkpoint; DELETE FROM ledger_detail; DELETE FROM ledger_entry")
    note()
    with pytest.raises(LedgerDamagedError):
        sequence()

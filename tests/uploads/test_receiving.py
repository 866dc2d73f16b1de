"""What an upload has stored is never asked for again, and what it may not store is refused at once."""

import hashlib
import tracemalloc
from collections.abc import Iterator

import pytest
from tests.intake.world import TODAY, People
from tests.uploads.world import NOON, STAFF, Depot, on_disk

from selfcontact.intake.reader import parquet
from selfcontact.lib.errors import UserError
from selfcontact.uploads import actions, limits, place, receiving
from selfcontact.uploads.choices import Choices
from selfcontact.uploads.looking import look, sealed
from selfcontact.uploads.models import Upload
from selfcontact.uploads.receiving import Checksum, ChecksumError, OffsetError
from selfcontact.vault import KeysDestroyedError, open_vault

DATA = b"".join(b"%07d\n" % number for number in range(3000))


def read(upload: Upload) -> bytes:
    with sealed(upload).open() as stream:
        return stream.read()


class BreakError(Exception):
    """The line broke."""


def breaking(*pieces: bytes) -> Iterator[bytes]:
    yield from pieces
    raise BreakError


def test_an_upload_goes_on_where_it_was_interrupted(depot: Depot) -> None:
    upload = depot.open(len(DATA))
    assert depot.send(upload, [DATA[:100], DATA[100:700]]) == 700
    with pytest.raises(OffsetError):
        depot.send(upload, [DATA[:10]])
    assert depot.send(upload, [DATA[700:]], offset=700) == len(DATA)
    assert upload.state == Upload.State.RECEIVED
    assert read(upload) == DATA
    assert sealed(upload).sha256() == hashlib.sha256(DATA).hexdigest()


def test_what_came_before_a_crash_of_the_server_counts_as_far_as_it_was_settled(
    depot: Depot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "SETTLE", 1000)
    upload = depot.open(len(DATA))
    with pytest.raises(BreakError):
        depot.send(upload, breaking(DATA[:600], DATA[600:1200], DATA[1200:1500]))
    upload.refresh_from_db()
    assert upload.offset == 1200
    depot.send(upload, [DATA[1200:]], offset=1200)
    assert read(upload) == DATA


def test_a_wrong_checksum_stores_nothing_and_a_right_one_everything(depot: Depot) -> None:
    upload = depot.open(len(DATA))
    for content, expected in ((DATA[:500] + b"x", 0), (DATA[:501], 501)):
        checksum = Checksum(algorithm="sha256", digest=hashlib.sha256(DATA[:501]).digest())
        try:
            actions.receive(actor=STAFF, upload=upload, offset=0, pieces=[content], checksum=checksum, at=NOON)
        except ChecksumError:
            assert expected == 0
        upload.refresh_from_db()
        assert upload.offset == expected


def test_more_bytes_than_announced_are_refused(depot: Depot) -> None:
    upload = depot.open(10)
    with pytest.raises(UserError) as refusal:
        depot.send(upload, [b"x" * 11])
    assert refusal.value.code == "upload_too_long"
    assert upload.offset == 0


def test_what_could_not_be_read_anyway_is_refused_at_its_first_bytes(depot: Depot) -> None:
    with pytest.raises(UserError) as refusal:
        depot.send(depot.open(5000), [b"\xd0\xcf\x11\xe0" + bytes(100)])
    assert refusal.value.code == "old_workbook"
    with pytest.raises(UserError) as refusal:
        depot.send(depot.open(parquet.MOST_HELD + 1), [b"PAR1" + bytes(100)])
    assert refusal.value.code == "parquet_too_large"


def test_a_full_disk_is_said_before_the_first_byte_counting_what_others_announced(
    depot: Depot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "free", lambda: 1000)
    depot.open(600)
    with pytest.raises(UserError, match="sur le disque") as refusal:
        depot.open(500)
    assert refusal.value.code == "disk_full"


def test_a_file_over_the_limit_or_one_too_many_is_refused(depot: Depot, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UserError) as refusal:
        depot.open(limits.largest() + 1)
    assert refusal.value.code == "upload_too_large"
    monkeypatch.setattr(limits, "MOST_OPEN", 1)
    depot.open(5)
    with pytest.raises(UserError) as refusal:
        depot.open(5)
    assert refusal.value.code == "uploads_too_many"


def test_a_cancelled_upload_leaves_neither_file_nor_key(depot: Depot) -> None:
    upload = depot.open(len(DATA))
    depot.send(upload, [DATA[:1000]])
    assert len(on_disk()) == 1
    actions.cancel(actor=STAFF, upload=upload)
    assert on_disk() == []
    assert (upload.state, bytes(upload.sealed_key)) == ("cancelled", b"")
    with pytest.raises(UserError):
        depot.send(upload, [DATA[1000:]], offset=1000)


def test_a_cancellation_while_bytes_arrive_stops_them(depot: Depot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "SETTLE", 100)
    upload = depot.open(len(DATA))

    def pieces() -> Iterator[bytes]:
        yield DATA[:200]
        actions.cancel(actor=STAFF, upload=Upload.objects.get(pk=upload.pk))
        yield DATA[200:]

    with pytest.raises(UserError) as refusal:
        depot.send(upload, pieces())
    assert refusal.value.code == "upload_gone"
    assert on_disk() == []


def test_the_end_of_a_mandate_makes_its_uploads_unreadable(depot: Depot, people: People) -> None:
    upload = depot.received(people.text(people.many(3)))
    open_vault().keys.destroy(upload.mandate_id)
    with pytest.raises(KeysDestroyedError):
        look(upload, Choices(), on=TODAY)


def test_a_mandate_without_instruction_receives_no_file(depot: Depot) -> None:
    depot.register.mandate.instructions.all().delete()
    with pytest.raises(UserError) as refusal:
        depot.open(10)
    assert refusal.value.code == "no_instruction"


def test_a_large_file_takes_no_more_memory_than_a_small_one(depot: Depot) -> None:
    piece, count = b"x" * 65536, 1024
    upload = depot.open(len(piece) * count)
    tracemalloc.start()
    try:
        depot.send(upload, (piece for _ in range(count)))
        with sealed(upload).open() as stream:
            while stream.read(1 << 16):
                pass
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert upload.state == Upload.State.RECEIVED
    assert peak < 12 << 20

"""A sealed file: whatever the cuts it came in, it reads back as it was, from anywhere, or is refused."""

import itertools
import os
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfcontact.uploads import place, writing
from selfcontact.uploads.reading import Sealed, UploadDamagedError
from selfcontact.uploads.sealing import Mark
from selfcontact.uploads.writing import UploadBusyError, Writer

KEY = bytes(range(32))
SMALL = 64


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SELFCONTACT_HOME", str(tmp_path))
    monkeypatch.setattr(writing, "SEGMENT", SMALL)
    return tmp_path


def stored(data: bytes, cuts: list[int], uid: UUID) -> Sealed:
    """Write the bytes cut at these places, with a crash and a new writer at each."""
    edges = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    mark = Mark()
    for left, right in itertools.pairwise(edges):
        with Writer(uid, KEY, after=mark, total=len(data)) as writer:
            writer.write(data[left:right])
            mark = writer.settle()
            # Lost with the process: never settled, to be written over.
            writer.write(b"lost" * SMALL)
    with Writer(uid, KEY, after=mark, total=len(data)):
        pass
    return Sealed(uid=uid, key=KEY, size=len(data))


@settings(max_examples=60, deadline=None)
@given(
    data=st.binary(min_size=1, max_size=700),
    cuts=st.lists(st.integers(0, 10_000), max_size=6),
    reads=st.lists(st.tuples(st.integers(0, 800), st.integers(-1, 300)), max_size=12),
)
def test_any_cuts_read_back_as_the_same_bytes_from_anywhere(
    data: bytes, cuts: list[int], reads: list[tuple[int, int]]
) -> None:
    sealed = stored(data, cuts, uuid4())
    with sealed.open() as stream:
        assert stream.read() == data
        for position, length in reads:
            assert stream.seek(position) == position
            assert stream.read(length) == (data[position:] if length < 0 else data[position : position + length])
        assert stream.seek(-1, os.SEEK_END) == len(data) - 1
        assert stream.read() == data[-1:]


def test_nothing_of_the_file_is_on_disk_in_clear(home: Path) -> None:
    sealed = stored(b"Zwqxfiction;0639980001\n" * 40, [100, 300], uuid4())
    raw = place.path_of(sealed.uid).read_bytes()
    assert len(raw) > 900
    assert b"Zwqx" not in raw
    assert b"0639980001" not in raw
    assert place.path_of(sealed.uid).stat().st_mode & 0o077 == 0
    assert place.directory().stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("harm", ["flip", "cut", "swap", "append", "borrow"])
def test_a_file_that_was_touched_is_refused(home: Path, harm: str) -> None:
    data = bytes(range(256)) * 2
    sealed = stored(data, [], uuid4())
    path = place.path_of(sealed.uid)
    raw, record = path.read_bytes(), SMALL + 33
    if harm == "flip":
        raw = raw[:40] + bytes([raw[40] ^ 1]) + raw[41:]
    elif harm == "cut":
        raw, sealed = raw[:-record], Sealed(uid=sealed.uid, key=KEY, size=len(data) - SMALL)
    elif harm == "swap":
        raw = raw[record : 2 * record] + raw[:record] + raw[2 * record :]
    elif harm == "append":
        raw += raw[:record]
    else:
        sealed = Sealed(uid=uuid4(), key=KEY, size=len(data))
        path = place.path_of(sealed.uid)
    path.write_bytes(raw)
    with pytest.raises(UploadDamagedError), sealed.open() as stream:
        stream.read()


def test_one_writer_at_a_time(home: Path) -> None:
    uid = uuid4()
    with Writer(uid, KEY), pytest.raises(UploadBusyError):
        Writer(uid, KEY)
    with Writer(uid, KEY):
        pass


def test_reading_holds_one_record_at_a_time_and_says_how_far_it_got(home: Path) -> None:
    sealed = stored(bytes(1000), [], uuid4())
    with sealed.open() as stream:
        stream.seek(400)
        stream.read(10)
        assert 410 <= sealed.reached <= 1000
    with sealed.open():
        assert sealed.reached == 0

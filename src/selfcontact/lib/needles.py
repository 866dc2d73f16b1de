"""Search files for telephone numbers and words in clear: the proof that a place holds none."""

import gzip
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import numpy as np

from selfcontact.lib.digit_runs import NumberSet
from selfcontact.lib.word_set import WordSet

CHUNK: Final = 16 * 2**20
#: What may stand across the border of two chunks; longer than any text message.
OVERLAP: Final = 4096
GZIP: Final = b"\x1f\x8b\x08"
#: Bytes as PostgreSQL writes them in a dump.
BYTEA: Final = re.compile(rb"\\x((?:[0-9a-f]{2}){4,})")


class Needles:
    """What is sought: E.164 numbers in any spelling, and words or sentences in any usual encoding."""

    def __init__(self, *, numbers: Iterable[int] = (), words: Iterable[str] = ()) -> None:
        self._numbers = NumberSet(np.fromiter(numbers, dtype=np.uint64))
        self._words = WordSet(words)

    def count(self, data: bytes) -> int:
        """Return how often the needles stand in the data, also inside bytes that a dump writes in hexadecimal."""
        inner = b"\n".join(bytes.fromhex(run.decode()) for run in BYTEA.findall(data))
        return sum(self._numbers.count(layer) + self._words.count(layer) for layer in (data, inner))


def search(paths: Iterable[Path], needles: Needles) -> dict[Path, int]:
    """Return how often the needles stand in each file, those without any included.

    Directories are walked, gzip files are read both as they are and unpacked. A file that goes away meanwhile is
    left out, as is whatever is not a regular file; a file that can't be read raises OSError.
    """
    found = {}
    for path in paths:
        for file in _files(path):
            try:
                found[file] = _search_file(file, needles)
            except FileNotFoundError:
                continue
    return found


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        for child in sorted(path.rglob("*")):
            if _is_regular(child):
                yield child
    elif _is_regular(path):
        yield path


def _is_regular(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except FileNotFoundError:
        return False


def _search_file(path: Path, needles: Needles) -> int:
    total = _count_chunks(_chunks(path, unpack=False), needles)
    with path.open("rb") as file:
        packed = file.read(len(GZIP)) == GZIP
    return total + (_count_chunks(_chunks(path, unpack=True), needles) if packed else 0)


def _chunks(path: Path, *, unpack: bool) -> Iterator[bytes]:
    with gzip.open(path, "rb") if unpack else path.open("rb") as file:
        while chunk := file.read(CHUNK):
            # Whole lines, so that no run of hexadecimal is cut in two.
            yield chunk + file.readline(CHUNK)


def _count_chunks(chunks: Iterator[bytes], needles: Needles) -> int:
    total, tail = 0, b""
    for chunk in chunks:
        total += needles.count(tail + chunk) - needles.count(tail)
        tail = chunk[-OVERLAP:]
    return total

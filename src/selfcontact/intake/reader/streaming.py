"""Yields a file as chunks of whole records, in flat memory at any size."""

import codecs
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from selfcontact.intake.reader import container, parquet, quotes, sheets
from selfcontact.intake.reader.shape import Chunk, Shape
from selfcontact.intake.reader.source import Source, source_of
from selfcontact.lib.errors import UserError

#: Smaller chunks cost time (each begins with the same small steps), larger ones memory.
CHUNK = 9 << 20


def stream(file: Path | Source, shape: Shape, *, size: int = CHUNK) -> Iterator[Chunk]:
    """Yield the records of a file after its header, about `size` bytes at a time, always cut between two records.

    Raises UserError for a damaged archive, a bomb, or a file without line ends.
    """
    source = source_of(file)
    if shape.kind == "xlsx":
        pieces = sheets.pieces(source, shape, size)
    elif shape.kind == "parquet":
        pieces = parquet.pieces(source, shape, size)
    else:
        raw = container.blocks(source, shape.container, min(size, container.BLOCK))
        pieces = cut(_without_header(_single_bytes(raw, shape), shape), ord(shape.delimiter), size)
    for number, data in enumerate(pieces):
        yield Chunk(number=number, data=data)


def cut(blocks: Iterable[bytes], delimiter: int, size: int) -> Iterator[bytes]:
    """Yield the same bytes in pieces of `size` or more, each ending at a line end outside quotes."""
    held: list[bytes] = []
    length = 0
    for block in blocks:
        held.append(block)
        length += len(block)
        if length < size:
            continue
        data = b"".join(held)
        if end := last_record_end(data, delimiter):
            yield data[:end]
        elif length > 4 * size + quotes.LONGEST:
            raise _no_lines()
        held, length = [data[end:]], length - end
    if rest := b"".join(held):
        yield rest


def last_record_end(data: bytes, delimiter: int) -> int:
    """Return the length of the whole records at the beginning of `data`; 0 when there is none."""
    if b'"' not in data:
        return data.rfind(b"\n") + 1
    newlines = _record_ends(data, delimiter)
    return int(newlines[-1]) + 1 if len(newlines) else 0


def _record_ends(data: bytes, delimiter: int) -> quotes.Positions:
    # Up to the last line end: what a quote at the very end is, only the next block tells.
    array = np.frombuffer(data, dtype=np.uint8)[: data.rfind(b"\n") + 1]
    quoted = quotes.find(array, delimiter, final=False)
    stop = len(array) if quoted.pending is None else quoted.pending
    return quoted.outside(np.flatnonzero(array[:stop] == quotes.NEWLINE))


def _single_bytes(blocks: Iterable[bytes], shape: Shape) -> Iterator[bytes]:
    """Drop the byte order mark and bring UTF-16 to UTF-8; other encodings stay as they are."""
    decoder = codecs.getincrementaldecoder(shape.encoding)("replace") if shape.encoding.startswith("utf-16") else None
    skip = shape.bom
    for block in blocks:
        data = block[skip:]
        skip = max(0, skip - len(block))
        yield decoder.decode(data).encode("utf-8", "replace") if decoder else data
    if decoder:
        yield decoder.decode(b"", final=True).encode("utf-8", "replace")


def _without_header(blocks: Iterable[bytes], shape: Shape) -> Iterator[bytes]:
    """Drop the first `skip` records."""
    left, held = shape.skip, b""
    for block in blocks:
        if not left:
            yield block
            continue
        held += block
        while left and (end := _first_record_end(held, ord(shape.delimiter))):
            held, left = held[end:], left - 1
        if len(held) > CHUNK and left:
            raise _no_lines()
        if not left:
            yield held
            held = b""


def _first_record_end(data: bytes, delimiter: int) -> int:
    newlines = _record_ends(data[: 4 * quotes.LONGEST], delimiter)
    return int(newlines[0]) + 1 if len(newlines) else 0


def _no_lines() -> UserError:
    return UserError(
        "no_line_ends",
        fr="Aucune fin de ligne : ce n’est pas un tableau au format texte.",
        en="No line end was found: this is not a table in text form.",
    )

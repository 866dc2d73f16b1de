"""However a file is cut into chunks, the same rows come out of it."""

import csv
import io

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from selfcontact.intake.reader import quotes
from selfcontact.intake.reader.shape import Chunk, Shape
from selfcontact.intake.reader.streaming import cut
from selfcontact.intake.reader.table import parse

SHAPE = Shape(container="plain", kind="csv", header=("a", "b", "c"), skip=0)
#: Separators, quotes and line ends abound.
cells = st.text(alphabet=st.sampled_from('ab;" \n\r,é'), max_size=8).map(lambda text: text.replace("\r", ""))
tables = st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=30)


def written(rows: list[list[str]], quoting: int) -> bytes:
    held = io.StringIO()
    csv.writer(held, delimiter=";", lineterminator="\r\n", quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    return held.getvalue().encode()


def pieces(data: bytes, block: int, size: int) -> list[bytes]:
    return list(cut((data[start : start + block] for start in range(0, len(data), block)), ord(";"), size))


def read(parts: list[bytes]) -> tuple[list[list[str]], int]:
    rows: list[list[str]] = []
    records = 0
    for number, part in enumerate(parts):
        parsed = parse(Chunk(number=number, data=part), SHAPE, [0, 1, 2])
        rows += [list(row) for row in parsed.frame.rows()]
        records += parsed.records
    return rows, records


@settings(deadline=None)
@given(tables, st.integers(1, 40), st.integers(1, 60), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_a_well_written_file_is_read_as_it_was_meant_however_it_is_cut(
    rows: list[list[str]], block: int, size: int, quoting: int
) -> None:
    parts = pieces(written(rows, quoting), block, size)
    assert b"".join(parts) == written(rows, quoting)
    assert read(parts) == (rows, len(rows))


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from('a;"\n'), max_size=80), st.integers(1, 30), st.integers(1, 40))
def test_stray_quotes_give_the_same_rows_however_the_file_is_cut(text: str, block: int, size: int) -> None:
    data = text.encode()
    parts = pieces(data, block, size)
    assert b"".join(parts) == data
    assert read(parts) == read([data] if data else [])


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from('a;"\n'), max_size=60))
def test_quoted_fields_never_overlap_and_strays_are_outside_or_inside_as_told(text: str) -> None:
    data = np.frombuffer(text.encode(), dtype=np.uint8)
    found = quotes.find(data, ord(";"), final=True)
    assert (found.opens < found.closes).all()
    assert (found.closes[:-1] < found.opens[1:]).all()
    assert found.pending is None


def test_a_forgotten_quote_costs_its_own_line_and_not_the_rest_of_the_file() -> None:
    lines = [b"x;y;z\n"] * 20_000
    lines[10] = b'x;"y;z\n'
    rows, records = read(pieces(b"".join(lines), 4096, 20_000))
    assert records == 20_000
    assert len(rows) == 20_000
    assert rows[10] == ["x", '"y', "z"]

"""Rows in the binary form of PostgreSQL's COPY, built a column at a time."""

import numpy as np
import polars as pl
import psycopg
from numpy.typing import NDArray
from psycopg import sql

from selfcontact.intake.codes import CODES

SIGNATURE = b"PGCOPY\n\xff\r\n\0" + bytes(8)
END = b"\xff\xff"
#: Column of the table -> type of its binary form; the sealed value comes last because its length varies.
CONTACT = {
    "mandate_id": ">i8",
    "delivery_id": ">i8",
    "id": ">i8",
    "generation": ">i2",
    "phone_index": "V16",
    "age": ">i2",
    "commune": "S5",
    "postcode": "S5",
    "dial": ">i2",
    "form_id": ">i8",
    "consented_on": ">i4",
    "restricted": "u1",
}
REFUSAL = {"mandate_id": ">i8", "delivery_id": ">i8", "line": ">i8"}
#: Days from 1970 to 2000, where PostgreSQL's dates begin.
EPOCH = 10957
Column = NDArray[np.generic] | int


def heads(columns: dict[str, str], values: dict[str, Column], lengths: NDArray[np.int64]) -> NDArray[np.void]:
    """Return the fixed beginning of each row: number of fields, each field with its length, the last one's length."""
    layout: list[tuple[str, str]] = [("fields", ">i2")]
    for name, kind in columns.items():
        layout += [(f"{name}_length", ">i4"), (name, kind)]
    made = np.zeros(len(lengths), dtype=[*layout, ("last", ">i4")])
    made["fields"], made["last"] = len(columns) + 1, lengths
    for name, kind in columns.items():
        made[f"{name}_length"] = np.dtype(kind).itemsize
        made[name] = values[name]
    return made


def contact_rows(values: dict[str, Column], sealed: list[bytes]) -> bytes:
    """Return the rows of contacts as one COPY stream; an empty postcode is written as empty."""
    lengths = np.fromiter(map(len, sealed), dtype=np.int64, count=len(sealed))
    parts: list[bytes] = [b""] * (2 * len(sealed))
    parts[0::2] = _slices(heads(CONTACT, values, lengths))
    parts[1::2] = sealed
    for row in np.flatnonzero(np.asarray(values["postcode"]) == b"").tolist():
        parts[2 * row] = parts[2 * row].replace((5).to_bytes(4, "big") + bytes(5), bytes(4))
    return b"".join([SIGNATURE, *parts, END])


def refusal_rows(mandate_id: int, delivery_id: int, lines: NDArray[np.int64], codes: NDArray[np.uint8]) -> bytes:
    """Return the rows of refusals as one COPY stream; `codes` are positions in `CODES`."""
    parts = [SIGNATURE]
    for number in np.unique(codes).tolist():
        name = CODES[number].encode()
        chosen = lines[codes == number]
        values: dict[str, Column] = {"mandate_id": mandate_id, "delivery_id": delivery_id, "line": chosen}
        fixed = heads(REFUSAL, values, np.full(len(chosen), len(name)))
        rows = np.zeros(len(chosen), dtype=[("head", fixed.dtype), ("code", f"S{len(name)}")])
        rows["head"], rows["code"] = fixed, name
        parts.append(rows.tobytes())
    return b"".join([*parts, END])


def ascii_column(column: pl.Series, width: int) -> NDArray[np.bytes_]:
    """Return a column of ASCII texts of at most `width` characters as an array; nulls are empty."""
    text = column.fill_null("").str.pad_end(width, "\0").str.join("").item() or ""
    return np.frombuffer(text.encode("ascii"), dtype=f"S{width}")


def copy(connection: psycopg.Connection, table: str, columns: list[str], stream: bytes) -> None:
    """Send a COPY stream into a table."""
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(sql.Identifier(table), names)
    with connection.cursor() as cursor, cursor.copy(statement) as target:
        target.write(stream)


def _slices(rows: NDArray[np.void]) -> list[bytes]:
    buffer, width = rows.tobytes(), rows.dtype.itemsize
    return [buffer[start : start + width] for start in range(0, len(buffer), width)]

"""How a file lies sealed: records one after the other, each up to 1 MiB of the file under a key of that file alone.

A record is a header (length of what is sealed and whether it is the last, 5 bytes), a nonce and what AES-256-GCM makes
of the bytes. It is bound to its file, its number, its position and to being the last or not: records cannot be moved,
left out or cut off without the reader refusing the file.
"""

import struct
from dataclasses import dataclass
from uuid import UUID

#: Bytes of the file in one record.
SEGMENT = 1 << 20
HEADER = struct.Struct(">IB")
NONCE = 12
TAG = 16
KEY = 32


@dataclass(frozen=True, kw_only=True)
class Mark:
    """How far a file is durably stored: records, bytes of the file, bytes on disk."""

    records: int = 0
    clear: int = 0
    stored: int = 0


START = Mark()


def associated(uid: UUID, number: int, position: int, *, last: bool) -> bytes:
    """Return what a record is bound to."""
    return uid.bytes + struct.pack(">QQB", number, position, last)

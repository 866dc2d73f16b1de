"""The draw: which rows of a delivery the provider has to prove. Anyone who holds the seed can draw them again.

Drawn are the rows whose SHA-256 of seed and row number (eight octets, the highest first) is the smallest, among the
rows of the file that were not refused. Nothing here reads a person: the refused rows are known by their numbers.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from selfcontact.intake.models import Delivery

#: Octets of a seed.
SEED = 32
DRAW = """
SELECT line FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS line
WHERE NOT EXISTS (SELECT FROM intake_refusal
                  WHERE mandate_id = %(mandate)s AND delivery_id = %(delivery)s AND intake_refusal.line = line.line)
ORDER BY sha256(%(seed)s || int8send(line)), line LIMIT %(size)s
"""


@dataclass(frozen=True, kw_only=True)
class Draw:
    """What determines a draw, and nothing else does."""

    mandate_id: int
    delivery_id: int
    seed: bytes
    first: int
    last: int
    size: int

    def lines(self) -> list[int]:
        """Return the rows drawn, in the order of the file."""
        values: dict[str, Any] = {
            "mandate": self.mandate_id,
            "delivery": self.delivery_id,
            "seed": self.seed,
            "first": self.first,
            "last": self.last,
            "size": self.size,
        }
        with connection.cursor() as cursor:
            cursor.execute(DRAW, values)
            return sorted(int(row[0]) for row in cursor.fetchall())


def lines_of(delivery: Delivery) -> tuple[int, int]:
    """Return the numbers of the first and of the last row of a delivery's file."""
    first = int(delivery.shape.get("first_line", 1))
    return first, first + delivery.lines - 1


def rows_sha256(seed: bytes, lines: Sequence[int]) -> str:
    """Return the hash that commits to the rows; the seed in it keeps anyone from trying what the rows could be."""
    return hashlib.sha256(seed + "\n".join(map(str, lines)).encode()).hexdigest()

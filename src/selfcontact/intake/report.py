"""What a load says when it is over: counts and codes, nothing about anyone."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TextIO

from selfcontact.intake.models import Delivery, Refusal


@dataclass(frozen=True, kw_only=True)
class Report:
    """lines = accepted + refused; `repaired` are accepted rows that needed a repair; the peak is of all processes."""

    delivery: str
    state: str
    lines: int
    accepted: int
    refused: Mapping[str, int]
    repaired: int
    seconds: float
    peak_rss_mb: int
    dropped: tuple[str, ...]
    special: Mapping[str, str]
    remarks: Mapping[str, int]

    def described(self) -> dict[str, object]:
        """Return the object that ends `intake load --json`."""
        return {
            "lines": self.lines,
            "accepted": self.accepted,
            "refused": dict(self.refused),
            "repaired": self.repaired,
            "seconds": round(self.seconds, 3),
            "peak_rss_mb": self.peak_rss_mb,
            "delivery": self.delivery,
            "state": self.state,
            "dropped": list(self.dropped),
            "special": dict(self.special),
            "remarks": dict(self.remarks),
        }


def refusals(delivery: Delivery) -> Iterator[tuple[int, str]]:
    """Yield (line, code) of each refused line, in order; lines count as a spreadsheet does."""
    found = Refusal.objects.filter(mandate_id=delivery.mandate_id, delivery_id=delivery.pk).order_by("line")
    yield from found.values_list("line", "code").iterator(chunk_size=10_000)


def write_csv(delivery: Delivery, target: TextIO) -> None:
    """Write the refusals for the provider, who alone can say whose lines they are."""
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(["line", "code"])
    writer.writerows(refusals(delivery))

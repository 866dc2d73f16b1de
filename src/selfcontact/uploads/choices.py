"""What an operator confirms of a received file before it is loaded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from selfcontact.intake.reader.detect import NOTHING, Told


@dataclass(frozen=True, kw_only=True)
class Choices:
    """How the file is written, which column is which field (None: as recognised), the form of rows that name none."""

    told: Told = NOTHING
    columns: Mapping[str, str] | None = None
    form: str = ""
    received_on: date | None = None

    def described(self) -> dict[str, object]:
        """Return what the row of the upload keeps; names of columns, never a value."""
        return {
            "encoding": self.told.encoding,
            "delimiter": self.told.delimiter,
            "header": self.told.header,
            "order": self.told.order,
            "columns": None if self.columns is None else dict(self.columns),
            "form": self.form,
            "received_on": self.received_on.isoformat() if self.received_on else None,
        }

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """Return what `described` wrote."""
        if not kept:
            return cls()
        written = {name: kept[name] for name in ("encoding", "delimiter", "header", "order")}
        received = kept["received_on"]
        return cls(
            told=Told(**written),
            columns=kept["columns"],
            form=kept["form"],
            received_on=date.fromisoformat(received) if received else None,
        )

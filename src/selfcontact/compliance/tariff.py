"""The public tariff: one selling price for every candidate, dated, so that a price under it cannot be a gift.

Source: code électoral, article L.52-8 (a company gives a candidate nothing, nor sells under its usual prices).
"""

from dataclasses import dataclass
from datetime import date

from selfcontact.compliance import tables
from selfcontact.lib.errors import UserError

SEGMENT = "sms_segment"


@dataclass(frozen=True, kw_only=True)
class Price:
    """The price of one unit in thousandths of a cent, VAT excluded; a lot that is begun is due."""

    millicents: int
    lot: int
    vat_permille: int
    valid_from: date

    def lots(self, units: int) -> int:
        """Return how many lots these units take."""
        return -(-units // self.lot)

    def net_cents(self, units: int) -> int:
        """Return the price of the lots these units take, VAT excluded, to the nearest cent."""
        return (self.lots(units) * self.lot * self.millicents + 500) // 1000

    def gross_cents(self, units: int) -> int:
        """Return the same, VAT included."""
        net = self.net_cents(units)
        return net + (net * self.vat_permille + 500) // 1000


def price(on: date, item: str = SEGMENT) -> Price:
    """Return the price in force on a day; raises UserError when the tariff says nothing of it."""
    for row in tables.rows_on("tariff.csv", on):
        if row["item"] == item:
            return Price(
                millicents=int(row["price_millicents"]),
                lot=int(row["lot"]),
                vat_permille=int(row["vat_permille"]),
                valid_from=date.fromisoformat(row["valid_from"]),
            )
    raise UserError(
        "tariff_silent",
        fr=f"Le tarif public ne dit rien de « {item} » au {on.isoformat()}.",
        en=f"The public tariff says nothing of “{item}” on {on.isoformat()}.",
    )


def segment_millicents(on: date) -> int:
    """Return the price of one segment in thousandths of a cent, VAT excluded."""
    return price(on).millicents

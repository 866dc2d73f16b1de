"""The one value that is sealed of each contact: surname, first name, address, number."""

import polars as pl

#: Name of the place that a sealed contact is bound to (associated data), beside its mandate, generation and row id.
PLACE = "contact"
#: ASCII "unit separator": never in a person's name; taken out of the fields before they are joined.
SEPARATOR = "\x1f"
FIELDS = ("surname", "first_name", "address", "e164")


def packed(fields: tuple[str, ...] = FIELDS) -> pl.Expr:
    """Return the expression that joins the fields of each row into the text to seal."""
    *texts, number = fields
    cleaned = [pl.col(name).str.replace_all(SEPARATOR, " ", literal=True) for name in texts]
    return pl.concat_str([*cleaned, pl.col(number).cast(pl.String)], separator=SEPARATOR).cast(pl.Binary)


def row_id(delivery_id: int, line: int) -> int:
    """Return the id of a contact: its delivery and its line in the file."""
    return delivery_id << 32 | line

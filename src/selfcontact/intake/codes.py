"""Why a row is refused: one code per row, the first of this list that applies."""

import polars as pl

CODES = (
    "malformed_row",
    "field_too_long",
    "no_consent",
    "unknown_form",
    "consent_other_purpose",
    "consent_after_delivery",
    "consent_expired",
    "phone_invalid",
    "phone_foreign",
    "phone_not_mobile",
    "age_missing",
    "minor",
    "address_unknown",
    "outside_area",
    "erased",
    "opposed",
    "duplicate_in_mandate",
    "duplicate_in_file",
)
Code = pl.Enum(CODES)


def code(name: str) -> pl.Expr:
    """Return a code as a value of a column; raises ValueError for a name that is not in the list."""
    if name not in CODES:
        raise ValueError(name)
    return pl.lit(name, dtype=Code)

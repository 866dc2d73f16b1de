"""Which column of a file is which of our fields; whatever is not one of them is dropped at the door."""

import csv
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from selfcontact.lib.errors import UserError

#: Fields that may be read from several columns: in this order, joined (address) or until one is usable (numbers).
SEVERAL = ("address", "phone")
#: Numbers said to be mobile come first, landlines last; all feed the field `phone`.
NUMBERS = ("mobile", "phone", "landline")
FIELDS = (
    "surname",
    "first_name",
    "address",
    "postcode",
    "city",
    "insee",
    "phone",
    "age",
    "birth_year",
    "birth_date",
    "consent",
    "form",
    "consent_date",
    "channel",
    "purpose",
)
MAPPABLE = (*FIELDS, "mobile", "landline", "dropped")
#: Without one of each group no row could ever be accepted: the file is refused as a whole.
NEEDED = (("phone",), ("age", "birth_year", "birth_date"), ("postcode", "city", "insee"), ("consent_date",))


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Positions in the header by field, and the names of the columns that are dropped at the door."""

    fields: Mapping[str, tuple[int, ...]]
    dropped: tuple[str, ...]

    @property
    def wanted(self) -> tuple[int, ...]:
        """Return every position that is read."""
        return tuple(sorted({position for positions in self.fields.values() for position in positions}))

    def missing(self) -> tuple[str, ...]:
        """Return the needed fields of which no column was recognised."""
        return tuple(" / ".join(group) for group in NEEDED if not any(name in self.fields for name in group))


def simplified(header: str) -> str:
    """Return a column name without case, accents, spaces and signs."""
    plain = unicodedata.normalize("NFKD", header.replace("œ", "oe").replace("Œ", "oe"))
    return re.sub(r"[^a-z0-9]", "", plain.lower())


@cache
def synonyms() -> dict[str, str]:
    """Return the field, or "dropped", of each simplified name; the order is the preference."""
    text = files("selfcontact.intake").joinpath("data", "columns.csv").read_text(encoding="utf-8")
    return {simplified(row["header"]): row["field"] for row in csv.DictReader(text.splitlines())}


def recognised(header: Sequence[str]) -> dict[str, str]:
    """Return the field of each column name that is known, dropped ones included."""
    known = synonyms()
    return {name: known[simplified(name)] for name in header if simplified(name) in known}


def match(header: Sequence[str], mapping: Mapping[str, str] | None = None) -> Columns:
    """Return which column is which field; with a `mapping` (column name -> field) nothing else is recognised.

    Several columns for one field: the first of the list of synonyms is read and the others are dropped, except that
    address lines are joined and numbers are tried in turn. Raises UserError for a mapping that fits no column.
    """
    chosen = recognised(header) if mapping is None else checked(mapping, header)
    preference = {name: rank for rank, name in enumerate(synonyms())}
    found: dict[str, list[int]] = {}
    for position, name in enumerate(header):
        if (field := chosen.get(name, "dropped")) != "dropped":
            found.setdefault(field, []).append(position)
    fields: dict[str, tuple[int, ...]] = {}
    for field, positions in found.items():
        best = min(positions, key=lambda position: preference.get(simplified(header[position]), 0))
        fields[field] = tuple(positions) if field in (*SEVERAL, *NUMBERS) else (best,)
    numbers = tuple(position for kind in NUMBERS for position in fields.pop(kind, ()))
    if numbers:
        fields["phone"] = numbers
    kept = {position for positions in fields.values() for position in positions}
    return Columns(fields=fields, dropped=tuple(name for p, name in enumerate(header) if p not in kept))


def checked(mapping: Mapping[str, str], header: Sequence[str]) -> Mapping[str, str]:
    """Return the mapping if each column exists and each field is ours; raises UserError otherwise."""
    unknown = sorted({name for name in mapping if name not in header} | set(mapping.values()) - set(MAPPABLE))
    if unknown:
        listed = ", ".join(unknown)
        raise UserError(
            "mapping_unfit",
            fr=f"La correspondance ne convient pas à ce fichier : {listed}.",
            en=f"The mapping does not fit this file: {listed}.",
            hint="selfcontact intake preview",
        )
    return mapping


def require(columns: Columns) -> None:
    """Raise UserError when a needed column is missing, instead of refusing every row."""
    if missing := columns.missing():
        listed = ", ".join(missing)
        raise UserError(
            "columns_missing",
            fr=f"Colonnes non reconnues : {listed}.",
            en=f"Columns not recognised: {listed}.",
            hint="selfcontact intake mapping save",
        )

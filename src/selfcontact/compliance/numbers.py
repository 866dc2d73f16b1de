"""SM-20: the telephone numbers that a text shows, and what a call or an SMS to them costs."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from selfcontact.compliance import tables

PriceClass = Literal["free", "ordinary", "surtaxed", "unknown"]

_ADDRESS = re.compile(r"https?://\S+|\b[\w.-]+\.[a-z]{2,}/\S*", re.IGNORECASE)
_GAP = r"[\s./\-]{0,3}"
_NATIONAL = re.compile(rf"(?<!\d)(?:(?:\+|00)\s?33{_GAP}(?:\(0\))?|0)(?:{_GAP}\d){{9}}(?!\d)")
_SHORT = re.compile(r"(?<![\d/.,-])(?:118\s?\d{3}|3[01]\s?\d{2}|3[2-9]\d{2}|10\d{2})(?![\d/]|[.,]\d)")
# Four digits are a year or a count unless the words before speak of calling.
_CALLING = re.compile(
    r"(?:appele[rz]|appels?|compose[rz]|t[ée]l(?:[ée]phone\w*)?\.?|num[ée]ro|n°|☎|📞|joindre|joignez|contacte[rz]|ligne)"
    r"\W{0,3}(?:\w+\W+){0,4}$",
    re.IGNORECASE,
)
# SMS+ short codes: the first digit tells the price (4 to 8 are surtaxed), when one is asked to write to them.
_PREMIUM_SMS = re.compile(
    r"\b(?:envoye[rz]|sms|texto|tapez|r[ée]ponde[rz]|[ée]crive[rz])\b[^.\n]{0,40}?\bau\s+([4-8]\d{4})(?!\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A number as a text shows it, digits only, and its price class."""

    digits: str
    price: PriceClass


def shown(text: str, on: date) -> tuple[Shown, ...]:
    """Return the numbers of a text with their price class on a day; links and STOP short codes are none of them."""
    plain = _ADDRESS.sub(" ", unicodedata.normalize("NFKC", text).replace("\ufe0f", "").replace("\u20e3", ""))
    return tuple(Shown(digits=digits, price=price) for digits, price in _found(plain, on))


def _found(text: str, on: date) -> Iterator[tuple[str, PriceClass]]:
    for found in _NATIONAL.finditer(text):
        digits = _national(found[0])
        yield digits, price_class(digits, on)
    for found in _SHORT.finditer(text):
        if _CALLING.search(text[: found.start()]):
            digits = re.sub(r"\D", "", found[0])
            yield digits, price_class(digits, on)
    for found in _PREMIUM_SMS.finditer(text):
        yield found[1], "surtaxed"


def _national(written: str) -> str:
    digits = re.sub(r"\D", "", written.replace("(0)", ""))
    return re.sub(r"^(00)?33", "0", digits) if not digits.startswith("0") or digits.startswith("0033") else digits


def price_class(digits: str, on: date) -> PriceClass:
    """Return the price class of a French number by its longest known prefix; short numbers not listed are unknown."""
    best, found = "", ""
    for row in tables.rows_on("price_classes.csv", on):
        prefix = row["prefix"]
        long = prefix.startswith("0")
        if digits.startswith(prefix) and long == (len(digits) == 10) and len(prefix) > len(best):
            best, found = prefix, row["class"]
    if found in {"free", "ordinary", "surtaxed"}:
        return found  # type: ignore[return-value]
    return "unknown"

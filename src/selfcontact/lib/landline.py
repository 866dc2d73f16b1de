"""Numbers that one calls, landlines and 08 included, as one writes them and in E.164. French families only."""

import re

#: National beginnings that belong to a country code of their own (`0590 …` is `+590 590 …`).
OVERSEAS = {
    "590": 590, "594": 594, "596": 596, "262": 262, "263": 262, "269": 262, "508": 508,
    "690": 590, "691": 590, "694": 594, "696": 596, "697": 596, "692": 262, "693": 262, "639": 262, "708": 508,
}  # fmt: skip
_WRITTEN = re.compile(r"(?:(?:\+|00)(33|590|594|596|262|508)(?:\(0\))?|0)(\d{9})")


def read(text: str) -> int | None:
    """Return the E.164 digits of a French number, or None when the text is none."""
    found = _WRITTEN.fullmatch(re.sub(r"[\s./\-]", "", text.replace("\xa0", " ")))
    if found is None or found[2].startswith("0"):
        return None
    country = int(found[1]) if found[1] else OVERSEAS.get(found[2][:3], 33)
    return country * 10**9 + int(found[2])


def national(e164: int) -> str:
    """Return the ten digits that one dials in France."""
    return f"0{e164 % 10**9:09d}"


def written(e164: int) -> str:
    """Return it as it is printed: `01 99 00 12 34`, `0 806 00 12 34` for an 08."""
    digits = national(e164)
    if digits.startswith("08"):
        return f"{digits[:1]} {digits[1:4]} {digits[4:7]} {digits[7:]}"
    return " ".join(digits[at : at + 2] for at in range(0, 10, 2))

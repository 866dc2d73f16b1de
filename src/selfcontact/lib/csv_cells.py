"""Cells for a spreadsheet, which takes a text for a formula when it begins like one."""

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def harmless(value: str) -> str:
    """Return a value that no spreadsheet calculates: one that could be a formula begins with an apostrophe."""
    return f"'{value}" if value.lstrip(" \u00a0").startswith(STARTS) or value[:1] in STARTS else value

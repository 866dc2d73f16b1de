"""Validity periods in relative form, so that a clock which is wrong on either side changes nothing."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final

_DAY: Final = 86_400
# Two digits of days, and no carrier keeps a message longer than this.
LONGEST: Final = timedelta(days=30)


@lru_cache(maxsize=4096)
def write_validity(validity: timedelta | None) -> bytes:
    """Return `YYMMDDhhmmss000R` and its NUL (SMPP 3.4, 7.1.1.2), rounded down to the second, at most 30 days."""
    if validity is None:
        return b"\0"
    days, rest = divmod(int(min(validity, LONGEST).total_seconds()), _DAY)
    return b"0000%02d%02d%02d%02d000R\0" % (days, rest // 3600, rest // 60 % 60, rest % 60)


def read_validity(octets: bytes) -> float | None:
    """Return the seconds a message may live, None when not stated or not readable; the absolute form is read too."""
    if len(octets) != 16 or not octets[:12].isdigit():
        return None
    fields = [int(octets[at : at + 2]) for at in range(0, 12, 2)]
    if octets[15:] == b"R":
        year, month, day, hour, minute, second = fields
        return float((year * 365 + month * 30 + day) * _DAY + hour * 3600 + minute * 60 + second)
    try:
        return _until(fields, octets)
    except ValueError:
        return None


def _until(fields: list[int], octets: bytes) -> float:
    year, month, day, hour, minute, second = fields
    quarters = int(octets[13:15]) * (1 if octets[15:] == b"+" else -1)
    end = datetime(2000 + year, month, day, hour, minute, second, tzinfo=UTC) - timedelta(minutes=15 * quarters)
    return (end - datetime.now(UTC)).total_seconds()

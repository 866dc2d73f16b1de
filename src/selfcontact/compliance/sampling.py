"""PR-01: how much of a delivery its provider has to prove, in how many days, and what may be missing."""

from dataclasses import dataclass
from datetime import date, timedelta

from selfcontact.compliance import tables
from selfcontact.compliance.proof import UNPROVEN
from selfcontact.compliance.verdict import ALLOWED, Verdict


@dataclass(frozen=True, kw_only=True)
class Terms:
    """The terms of an audit, from the dated data file."""

    rows: int
    permille: int
    days: int
    invalid_allowed: int
    unanswered_allowed: int

    @property
    def time(self) -> timedelta:
        """Return how long the provider has."""
        return timedelta(days=self.days)

    def size(self, accepted: int) -> int:
        """Return how many of so many accepted rows are drawn: a floor, or a share where that is more, or all.

        Source: legal rule PR-01; the sizes are ours.
        """
        return min(accepted, max(self.rows, -(-accepted * self.permille // 1000)))


def terms(on: date) -> Terms:
    """Return the terms in force on a day; raises UserError when the data file has none."""
    names = ("rows", "permille", "days", "invalid_allowed", "unanswered_allowed")
    return Terms(**{name: tables.number(f"audit_{name}", on) for name in names})


def check(*, invalid: int, unanswered: int, invalid_allowed: int, unanswered_allowed: int) -> Verdict:
    """Refuse a delivery with more proofs that are none, or that did not come, than the terms of its draw allow."""
    return UNPROVEN if invalid > invalid_allowed or unanswered > unanswered_allowed else ALLOWED

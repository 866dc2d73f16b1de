"""Consent asked for anew by a version of the policy: which consents still count (PC-01)."""

from datetime import date

from tests.compliance.cases import OK, Case, Said, cases

from selfcontact.compliance import renewal

ASKED = ("2027-03-01", "2027-06-01")


def _given(on: str | None, today: str, asked: tuple[str, ...] = ASKED) -> Said:
    """Return the question whether somebody who agreed on that day may be written to on another."""

    def said() -> object:
        since = renewal.since([date.fromisoformat(one) for one in asked], date.fromisoformat(today))
        return renewal.check(date.fromisoformat(on) if on else None, since)

    return said


def everything() -> list[Case]:
    """Return the cases of this file."""
    return list(
        cases(
            "PC-01",
            passes=[
                ("no version asks for it", OK, _given("2020-01-01", "2027-04-01", ())),
                ("no version asks for it, the day unknown", OK, _given(None, "2027-04-01", ())),
                ("agreed long after", OK, _given("2027-03-20", "2027-04-01")),
            ],
            threshold=[
                ("the eve of the first version: it asks for nothing yet", OK, _given("2026-01-01", "2027-02-28")),
                ("its first day", "PC-01", _given("2026-01-01", "2027-03-01")),
                ("agreed the day before", "PC-01", _given("2027-02-28", "2027-04-01")),
                ("agreed on its first day", OK, _given("2027-03-01", "2027-04-01")),
                ("agreed to the first, on the eve of the second", OK, _given("2027-03-02", "2027-05-31")),
                ("agreed to the first, on the day of the second", "PC-01", _given("2027-03-02", "2027-06-01")),
                ("told in another order", "PC-01", _given("2027-03-02", "2027-06-01", ASKED[::-1])),
            ],
            fails=[
                ("agreed a year before", "PC-01", _given("2026-03-01", "2027-04-01")),
                ("the day unknown", "PC-01", _given(None, "2027-04-01")),
            ],
        )
    )

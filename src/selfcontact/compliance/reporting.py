"""RP-11: anyone may report an ad, and in the last month before the vote they are answered at once."""

from datetime import date, datetime, timedelta

from selfcontact.compliance import tables
from selfcontact.compliance.deadline import day_of
from selfcontact.compliance.elections import Election
from selfcontact.compliance.sponsor import months_before

#: The regulation says "the last month preceding an election".
LAST_MONTHS = 1


def due(received_at: datetime, election: Election | None) -> datetime:
    """Return until when a report has to be answered; of an election that is not known, within the shorter time.

    Source: Regulation (EU) 2024/900, article 15; the hours are from a secondary source, the days are ours.
    """
    day = day_of(received_at)
    if election is None or _urgent(election, day):
        return received_at + timedelta(hours=tables.number("report_hours", day))
    return received_at + timedelta(days=tables.number("report_days", day))


def _urgent(election: Election, day: date) -> bool:
    return months_before(election.first_day, LAST_MONTHS) <= day <= election.last_day

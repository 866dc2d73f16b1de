"""How long a carrier may retry, so that nothing is delivered after the hours, in a silence or after the slot."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from selfcontact.compliance import hours, silence, tables
from selfcontact.compliance.alternatives import NOTHING
from selfcontact.compliance.deadline import day_of
from selfcontact.compliance.hours import ANYTIME, Own
from selfcontact.compliance.places import Place
from selfcontact.compliance.verdict import Refused
from selfcontact.compliance.window import Window

LATE = Refused(
    rule="EL-16",
    fr="Le créneau approuvé par le candidat est passé, ou trop près de sa fin.",
    en="The slot approved by the candidate is over, or too near its end.",
    source="Code électoral, article L.52-16",
)
NEAR_CLOSING = Refused(
    rule="SM-04",
    fr="La fin des heures d’envoi est trop proche pour qu’un opérateur puisse livrer.",
    en="The end of the sending hours is too near for a carrier to deliver.",
    source=hours.CLOSED.source,
)
NEAR_SILENCE = Refused(
    rule="EL-01",
    fr="La période de silence est trop proche pour qu’un opérateur puisse livrer.",
    en="The silence is too near for a carrier to deliver.",
    source=silence.SILENCE.source,
)


@dataclass(frozen=True, kw_only=True)
class Validity:
    """The last instant at which a carrier may deliver, in UTC."""

    until: datetime

    def seconds(self, at: datetime) -> int:
        """Return the validity period from `at` on, in whole seconds, rounded down."""
        return int((self.until - at).total_seconds())


def validity(
    at: datetime,
    *,
    latest: datetime,
    where: frozenset[Place],
    silences: Iterable[Window],
    decided: frozenset[str] = NOTHING,
    own: Own = ANYTIME,
) -> Validity | Refused:
    """Return until when a message handed over at `at` stays valid, or the rule that leaves too little time.

    Every instant from `at` to `until`, both included, is within the hours of every place, outside the silences and
    before `latest`; `until` keeps a margin to each end, since the clocks of carriers differ from ours.
    """
    opening = hours.open_window(at, where, decided, own)
    if opening is None:
        return hours.closed(at, where, decided)
    coming = silence.next_silence(at, silences)
    if coming is not None and at in coming:
        return silence.SILENCE
    ends = [(opening.end, NEAR_CLOSING), (latest, LATE)] + ([(coming.start, NEAR_SILENCE)] if coming else [])
    end, refusal = min(ends, key=lambda one: one[0])
    day = day_of(at)
    margin = timedelta(seconds=tables.number("validity_margin_seconds", day))
    longest = timedelta(hours=tables.number("validity_maximum_hours", day))
    until = min(end - margin, at + longest)
    return Validity(until=until) if until - at >= tables.minutes("validity_minimum_minutes", day) else refusal

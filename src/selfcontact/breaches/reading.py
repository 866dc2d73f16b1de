"""A breach as its two doors show it: both clocks, the last extents, what was done, what is missing, what left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from selfcontact.breaches import sealing
from selfcontact.breaches.models import Breach, Extent, Kind, Step
from selfcontact.breaches.telling import PARIS, lacking, latest
from selfcontact.compliance import breach as terms
from selfcontact.compliance.breach import Term, Urgency
from selfcontact.notices import actions as notices
from selfcontact.notices.models import Notice

ZONE = PARIS.key


@dataclass(frozen=True, kw_only=True)
class Clock:
    """One term, in hours, as it stands; `until` is on the clock of `zone`."""

    name: str
    hours: int
    until: datetime
    zone: str
    minutes_left: int
    urgency: Urgency
    running: bool

    @property
    def seconds_left(self) -> int:
        """Return the same in seconds."""
        return 60 * self.minutes_left


@dataclass(frozen=True, kw_only=True)
class Told:
    """A step and its words."""

    step: Step
    text: str


@dataclass(frozen=True, kw_only=True)
class Standing:
    """All that is known of a breach."""

    breach: Breach
    words: sealing.Words
    clocks: Sequence[Clock]
    extents: Sequence[Extent]
    steps: Sequence[Told]
    notices: Sequence[Notice]
    missing: Sequence[str]
    closed: bool


def standing(breach: Breach, at: datetime) -> Standing:
    """Return a breach with its words unsealed: for those who answer for it."""
    steps = list(breach.steps.select_related("mandate").order_by("pk"))
    closed = any(one.kind == Kind.CLOSED for one in steps)
    extents = latest(breach)
    missing = lacking(extents, steps)
    return Standing(
        breach=breach,
        words=sealing.unseal(breach),
        clocks=[
            _clock("controllers", terms.from_json(breach.controllers_term), at, running="controllers" in missing),
            _clock("authority", terms.from_json(breach.authority_term), at, running="authority" in missing),
        ],
        extents=extents,
        steps=[Told(step=one, text=sealing.unseal(one)["text"]) for one in steps],
        notices=list(notices.of(breach.uid)),
        missing=missing,
        closed=closed,
    )


def _clock(name: str, term: Term, at: datetime, *, running: bool) -> Clock:
    return Clock(
        name=name,
        hours=term.hours,
        until=term.due_at.astimezone(PARIS),
        zone=ZONE,
        minutes_left=term.minutes_left(at),
        urgency=term.urgency(at),
        running=running,
    )

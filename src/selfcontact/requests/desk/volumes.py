"""How the rights are served, in counts: how many, by which door, how long it takes, why something is refused.

A STOP by SMS and a key pressed on the line open no request: they are counted from the opposition list, by the month
in which the person spoke, once for each number and scope.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from statistics import median

from django.db.models import Count

from selfcontact.compliance.deadline import day_of
from selfcontact.ledger.models import Entry as Line
from selfcontact.ledger.tags import Action
from selfcontact.mandates.models import Mandate
from selfcontact.opposition.models import Entry
from selfcontact.requests import states
from selfcontact.requests.models import Hold, Kind, Request, State

FIELDS = (
    "kinds", "door", "state", "received_at", "due_on", "clock", "ground", "refused", "decided_at", "delivered_at",
)  # fmt: skip
#: Doors that open no request.
BY_THEMSELVES = (Entry.Channel.SMS, Entry.Channel.VOICE)
#: What the ledger knows of each mandate.
DONE = {
    "erased": Action.CONTACT_ERASED,
    "restricted": Action.CONTACT_RESTRICTED,
    "released": Action.CONTACT_RELEASED,
}


@dataclass(frozen=True, kw_only=True)
class Delays:
    """In whole days of Paris from reception to answer. `on_time`: the share of those due that left in time."""

    answered: int
    median: float | None
    longest: int | None
    late: int
    on_time: float | None


@dataclass(frozen=True, kw_only=True)
class Month:
    """One month: requests received by right, oppositions that opened none, answers given, and their delays."""

    month: str
    received: int
    by_right: dict[str, int]
    oppositions: dict[str, int]
    answered: int
    median: float | None


@dataclass(frozen=True, kw_only=True)
class OfMandate:
    """What was done in one mandate: operations on it, and the oppositions to its candidate alone."""

    mandate: str
    state: str
    erased: int
    restricted: int
    released: int
    held: int
    oppositions: int


@dataclass(frozen=True, kw_only=True)
class Volumes:
    """All of it."""

    received: int
    open: int
    by_right: dict[str, int]
    by_door: dict[str, int]
    oppositions: dict[str, int]
    refusals: dict[str, int]
    extended: int
    withdrawn: int
    delays: Delays
    months: list[Month] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """Return it for a program."""
        return asdict(self)


def volumes(at: datetime, *, months: int = 12) -> Volumes:
    """Return the counts of the whole register, and of its last months."""
    rows = list(Request.objects.only(*FIELDS).order_by("received_at"))
    listed = _listed()
    today = day_of(at)
    return Volumes(
        received=len(rows),
        open=sum(one.state in states.OPEN for one in rows),
        by_right=dict(Counter(kind for one in rows for kind in one.kinds)),
        by_door=dict(Counter(one.door for one in rows)),
        oppositions=_summed(listed),
        refusals=dict(Counter(ground for one in rows for ground in _grounds(one))),
        extended=sum(any(step["cause"] == "extension" for step in one.clock) for one in rows),
        withdrawn=sum(one.state == State.WITHDRAWN for one in rows),
        delays=_delays(rows, today),
        months=[_month(month, rows, listed) for month in _last(today, months)],
    )


def by_mandate() -> list[OfMandate]:
    """Return what was done in each mandate, those that ended included: counts outlive the keys."""
    lines = Line.objects.filter(action__in=DONE.values()).exclude(mandate_id=None).order_by()
    counted = lines.values("mandate_id", "action").annotate(count=Count("pk"))
    done = {(place, action): count for place, action, count in counted.values_list("mandate_id", "action", "count")}
    held = Counter(Hold.objects.filter(lifted_at=None).values_list("mandate_id", flat=True))
    opposed = Entry.objects.filter(kind=Entry.Kind.OPPOSITION).exclude(candidate=None).order_by()
    against = dict(opposed.values("candidate_id").annotate(count=Count("pk")).values_list("candidate_id", "count"))
    return [
        OfMandate(
            mandate=one.reference,
            state=one.state,
            held=held[one.pk],
            oppositions=against.get(one.candidate_id, 0),
            **{name: done.get((one.pk, str(action)), 0) for name, action in DONE.items()},
        )
        for one in Mandate.objects.order_by("reference")
    ]


def _grounds(one: Request) -> list[str]:
    if one.decided_at is None:
        return []
    return [one.ground] if one.ground else sorted(set(one.refused.values()))


def _delays(rows: Iterable[Request], today: date) -> Delays:
    taken = [_taken(one) for one in rows if one.delivered_at]
    late = sum(_late(one, today) for one in rows)
    due = len(taken) + sum(one.state in states.UNANSWERED and _late(one, today) for one in rows)
    return Delays(
        answered=len(taken),
        median=median(taken) if taken else None,
        longest=max(taken, default=None),
        late=late,
        on_time=round(1 - late / due, 4) if due else None,
    )


def _taken(one: Request) -> int:
    assert one.delivered_at is not None  # noqa: S101 - of every request that was answered
    return (day_of(one.delivered_at) - day_of(one.received_at)).days


def _late(one: Request, today: date) -> bool:
    """Tell whether the answer left after its day, or has not left and its day is over."""
    if one.delivered_at:
        return day_of(one.delivered_at) > one.due_on
    return one.state in states.UNANSWERED and one.state != State.IDENTITY_ASKED and today > one.due_on


def _listed() -> dict[tuple[date, str], int]:
    found = Entry.objects.filter(kind=Entry.Kind.OPPOSITION, channel__in=BY_THEMSELVES).order_by()
    rows = found.values("month", "channel").annotate(count=Count("pk"))
    return {(month, channel): count for month, channel, count in rows.values_list("month", "channel", "count")}


def _summed(listed: dict[tuple[date, str], int]) -> dict[str, int]:
    return {
        str(channel): sum(count for (_, other), count in listed.items() if other == channel)
        for channel in BY_THEMSELVES
    }


def _month(month: date, rows: Sequence[Request], listed: dict[tuple[date, str], int]) -> Month:
    received = [one for one in rows if day_of(one.received_at).replace(day=1) == month]
    answered = [one for one in rows if one.delivered_at and day_of(one.delivered_at).replace(day=1) == month]
    by_right = Counter(kind for one in received for kind in one.kinds)
    return Month(
        month=f"{month:%Y-%m}",
        received=len(received),
        by_right={str(kind): by_right[kind] for kind in Kind},
        oppositions={str(channel): listed.get((month, channel), 0) for channel in BY_THEMSELVES},
        answered=len(answered),
        median=median(_taken(one) for one in answered) if answered else None,
    )


def _last(today: date, months: int) -> list[date]:
    """Return the first days of the last months, oldest first, this one included."""
    last = today.year * 12 + today.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(last - months + 1, last + 1)]

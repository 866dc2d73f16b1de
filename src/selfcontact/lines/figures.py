"""What is shown of calls: to the staff by the quarter of an hour, to the candidate by the day, rounded."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Now, TruncDate
from django.db.models.query import QuerySet

from selfcontact.compliance.numbers import price_class
from selfcontact.figures.actions import offset
from selfcontact.figures.rules import RULES, Offset, passes, rounded
from selfcontact.lib import landline
from selfcontact.lines.content import approval_in_force
from selfcontact.lines.models import Heard, Line, LineSheet, VoicePresence
from selfcontact.mandates.models import Mandate
from selfcontact.voice.flow import Exit

PARIS = ZoneInfo("Europe/Paris")
#: What a process said longer ago than this is not up any more.
FRESH = timedelta(seconds=10)
#: Calls that are counted as such: a busy line answered nobody.
ANSWERED = tuple(str(one) for one in Exit if one is not Exit.BUSY)


@dataclass(frozen=True, kw_only=True)
class Quarter:
    """Calls that ended in a quarter of an hour; `heard` to the end of the message, without an objection afterwards.

    One way of ending is kept of a call: whoever hears the message and then objects counts among `objected` only.
    """

    at: datetime
    calls: int
    heard: int
    objected: int

    @property
    def share(self) -> float | None:
        """Return the listened share in percent; None among fewer calls than a behaviour may be told of."""
        return 100 * self.heard / self.calls if tellable(self.calls) else None


def tellable(calls: int) -> bool:
    """Tell whether it may be told what those who called did: there are enough of them."""
    return calls >= RULES.behaviour


@dataclass(frozen=True, kw_only=True)
class Live:
    """What is up on a line now, over all processes that answer for it."""

    processes: int
    concurrent: int
    late_permille: int
    worst_ms: int


def quarters(line: Line, since: datetime) -> list[Quarter]:
    """Return the quarters of an hour in which a call ended, oldest first."""
    found: dict[datetime, dict[str, int]] = defaultdict(dict)
    rows = _answered(line).filter(quarter__gte=since).values_list("quarter", "exit").annotate(n=Sum("count"))
    for at, how, n in rows:
        found[at][how] = n
    return [
        Quarter(
            at=at,
            calls=sum(exits.values()),
            heard=exits.get(str(Exit.HEARD), 0),
            objected=exits.get(str(Exit.OBJECTED), 0),
        )
        for at, exits in sorted(found.items())
    ]


def _answered(line: Line) -> QuerySet[Heard]:
    return Heard.objects.filter(line=line, exit__in=ANSWERED).order_by()


def durations(line: Line) -> dict[int, int]:
    """Return how many calls were heard for so long, by the lower bound of their class."""
    return dict(_answered(line).values_list("seconds").annotate(n=Sum("count")).order_by("seconds"))


def promised(line: Line) -> dict[int, int]:
    """Return how many calls ended under each version of the privacy policy; 0: before the first."""
    return dict(_answered(line).values_list("policy").annotate(n=Sum("count")).order_by("policy"))


def live(lines: Iterable[Line]) -> dict[int, Live]:
    """Return what is up now, by line; by the database's clock, as a rehearsal shifts its own."""
    fresh = VoicePresence.objects.filter(line__in=list(lines), seen_at__gt=Now() - FRESH)
    found: dict[int, list[VoicePresence]] = defaultdict(list)
    for one in fresh:
        found[one.line_id].append(one)
    return {line: _together(said) for line, said in found.items()}


def _together(said: list[VoicePresence]) -> Live:
    return Live(
        processes=len(said),
        concurrent=sum(one.concurrent for one in said),
        late_permille=max(one.late_permille for one in said),
        worst_ms=max(one.worst_ms for one in said),
    )


def publish(at: datetime) -> None:
    """Bring what candidates see of their lines up to date; nothing is written where nothing changed."""
    lines = Line.objects.filter(mandate__state=Mandate.State.LIVE).select_related("mandate").order_by("pk")
    for line in lines:
        _publish(line, at)


@transaction.atomic
def _publish(line: Line, at: datetime) -> None:
    values = _sheet(line, at)
    found = LineSheet.objects.filter(uid=line.uid).first()
    if found is None or any(getattr(found, name) != value for name, value in values.items()):
        LineSheet.objects.update_or_create(uid=line.uid, defaults={**values, "updated_at": at})


def _sheet(line: Line, at: datetime) -> dict[str, object]:
    approval = approval_in_force(line)
    by = offset(line.mandate_id, line.mandate.generation)
    calls = _answered(line).aggregate(n=Sum("count"))["n"] or 0
    return {
        "candidate_id": line.mandate.candidate_id,
        "mandate": line.mandate.reference,
        "reference": line.reference,
        "number": line.number,
        "price": price_class(landline.national(line.number), line.opens_at.date()),
        "languages": list(line.languages),
        "opens_at": line.opens_at,
        "closes_at": line.closes_at,
        "state": line.state,
        "approved_at": approval.signed_at if approval else None,
        "totals": {"calls": _volume(calls, f"{line.uid}|calls", by)},
        "days": [_day(line, day, exits, by) for day, exits in _days(line, at) if sum(exits.values()) >= RULES.volume],
    }


def _days(line: Line, at: datetime) -> list[tuple[date, Mapping[str, int]]]:
    """Return the days of Paris that are over, with their exits: what no longer moves cannot be watched."""
    found: dict[date, dict[str, int]] = defaultdict(dict)
    day = TruncDate("quarter", tzinfo=PARIS)
    for on, how, n in _answered(line).annotate(day=day).values_list("day", "exit").annotate(n=Sum("count")):
        found[on][how] = n
    return [(on, exits) for on, exits in sorted(found.items()) if on < at.astimezone(PARIS).date()]


def _volume(count: int, label: str, by: Offset) -> int | None:
    return rounded(count, label, by, RULES.base) if count >= RULES.volume else None


def _day(line: Line, on: date, exits: Mapping[str, int], by: Offset) -> dict[str, object]:
    calls, label = sum(exits.values()), f"{line.uid}|{on.isoformat()}"
    heard = exits.get(str(Exit.HEARD), 0)
    shown = passes(heard, calls, RULES.behaviour)
    return {
        "day": on.isoformat(),
        "calls": _volume(calls, f"{label}|calls", by),
        "heard": rounded(heard, f"{label}|heard", by, RULES.base) if shown else None,
    }

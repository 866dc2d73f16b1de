"""The versions beside each other: from when until when each of them binds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from selfcontact.policies import rules
from selfcontact.policies.models import Version

#: `replaced`: another version took its place before it ever bound.
State = Literal["binding", "announced", "former", "replaced"]


@dataclass(frozen=True, kw_only=True)
class Place:
    """A version among the others; `until` is the first day of the next one."""

    version: Version
    state: State
    until: date | None
    former: int | None


def succession(versions: Iterable[Version], day: date) -> list[Place]:
    """Return every version, the newest first, as it stands on that day."""
    ordered = sorted(versions, key=lambda one: one.number)
    begun = [one.in_force_on for one in ordered]
    bound, ends = rules.binding(begun, day), rules.last_days(begun)
    places = [
        Place(
            version=one,
            state=_state(one.in_force_on, ends[place], day, is_bound=place == bound),
            until=ends[place],
            former=ordered[place - 1].number if place else None,
        )
        for place, one in enumerate(ordered)
    ]
    return places[::-1]


def _state(first: date, until: date | None, day: date, *, is_bound: bool) -> State:
    if is_bound:
        return "binding"
    if until == first:
        return "replaced"
    return "announced" if first > day else "former"

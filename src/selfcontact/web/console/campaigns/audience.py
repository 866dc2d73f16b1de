"""Who a campaign is for, as its author chooses: places of the mandate by their name, and how many numbers they make."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from selfcontact.campaigns.audience import Audience, count
from selfcontact.geo import areas, finding
from selfcontact.mandates.models import Mandate

SHOWN = 12
#: A count stays for a while: the words change at each keystroke, the audience does not.
KEPT_SECONDS, KEPT_COUNTS = 60, 256
_counts: dict[Audience, tuple[float, int]] = {}


@dataclass(frozen=True, kw_only=True)
class Chip:
    """A place of the audience; `ticked` when it is part of it."""

    item: str
    name: str
    ticked: bool


def chips(mandate: Mandate, chosen: Sequence[str]) -> list[Chip]:
    """Return the places chosen and, beside them, the mandate's own, so that one may tick some of these alone."""
    offered = [item for item in mandate.area if item not in chosen] if len(mandate.area) > 1 else []
    return [
        *(Chip(item=item, name=finding.name(item), ticked=True) for item in chosen),
        *(Chip(item=item, name=finding.name(item), ticked=False) for item in offered),
    ]


def found(mandate: Mandate, wanted: str, chosen: Iterable[str]) -> list[Chip]:
    """Return the places with that name of which a part lies in the mandate, best first."""
    inside, taken = areas.parse(mandate.area).communes, set(chosen)
    named = [*finding.search(wanted, limit=40), *finding.search(wanted, inside=inside, limit=SHOWN)]
    places = {one.item: one.name for one in named if one.item not in taken}
    within = [item for item in places if areas.parse([item]).communes & inside]
    return [Chip(item=item, name=places[item], ticked=False) for item in within[:SHOWN]]


def numbers(audience: Audience) -> int:
    """Return how many numbers an audience holds, counted at most once a minute."""
    kept = _counts.get(audience)
    at = time.monotonic()
    if kept is not None and at - kept[0] < KEPT_SECONDS:
        return kept[1]
    if len(_counts) >= KEPT_COUNTS:
        _counts.clear()
    counted = count(audience)
    _counts[audience] = (at, counted)
    return counted

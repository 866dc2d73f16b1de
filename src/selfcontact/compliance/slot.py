"""SM-04, EL-01 seen from a slot: when a first message could leave to each place, if one could at all."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from selfcontact.compliance import hours
from selfcontact.compliance.alternatives import NOTHING
from selfcontact.compliance.elections import Election
from selfcontact.compliance.hours import ANYTIME, Own
from selfcontact.compliance.places import Place, territories
from selfcontact.compliance.silence import silence_windows
from selfcontact.compliance.validity import Validity, validity
from selfcontact.compliance.verdict import ALLOWED, Refused, Verdict
from selfcontact.compliance.window import Window

#: Openings looked at, one a day: a slot that stays shut this long is not a slot.
LOOKS = 30
SHUT = Refused(
    rule="SM-04",
    fr="Rien ne peut partir dans ce créneau : il tombe hors des heures d’envoi, ou dans une période de silence.",
    en="Nothing can leave in this slot: it lies outside the sending hours, or in a silence.",
    source=f"{hours.CLOSED.source} ; Code électoral, articles L.49 et L.48-1",
)


def first_departure(
    earliest: datetime,
    *,
    latest: datetime,
    where: frozenset[Place],
    silences: Iterable[Window],
    decided: frozenset[str] = NOTHING,
    own: Own = ANYTIME,
) -> datetime | None:
    """Return the first instant of the slot at which a message to `where` may be handed over, or None."""
    silences, at = tuple(silences), earliest
    for _ in range(LOOKS):
        opening = hours.next_opening(at, where, decided, own)
        if opening is None or opening >= latest:
            return None
        kept = validity(opening, latest=latest, where=where, silences=silences, decided=decided, own=own)
        if isinstance(kept, Validity):
            return opening
        at = _after(opening, hours.open_window(opening, where, decided, own), silences)
    return None


def departures(
    election: Election,
    places: Iterable[Place],
    earliest: datetime,
    latest: datetime,
    decided: frozenset[str] = NOTHING,
    own: Own = ANYTIME,
) -> Mapping[Place, datetime | None]:
    """Return the first departure to each place, its silence and hours kept, and those of the carrier (`own`)."""
    found = {}
    for place in places:
        where = frozenset({place})
        silences = silence_windows(election, territories(where))
        found[place] = first_departure(
            earliest, latest=latest, where=where, silences=silences, decided=decided, own=own
        )
    return found


def check(leaving: Mapping[Place, datetime | None]) -> Verdict:
    """Refuse a slot in which nothing may leave to anyone; an audience of nobody says nothing against it."""
    return SHUT if leaving and not any(leaving.values()) else ALLOWED


def _after(opening: datetime, window: Window | None, silences: tuple[Window, ...]) -> datetime:
    """Return the end of the silence or of the opening that left too little time."""
    silent = next((window.end for window in silences if opening in window), None)
    return silent or (window.end if window else opening)

"""EL-11: what is first signed so late before a silence that nobody can answer it waits for a named human."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from selfcontact.compliance import tables
from selfcontact.compliance.deadline import day_of
from selfcontact.compliance.verdict import ALLOWED, Held, Verdict
from selfcontact.compliance.window import Window

LATE = Held(
    rule="EL-11",
    fr="Ce texte est signé trop peu de temps avant le silence électoral : est-ce un élément nouveau de polémique ?",
    en="This text is signed too shortly before the electoral silence: is it a new polemical element?",
    source="Code électoral, article L.48-2 ; les heures sont notre valeur",
)


def check(signed_at: datetime | None, at: datetime, silences: Iterable[Window]) -> Verdict:
    """Hold a text first signed less than the hours of the table before the next silence.

    Nothing signed yet counts as signed now. Instants are aware.
    """
    known = min(signed_at or at, at)
    coming = min((window.start for window in silences if window.start > at), default=None)
    if coming is None:
        return ALLOWED
    hours = timedelta(hours=tables.number("late_argument_hours", day_of(at)))
    return LATE if known > coming - hours else ALLOWED

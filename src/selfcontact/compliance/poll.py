"""EL-19: in the last days before a silence, a message that tells of a poll waits for a named human.

The law of 1977 forbids publishing polls on the eve and the day; how it meets a text message no source settles, and how
many days before a human looks is our own value.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from selfcontact.compliance import tables
from selfcontact.compliance.deadline import day_of
from selfcontact.compliance.text import says
from selfcontact.compliance.verdict import ALLOWED, Held, Verdict
from selfcontact.compliance.window import Window

TELLS = Held(
    rule="EL-19",
    fr="Le texte parle d’un sondage à l’approche du silence : rien n’en est publié la veille et le jour du scrutin.",
    en="The text tells of a poll shortly before the silence: none is published on the eve and the day of the ballot.",
    source="Loi n° 77-808 du 19 juillet 1977, article 11 ; les jours sont notre valeur",
)


def check(text: str, first: datetime, last: datetime, silences: Iterable[Window]) -> Verdict:
    """Hold a text with one of the words of the table that leaves from `first` to `last`, both aware, near a silence."""
    day = day_of(first)
    before = timedelta(days=tables.number("poll_days", day))
    near = any(one.start - before <= last and first < one.start for one in silences)
    return TELLS if near and says(text, "polls.csv", day) else ALLOWED

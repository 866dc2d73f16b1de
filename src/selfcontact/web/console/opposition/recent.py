"""The last oppositions as the ledger tells of them: when, by which channel, for whom; nobody's number."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from selfcontact.ledger.history import Question, read
from selfcontact.ledger.leaf import JSON
from selfcontact.ledger.tags import Action
from selfcontact.web.console.opposition.words import CHANNELS, KINDS, Words
from selfcontact.web.console.registers.history import in_words

#: Shown here; the ledger has them all.
LAST = 10


@dataclass(frozen=True, kw_only=True)
class Recent:
    """One entry; a detail that the ledger cannot open any more is a dash."""

    uid: UUID
    at: datetime
    kind: Words
    channel: Words
    scope: Words
    actor: str


def recent() -> list[Recent]:
    """Return the last oppositions and erasures, newest first, in two queries."""
    lines = read(Question(action=Action.OPPOSITION_RECORDED), limit=LAST).lines
    return [
        Recent(
            uid=line.uid,
            at=line.at,
            kind=_word(line.details, "kind", KINDS),
            channel=_word(line.details, "channel", CHANNELS),
            scope=_scope(line.details),
            actor=shown.actor,
        )
        for line, shown in zip(lines, in_words(lines), strict=True)
    ]


def _word(details: Mapping[str, JSON], name: str, words: Mapping[str, Words]) -> Words:
    return words.get(str(details.get(name)), "–")


def _scope(details: Mapping[str, JSON]) -> str:
    if "everywhere" not in details:
        return "–"
    return _("tous les candidats") if details["everywhere"] else _("un candidat")

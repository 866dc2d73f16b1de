"""One thing that waits for somebody, and the words that several of them share."""

from dataclasses import dataclass
from typing import Literal

from selfcontact.accounts.models import Role

OPERATOR = frozenset({Role.OPERATOR})
APPROVER = frozenset({Role.APPROVER})
DPO = frozenset({Role.DPO})
#: Who looks at every alarm.
WATCHERS = frozenset({Role.DPO, Role.ADMINISTRATOR, Role.AUDITOR})
#: As many of a kind as are listed; the pages they lead to list them all.
MOST = 20


@dataclass(frozen=True, kw_only=True)
class Need:
    """A sentence, how pressing it is, who is to act, and where."""

    title: str
    text: str = ""
    level: Literal["bad", "warn", "info"] = "warn"
    roles: frozenset[Role] = OPERATOR
    url: str = ""

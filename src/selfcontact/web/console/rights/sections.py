"""What the page of a request shows beside the request itself: how sure who asks is, what was written."""

from django.http import HttpRequest

from selfcontact.notices import actions as notices
from selfcontact.requests import states
from selfcontact.requests.desk import targets
from selfcontact.requests.models import Request, Rung
from selfcontact.web.access import positions
from selfcontact.web.clock import now
from selfcontact.web.console.notices.letters import in_words
from selfcontact.web.console.requests import words
from selfcontact.web.console.requests.roles import OFFICERS


def sections(request: HttpRequest, found: Request) -> dict[str, object]:
    """Return it; what mandates hold has a page of its own, for which the number is opened."""
    officer = bool(positions(request) & {str(role) for role in OFFICERS})
    return {
        "officer": officer,
        "written": in_words(list(notices.of(found.uid)), {found.uid: found.reference}),
        "rungs": _rungs(found),
        "target": targets.due(found),
        "target_passed": targets.passed(found, now()),
        "known": found.sealed is not None,
    }


def _rungs(found: Request) -> list[dict[str, object]]:
    """Return the rungs from the lowest, with what was shown and what each right of the request needs."""
    kinds: dict[int, list[str]] = {}
    for kind in found.kinds:
        kinds.setdefault(int(states.needed([kind])), []).append(kind)
    return [
        {
            "number": int(rung),
            "said": words.RUNGS[rung],
            "opens": words.kinds(kinds.get(int(rung), [])),
            "shown": found.verified_at is not None and int(rung) <= found.rung,
        }
        for rung in Rung
    ]

"""Verifying the whole ledger in one click; what was found stays in the ledger, for everyone to read."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from selfcontact.ledger import heads
from selfcontact.ledger.checking import SMALL, request_check
from selfcontact.ledger.history import Line, Question, read
from selfcontact.ledger.tags import Action
from selfcontact.ledger.verification import MESSAGES, Problem
from selfcontact.web.access import actor_of, positions
from selfcontact.web.console.registers.history import in_words

#: Results shown; older ones are in the ledger itself.
SHOWN = 10


@dataclass(frozen=True, kw_only=True)
class Result:
    """One verification; `problems` are sentences."""

    at: datetime
    by: str
    good: bool
    entries: object
    checkpoints: object
    problems: tuple[str, ...]


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show the last verifications and the button."""
    lines = read(Question(action=Action.LEDGER_VERIFIED), limit=SHOWN).lines
    head = heads.newest()
    context = {
        "results": [_result(line, shown.actor) for line, shown in zip(lines, in_words(lines), strict=True)],
        "head": head,
        "large": head is not None and head.size > SMALL,
        "waiting": "waiting" in request.GET,
        "key": str(heads.verifier()),
        "may_verify": bool(positions(request) & {"dpo", "administrator", "auditor"}),
    }
    return render(request, "console/ledger/verification.html", context)


def _result(line: Line, by: str) -> Result:
    found = line.details.get("problems")
    problems = [str(one) for one in found] if isinstance(found, list) else []
    return Result(
        at=line.at,
        by=by,
        good=bool(line.leaf and line.leaf.outcome == "done"),
        entries=line.details.get("entries"),
        checkpoints=line.details.get("checkpoints"),
        problems=tuple(_sentence(one) for one in problems),
    )


def _sentence(problem: str) -> str:
    code, _space, at = problem.partition(" ")
    return Problem(code=code, at=at).text(get_language() or "fr") if code in MESSAGES else problem


@require_POST
def run(request: HttpRequest) -> HttpResponse:
    """Verify everything; a large ledger is left to the worker."""
    report = request_check(actor=actor_of(request))
    if report is None:
        messages.success(request, _("La vérification est demandée ; le résultat s’affichera ici."))
        return redirect("/ledger/verification/?waiting=1")
    if report.ok:
        messages.success(request, _("Tout concorde : rien n’a été modifié."))
    else:
        messages.error(request, _("Le journal ne concorde plus. Ne touchez à rien et prévenez qui tient le serveur."))
    return redirect("ledger_verification")

"""One row that was drawn: reading its proof, which is recorded, and saying what it is worth."""

from base64 import b64encode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from selfcontact.audits import actions, answering
from selfcontact.audits.models import Audit, DrawnRow
from selfcontact.audits.proof import Proof
from selfcontact.identity import papers
from selfcontact.web.access import actor_of
from selfcontact.web.clock import now
from selfcontact.web.console.audits import words
from selfcontact.web.console.audits.forms import JudgeForm
from selfcontact.web.console.audits.views import audit_of


@require_http_methods(["GET", "HEAD", "POST"])
def row(request: HttpRequest, reference: str, line: int) -> HttpResponse:
    """Judge the proof of a row."""
    audit, found = _found(reference, line)
    form = JudgeForm(request.POST or None, proof=found.sealed is not None)
    if form.is_valid():
        result, reason = form.result()
        actor = actor_of(request)
        if form.run(
            lambda: actions.judge(actor=actor, audit=audit, lines=[line], result=result, reason=reason, at=now())
        ):
            messages.success(request, _("Résultat consigné."))
            return redirect("audit_show", reference=reference)
    return _page(request, audit, found, form)


@sensitive_variables()
@require_POST
def proof(request: HttpRequest, reference: str, line: int) -> HttpResponse:
    """Show the proof of a row: who looked is in the ledger."""
    audit, found = _found(reference, line)
    read = answering.disclose(actor=actor_of(request), audit=audit, line=line)
    form = JudgeForm(proof=True)
    return _page(request, audit, found, form, proof=read, picture=_picture(read))


def _page(request: HttpRequest, audit: Audit, found: DrawnRow, form: JudgeForm, **context: object) -> HttpResponse:
    shown = {
        "audit": audit,
        "row": found,
        "form": form,
        "result": words.RESULTS[found.result],
        "reason": words.REASONS.get(found.reason, ""),
        "open": found.result == DrawnRow.Result.NONE and audit.state == Audit.State.ASKED,
        **context,
    }
    return render(request, "console/audits/row.html", shown)


def _picture(read: Proof) -> dict[str, str]:
    kind = papers.kind(read.image) if read.image else None
    if kind is None:
        return {}
    return {"kind": kind, "url": f"data:{kind};base64,{b64encode(read.image).decode()}"}


def _found(reference: str, line: int) -> tuple[Audit, DrawnRow]:
    audit = audit_of(reference)
    return audit, get_object_or_404(DrawnRow.objects.filter(audit=audit), line=line)

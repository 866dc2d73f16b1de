"""Pages of reports."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from selfcontact.accounts.models import Role
from selfcontact.transparency import reports
from selfcontact.transparency.address import address
from selfcontact.transparency.models import Report
from selfcontact.transparency.reports import LEAST_REPLY, MOST_REPLY
from selfcontact.web.access import actor_of, positions
from selfcontact.web.clock import now
from selfcontact.web.forms import ActionForm
from selfcontact.web.wording import GROUNDS, VERDICTS

#: What one page lists at most: those to be decided first.
MOST = 200


class DecisionForm(ActionForm):
    """What the DPO found, and what is answered."""

    verdict = forms.ChoiceField(label=_("Décision"), choices=VERDICTS, widget=forms.RadioSelect)
    reply = forms.CharField(
        label=_("Réponse"),
        help_text=_("Quiconque a l’adresse de l’accusé la lit : n’y nommez aucun destinataire."),
        min_length=LEAST_REPLY,
        max_length=MOST_REPLY,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """List the reports, those that wait first, the most urgent first."""
    waiting = list(Report.objects.filter(decided_at=None).order_by("due_at")[:MOST])
    decided = list(Report.objects.exclude(decided_at=None).order_by("-decided_at")[: MOST - len(waiting)])
    page = {"reports": [_shown(one) for one in waiting + decided], "decides": str(Role.DPO) in positions(request)}
    return render(request, "console/reports/list.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show a report, and decide it."""
    found = Report.objects.filter(uid=uid).first()
    if found is None:
        raise Http404
    form = DecisionForm(request.POST or None)
    if form.is_valid() and form.run(lambda: _decided(request, uid, form)):
        messages.success(request, _("Décision inscrite au journal."))
        return redirect("report_list")
    return render(request, "console/reports/decide.html", {"form": form, **_shown(found)})


def _decided(request: HttpRequest, uid: UUID, form: DecisionForm) -> Report:
    given = form.cleaned_data
    return reports.decide(
        actor=actor_of(request), uid=uid, verdict=Report.Verdict(given["verdict"]), reply=given["reply"], at=now()
    )


def _shown(one: Report) -> dict[str, object]:
    late = one.decided_at is None and one.due_at < now()
    return {
        "report": one,
        "ground": dict(GROUNDS)[one.ground],
        "verdict": dict(VERDICTS).get(one.verdict, ""),
        "late": late,
        "notice": address(one.code),
    }

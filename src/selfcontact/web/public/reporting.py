"""Reporting a message on its notice: no account, no script, no word that could tell of anyone."""

from uuid import UUID

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from selfcontact.transparency import reports
from selfcontact.transparency.models import Published, Receipt, Report
from selfcontact.web.clock import now
from selfcontact.web.forms import ActionForm
from selfcontact.web.public import allowance
from selfcontact.web.wording import GROUNDS, VERDICTS


class ReportForm(ActionForm):
    """What is wrong, chosen from a list."""

    ground = forms.ChoiceField(label=_("Ce qui ne va pas"), choices=GROUNDS, widget=forms.RadioSelect)
    line = forms.IntegerField(
        label=_("Ligne de la notice"),
        help_text=_("De 1 à 16, si l’une d’elles est fausse."),
        required=False,
        min_value=1,
        max_value=16,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, code: str) -> HttpResponse:
    """Take in a report and lead to its receipt."""
    notice = Published.objects.filter(code=code).order_by("-number").first()
    if notice is None:
        raise Http404
    form = ReportForm(request.POST or None)
    if request.method == "POST" and (refused := allowance.spent(request)):
        return refused
    if form.is_valid() and form.run(lambda: _taken(code, form)):
        return redirect("report_receipt", report=form.done.uid)
    return render(request, "public/report.html", {"form": form, "notice": notice, "dpo": settings.DPO_EMAIL})


@require_safe
def receipt(request: HttpRequest, report: UUID) -> HttpResponse:
    """Say until when a report is answered, and what was answered."""
    found = Receipt.objects.filter(uid=report).first()
    if found is None:
        raise Http404
    page = {"receipt": found, "verdict": dict(VERDICTS).get(found.verdict, ""), "dpo": settings.DPO_EMAIL}
    return render(request, "public/report_receipt.html", page)


def _taken(code: str, form: ReportForm) -> Report:
    given = form.cleaned_data
    return reports.report(code=code, ground=Report.Ground(given["ground"]), line=given["line"], at=now())

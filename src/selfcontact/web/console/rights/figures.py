"""How the rights are served, for whoever answers for it: counts and delays, by month and by mandate; never a person."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from selfcontact.opposition.models import Entry
from selfcontact.requests.desk import register
from selfcontact.requests.desk.volumes import Month, Volumes, by_mandate, volumes
from selfcontact.requests.models import Kind
from selfcontact.web import chart
from selfcontact.web.access import actor_of
from selfcontact.web.clock import now
from selfcontact.web.console.opposition.words import CHANNELS
from selfcontact.web.console.requests import words
from selfcontact.web.console.rights.forms import ExportForm

CONTENT = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Show the counts."""
    found = volumes(now())
    context = {
        "found": found,
        "rights": _said(found.by_right, words.KINDS),
        "doors": _said(found.by_door, words.DOORS),
        "refusals": _said(found.refusals, words.GROUNDS),
        "oppositions": _said(found.oppositions, CHANNELS),
        "charts": [_received(found), _delays(found)],
        "mandates": by_mandate(),
    }
    return render(request, "console/rights/figures.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest) -> HttpResponse:
    """Ask why, then give the register as a file."""
    form = ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kind, reason = form.cleaned_data["form"], form.cleaned_data["reason"]
        if form.run(lambda: register.export(actor=actor_of(request), form=kind, reason=reason, at=now())):
            answer = HttpResponse(form.done.content, content_type=CONTENT[kind])
            answer["Content-Disposition"] = f'attachment; filename="registre-des-demandes.{kind}"'
            return answer
    return render(request, "console/rights/export.html", {"form": form})


def _said(counts: Mapping[str, int], said: Mapping[str, object]) -> list[tuple[str, int]]:
    """Return the counts with their words, the largest first."""
    return [(str(said[code]), count) for code, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))]


def _received(found: Volumes) -> str:
    shown = [kind for kind in Kind if any(month.by_right[kind] for month in found.months)]
    series: dict[str, list[int]] = {str(words.KINDS[kind]): [m.by_right[kind] for m in found.months] for kind in shown}
    for channel in (Entry.Channel.SMS, Entry.Channel.VOICE):
        counts = [month.oppositions[channel] for month in found.months]
        if any(counts):
            series[_("opposition : %(door)s") % {"door": CHANNELS[channel]}] = counts
    series = series or {_("demandes"): [0 for _month in found.months]}
    return chart.bars(_("Reçues chaque mois, par droit"), _months(found.months), series, axis=_("Mois"))


def _delays(found: Volumes) -> str:
    medians = {_("jours, médiane"): [month.median for month in found.months]}
    return chart.lines(
        _("Jours jusqu’à la réponse, par mois de réponse"), _months(found.months), medians, axis=_("Mois")
    )


def _months(months: list[Month]) -> list[str]:
    return [one.month for one in months]

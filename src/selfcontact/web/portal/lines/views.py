"""One line: how it is called and listened to, by the day, rounded."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from selfcontact.figures.rules import RULES
from selfcontact.lib import landline
from selfcontact.lines.models import LineSheet
from selfcontact.proposals.models import Recording
from selfcontact.web import chart
from selfcontact.web.portal import reach
from selfcontact.web.portal.lines import words


@require_safe
def show(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show a line of one's candidates."""
    line = reach.line(request, uid)
    context = {
        "line": line,
        "number": landline.written(line.number),
        "price": words.PRICES[line.price],
        "state": words.STATES[line.state],
        "languages": words.languages(line.languages),
        "days": _days(line),
        "chart": _chart(line),
        "rules": RULES,
        "proposed": Recording.objects.filter(line_uid=line.uid).order_by("-pk"),
    }
    return render(request, "portal/lines/show.html", context)


def _days(line: LineSheet) -> list[dict[str, object]]:
    return [{**one, "day": date.fromisoformat(one["day"])} for one in line.days]


def _chart(line: LineSheet) -> str:
    if not line.days:
        return ""
    labels = [str(date_format(date.fromisoformat(one["day"]), "j F")) for one in line.days]
    figures = {_("appels"): [one["calls"] for one in line.days]}
    return chart.bars(_("Appels par jour, arrondis"), labels, figures, axis=_("Jour"))

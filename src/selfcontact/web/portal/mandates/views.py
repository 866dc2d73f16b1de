"""One mandate: what was asked, what happened, what is in hand."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from selfcontact.figures.models import Sheet
from selfcontact.lines.models import LineSheet
from selfcontact.web.portal import reach
from selfcontact.web.portal.lines import words


@require_safe
def show(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show a mandate of one's candidate."""
    sheet = reach.sheet(request, uid)
    campaigns = list(sheet.campaigns.order_by("-earliest", "-pk"))
    context = {
        "sheet": sheet,
        "campaigns": campaigns,
        "proposals": sheet.proposals.order_by("-submitted_at", "-pk"),
        "lines": [(one, words.STATES[one.state]) for one in _lines(sheet)],
        "spent": sum(one.gross_cents for one in campaigns),
    }
    return render(request, "portal/mandates/show.html", context)


def _lines(sheet: Sheet) -> QuerySet[LineSheet]:
    found = LineSheet.objects.filter(candidate_id=sheet.candidate_id, mandate=sheet.reference)
    return found.order_by("opens_at", "reference")

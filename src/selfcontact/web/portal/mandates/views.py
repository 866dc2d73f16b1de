"""One mandate: what was asked, what happened, what is in hand."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from selfcontact.web.portal import reach


@require_safe
def show(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show a mandate of one's candidate."""
    sheet = reach.sheet(request, uid)
    campaigns = list(sheet.campaigns.order_by("-earliest", "-pk"))
    context = {
        "sheet": sheet,
        "campaigns": campaigns,
        "proposals": sheet.proposals.order_by("-submitted_at", "-pk"),
        "spent": sum(one.gross_cents for one in campaigns),
    }
    return render(request, "portal/mandates/show.html", context)

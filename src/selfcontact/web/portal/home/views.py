"""What a candidate's team sees first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from selfcontact.figures.models import Sheet
from selfcontact.proposals.models import Proposal, Recording
from selfcontact.web.portal import reach


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what awaits a decision, then the team's mandates, those in force first."""
    sheets = list(Sheet.objects.filter(candidate_id__in=reach.candidates(request)).order_by("-opens_on", "reference"))
    waiting = Proposal.objects.filter(sheet__in=sheets, state=Proposal.State.OPEN).select_related("sheet")
    sounds = Recording.objects.filter(sheet__in=sheets, state=Proposal.State.OPEN).select_related("sheet")
    over = [sheet for sheet in sheets if sheet.state == "ended"]
    return render(
        request,
        "portal/home/home.html",
        {
            "sheets": [sheet for sheet in sheets if sheet not in over] + over,
            "waiting": waiting.order_by("submitted_at"),
            "sounds": sounds.order_by("submitted_at"),
        },
    )

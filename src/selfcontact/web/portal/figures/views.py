"""The figures of one campaign: totals as it runs, tables as they were published."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from selfcontact.figures.due import PATIENCE
from selfcontact.figures.rules import RULES
from selfcontact.web.clock import now
from selfcontact.web.portal import reach
from selfcontact.web.portal.figures.tables import blocks


@require_safe
def show(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show the figures of a campaign; its totals come again by themselves while it runs."""
    campaign = reach.campaign(request, uid)
    # Only the totals are taken from a page that htmx asked for: no need to draw.
    drawn = [] if getattr(request, "htmx", False) else blocks(campaign)
    ended = campaign.ended_at
    context = {
        "campaign": campaign,
        "sheet": campaign.sheet,
        "totals": campaign.totals,
        "blocks": drawn,
        "rules": RULES,
        "moves": campaign.started_at is not None and (ended is None or now() - ended < PATIENCE),
    }
    return render(request, "portal/figures/show.html", context)

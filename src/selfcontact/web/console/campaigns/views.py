"""Campaigns before they run: the list, the page of one, what one does with it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from selfcontact.campaigns import actions
from selfcontact.campaigns.answered import answered
from selfcontact.campaigns.checks import judge_stored
from selfcontact.campaigns.content import content_sha256
from selfcontact.campaigns.models import Campaign
from selfcontact.campaigns.states import TESTABLE, TRANSITIONS
from selfcontact.contacts.models import TeamNumber
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import Mandate
from selfcontact.transparency.address import address, code_of
from selfcontact.web.access import actor_of, positions
from selfcontact.web.clock import now
from selfcontact.web.console.campaigns import reading
from selfcontact.web.console.registers import words
from selfcontact.web.console.registers.history import of_objects
from selfcontact.web.console.registers.pages import PER_PAGE, find

#: States in which what the rules say still matters.
BEFORE = TRANSITIONS["edit"][0]


def campaign_list(request: HttpRequest) -> HttpResponse:
    """List the campaigns of a mandate or in a state, the latest slot first."""
    mandate, state = request.GET.get("mandate", ""), request.GET.get("state", "")
    page = Paginator(_narrowed(mandate, state), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(one, words.CAMPAIGNS[one.state]) for one in page.object_list],
        "states": words.CAMPAIGNS.items(),
        "mandates": list(Mandate.objects.order_by("reference").values_list("reference", flat=True)),
        "mandate": mandate,
        "state": state,
    }
    return render(request, "console/campaigns/list.html", context)


def _narrowed(mandate: str, state: str) -> QuerySet[Campaign]:
    found = Campaign.objects.select_related("mandate__candidate").order_by("-earliest", "reference")
    if mandate:
        found = found.filter(mandate__reference=mandate)
    return found.filter(state=state) if state else found


def campaign_show(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the exact text, its audience and slot, what was signed, what each rule says, and the history."""
    campaign = find(Campaign, reference, "mandate__candidate", "route__subprocessor")
    sha = content_sha256(campaign)
    context = {
        "campaign": campaign,
        "state": words.CAMPAIGNS[campaign.state],
        "answered": answered(campaign),
        "kind": words.CAMPAIGN_KINDS[campaign.kind],
        "area": words.area(campaign.area),
        "sha": sha,
        "approvals": [(one, one.content_sha256 == sha) for one in campaign.approvals.order_by("-signed_at")],
        "reading": _reading(campaign),
        "notice": None if campaign.started_at is None else address(code_of(campaign.uid)),
        "history": of_objects(request, campaign.uid),
        **_may(request, campaign),
    }
    return render(request, "console/campaigns/show.html", context)


def _may(request: HttpRequest, campaign: Campaign) -> dict[str, object]:
    author = "operator" in positions(request)
    return {
        "before": campaign.state in BEFORE,
        "may_edit": author and campaign.state in BEFORE,
        "may_submit": author and campaign.state in TRANSITIONS["submit"][0],
        "may_test": author and campaign.state in TESTABLE,
        "team": TeamNumber.objects.filter(mandate_id=campaign.mandate_id).count() if author else 0,
    }


def _reading(campaign: Campaign) -> reading.Reading | None:
    if campaign.state not in BEFORE:
        return None
    try:
        return reading.read(campaign, judge_stored(campaign, now()))
    except UserError as error:
        return reading.refused(error)


@require_POST
def campaign_submit(request: HttpRequest, reference: str) -> HttpResponse:
    """Hand a draft to the candidate."""
    campaign = find(Campaign, reference, "mandate", "route")
    actions.submit(actor=actor_of(request), campaign=campaign, at=now())
    messages.success(request, _("Soumise au candidat : elle attend sa signature dans le portail."))
    return redirect("campaign_show", reference)


@require_POST
def campaign_test(request: HttpRequest, reference: str) -> HttpResponse:
    """Send the text to the team's declared numbers."""
    campaign = find(Campaign, reference, "mandate", "route")
    if not TeamNumber.objects.filter(mandate_id=campaign.mandate_id).exists():
        messages.warning(request, _("Déclarez d’abord les numéros de l’équipe."))
        return redirect("team_numbers", campaign.mandate.reference)
    sent = actions.test(actor=actor_of(request), campaign=campaign, at=now())
    messages.success(request, _("Essai en route vers %(count)d numéros de l’équipe.") % {"count": sent})
    return redirect("campaign_show", reference)

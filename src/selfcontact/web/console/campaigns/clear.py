"""Letting pass what a rule holds: the page of one rule, for the content of one campaign as it is now."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from selfcontact.campaigns import clearing
from selfcontact.campaigns.models import Campaign
from selfcontact.compliance.verdict import Held
from selfcontact.rulings.actions import LEAST_GROUNDS, MOST_GROUNDS
from selfcontact.web.access import actor_of
from selfcontact.web.clock import now
from selfcontact.web.console.registers.pages import Step, act, find
from selfcontact.web.forms import ActionForm


class ClearanceForm(ActionForm):
    """Why a held content may pass."""

    grounds = forms.CharField(
        label=_("Motifs"),
        help_text=_(
            "Ce que vous avez vérifié. Ils sont inscrits au journal, avec votre pseudonyme ; n’y nommez personne."
        ),
        min_length=LEAST_GROUNDS,
        max_length=MOST_GROUNDS,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


def campaign_clear(request: HttpRequest, reference: str, rule: str) -> HttpResponse:
    """Let the content pass a rule that holds it; 404 when it does not."""
    campaign = find(Campaign, reference, "mandate__candidate", "route__subprocessor")
    at = now()
    held = _held(campaign, rule)
    form = ClearanceForm(request.POST or None)
    step = Step(
        title=_("Lever la retenue %(rule)s") % {"rule": held.rule},
        text=f"« {campaign.text} » {held.en if _english() else held.fr} ({held.source})",
        submit=_("J’ai vérifié : lever cette retenue"),
        back=reverse("campaign_show", args=[reference]),
        done=_("Retenue levée pour ce contenu exact ; une modification la remet."),
    )
    actor = actor_of(request)
    return act(
        request,
        form,
        lambda: clearing.clear(
            actor=actor, campaign=campaign, rule=held.rule, grounds=form.cleaned_data["grounds"], at=at
        ),
        step,
    )


def _held(campaign: Campaign, rule: str) -> Held:
    for one in clearing.holds(campaign, now()):
        if one.rule == rule.upper():
            return one
    raise Http404


def _english() -> bool:
    return (get_language() or "fr").startswith("en")

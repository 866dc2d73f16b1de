"""The numbers to which a mandate's tests may go: declared, withdrawn, never shown."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from selfcontact.contacts import actions
from selfcontact.contacts.models import TeamNumber
from selfcontact.intake.models import Delivery
from selfcontact.mandates.models import Mandate
from selfcontact.web.access import actor_of
from selfcontact.web.clock import now
from selfcontact.web.console.campaigns.forms import TeamForm
from selfcontact.web.console.registers.pages import find


def team_numbers(request: HttpRequest, reference: str) -> HttpResponse:
    """List the declared numbers by their identifier and day, and declare some."""
    mandate = _live(reference)
    form = TeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        numbers = form.cleaned_data["numbers"]
        done = form.run(
            lambda: actions.declare_team_numbers(
                actor=actor_of(request), mandate=mandate, numbers=numbers, fiction=_fiction(mandate), at=now()
            )
        )
        if done:
            messages.success(request, _("Numéros déclarés et scellés."))
            return redirect("team_numbers", reference)
    declared = TeamNumber.objects.filter(mandate_id=mandate.pk).order_by("declared_at", "uid")
    return render(request, "console/campaigns/team.html", {"mandate": mandate, "form": form, "declared": declared})


@require_POST
def team_withdraw(request: HttpRequest, reference: str, uid: UUID) -> HttpResponse:
    """Forget a declared number."""
    mandate = _live(reference)
    if not TeamNumber.objects.filter(mandate_id=mandate.pk, uid=uid).exists():
        raise Http404
    actions.withdraw_team_number(actor=actor_of(request), mandate=mandate, uid=uid)
    messages.success(request, _("Ce numéro est oublié."))
    return redirect("team_numbers", reference)


def _live(reference: str) -> Mandate:
    """Return a live mandate: the keys of another are gone, or about to go."""
    mandate = find(Mandate, reference, "candidate")
    if mandate.state != Mandate.State.LIVE:
        raise Http404
    return mandate


def _fiction(mandate: Mandate) -> bool:
    """Tell whether numbers of fiction are of any use: nothing of the mandate reaches a real carrier then."""
    return settings.CLOCK_START is not None or Delivery.objects.filter(mandate=mandate, synthetic=True).exists()

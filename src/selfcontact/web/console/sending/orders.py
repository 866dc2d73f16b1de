"""Orders given to a campaign that is sent: start, pause, resume, stop, and when it halts by itself."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from selfcontact.campaigns import actions
from selfcontact.campaigns.models import Campaign, Guard
from selfcontact.web.access import actor_of
from selfcontact.web.clock import now
from selfcontact.web.forms import ActionForm, GroundsForm

#: Thousandths of a cent in a euro.
EURO = 100_000


class GuardForm(ActionForm):
    """When a campaign is halted without anyone asking."""

    error_percent = forms.DecimalField(
        label=gettext_lazy("Part d’échecs qui l’arrête, en %"),
        min_value=1,
        max_value=100,
        decimal_places=1,
        help_text=gettext_lazy("Refusés par l’opérateur ou non délivrés : sur une minute, dix minutes et l’ensemble."),
    )
    stop_percent = forms.DecimalField(
        label=gettext_lazy("Part d’oppositions qui l’arrête, en %"), min_value=0.1, max_value=100, decimal_places=1
    )
    sample = forms.IntegerField(
        label=gettext_lazy("Nombre de messages avant de juger un taux"), min_value=50, max_value=100_000
    )
    ceiling_euros = forms.DecimalField(
        label=gettext_lazy("Plafond de dépense, en euros"),
        min_value=0,
        max_digits=10,
        decimal_places=2,
        required=False,
        help_text=gettext_lazy("Vide : aucun avant le départ, où un plafond prudent est posé."),
    )
    deed = forms.ChoiceField(
        label=gettext_lazy("Ce qui est fait alors"),
        choices=[
            (Guard.Deed.PAUSE, gettext_lazy("Mettre en pause")),
            (Guard.Deed.STOP, gettext_lazy("Arrêter pour de bon")),
        ],
    )

    def limits(self) -> dict[str, Any]:
        """Return the limits as the action takes them."""
        given = self.cleaned_data
        ceiling = given["ceiling_euros"]
        return {
            "error_permille": int(given["error_percent"] * 10),
            "stop_permille": int(given["stop_percent"] * 10),
            "sample": given["sample"],
            "ceiling_millicents": None if ceiling is None else int(ceiling * EURO),
            "deed": Guard.Deed(given["deed"]),
        }


def _of(guard: Guard) -> dict[str, object]:
    ceiling = guard.ceiling_millicents
    return {
        "error_percent": guard.error_permille / 10,
        "stop_percent": guard.stop_permille / 10,
        "sample": guard.sample,
        "ceiling_euros": "" if ceiling is None else f"{ceiling / EURO:.2f}",
        "deed": guard.deed,
    }


def _find(reference: str) -> Campaign:
    found = Campaign.objects.select_related("mandate", "route").filter(reference=reference).first()
    if found is None:
        raise Http404
    return found


def _order(request: HttpRequest, reference: str, action: Callable[[Campaign], object], done: str) -> HttpResponse:
    campaign = _find(reference)
    action(campaign)
    messages.success(request, done)
    return redirect("sending_show", reference)


@require_POST
def start(request: HttpRequest, reference: str) -> HttpResponse:
    """Start a campaign now, or leave it to the worker when its slot has not begun."""
    actor, at = actor_of(request), now()
    if _find(reference).earliest > at:
        done = _("La campagne partira d’elle-même au début de son créneau.")
        return _order(request, reference, lambda one: actions.schedule(actor=actor, campaign=one), done)
    done = _("La campagne est partie.")
    return _order(request, reference, lambda one: actions.start(actor=actor, campaign=one, at=at), done)


@require_POST
def pause(request: HttpRequest, reference: str) -> HttpResponse:
    """Hold a campaign."""
    actor = actor_of(request)
    done = _("La campagne est en pause : plus aucun message n’est remis à l’opérateur.")
    return _order(request, reference, lambda one: actions.pause(actor=actor, campaign=one), done)


@require_POST
def resume(request: HttpRequest, reference: str) -> HttpResponse:
    """Let a campaign go on."""
    actor = actor_of(request)
    done = _("La campagne reprend.")
    return _order(request, reference, lambda one: actions.resume(actor=actor, campaign=one), done)


@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, reference: str) -> HttpResponse:
    """End a campaign for good, with the reason."""
    campaign, actor = _find(reference), actor_of(request)
    form = GroundsForm(request.POST or None)
    if form.is_valid() and form.run(
        lambda: actions.stop(actor=actor, campaign=campaign, at=now(), grounds=form.cleaned_data["grounds"])
    ):
        messages.success(request, _("La campagne est arrêtée : ce qui restait est compté comme échu."))
        return redirect("sending_show", reference)
    return render(request, "console/sending/stop.html", {"campaign": campaign, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def guard(request: HttpRequest, reference: str) -> HttpResponse:
    """Set when a campaign is halted by itself."""
    campaign, actor = _find(reference), actor_of(request)
    present = Guard.objects.filter(campaign=campaign).first() or Guard(campaign=campaign)
    form = GuardForm(request.POST or None, initial=_of(present))
    if form.is_valid() and form.run(lambda: actions.set_guard(actor=actor, campaign=campaign, **form.limits())):
        messages.success(request, _("La surveillance est réglée."))
        return redirect("sending_show", reference)
    return render(request, "console/sending/guard.html", {"campaign": campaign, "form": form})

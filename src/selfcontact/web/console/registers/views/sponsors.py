"""What the sponsor of a mandate declares: signed, and one day withdrawn."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from selfcontact.mandates import sponsors
from selfcontact.mandates.models import Mandate, Sponsor
from selfcontact.web.access import actor_of
from selfcontact.web.clock import now
from selfcontact.web.console.registers.forms.mandates import WithdrawForm
from selfcontact.web.console.registers.forms.sponsors import SponsorForm
from selfcontact.web.console.registers.pages import Step, act, find


def sponsor_declare(request: HttpRequest, reference: str) -> HttpResponse:
    """Record a signed declaration under a mandate."""
    mandate = find(Mandate, reference)
    form = SponsorForm(request.POST or None, request.FILES or None)
    step = Step(
        title=_("Déclaration du commanditaire"),
        text=_("Mandat %(reference)s. Sans elle, rien ne part (règlement (UE) 2024/900). Elle remplace la précédente.")
        % {"reference": reference},
        submit=_("Enregistrer la déclaration"),
        back=reverse("mandate_show", args=[reference]),
        done=_("Déclaration enregistrée, avec l’empreinte du document signé."),
    )
    return act(request, form, lambda: _declare(request, mandate, form), step)


def _declare(request: HttpRequest, mandate: Mandate, form: SponsorForm) -> Sponsor:
    given = form.cleaned_data
    return sponsors.declare(
        actor=actor_of(request),
        mandate=mandate,
        declaration=form.declaration,
        document_sha256=given["document"],
        signatory=given["signatory"],
        signed_at=given["signed_at"],
    )


def sponsor_withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Record that the sponsor took the declaration in force back."""
    found = find(Mandate, reference).sponsor()
    if found is None:
        raise Http404
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    step = Step(
        title=_("Retirer la déclaration du commanditaire"),
        text=_("Mandat %(reference)s. Dès maintenant, plus aucun message ne part. On ne revient pas en arrière.")
        % {"reference": reference},
        submit=_("Retirer la déclaration"),
        back=reverse("mandate_show", args=[reference]),
        done=_("Déclaration retirée."),
        danger=True,
    )
    actor = actor_of(request)
    return act(request, form, lambda: sponsors.withdraw(actor=actor, sponsor=found, at=now()), step)

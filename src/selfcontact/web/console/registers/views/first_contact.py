"""How people of a mandate may be written to first: the candidate's signed choice."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from selfcontact.mandates import contact_policy
from selfcontact.mandates.models import ContactPolicy, Mandate
from selfcontact.web.access import actor_of
from selfcontact.web.console.registers.forms.mandates import FirstContactForm
from selfcontact.web.console.registers.pages import Step, act, find


def first_contact(request: HttpRequest, reference: str) -> HttpResponse:
    """Record the signed instruction on the first message; it takes the place of the one before."""
    mandate = find(Mandate, reference)
    form = FirstContactForm(request.POST or None, request.FILES or None)
    step = Step(
        title=_("Instruction sur le premier message"),
        text=_(
            "Mandat %(reference)s. Inviter d’abord : une invitation ne fait que demander l’accord, et seul qui répond "
            "OUI reçoit les campagnes (règle CN-02). Le choix vaut dès le prochain message, et remplace le précédent."
        )
        % {"reference": reference},
        submit=_("Enregistrer l’instruction"),
        back=reverse("mandate_show", args=[reference]),
        done=_("Instruction enregistrée, avec l’empreinte du document signé."),
    )
    return act(request, form, lambda: _sign(request, mandate, form), step)


def _sign(request: HttpRequest, mandate: Mandate, form: FirstContactForm) -> ContactPolicy:
    given = form.cleaned_data
    return contact_policy.sign(
        actor=actor_of(request),
        mandate=mandate,
        kind=ContactPolicy.Kind(given["kind"]),
        invitations=given["invitations"],
        document_sha256=given["document"],
        signatory=given["signatory"],
        signed_at=given["signed_at"],
    )

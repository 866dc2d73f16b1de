"""What the candidate asked in writing: signed, and one day withdrawn."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from selfcontact.mandates import actions
from selfcontact.mandates.models import Instruction, Mandate
from selfcontact.web.access import actor_of
from selfcontact.web.clock import now
from selfcontact.web.console.registers import words
from selfcontact.web.console.registers.forms.mandates import InstructionForm, WithdrawForm
from selfcontact.web.console.registers.pages import Step, act, find


def instruction_add(request: HttpRequest, reference: str) -> HttpResponse:
    """Record a signed instruction under a mandate."""
    mandate = find(Mandate, reference)
    form = InstructionForm(request.POST or None, request.FILES or None)
    step = Step(
        title=_("Instruction signée du candidat"),
        text=_("Mandat %(reference)s. Sans instruction écrite, rien n’est chargé ni envoyé (RGPD, article 28).")
        % {"reference": reference},
        submit=_("Enregistrer l’instruction"),
        back=reverse("mandate_show", args=[reference]),
        done=_("Instruction enregistrée, avec l’empreinte du document signé."),
    )
    return act(request, form, lambda: _sign(request, mandate, form), step)


def _sign(request: HttpRequest, mandate: Mandate, form: InstructionForm) -> Instruction:
    given = form.cleaned_data
    return actions.sign_instruction(
        actor=actor_of(request),
        reference=given["reference"],
        mandate=mandate,
        kind=Instruction.Kind(given["kind"]),
        document_sha256=given["document"],
        signatory=given["signatory"],
        signed_at=given["signed_at"],
    )


def instruction_withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Record that the candidate took an instruction back."""
    found = find(Instruction, reference, "mandate")
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    step = Step(
        title=_("Retirer l’instruction %(reference)s") % {"reference": reference},
        text=_("Elle couvre : %(kind)s. Dès maintenant, plus rien n’est fait en son nom. On ne revient pas en arrière.")
        % {"kind": words.INSTRUCTIONS[found.kind]},
        submit=_("Retirer l’instruction"),
        back=reverse("mandate_show", args=[found.mandate.reference]),
        done=_("Instruction retirée."),
        danger=True,
    )
    actor = actor_of(request)
    return act(request, form, lambda: actions.withdraw_instruction(actor=actor, instruction=found, at=now()), step)

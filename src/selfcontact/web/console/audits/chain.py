"""Where a delivery comes from: its provider's attestation, and the transfers behind it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from selfcontact.audits import chain
from selfcontact.audits.models import Attestation
from selfcontact.intake.models import Delivery
from selfcontact.web.access import actor_of
from selfcontact.web.console.audits.forms import AttestForm, TransferForm
from selfcontact.web.console.registers.history import of_objects
from selfcontact.web.console.registers.pages import KEEPERS, Link, Step, act, show


@require_GET
def origin(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what proves where a delivery comes from, and what is missing."""
    found, of = _delivery(reference), [reference]
    attested = Attestation.objects.filter(delivery=found).first()
    attest = Link(url=reverse("delivery_attest", args=of), words=_("Enregistrer l’attestation"), roles=KEEPERS)
    transfer = Link(url=reverse("delivery_transfer", args=of), words=_("Ajouter une cession"), roles=KEEPERS)
    return show(
        request,
        template="console/audits/origin.html",
        links=[None if attested else attest, transfer],
        history=of_objects(request, found.uid),
        delivery=found,
        attested=attested,
        transfers=list(found.transfers.order_by("transferred_on", "pk")),
        missing=[_said(code) for code in chain.missing(found)],
    )


def _said(code: str) -> str:
    kind, _space, form = code.partition(" ")
    if kind == "form":
        return _("les preuves du formulaire %(code)s") % {"code": form}
    return _("l’attestation du fournisseur") if kind == "attestation" else _("la chaîne jusqu’au fournisseur")


def attest(request: HttpRequest, reference: str) -> HttpResponse:
    """Put the provider's attestation on record."""
    found, form = _delivery(reference), AttestForm(request.POST or None, request.FILES or None)
    step = Step(
        title=_("Attestation de la livraison %(reference)s") % {"reference": reference},
        text=_("Elle est refusée si elle parle d’un autre fichier, ou d’un autre nombre de lignes, que reçu."),
        submit=_("Enregistrer l’attestation"),
        back=reverse("delivery_origin", args=[reference]),
        done=_("Attestation enregistrée : le fichier est bien celui-là."),
    )
    return act(request, form, lambda: _attest(request, found, form), step)


def _attest(request: HttpRequest, found: Delivery, form: AttestForm) -> object:
    given = dict(form.cleaned_data)
    return chain.attest(actor=actor_of(request), delivery=found, document_sha256=given.pop("document"), **given)


def transfer(request: HttpRequest, reference: str) -> HttpResponse:
    """Add a link to the chain of a delivery."""
    found, form = _delivery(reference), TransferForm(request.POST or None, request.FILES or None)
    step = Step(
        title=_("Cession derrière la livraison %(reference)s") % {"reference": reference},
        text=_("De qui à qui, quand, sous quel contrat : la chaîne finit au fournisseur."),
        submit=_("Ajouter la cession"),
        back=reverse("delivery_origin", args=[reference]),
        done=_("Cession enregistrée."),
    )
    return act(request, form, lambda: _transfer(request, found, form), step)


def _transfer(request: HttpRequest, found: Delivery, form: TransferForm) -> object:
    given = dict(form.cleaned_data)
    contract = given.pop("document")
    return chain.add_transfer(actor=actor_of(request), delivery=found, contract_sha256=contract, **given)


def _delivery(reference: str) -> Delivery:
    return get_object_or_404(Delivery.objects.select_related("agreement__provider"), reference=reference)

"""Agreements with providers and the forms of consent under them."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from selfcontact.providers import actions
from selfcontact.providers.models import Agreement, ConsentForm, Provider
from selfcontact.web.access import actor_of
from selfcontact.web.clock import now
from selfcontact.web.console.registers import words
from selfcontact.web.console.registers.forms import providers as forms
from selfcontact.web.console.registers.history import of_objects
from selfcontact.web.console.registers.pages import GUARDS, Cell, Link, Listing, Step, act, find, show, show_list
from selfcontact.web.console.registers.views.providers import agreement_state, tabs


def agreement_list(request: HttpRequest) -> HttpResponse:
    """List the agreements, the last to start first."""
    listing = Listing(
        title=_("Accords avec les fournisseurs"),
        lead=_("Le contrat qui dit d’où viennent les consentements, et jusqu’à quand on peut charger des fichiers."),
        heads=[_("Référence"), _("Fournisseur"), _("État"), _("Du"), _("Au")],
        search=["reference", "provider__name", "provider__reference"],
        empty=_("Un accord s’enregistre depuis la page de son fournisseur."),
        add=Link(url=reverse("provider_list"), words=_("Choisir un fournisseur")),
        tabs=tabs(),
    )
    found = Agreement.objects.select_related("provider").order_by("-starts_on", "reference")
    return show_list(request, listing, found, _row)


def _row(found: Agreement) -> list[Cell]:
    code, word = agreement_state(found)
    return [
        Cell(text=found.reference, url=reverse("agreement_show", args=[found.reference])),
        Cell(text=found.provider.name, url=reverse("provider_show", args=[found.provider.reference])),
        Cell(text=word, state=code),
        Cell(text=found.starts_on, kind="day"),
        Cell(text=found.ends_on, kind="day"),
    ]


def agreement_show(request: HttpRequest, reference: str) -> HttpResponse:
    """Show an agreement, its forms and the history of them all."""
    found = find(Agreement, reference, "provider")
    consents = list(found.forms.order_by("-used_from", "code"))
    add = Link(url=reverse("form_add", args=[reference]), words=_("Ajouter un formulaire"), tone="primary")
    end = Link(url=reverse("agreement_end", args=[reference]), words=_("Mettre fin à l’accord"), roles=GUARDS)
    return show(
        request,
        template="console/registers/agreement.html",
        links=[add, end],
        history=of_objects(request, found.uid, *(one.uid for one in consents)),
        agreement=found,
        state=agreement_state(found),
        forms=[(one, _purposes(one)) for one in consents],
    )


def agreement_add(request: HttpRequest, reference: str) -> HttpResponse:
    """Put the contract with a provider on record."""
    provider = find(Provider, reference)
    form = forms.AgreementForm(request.POST or None, request.FILES or None)
    step = Step(
        title=_("Accord avec %(name)s") % {"name": provider.name},
        text=_("Le contrat signé : ses dates décident de ce qui peut être chargé."),
        submit=_("Enregistrer l’accord"),
        back=reverse("provider_show", args=[reference]),
        forward=lambda made: reverse("agreement_show", args=[made.reference]),
        done=_("Accord enregistré. Ajoutez maintenant les formulaires de consentement."),
    )
    return act(request, form, lambda: _sign(request, provider, form), step)


def _sign(request: HttpRequest, provider: Provider, form: forms.AgreementForm) -> Agreement:
    given = dict(form.cleaned_data)
    return actions.add_agreement(
        actor=actor_of(request), provider=provider, document_sha256=given.pop("document"), **given
    )


def agreement_end(request: HttpRequest, reference: str) -> HttpResponse:
    """Give an agreement its last day."""
    found = find(Agreement, reference)
    form = forms.DatedGroundsForm(request.POST or None, initial={"on": now().date()})
    step = Step(
        title=_("Mettre fin à l’accord %(reference)s") % {"reference": reference},
        text=_(
            "Le jour dit est le dernier. Ce qui a été livré reste ; pour l’arrêter aussi, suspendez le fournisseur."
        ),
        submit=_("Mettre fin à l’accord"),
        back=reverse("agreement_show", args=[reference]),
        done=_("L’accord a sa date de fin."),
        danger=True,
    )
    actor = actor_of(request)
    return act(request, form, lambda: actions.end_agreement(actor=actor, agreement=found, **form.cleaned_data), step)


def form_list(request: HttpRequest) -> HttpResponse:
    """List the forms of consent, the last to come into use first."""
    listing = Listing(
        title=_("Formulaires de consentement"),
        lead=_("Chaque version du texte auquel une personne a consenti, mot pour mot."),
        heads=[_("Code"), _("Accord"), _("Fournisseur"), _("Finalités"), _("Du"), _("Au")],
        search=["code", "agreement__reference", "agreement__provider__name"],
        empty=_("Un formulaire s’enregistre depuis la page de son accord."),
        add=Link(url=reverse("agreement_list"), words=_("Choisir un accord")),
        tabs=tabs(),
    )
    found = ConsentForm.objects.select_related("agreement__provider").order_by("-used_from", "code", "pk")
    return show_list(request, listing, found, _form_row)


def _form_row(found: ConsentForm) -> list[Cell]:
    agreement = found.agreement
    return [
        Cell(text=found.code, url=reverse("form_show", args=[found.uid])),
        Cell(text=agreement.reference, url=reverse("agreement_show", args=[agreement.reference])),
        Cell(text=agreement.provider.name),
        Cell(text=_purposes(found)),
        Cell(text=found.used_from, kind="day"),
        Cell(text=found.used_until, kind="day"),
    ]


def form_show(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show the exact wording of a form, what it allows and the history."""
    found = get_object_or_404(ConsentForm.objects.select_related("agreement__provider"), uid=uid)
    withdraw = Link(url=reverse("form_withdraw", args=[uid]), words=_("Retirer"), roles=GUARDS, tone="danger")
    document = Link(url=reverse("form_document", args=[uid]), words=_("Documenter"), tone="primary")
    return show(
        request,
        template="console/registers/form.html",
        links=[None if found.image_sha256 else document, withdraw],
        history=of_objects(request, found.uid),
        form=found,
        box=words.BOXES.get(found.box, ""),
        missing=[words.EVIDENCE[name] for name in found.missing],
        purposes=_purposes(found),
        channels=", ".join(str(words.CHANNELS.get(code, code)) for code in found.channels),
    )


def _purposes(found: ConsentForm) -> str:
    return ", ".join(str(words.PURPOSES.get(code, code)) for code in found.purposes)


def form_add(request: HttpRequest, reference: str) -> HttpResponse:
    """Register one version of a form under an agreement."""
    agreement = find(Agreement, reference)
    form = forms.ConsentForm(request.POST or None)
    step = Step(
        title=_("Formulaire de consentement"),
        text=_("Sous l’accord %(reference)s. Une ligne d’un fichier n’entre que si son formulaire couvre nos messages.")
        % {"reference": reference},
        submit=_("Enregistrer le formulaire"),
        back=reverse("agreement_show", args=[reference]),
        done=_("Formulaire enregistré, avec l’empreinte de son texte."),
    )
    actor = actor_of(request)
    return act(request, form, lambda: actions.add_form(actor=actor, agreement=agreement, **form.cleaned_data), step)


def form_document(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Put on record what proves a form besides its wording."""
    found = get_object_or_404(ConsentForm, uid=uid)
    form = forms.EvidenceForm(request.POST or None, request.FILES or None)
    step = Step(
        title=_("Documenter le formulaire %(code)s") % {"code": found.code},
        text=_("Une fois pour toutes : un formulaire montré autrement est une autre version, sous un autre code."),
        submit=_("Enregistrer la preuve"),
        back=reverse("form_show", args=[uid]),
        done=_("Preuve enregistrée, avec l’empreinte de l’image."),
    )
    return act(request, form, lambda: _document(request, found, form), step)


def _document(request: HttpRequest, found: ConsentForm, form: forms.EvidenceForm) -> ConsentForm:
    given = dict(form.cleaned_data)
    image = given.pop("document")
    return actions.document_form(actor=actor_of(request), form=found, image_sha256=image, **given)


def form_withdraw(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Give a form its last day."""
    found = get_object_or_404(ConsentForm, uid=uid)
    form = forms.DatedGroundsForm(request.POST or None, initial={"on": now().date()})
    step = Step(
        title=_("Retirer le formulaire %(code)s") % {"code": found.code},
        text=_("Le jour dit est le dernier : un consentement plus tardif est refusé à la prochaine livraison."),
        submit=_("Retirer le formulaire"),
        back=reverse("form_show", args=[uid]),
        done=_("Le formulaire a sa date de fin."),
        danger=True,
    )
    actor = actor_of(request)
    return act(request, form, lambda: actions.withdraw_form(actor=actor, form=found, **form.cleaned_data), step)

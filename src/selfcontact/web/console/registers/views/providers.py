"""Providers: who delivers files, whether they were examined, and whether they are suspended."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from selfcontact.providers import actions
from selfcontact.providers.models import Agreement, Provider
from selfcontact.web.access import actor_of
from selfcontact.web.clock import now
from selfcontact.web.console.registers import words
from selfcontact.web.console.registers.forms.providers import DatedGroundsForm, ProviderForm, VetForm
from selfcontact.web.console.registers.history import of_objects
from selfcontact.web.console.registers.pages import GUARDS, Cell, Link, Listing, Step, act, find, show, show_list


def provider_list(request: HttpRequest) -> HttpResponse:
    """List the providers by name."""
    listing = Listing(
        title=_("Fournisseurs de fichiers"),
        lead=_(
            "Les sociétés qui recueillent le consentement. Rien n’est chargé d’un fournisseur qui n’est pas examiné."
        ),
        heads=[_("Raison sociale"), _("Référence"), _("Pays"), _("État"), _("Examiné le")],
        search=["reference", "name"],
        empty=_("Enregistrez un fournisseur, examinez-le, puis enregistrez l’accord signé avec lui."),
        add=Link(url=reverse("provider_add"), words=_("Ajouter un fournisseur")),
        tabs=tabs(),
    )
    return show_list(request, listing, Provider.objects.order_by("name", "reference"), _row)


def tabs() -> list[Link]:
    """Return the lists about those who deliver files."""
    return [
        Link(url=reverse("provider_list"), words=_("Fournisseurs")),
        Link(url=reverse("agreement_list"), words=_("Accords")),
        Link(url=reverse("form_list"), words=_("Formulaires de consentement")),
        Link(url=reverse("audit_list"), words=_("Sondages")),
    ]


def _row(found: Provider) -> list[Cell]:
    return [
        Cell(text=found.name, url=reverse("provider_show", args=[found.reference])),
        Cell(text=found.reference, kind="code"),
        Cell(text=words.country(found.country)),
        Cell(text=words.STATES[state(found)], state=state(found)),
        Cell(text=found.vetted_on, kind="day"),
    ]


def state(found: Provider) -> str:
    """Return the code of how a provider stands."""
    if found.suspended_on is not None:
        return "suspended"
    return "vetted" if found.vetted_on is not None else "received"


def provider_show(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a provider, the agreements and the history of them all."""
    found = find(Provider, reference)
    agreements = list(found.agreements.prefetch_related("forms").order_by("-starts_on", "pk"))
    return show(
        request,
        template="console/registers/provider.html",
        links=_links(found),
        history=of_objects(request, found.uid, *(agreement.uid for agreement in agreements)),
        provider=found,
        country=words.country(found.country),
        state=state(found),
        state_words=words.STATES[state(found)],
        agreements=[(one, agreement_state(one)) for one in agreements],
    )


def agreement_state(found: Agreement) -> tuple[str, words.Words]:
    """Return the code and the word of how an agreement stands today."""
    today = now().date()
    code = "waiting" if today < found.starts_on else "active" if today <= found.ends_on else "closed"
    return code, words.STATES[code]


def _links(found: Provider) -> list[Link | None]:
    of = [found.reference]
    suspend = Link(url=reverse("provider_suspend", args=of), words=_("Suspendre"), roles=GUARDS, tone="danger")
    vet = Link(url=reverse("provider_vet", args=of), words=_("Consigner un examen"), roles=GUARDS)
    return [
        Link(url=reverse("agreement_add", args=of), words=_("Ajouter un accord"), tone="primary"),
        None if found.failed_on else vet,
        None if found.suspended_on else suspend,
    ]


def provider_add(request: HttpRequest) -> HttpResponse:
    """Put a provider on record."""
    form = ProviderForm(request.POST or None)
    step = Step(
        title=_("Ajouter un fournisseur"),
        text=_("Rien ne peut être chargé de lui avant son examen."),
        submit=_("Ajouter"),
        back=reverse("provider_list"),
        forward=lambda made: reverse("provider_show", args=[made.reference]),
        done=_("Fournisseur enregistré. Consignez maintenant son examen."),
    )
    return act(request, form, lambda: actions.add_provider(actor=actor_of(request), **form.cleaned_data), step)


def provider_vet(request: HttpRequest, reference: str) -> HttpResponse:
    """Record a review of a provider."""
    found = find(Provider, reference)
    form = VetForm(request.POST or None, initial={"privacy_email": found.privacy_email, "on": now().date()})
    step = Step(
        title=_("Examen de %(name)s") % {"name": found.name},
        text=_("L’examen lève une suspension : ses livraisons peuvent de nouveau servir."),
        submit=_("Consigner l’examen"),
        back=reverse("provider_show", args=[reference]),
        done=_("Examen consigné."),
    )
    actor = actor_of(request)
    return act(request, form, lambda: actions.vet_provider(actor=actor, provider=found, **form.cleaned_data), step)


def provider_suspend(request: HttpRequest, reference: str) -> HttpResponse:
    """Suspend a provider and everything it has delivered."""
    found = find(Provider, reference)
    form = DatedGroundsForm(request.POST or None, initial={"on": now().date()})
    step = Step(
        title=_("Suspendre %(name)s") % {"name": found.name},
        text=_(
            "Tout de suite : plus aucun message ne part vers un contact qu’il a livré, campagnes en cours comprises."
        ),
        submit=_("Suspendre le fournisseur"),
        back=reverse("provider_show", args=[reference]),
        done=_("Fournisseur suspendu, avec tout ce qu’il a livré."),
        danger=True,
    )
    actor = actor_of(request)
    return act(request, form, lambda: actions.suspend_provider(actor=actor, provider=found, **form.cleaned_data), step)

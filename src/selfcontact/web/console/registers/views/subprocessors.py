"""Subprocessors: carriers, hosts and voice operators, vetted before they receive one number."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from selfcontact.subprocessors import actions
from selfcontact.subprocessors.models import Subprocessor
from selfcontact.web.access import actor_of
from selfcontact.web.clock import now
from selfcontact.web.console.registers import words
from selfcontact.web.console.registers.forms.providers import DatedGroundsForm
from selfcontact.web.console.registers.forms.subprocessors import SubprocessorForm, VetForm
from selfcontact.web.console.registers.history import of_objects
from selfcontact.web.console.registers.pages import GUARDS, Cell, Link, Listing, Step, act, find, show, show_list


def subprocessor_list(request: HttpRequest) -> HttpResponse:
    """List the subprocessors by name."""
    listing = Listing(
        title=_("Sous-traitants ultérieurs"),
        lead=_("Opérateurs et hébergeurs de l’Union européenne. Aucun ne reçoit un numéro avant son examen."),
        heads=[_("Raison sociale"), _("Référence"), _("Ce qu’il fait"), _("Pays"), _("État"), _("Valable jusqu’au")],
        search=["reference", "name"],
        empty=_("Enregistrez l’opérateur de messages, puis son examen, puis une route."),
        add=Link(url=reverse("subprocessor_add"), words=_("Ajouter un sous-traitant")),
    )
    return show_list(request, listing, Subprocessor.objects.order_by("name", "reference"), _row)


def _row(found: Subprocessor) -> list[Cell]:
    return [
        Cell(text=found.name, url=reverse("subprocessor_show", args=[found.reference])),
        Cell(text=found.reference, kind="code"),
        Cell(text=words.KINDS[found.kind]),
        Cell(text=words.country(found.country)),
        Cell(text=words.STATES[state(found)], state=state(found)),
        Cell(text=found.vetting_expires_on, kind="day"),
    ]


def state(found: Subprocessor) -> str:
    """Return the code of how a subprocessor stands today."""
    if found.suspended_on is not None:
        return "suspended"
    today = now().date()
    if found.vetted_on is None or found.vetted_on > today:
        return "received"
    return "vetted" if found.vetted(today) else "expired"


def subprocessor_show(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a subprocessor, its routes and the history of them all."""
    found = find(Subprocessor, reference)
    routes = list(found.routes.order_by("reference"))
    return show(
        request,
        template="console/registers/subprocessor.html",
        links=_links(found),
        history=of_objects(request, found.uid, *(route.uid for route in routes)),
        subprocessor=found,
        kind=words.KINDS[found.kind],
        country=words.country(found.country),
        state=state(found),
        state_words=words.STATES[state(found)],
        routes=[(route, words.STATES["enabled" if route.enabled else "disabled"]) for route in routes],
    )


def _links(found: Subprocessor) -> list[Link | None]:
    of = [found.reference]
    carrier = found.kind == Subprocessor.Kind.CARRIER
    add = Link(url=f"{reverse('route_add')}?subprocessor={found.reference}", words=_("Ajouter une route"))
    suspend = Link(url=reverse("subprocessor_suspend", args=of), words=_("Suspendre"), roles=GUARDS, tone="danger")
    return [
        Link(url=reverse("subprocessor_vet", args=of), words=_("Consigner un examen"), roles=GUARDS, tone="primary"),
        add if carrier else None,
        None if found.suspended_on else suspend,
    ]


def subprocessor_add(request: HttpRequest) -> HttpResponse:
    """Put a subprocessor on record."""
    form = SubprocessorForm(request.POST or None)
    step = Step(
        title=_("Ajouter un sous-traitant"),
        text=_("Il ne reçoit rien avant l’examen de sa sécurité et de son contrat."),
        submit=_("Ajouter"),
        back=reverse("subprocessor_list"),
        forward=lambda made: reverse("subprocessor_show", args=[made.reference]),
        done=_("Sous-traitant enregistré. Consignez maintenant son examen."),
    )
    return act(request, form, lambda: _add(request, form), step)


def _add(request: HttpRequest, form: SubprocessorForm) -> Subprocessor:
    given = dict(form.cleaned_data)
    kind = Subprocessor.Kind(given.pop("kind"))
    return actions.add_subprocessor(actor=actor_of(request), kind=kind, **given)


def subprocessor_vet(request: HttpRequest, reference: str) -> HttpResponse:
    """Record a review of a subprocessor's security."""
    found = find(Subprocessor, reference)
    form = VetForm(request.POST or None, request.FILES or None, initial={"on": now().date()})
    step = Step(
        title=_("Examen de %(name)s") % {"name": found.name},
        text=_("L’examen vaut jusqu’à la date dite ; ensuite, ses routes refusent tout. Il lève une suspension."),
        submit=_("Consigner l’examen"),
        back=reverse("subprocessor_show", args=[reference]),
        done=_("Examen consigné, avec l’empreinte du contrat."),
    )
    return act(request, form, lambda: _vet(request, found, form), step)


def _vet(request: HttpRequest, found: Subprocessor, form: VetForm) -> None:
    given = dict(form.cleaned_data)
    actions.vet(actor=actor_of(request), subprocessor=found, contract_sha256=given.pop("document"), **given)


def subprocessor_suspend(request: HttpRequest, reference: str) -> HttpResponse:
    """Stop everything that goes through a subprocessor."""
    found = find(Subprocessor, reference)
    form = DatedGroundsForm(request.POST or None, initial={"on": now().date()})
    step = Step(
        title=_("Suspendre %(name)s") % {"name": found.name},
        text=_("Tout de suite : toutes ses routes refusent le message suivant, campagnes en cours comprises."),
        submit=_("Suspendre le sous-traitant"),
        back=reverse("subprocessor_show", args=[reference]),
        done=_("Sous-traitant suspendu : ses routes refusent tout."),
        danger=True,
    )
    actor = actor_of(request)
    return act(request, form, lambda: actions.suspend(actor=actor, subprocessor=found, **form.cleaned_data), step)

"""Mandates, agreements and routes, to read; and how many numbers an audience holds."""

from typing import Annotated

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Query, Router
from pydantic import BaseModel, Field

from selfcontact.campaigns.audience import count, select, told
from selfcontact.integrations.scopes import Scope
from selfcontact.mandates.models import Mandate
from selfcontact.providers.models import Agreement
from selfcontact.subprocessors.models import Route
from selfcontact.web.api import shapes
from selfcontact.web.api.fields import AreaItem, Reference
from selfcontact.web.api.finding import named
from selfcontact.web.api.paging import Page, page
from selfcontact.web.api.words import said

router = Router(tags=["registers"])
READ = Scope.REGISTERS_READ


class Selection(BaseModel):
    """An audience: an area and an age band, never anything else."""

    area: Annotated[list[AreaItem], Field(max_length=100, description=_("Vide : tout le mandat."))] = []
    age_from: Annotated[int, Field(ge=18, le=130, description=_("Âge, compris."))] = 18
    age_to: Annotated[int, Field(ge=18, le=130, description=_("Âge, compris."))] = 120


def mandates() -> QuerySet[Mandate]:
    """Return every mandate with its candidate."""
    return Mandate.objects.select_related("candidate")


def mandate_shape(found: Mandate) -> shapes.Mandate:
    """Return a mandate as it is shown."""
    return shapes.Mandate(
        id=found.uid,
        reference=found.reference,
        candidate=found.candidate.reference,
        election=found.election,
        area=found.area,
        opens_on=found.opens_on,
        ends_on=found.ends_on,
        state=Mandate.State(found.state),
    )


def _agreement(found: Agreement) -> shapes.Agreement:
    return shapes.Agreement(
        id=found.uid,
        reference=found.reference,
        provider=found.provider.reference,
        signed_on=found.signed_on,
        starts_on=found.starts_on,
        ends_on=found.ends_on,
        forms=sorted(form.code for form in found.forms.all()),
    )


def _route(found: Route) -> shapes.Route:
    return shapes.Route(
        id=found.uid,
        reference=found.reference,
        subprocessor=found.subprocessor.reference,
        kind=Route.Kind(found.kind),
        enabled=found.enabled,
        sender_names=found.sender_names,
        stop_code=found.stop_code,
        segments_per_second=found.segments_per_second,
        price_millicents=found.price_millicents,
    )


@router.get(
    "/mandates",
    response=shapes.Mandates,
    **said(_("Lister les mandats"), _("Par pages, dans l’ordre de leur ouverture."), READ),
)
def list_mandates(request: HttpRequest, asked: Query[Page]) -> shapes.Mandates:
    found, after = page(mandates(), asked)
    return shapes.Mandates(items=[mandate_shape(one) for one in found], next=after)


@router.get(
    "/mandates/{reference}",
    response=shapes.Mandate,
    **said(_("Montrer un mandat"), _("Le contrat d’un candidat pour une élection."), READ),
)
def show_mandate(request: HttpRequest, reference: Reference) -> shapes.Mandate:
    return mandate_shape(named(mandates(), reference))


@router.get(
    "/mandates/{reference}/audience",
    response=shapes.Audience,
    **said(
        _("Compter une audience"),
        _("Combien de numéros du mandat sont dans ces zones et cette tranche d’âge, avant les oppositions."),
        READ,
    ),
)
def count_audience(request: HttpRequest, reference: Reference, asked: Query[Selection]) -> shapes.Audience:
    audience = select(named(mandates(), reference), asked.area, asked.age_from, asked.age_to)
    return shapes.Audience(numbers=told(count(audience)))


@router.get(
    "/agreements",
    response=shapes.Agreements,
    **said(_("Lister les accords"), _("Les contrats avec les fournisseurs de fichiers."), READ),
)
def list_agreements(request: HttpRequest, asked: Query[Page]) -> shapes.Agreements:
    found, after = page(Agreement.objects.select_related("provider").prefetch_related("forms"), asked)
    return shapes.Agreements(items=[_agreement(one) for one in found], next=after)


@router.get(
    "/agreements/{reference}",
    response=shapes.Agreement,
    **said(_("Montrer un accord"), _("Avec les codes de ses formulaires de consentement."), READ),
)
def show_agreement(request: HttpRequest, reference: Reference) -> shapes.Agreement:
    return _agreement(named(Agreement.objects.select_related("provider"), reference))


@router.get(
    "/routes",
    response=shapes.Routes,
    **said(_("Lister les routes"), _("Les sorties vers les opérateurs, sans rien de leur connexion."), READ),
)
def list_routes(request: HttpRequest, asked: Query[Page]) -> shapes.Routes:
    found, after = page(Route.objects.select_related("subprocessor"), asked)
    return shapes.Routes(items=[_route(one) for one in found], next=after)


@router.get(
    "/routes/{reference}",
    response=shapes.Route,
    **said(_("Montrer une route"), _("Ses noms d’émetteur, son débit et son prix."), READ),
)
def show_route(request: HttpRequest, reference: Reference) -> shapes.Route:
    return _route(named(Route.objects.select_related("subprocessor"), reference))

"""Deliveries: what was received, what was refused of it, and stopping a load."""

from collections.abc import Iterator
from typing import Annotated

from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Query, Router
from pydantic import BaseModel, Field

from selfcontact.intake import actions
from selfcontact.intake.models import Delivery, Refusal
from selfcontact.intake.report import refusals
from selfcontact.integrations.scopes import Scope
from selfcontact.web.api import shapes
from selfcontact.web.api.fields import REFERENCE, Reference
from selfcontact.web.api.finding import named
from selfcontact.web.api.gate import actor_of, writes
from selfcontact.web.api.paging import Page, page
from selfcontact.web.api.words import said

router = Router(tags=["deliveries"])
READ, WRITE = Scope.DELIVERIES_READ, Scope.DELIVERIES_WRITE
LAST_LINE = 2**53 - 1


class DeliveriesAsked(Page):
    """A page, of one mandate if wanted."""

    mandate: Annotated[str | None, Field(pattern=REFERENCE, description=_("Celles de ce mandat seulement."))] = None


class LinesAsked(BaseModel):
    """A page of refused lines."""

    limit: Annotated[int, Field(ge=1, le=1_000, description=_("Combien de lignes au plus."))] = 200
    after: Annotated[int, Field(ge=0, le=LAST_LINE, description=_("La valeur de « next » de la page précédente."))] = 0


def _all() -> QuerySet[Delivery]:
    return Delivery.objects.select_related("mandate", "agreement")


def _shape(found: Delivery) -> shapes.Delivery:
    return shapes.Delivery(
        id=found.uid,
        reference=found.reference,
        mandate=found.mandate.reference,
        agreement=found.agreement.reference,
        state=Delivery.State(found.state),
        received_on=found.received_on,
        synthetic=found.synthetic,
        file_sha256=found.file_sha256,
        file_bytes=found.file_bytes,
        lines=found.lines,
        accepted=found.accepted,
        repaired=found.repaired,
        refused=found.refused,
        dropped_columns=found.dropped_columns,
        hold_reason=found.hold_reason,
        published_at=found.published_at,
    )


@router.get(
    "/deliveries",
    response=shapes.Deliveries,
    **said(_("Lister les livraisons"), _("Par pages, dans l’ordre de leur arrivée."), READ),
)
def list_deliveries(request: HttpRequest, asked: Query[DeliveriesAsked]) -> shapes.Deliveries:
    found = _all().filter(mandate__reference=asked.mandate) if asked.mandate else _all()
    kept, after = page(found, asked)
    return shapes.Deliveries(items=[_shape(one) for one in kept], next=after)


@router.get(
    "/deliveries/{reference}",
    response=shapes.Delivery,
    **said(_("Montrer une livraison"), _("Son état, son empreinte et ses comptes."), READ),
)
def show_delivery(request: HttpRequest, reference: Reference) -> shapes.Delivery:
    return _shape(named(_all(), reference))


@router.get(
    "/deliveries/{reference}/refused",
    response=shapes.RefusedLines,
    **said(_("Lister les lignes refusées"), _("Un numéro de ligne et un code, jamais la ligne elle-même."), READ),
)
def list_refused(request: HttpRequest, reference: Reference, asked: Query[LinesAsked]) -> shapes.RefusedLines:
    delivery = named(_all(), reference)
    found = Refusal.objects.filter(mandate_id=delivery.mandate_id, delivery_id=delivery.pk, line__gt=asked.after)
    lines = list(found.order_by("line").values_list("line", "code")[: asked.limit + 1])
    kept = [shapes.RefusedLine(line=line, code=code) for line, code in lines[: asked.limit]]
    return shapes.RefusedLines(items=kept, next=kept[-1].line if len(lines) > asked.limit else None)


@router.get(
    "/deliveries/{reference}/refused.csv",
    response={200: None},
    **said(
        _("Télécharger le rapport des refus"),
        _("Toutes les lignes refusées, « line,code »."),
        READ,
        answer={"text/csv": {"schema": {"type": "string"}}},
    ),
)
def download_refused(request: HttpRequest, reference: Reference) -> StreamingHttpResponse:
    delivery = named(_all(), reference)
    return StreamingHttpResponse(_csv(delivery), content_type="text/csv; charset=utf-8")


def _csv(delivery: Delivery) -> Iterator[str]:
    yield "line,code\n"
    for line, code in refusals(delivery):
        yield f"{line},{code}\n"


@router.post(
    "/deliveries/{reference}/cancel",
    response=shapes.Delivery,
    **said(_("Annuler un chargement"), _("Arrête un chargement en cours, qui ne laisse rien."), WRITE),
)
@writes()
def cancel_delivery(request: HttpRequest, reference: Reference) -> shapes.Delivery:
    delivery = named(_all(), reference)
    actions.cancel(actor=actor_of(request), delivery=delivery)
    return _shape(delivery)

"""Totals of campaigns and of mandates, as the console shows them to the house."""

from collections.abc import Iterable
from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Query, Router
from pydantic import Field

from selfcontact.campaigns.balance import balance
from selfcontact.campaigns.models import Campaign
from selfcontact.integrations.scopes import Scope
from selfcontact.web.api import shapes
from selfcontact.web.api.campaigns import CampaignsAsked, selected
from selfcontact.web.api.fields import Reference
from selfcontact.web.api.finding import named
from selfcontact.web.api.paging import page
from selfcontact.web.api.registers import mandates
from selfcontact.web.api.words import said

router = Router(tags=["figures"])
READ = Scope.FIGURES_READ
NAMES = tuple(shapes.Figures.model_fields)


class FiguresAsked(CampaignsAsked):
    """Each line counts every message of a campaign: fewer to a page."""

    limit: Annotated[int, Field(ge=1, le=20, description=_("Combien d’éléments au plus."))] = 10


def _figures(campaign: Campaign) -> shapes.Figures:
    found = balance(campaign)
    return shapes.Figures(**found.terms(), delivered=found.delivered)


def _sum(parts: Iterable[shapes.Figures]) -> shapes.Figures:
    kept = list(parts)
    return shapes.Figures(**{name: sum(getattr(part, name) for part in kept) for name in NAMES})


@router.get(
    "/figures",
    response=shapes.CampaignsFigures,
    **said(_("Lister les chiffres des campagnes"), _("Un bilan par campagne, par pages de vingt au plus."), READ),
)
def list_figures(request: HttpRequest, asked: Query[FiguresAsked]) -> shapes.CampaignsFigures:
    found, after = page(selected(asked), asked)
    items = [
        shapes.CampaignFigures(
            reference=one.reference,
            mandate=one.mandate.reference,
            state=Campaign.State(one.state),
            started_at=one.started_at,
            ended_at=one.ended_at,
            figures=_figures(one),
        )
        for one in found
    ]
    return shapes.CampaignsFigures(items=items, next=after)


@router.get(
    "/figures/mandates/{reference}",
    response=shapes.MandateFigures,
    **said(_("Totaliser un mandat"), _("La somme des bilans de ses campagnes parties."), READ),
)
def show_mandate_figures(request: HttpRequest, reference: Reference) -> shapes.MandateFigures:
    mandate = named(mandates(), reference)
    started = list(mandate.campaigns.exclude(started_at=None))
    return shapes.MandateFigures(
        mandate=mandate.reference, campaigns=len(started), figures=_sum(_figures(one) for one in started)
    )

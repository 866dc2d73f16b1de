"""Campaigns: prepared, checked, submitted, let go and stopped. What is signed, the candidate signs in the portal."""

from collections.abc import Sequence
from typing import Annotated

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_noop as _
from ninja import Query, Router
from pydantic import Field

from selfcontact.campaigns import actions, checks
from selfcontact.campaigns.audience import told
from selfcontact.campaigns.balance import balance
from selfcontact.campaigns.content import approval_in_force, content_sha256
from selfcontact.campaigns.models import Campaign
from selfcontact.compliance.verdict import Held, Refused
from selfcontact.integrations.scopes import Scope
from selfcontact.mandates.models import Mandate
from selfcontact.subprocessors.models import Route
from selfcontact.web.api import shapes
from selfcontact.web.api.fields import REFERENCE, CampaignState, Reference
from selfcontact.web.api.finding import mentioned, named
from selfcontact.web.api.gate import actor_of, writes
from selfcontact.web.api.paging import Page, page
from selfcontact.web.api.words import said
from selfcontact.web.clock import now

router = Router(tags=["campaigns"])
READ, WRITE, START = Scope.CAMPAIGNS_READ, Scope.CAMPAIGNS_WRITE, Scope.CAMPAIGNS_START


class CampaignsAsked(Page):
    """A page, of one mandate or in one state if wanted."""

    mandate: Annotated[str | None, Field(pattern=REFERENCE, description=_("Celles de ce mandat seulement."))] = None
    state: Annotated[CampaignState | None, Field(description=_("Celles dans cet état seulement."))] = None


def campaigns() -> QuerySet[Campaign]:
    """Return every campaign with what is named beside it."""
    return Campaign.objects.select_related("mandate", "route")


def selected(asked: CampaignsAsked) -> QuerySet[Campaign]:
    """Return the campaigns asked for."""
    found = campaigns().filter(mandate__reference=asked.mandate) if asked.mandate else campaigns()
    return found.filter(state=asked.state) if asked.state else found


def _line(found: Campaign) -> shapes.CampaignLine:
    return shapes.CampaignLine(
        id=found.uid,
        reference=found.reference,
        mandate=found.mandate.reference,
        route=found.route.reference,
        kind=Campaign.Kind(found.kind),
        state=Campaign.State(found.state),
        earliest=found.earliest,
        latest=found.latest,
        selected=found.selected,
        started_at=found.started_at,
        ended_at=found.ended_at,
    )


def _shape(found: Campaign) -> shapes.Campaign:
    approval, content = approval_in_force(found), content_sha256(found)
    return shapes.Campaign(
        **_line(found).model_dump(),
        text=found.text,
        sender_name=found.sender_name,
        area=found.area,
        age_from=found.age_from,
        age_to=found.age_to,
        content_sha256=content,
        approved=approval is not None and approval.content_sha256 == content,
    )


@router.get(
    "/campaigns",
    response=shapes.Campaigns,
    **said(_("Lister les campagnes"), _("Par pages, dans l’ordre de leur création."), READ),
)
def list_campaigns(request: HttpRequest, asked: Query[CampaignsAsked]) -> shapes.Campaigns:
    found, after = page(selected(asked), asked)
    return shapes.Campaigns(items=[_line(one) for one in found], next=after)


@router.post(
    "/campaigns",
    response={201: shapes.Campaign},
    **said(_("Créer une campagne"), _("Un brouillon : rien ne part sans l’accord signé du candidat."), WRITE),
)
@writes(status=201, location="/api/v1/campaigns/{}".format)
def create_campaign(request: HttpRequest, asked: shapes.NewCampaign) -> shapes.Campaign:
    made = actions.create(
        actor=actor_of(request),
        reference=asked.reference,
        mandate=mentioned(Mandate.objects.all(), asked.mandate, "mandate"),
        route=mentioned(Route.objects.all(), asked.route, "route"),
        content=actions.Content(
            text=asked.text,
            sender_name=asked.sender_name,
            area=asked.area,
            age_from=asked.age_from,
            age_to=asked.age_to,
            earliest=asked.earliest,
            latest=asked.latest,
        ),
        kind=asked.kind,
    )
    return _shape(named(campaigns(), made.reference))


@router.get(
    "/campaigns/{reference}",
    response=shapes.Campaign,
    **said(_("Montrer une campagne"), _("Son texte, son audience, son créneau et l’empreinte de ce contenu."), READ),
)
def show_campaign(request: HttpRequest, reference: Reference) -> shapes.Campaign:
    return _shape(named(campaigns(), reference))


@router.patch(
    "/campaigns/{reference}",
    response=shapes.Campaign,
    **said(_("Modifier une campagne"), _("Elle redevient un brouillon, et l’accord donné tombe."), WRITE),
)
@writes()
def edit_campaign(request: HttpRequest, reference: Reference, asked: shapes.CampaignChanges) -> shapes.Campaign:
    campaign = named(campaigns(), reference)
    present = {name: getattr(campaign, name) for name in shapes.CampaignChanges.model_fields}
    changes = {name: value for name, value in asked.model_dump(exclude_unset=True).items() if value is not None}
    content = actions.Content(**(present | changes))
    actions.edit(actor=actor_of(request), campaign=campaign, content=content, at=now())
    return _shape(campaign)


@router.get(
    "/campaigns/{reference}/check",
    response=shapes.Check,
    **said(
        _("Contrôler une campagne"),
        _("Tout ce qui s’y oppose à cet instant, et ce qu’elle coûte au pire sur son audience réelle."),
        READ,
    ),
)
def check_campaign(request: HttpRequest, reference: Reference) -> shapes.Check:
    report = checks.report(named(campaigns(), reference), now())
    numbers = told(report.cost.numbers)
    return shapes.Check(
        objections=_objections(report.refusals),
        numbers=numbers,
        encoding=report.cost.worst.encoding,
        segments_at_worst=report.cost.worst.segments,
        characters_that_force_ucs2=list(report.cost.worst.outside),
        price_millicents=None if numbers is None else report.cost.millicents,
        text_as_sent=report.sanitised,
        content_sha256=report.content_sha256,
        approved=report.approved,
    )


def _objections(found: Sequence[Refused | Held]) -> list[shapes.Objection]:
    english = (get_language() or "fr").startswith("en")
    return [
        shapes.Objection(
            rule=one.rule, held=isinstance(one, Held), reason=one.en if english else one.fr, source=one.source
        )
        for one in found
    ]


@router.post(
    "/campaigns/{reference}/submit",
    response=shapes.Campaign,
    **said(_("Soumettre au candidat"), _("Refusé avec le numéro de la première règle qui s’y oppose."), WRITE),
)
@writes()
def submit_campaign(request: HttpRequest, reference: Reference) -> shapes.Campaign:
    campaign = named(campaigns(), reference)
    actions.submit(actor=actor_of(request), campaign=campaign, at=now())
    return _shape(campaign)


@router.post(
    "/campaigns/{reference}/schedule",
    response=shapes.Campaign,
    **said(_("Programmer une campagne"), _("Elle part d’elle-même à son premier instant."), START),
)
@writes()
def schedule_campaign(request: HttpRequest, reference: Reference) -> shapes.Campaign:
    campaign = named(campaigns(), reference)
    actions.schedule(actor=actor_of(request), campaign=campaign)
    return _shape(campaign)


@router.post(
    "/campaigns/{reference}/start",
    response=shapes.Campaign,
    **said(_("Faire partir une campagne"), _("Fige l’audience et la confie aux émetteurs."), START),
)
@writes()
def start_campaign(request: HttpRequest, reference: Reference) -> shapes.Campaign:
    campaign = named(campaigns(), reference)
    actions.start(actor=actor_of(request), campaign=campaign, at=now())
    return _shape(campaign)


@router.post(
    "/campaigns/{reference}/pause",
    response=shapes.Campaign,
    **said(_("Suspendre une campagne"), _("Aucun émetteur ne prend plus rien."), WRITE),
)
@writes()
def pause_campaign(request: HttpRequest, reference: Reference) -> shapes.Campaign:
    campaign = named(campaigns(), reference)
    actions.pause(actor=actor_of(request), campaign=campaign)
    return _shape(campaign)


@router.post(
    "/campaigns/{reference}/resume",
    response=shapes.Campaign,
    **said(_("Reprendre une campagne"), _("Les émetteurs continuent où ils en étaient."), START),
)
@writes()
def resume_campaign(request: HttpRequest, reference: Reference) -> shapes.Campaign:
    campaign = named(campaigns(), reference)
    actions.resume(actor=actor_of(request), campaign=campaign)
    return _shape(campaign)


@router.post(
    "/campaigns/{reference}/stop",
    response=shapes.Campaign,
    **said(_("Arrêter une campagne"), _("Pour de bon ; ce qui n’est pas parti est compté comme expiré."), WRITE),
)
@writes()
def stop_campaign(request: HttpRequest, reference: Reference, asked: shapes.Stop) -> shapes.Campaign:
    campaign = named(campaigns(), reference)
    actions.stop(actor=actor_of(request), campaign=campaign, at=now(), grounds=asked.grounds)
    return _shape(campaign)


@router.get(
    "/campaigns/{reference}/balance",
    response=shapes.Balance,
    **said(_("Faire le bilan d’une campagne"), _("Où est chaque message, compté un à un."), READ),
)
def show_balance(request: HttpRequest, reference: Reference) -> shapes.Balance:
    found = balance(named(campaigns(), reference))
    return shapes.Balance(
        **found.terms(),
        delivered=found.delivered,
        reasons=found.reasons,
        delivery=found.delivery,
        closes=found.closes,
    )

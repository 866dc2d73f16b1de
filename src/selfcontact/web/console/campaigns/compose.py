"""The composer: one form that answers while one types, and as well to its buttons where no script runs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from selfcontact.campaigns import actions
from selfcontact.campaigns.content import approval_in_force
from selfcontact.campaigns.draft import judge_draft
from selfcontact.campaigns.models import Campaign
from selfcontact.campaigns.states import TRANSITIONS
from selfcontact.lib import marks
from selfcontact.lib.errors import UserError
from selfcontact.lines import naming
from selfcontact.mandates.models import Mandate
from selfcontact.subprocessors.models import Route
from selfcontact.web.access import actor_of
from selfcontact.web.clock import now
from selfcontact.web.console.campaigns import audience, reading
from selfcontact.web.console.campaigns.forms import ContentForm, MandateForm, NewCampaignForm, of_campaign, starting
from selfcontact.web.console.registers.pages import find

#: The part of the page that htmx asks for while one types.
LIVE = "reading"
Rewrite = Callable[[QueryDict, str], None]


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What is being written: the form, the mandate, and the campaign where there is one already."""

    form: ContentForm
    mandate: Mandate
    begun: Mapping[str, object]
    campaign: Campaign | None = None

    def draft(self) -> Campaign:
        """Return the campaign as it stands on the screen; what is missing or wrong is as the form began."""
        known: dict[str, Any] = dict(self.begun)
        if self.form.is_bound:
            self.form.is_valid()
            known |= {name: value for name, value in self.form.cleaned_data.items() if value is not None}
        route = known.get("route") or _first_route()
        stored = self.campaign
        return Campaign(
            pk=stored.pk if stored else None,
            state=stored.state if stored else Campaign.State.DRAFT,
            mandate=self.mandate,
            kind=stored.kind if stored else known.get("kind", Campaign.Kind.ORDINARY),
            route=stored.route if stored else route,
            text=known.get("text", ""),
            sender_name=known.get("sender_name", ""),
            area=list(known.get("area") or self.mandate.area),
            age_from=known["age_from"],
            age_to=known["age_to"],
            earliest=known["earliest"],
            latest=known["latest"],
        )


def campaign_new(request: HttpRequest) -> HttpResponse:
    """Choose the mandate, then write."""
    wanted = request.GET.get("mandate", "")
    if not wanted:
        return render(request, "console/campaigns/choose.html", {"form": MandateForm()})
    mandate = find(Mandate, wanted, "candidate")
    begun = starting(now())
    form = NewCampaignForm(_rewritten(request, mandate), initial=dict(begun))
    desk = Desk(form=form, mandate=mandate, begun=begun)
    if not _saving(request) or not form.is_valid():
        return _show(request, desk)
    given = form.cleaned_data
    made = form.run(
        lambda: actions.create(
            actor=actor_of(request),
            reference=given["reference"],
            mandate=mandate,
            route=given["route"],
            kind=Campaign.Kind(given["kind"]),
            content=form.content(),
        )
    )
    if not made:
        return _show(request, desk)
    messages.success(request, _("Brouillon enregistré."))
    return redirect("campaign_show", given["reference"])


def campaign_edit(request: HttpRequest, reference: str) -> HttpResponse:
    """Change a campaign that has not started; an approval is then void, and the page says so before and after."""
    campaign = find(Campaign, reference, "mandate__candidate", "route__subprocessor")
    if campaign.state not in TRANSITIONS["edit"][0]:
        raise Http404
    begun = of_campaign(campaign)
    form = ContentForm(_rewritten(request, campaign.mandate, campaign.route), initial=dict(begun))
    desk = Desk(form=form, mandate=campaign.mandate, begun=begun, campaign=campaign)
    if not _saving(request) or not form.is_valid():
        return _show(request, desk)
    signed = approval_in_force(campaign) is not None
    # What somebody else has changed since this page was opened is not written over.
    campaign.version = form.cleaned_data["version"] or campaign.version
    if not form.run(lambda: actions.edit(actor=actor_of(request), campaign=campaign, content=form.content(), at=now())):
        return _show(request, desk)
    messages.success(request, _("Modifications enregistrées."))
    if signed:
        messages.warning(request, _("L’accord du candidat est annulé : soumettez-lui le nouveau contenu."))
    return redirect("campaign_show", reference)


def _saving(request: HttpRequest) -> bool:
    return request.method == "POST" and request.POST.get("do") == "save"


def _show(request: HttpRequest, desk: Desk) -> HttpResponse:
    draft = desk.draft()
    context = {"reading": _reading(draft), "mandate": desk.mandate, "campaign": desk.campaign, "form": desk.form}
    context |= {"sender": draft.sender_name, **_audience(request, desk.mandate, draft)}
    if request.headers.get("HX-Target") == LIVE:
        return render(request, "console/campaigns/reading.html", context | {"live": True})
    context["route"] = draft.route
    context["lines"] = naming.in_texts(desk.mandate, now())
    context["approval"] = approval_in_force(desk.campaign) if desk.campaign else None
    return render(request, "console/campaigns/compose.html", context)


def _reading(draft: Campaign) -> reading.Reading:
    try:
        return reading.read(draft, judge_draft(draft, now()))
    except UserError as error:
        return reading.refused(error)


def _audience(request: HttpRequest, mandate: Mandate, draft: Campaign) -> dict[str, object]:
    chosen = [] if draft.area == list(mandate.area) else draft.area
    wanted = request.POST.get("area_q", "")[:80]
    return {
        "chips": audience.chips(mandate, chosen),
        "area_wanted": wanted,
        "area_found": audience.found(mandate, wanted, chosen) if wanted else [],
    }


def _first_route() -> Route:
    found = Route.objects.filter(enabled=True).select_related("subprocessor").order_by("reference").first()
    if found is None:
        raise UserError(
            "no_route", fr="Aucune route n’est ouverte.", en="No route is open.", hint="selfcontact route enable"
        )
    return found


def _rewritten(request: HttpRequest, mandate: Mandate, route: Route | None = None) -> QueryDict | None:
    """Return what was sent, as the button that was pressed changes it: a place added, a character replaced."""
    if request.method != "POST":
        return None
    data = request.POST.copy()
    for name, rewrite in REWRITES.items():
        if name in data:
            rewrite(data, str(data[name]))
    if "stop" in data:
        way = route or Route.objects.filter(reference=data.get("route", "")).first() or _first_route()
        data["text"] = f"{marks.tidy(data.get('text', ''))} STOP {way.stop_code}".strip()
    return data


def _add(data: QueryDict, item: str) -> None:
    data.setlist("area", list(dict.fromkeys([*data.getlist("area"), item])))


def _plain(data: QueryDict, how: str) -> None:
    data["text"] = marks.replace_typography(marks.tidy(data.get("text", "")))


def _replace(data: QueryDict, where: str) -> None:
    """Replace the character at a position if it is still the one that was shown there."""
    position, _colon, char = where.partition(":")
    text = marks.tidy(data.get("text", ""))
    if position.isdecimal() and text[int(position) : int(position) + 1] == char:
        data["text"] = marks.replace(text, {int(position)})


def _label(data: QueryDict, _how: str) -> None:
    data["text"] = f"{marks.tidy(data.get('text', ''))} {LABEL}".strip()


#: What the regulation asks of every ad, in its shortest form: see `selfcontact.compliance.label`.
LABEL = "Pub. politique {notice}"
REWRITES: Mapping[str, Rewrite] = {"add": _add, "label": _label, "plain": _plain, "replace": _replace}

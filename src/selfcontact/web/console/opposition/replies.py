"""Replies that wait for a human: what they say is opened by the DPO alone, with a reason, and then decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from selfcontact.campaigns import doubts
from selfcontact.campaigns.models import Campaign, Reply
from selfcontact.mandates.models import Mandate
from selfcontact.web.access import actor_of, positions
from selfcontact.web.clock import now
from selfcontact.web.console.opposition.forms import DecisionForm, ReasonForm
from selfcontact.web.console.opposition.words import READINGS, Words

#: Shown at once, the oldest first; those decided leave the list.
MOST = 200


@dataclass(frozen=True, kw_only=True)
class Row:
    """A reply without what it says."""

    uid: UUID
    mandate: str
    campaign: str
    reading: Words
    at: datetime


def waiting() -> list[Reply]:
    """Return the replies that wait longest."""
    found = Reply.objects.filter(waiting=True).defer("sealed", "phone_index").order_by("received_at")
    return list(found[:MOST])


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the replies that wait: when, of which campaign, as what they were read."""
    context = {"rows": _rows(waiting()), "may_read": "dpo" in positions(request)}
    return render(request, "console/opposition/replies.html", context)


def _rows(found: Sequence[Reply]) -> list[Row]:
    names = Campaign.objects.filter(pk__in={one.campaign_id for one in found})
    known = {
        pk: (mandate, campaign) for pk, mandate, campaign in names.values_list("pk", "mandate__reference", "reference")
    }
    return [
        Row(
            uid=one.uid,
            mandate=known[one.campaign_id][0],
            campaign=known[one.campaign_id][1],
            reading=READINGS.get(one.reading, one.reading),
            at=one.received_at,
        )
        for one in found
    ]


def _reply(mandate: str, uid: UUID) -> Reply:
    found = Mandate.objects.filter(reference=mandate, state=Mandate.State.LIVE).first()
    reply = doubts.find(found.pk, uid) if found else None
    if reply is None or not reply.waiting:
        raise Http404
    return reply


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, mandate: str, uid: UUID) -> HttpResponse:
    """Ask why, then show what the person wrote, once, with the decision below."""
    reply, form = _reply(mandate, uid), ReasonForm(request.POST or None)
    row = _rows([reply])[0]
    if request.method == "POST" and form.is_valid():
        text = doubts.disclose(actor=actor_of(request), reply=reply, reason=form.cleaned_data["reason"])
        context = {"row": row, "text": text.reveal(), "form": DecisionForm()}
        return render(request, "console/opposition/decide.html", context)
    return render(request, "console/opposition/reply.html", {"row": row, "form": form})


@require_POST
def decide(request: HttpRequest, mandate: str, uid: UUID) -> HttpResponse:
    """Oppose or free the number."""
    reply, form = _reply(mandate, uid), DecisionForm(request.POST)
    if form.is_valid() and form.run(lambda: _decide(request, reply, form)):
        messages.success(request, _said(opposed=form.cleaned_data["decision"] == "opposed", done=bool(form.done)))
        return redirect("reply_list")
    return render(request, "console/opposition/decide.html", {"row": _rows([reply])[0], "form": form}, status=422)


def _decide(request: HttpRequest, reply: Reply, form: DecisionForm) -> bool:
    opposed = form.cleaned_data["decision"] == "opposed"
    return doubts.decide(actor=actor_of(request), reply=reply, opposed=opposed, on=now().date())


def _said(*, opposed: bool, done: bool) -> str:
    if not done:
        return _("Décision enregistrée. Le numéro reste gelé : une autre réponse attend, ou son contact n’est plus là.")
    if opposed:
        return _("Opposition inscrite.")
    return _("Le numéro n’est plus gelé ; une opposition déjà inscrite, elle, demeure.")

"""The list in counts, and what the staff does by hand. A number comes in with a form and goes no further."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta
from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from selfcontact.opposition import actions
from selfcontact.opposition.models import Entry
from selfcontact.web.access import actor_of, positions
from selfcontact.web.clock import now
from selfcontact.web.console.opposition.forms import OpposeForm, ScopeForm
from selfcontact.web.console.opposition.recent import recent
from selfcontact.web.console.opposition.replies import waiting
from selfcontact.web.console.opposition.words import CHANNELS, KINDS, Words
from selfcontact.web.forms import ActionForm

MONTHS = 24


@dataclass(frozen=True, kw_only=True)
class Month:
    """How many people spoke in a month, by each channel in order, and in all."""

    month: date
    counts: tuple[int, ...]
    total: int


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the counts by month and channel, and how many replies wait."""
    counted = list(Entry.objects.values_list("month", "channel", "kind").annotate(Count("pk")))
    channels = [one for one in Entry.Channel if any(channel == one for _month, channel, *_rest in counted)]
    held = positions(request)
    context = {
        "kinds": _by_kind(counted),
        "channels": [CHANNELS[one] for one in channels],
        "months": _by_month(counted, channels),
        "waiting": len(waiting()),
        "may_add": bool(held & {"operator", "dpo"}),
        "may_check": "dpo" in held,
        "recent": recent(),
    }
    return render(request, "console/opposition/index.html", context)


Counted = tuple[date, str, str, int]


def _by_kind(counted: Iterable[Counted]) -> list[tuple[Words, int]]:
    rows = list(counted)
    return [(KINDS[kind], sum(count for _m, _c, found, count in rows if found == kind)) for kind in Entry.Kind]


def _by_month(counted: Iterable[Counted], channels: Sequence[str]) -> list[Month]:
    """Return the last months, newest first; a hold is no opposition yet."""
    found: dict[date, dict[str, int]] = {}
    earliest = now().date() - relativedelta(months=MONTHS)
    for month, channel, kind, count in counted:
        if kind != Entry.Kind.HOLD and month >= earliest:
            cells = found.setdefault(month, {})
            cells[channel] = cells.get(channel, 0) + count
    return [
        Month(month=month, counts=tuple(cells.get(one, 0) for one in channels), total=sum(cells.values()))
        for month, cells in sorted(found.items(), reverse=True)
    ]


@sensitive_post_parameters("number")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Put a number on the list. The answer does not tell whether it was there: only the DPO may ask that."""
    form = OpposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and form.run(lambda: _oppose(request, form)):
        messages.success(request, _("Opposition inscrite : elle prend effet avant le message suivant."))
        return redirect("opposition")
    return _form(request, form, "console/opposition/add.html")


def _oppose(request: HttpRequest, form: OpposeForm) -> None:
    actions.oppose(
        actor=actor_of(request),
        number=form.cleaned_data["number"],
        channel=Entry.Channel(form.cleaned_data["channel"]),
        on=now().date(),
        candidate_id=form.candidate_id,
    )


@sensitive_post_parameters("number")
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Tell the DPO whether a number is listed; the ledger keeps that it was asked."""
    form, asked = ScopeForm(request.POST or None), False
    if request.method == "POST" and form.is_valid():
        asked = form.run(lambda: _check(request, form))
    kinds = [KINDS.get(kind, kind) for kind in form.done or ()]
    return _form(request, form, "console/opposition/check.html", asked=asked, kinds=kinds)


def _check(request: HttpRequest, form: ScopeForm) -> list[str]:
    number = form.cleaned_data["number"]
    return actions.check(actor=actor_of(request), number=number, candidate_id=form.candidate_id)


def _form(request: HttpRequest, form: ActionForm, template: str, **context: object) -> HttpResponse:
    return render(request, template, {"form": form, **context})

"""A campaign while it is sent: figures that renew themselves, its course, its balance counted one by one."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from selfcontact.campaigns import tally
from selfcontact.campaigns.balance import balance
from selfcontact.campaigns.live import Live, curves, delay
from selfcontact.campaigns.models import Campaign
from selfcontact.campaigns.promised import versions
from selfcontact.web import chart
from selfcontact.web.access import positions
from selfcontact.web.console.sending import words
from selfcontact.web.console.sending.panel import Panel, panel

#: htmx stops asking when it is answered this.
NO_MORE = 286
#: In how many steps the course of a campaign is drawn: one line for each of these.
CURVES = ("handed_over", tally.DELIVERED, tally.UNDELIVERED)


@require_GET
def sending_show(request: HttpRequest, reference: str) -> HttpResponse:
    """Show where a campaign is; `?still` keeps the page from renewing itself."""
    shown = panel(reference)
    context = {
        **_context(request, shown),
        **_course(shown),
        "moving": not shown.still and "still" not in request.GET,
    }
    return render(request, "console/sending/show.html", context)


@require_GET
def sending_figures(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer with the figures alone."""
    shown = panel(reference)
    return _fragment(request, "figures.html", shown, _context(request, shown))


@require_GET
def sending_course(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer with the curves and the delay of receipts alone."""
    shown = panel(reference)
    return _fragment(request, "course.html", shown, _course(shown))


@require_GET
def sending_balance(request: HttpRequest, reference: str) -> HttpResponse:
    """Count every message one by one: the proof that the live figures are right."""
    shown = panel(reference)
    exact = balance(shown.campaign)
    terms = exact.terms()
    context = {
        **_context(request, shown),
        "exact": exact,
        "rows": [(words.TERMS[name], terms[name]) for name in words.TERMS],
        "versions": versions(shown.campaign),
    }
    return render(request, "console/sending/balance.html", context)


def _fragment(request: HttpRequest, name: str, shown: Panel, context: dict[str, object]) -> HttpResponse:
    return render(request, f"console/sending/{name}", context, status=NO_MORE if shown.still else 200)


def _context(request: HttpRequest, shown: Panel) -> dict[str, object]:
    held = positions(request)
    may_hold, may_start = bool(held & {"operator", "approver", "dpo"}), "approver" in held
    return {"panel": shown, "campaign": shown.campaign, "may_hold": may_hold, "may_start": may_start}


def _course(shown: Panel) -> dict[str, object]:
    drawn = _draw(shown.campaign, shown.figures) if shown.started else ""
    found = delay(shown.campaign) if shown.started else None
    median, slow = (words.duration(found.median), words.duration(found.p95)) if found else ("", "")
    return {"chart": drawn, "delay": found, "median": median, "slow": slow}


def _draw(campaign: Campaign, figures: Live) -> SafeString:
    course = curves(campaign, figures, CURVES)
    names = {
        "handed_over": _("remis à l’opérateur"),
        tally.DELIVERED: _("délivrés"),
        tally.UNDELIVERED: _("non délivrés"),
    }
    series = {names[term]: _summed(course.counts[term]) for term in CURVES}
    return chart.lines(_("Messages depuis le départ"), [_clock(at) for at in course.at], series, axis=_("heure"))


def _summed(counts: Sequence[int]) -> list[int]:
    total, sums = 0, []
    for count in counts:
        total += count
        sums.append(total)
    return sums


def _clock(at: datetime) -> str:
    return at.astimezone(ZoneInfo(settings.TIME_ZONE)).strftime("%H:%M:%S")

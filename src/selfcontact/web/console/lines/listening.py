"""How a line is listened to: its recordings, the calls that are up, the share that hears it to the end."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from selfcontact.lines import figures
from selfcontact.lines.models import Line, Prompt
from selfcontact.lines.sound import picture
from selfcontact.web import chart
from selfcontact.web.clock import now
from selfcontact.web.console.lines import words
from selfcontact.web.console.registers import pages

PARIS = ZoneInfo("Europe/Paris")
#: As far back as the chart goes.
SHOWN = timedelta(hours=24)


@require_safe
def listen(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Answer with a recording exactly as callers hear it."""
    found = Prompt.objects.filter(uid=uid).only("alaw").first()
    if found is None:
        raise Http404
    # One recording never changes under its name.
    return HttpResponse(
        picture.wav(bytes(found.alaw)),
        content_type="audio/wav",
        headers={"Cache-Control": "private, max-age=3600, immutable", "X-Content-Type-Options": "nosniff"},
    )


@require_safe
def live(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer with the part of the page that says what is up now."""
    line = pages.find(Line, reference)
    return render(request, "console/lines/live.html", {"line": line, **up(line)})


def up(line: Line) -> dict[str, object]:
    """Return what is up on a line, for the page and for the part of it that is asked for anew."""
    return {"live": figures.live([line]).get(line.pk), "at": now()}


def course(line: Line, at: datetime) -> dict[str, object]:
    """Return the last day of a line by quarter of an hour: a chart with its table, and the sums."""
    found = figures.quarters(line, at - SHOWN)
    labels = [f"{one.at.astimezone(PARIS):%H:%M}" for one in found]
    shares = {
        _("entendus jusqu’au bout, en %"): [one.share for one in found],
    }
    counts = {_("appels"): [one.calls for one in found]}
    axis = _("Quart d’heure")
    all_calls, lasted = sum(one.calls for one in found), figures.durations(line)
    told, lasting = (figures.tellable(calls) for calls in (all_calls, sum(lasted.values())))
    return {
        "share": chart.lines(_("Part des appels entendus jusqu’au bout"), labels, shares, axis=axis) if found else "",
        "calls": chart.bars(_("Appels par quart d’heure"), labels, counts, axis=axis) if found else "",
        "all_calls": all_calls,
        "heard": sum(one.heard for one in found) if told else None,
        "objected": sum(one.objected for one in found) if told else None,
        "durations": [(_low(low), count) for low, count in lasted.items()] if lasting else [],
    }


def _low(seconds: int) -> str:
    return _("%(seconds)d secondes et plus") % {"seconds": seconds}


def shown(prompt: Prompt) -> dict[str, object]:
    """Return what a page shows of a recording."""
    part = words.PARTS[prompt.part]
    return {
        "uid": prompt.uid,
        "part": part,
        "language": words.LANGUAGES[prompt.language],
        "code": prompt.part,
        "tongue": prompt.language,
        "origin": words.ORIGINS[prompt.origin],
        "human": prompt.origin == Prompt.Origin.RECORDED,
        "text": prompt.text,
        "seconds": prompt.milliseconds / 1000,
        "lufs": prompt.lufs,
        "sha256": prompt.sha256,
        "outline": mark_safe(picture.svg(bytes(prompt.outline))),  # noqa: S308 - numbers, and words of ours
    }

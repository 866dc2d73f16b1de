"""The queue of requests: by due date, narrowed by door, right, state and pressure, and the house’s own targets."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from selfcontact.compliance.deadline import Pressure
from selfcontact.requests import queue, states
from selfcontact.requests.desk import targets
from selfcontact.requests.models import Door, Kind, Request, State
from selfcontact.web.access import positions
from selfcontact.web.clock import now
from selfcontact.web.console.requests import words
from selfcontact.web.console.requests.roles import OFFICERS

PER_PAGE = 50
PAUSED = "paused"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the requests that are open, the most pressing first."""
    at, wanted = now(), _wanted(request)
    found = queue.open_requests()
    if wanted["q"]:
        found = found.filter(reference__icontains=wanted["q"])
    if wanted["door"]:
        found = found.filter(door=wanted["door"])
    if wanted["kind"]:
        found = found.filter(kinds__contains=[wanted["kind"]])
    if wanted["state"]:
        found = found.filter(state=wanted["state"])
    # How pressing something is hangs on the day and its pauses: reckoned on what the database has narrowed.
    kept = [one for one in found if wanted["pressure"] in {"", _pressure(one, at)}]
    page = Paginator(kept, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [_row(one, at) for one in page.object_list],
        "wanted": wanted,
        "choices": _choices(wanted),
        "narrowed": any(wanted.values()),
        "query": _query(request),
        "officer": bool(positions(request) & {str(role) for role in OFFICERS}),
    }
    return render(request, "console/rights/queue.html", context)


def _wanted(request: HttpRequest) -> dict[str, str]:
    """Return what the list is narrowed to; what is none of the choices narrows nothing."""
    allowed: Mapping[str, Callable[[str], bool]] = {
        "q": lambda _value: True,
        "door": lambda value: value in Door.values,
        "kind": lambda value: value in Kind.values,
        "state": lambda value: value in State.values,
        "pressure": lambda value: value in {PAUSED, *(one.name.lower() for one in Pressure)},
    }
    given = {name: request.GET.get(name, "").strip()[:63] for name in allowed}
    return {name: value if allowed[name](value) else "" for name, value in given.items()}


def _query(request: HttpRequest) -> str:
    kept = request.GET.copy()
    kept.pop("page", None)
    return str(kept.urlencode())


def _choices(wanted: Mapping[str, str]) -> list[dict[str, object]]:
    pressures = {one.name.lower(): words.PRESSURES[one][0] for one in Pressure}
    offered = (
        ("door", _("Porte"), {one: words.DOORS[one] for one in Door.values}),
        ("kind", _("Droit"), {one: words.KINDS[one] for one in Kind.values}),
        ("state", _("État"), {one: words.STATES[one] for one in State.values if State(one) in states.OPEN}),
        ("pressure", _("Délai"), {**pressures, PAUSED: _("arrêté")}),
    )
    return [
        {
            "name": name,
            "label": label,
            "options": [(value, said, value == wanted[name]) for value, said in all_.items()],
        }
        for name, label, all_ in offered
    ]


def _pressure(one: Request, at: datetime) -> str:
    found = queue.standing(one, at)
    return PAUSED if found.paused_days is not None else found.pressure.name.lower()


def _row(one: Request, at: datetime) -> dict[str, object]:
    found = queue.standing(one, at)
    said, tone = words.PRESSURES[found.pressure]
    if found.paused_days is not None:
        said, tone = _("arrêté, la personne doit répondre"), "paused"
    return {
        "found": one,
        "kinds": words.kinds(one.kinds),
        "door": words.DOORS[one.door],
        "state": words.STATES[one.state],
        "said": said,
        "tone": tone,
        "target": targets.due(one),
        "passed": targets.passed(one, at),
    }

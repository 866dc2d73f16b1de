"""Pages of the privacy policy for the staff."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from selfcontact.policies import actions, standard
from selfcontact.policies.models import Version
from selfcontact.policies.reading import compared, shown
from selfcontact.policies.succession import succession
from selfcontact.web.access import actor_of, positions
from selfcontact.web.clock import now
from selfcontact.web.console.policies.forms import PublishForm
from selfcontact.web.console.policies.roles import WRITERS


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """List the versions."""
    places = succession(Version.objects.all(), _today())
    return render(request, "console/policies/list.html", {"places": places, "writes": _writes(request)})


@require_GET
def show(request: HttpRequest, number: int) -> HttpResponse:
    """Show one version."""
    places = succession(Version.objects.all(), _today())
    place = next((one for one in places if one.version.number == number), None)
    if place is None:
        raise Http404
    page = {"place": place, "shown": shown(place.version, get_language() or "fr")}
    return render(request, "console/policies/show.html", page)


@require_GET
def differences(request: HttpRequest, older: int, newer: int) -> HttpResponse:
    """Show what changed between two versions."""
    found = Version.objects.in_bulk([older, newer], field_name="number")
    if not {older, newer} <= set(found):
        raise Http404
    told = compared(found[older], found[newer], get_language() or "fr")
    return render(request, "console/policies/differences.html", {"told": told})


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest) -> HttpResponse:
    """Publish the next version; the form starts from the present text, or from the one shipped."""
    form = PublishForm(request.POST or None, initial=_start())
    if request.method == "POST" and form.is_valid():
        draft, first = form.draft(), form.cleaned_data["in_force_on"]
        if form.run(lambda: actions.publish(actor=actor_of(request), draft=draft, in_force_on=first, at=now())):
            messages.success(request, _("Version publiée."))
            return redirect("policy_show", number=form.done.number)
    return render(request, "console/policies/publish.html", {"form": form})


def _start() -> dict[str, object]:
    newest = Version.objects.order_by("number").last()
    draft = standard.draft()
    if newest is None:
        return {**vars(draft), "in_force_on": _today()}
    return {"french": newest.french, "english": newest.english, "in_force_on": _today()}


def _today() -> date:
    return now().astimezone(actions.PARIS).date()


def _writes(request: HttpRequest) -> bool:
    return bool(positions(request) & {str(role) for role in WRITERS})

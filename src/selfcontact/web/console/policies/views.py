"""Pages of the privacy policy for the staff."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from selfcontact.changes import actions as changes
from selfcontact.changes.models import Way
from selfcontact.changes.parties import people
from selfcontact.policies import actions, standard
from selfcontact.policies.models import Version
from selfcontact.policies.reading import compared, shown
from selfcontact.policies.succession import succession
from selfcontact.web.access import actor_of, positions
from selfcontact.web.clock import now
from selfcontact.web.console.notices import words
from selfcontact.web.console.policies.forms import WAYS, PublishForm, ToldForm
from selfcontact.web.console.policies.roles import TELLERS, WATCHERS, WRITERS
from selfcontact.web.console.registers import pages
from selfcontact.web.console.registers.pages import Step
from selfcontact.web.forms import ActionForm

PAGE = require_http_methods(["GET", "HEAD", "POST"])


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
    page = {"place": place, "shown": shown(place.version, get_language() or "fr"), **_change(request, place.version)}
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


@PAGE
def tell(request: HttpRequest, number: int) -> HttpResponse:
    """Write to everyone who is left to tell and has an address."""
    version = get_object_or_404(Version, number=number)
    form = ActionForm(request.POST if request.method == "POST" else None)
    text = _("Un avis part à chaque candidat, fournisseur et sous-traitant qui reste à prévenir.")
    step = _step(version, _("Prévenir ceux que cela concerne"), text, _("Les avis sont écrits."))
    return pages.act(request, form, lambda: changes.tell(actor=actor_of(request), version=version, at=now()), step)


@PAGE
def told(request: HttpRequest, number: int) -> HttpResponse:
    """Write down that somebody was told otherwise."""
    version, at = get_object_or_404(Version, number=number), now()
    form = ToldForm(request.POST or None, left=changes.standing(version, at).left)
    text = _("Pour qui n’a pas d’adresse ici, ou a été prévenu de vive voix.")
    step = _step(version, _("Prévenu autrement"), text, _("Consigné."))
    return pages.act(
        request,
        form,
        lambda: changes.note_told(
            actor=actor_of(request),
            version=version,
            party=form.cleaned_data["party"],
            way=Way(form.cleaned_data["way"]),
            at=at,
        ),
        step,
    )


def _step(version: Version, title: str, text: str, done: str) -> Step:
    back = reverse("policy_show", args=[version.number])
    return Step(title=title, text=text, submit=title, back=back, done=done)


def _change(request: HttpRequest, version: Version) -> dict[str, object]:
    """Return who was told of a version that weighs and who is left, for whoever answers for it or checks."""
    if not version.substantial or not positions(request) & {str(role) for role in TELLERS | WATCHERS}:
        return {}
    known = changes.standing(version, now())
    return {
        "told": [(words.recipient(one.party), WAYS[Way(one.way)], one.at) for one in known.told],
        "left": [(words.recipient(one.code), bool(one.ways)) for one in known.left],
        "people": people(),
        "tells": bool(positions(request) & {str(role) for role in TELLERS}),
    }


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

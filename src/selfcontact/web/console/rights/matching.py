"""What mandates hold of a request, in counts; and whose it is: with a reason, and only what agrees is shown."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from selfcontact.geo import communes
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import Mandate
from selfcontact.requests.desk import holdings, matching
from selfcontact.requests.desk.matching import Match, Matches
from selfcontact.requests.models import Request
from selfcontact.web.access import actor_of
from selfcontact.web.console.registers import pages
from selfcontact.web.console.rights.forms import MatchForm


@sensitive_post_parameters("name", "postcode", "age")
@require_http_methods(["GET", "HEAD", "POST"])
def match(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask how and why, then show who it may be."""
    found, form = pages.find(Request, reference), MatchForm(request.POST or None)
    context: dict[str, object] = {"found": found, "form": form, "holdings": holdings.of(found)}
    if request.method == "POST" and form.is_valid() and form.run(lambda: _look(request, found, form)):
        context |= {"matches": form.done, "rows": _rows(form.done)}
    return render(request, "console/rights/match.html", context)


def _look(request: HttpRequest, found: Request, form: MatchForm) -> Matches:
    actor, reason = actor_of(request), form.cleaned_data["reason"]
    if form.cleaned_data["by"] == "number":
        return matching.by_number(actor=actor, request=found, reason=reason)
    return matching.by_name(actor=actor, request=found, clues=form.clues(), reason=reason)


def _rows(matches: Matches) -> list[dict[str, object]]:
    mandates = Mandate.objects.in_bulk({one.found.mandate_id for one in matches.found})
    return [
        {"match": one, "mandate": mandates[one.found.mandate_id], "commune": _commune(one)} for one in matches.found
    ]


def _commune(one: Match) -> str:
    try:
        return communes.name(one.found.commune)
    except UserError:
        return one.found.commune

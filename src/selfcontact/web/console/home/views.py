"""What needs the staff now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from selfcontact.web.access import positions, user_of
from selfcontact.web.clock import now
from selfcontact.web.console.home.first_steps import first_steps
from selfcontact.web.console.home.needs import needs, sending


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for this user, what waits for others, and what a new installation does first."""
    held, found = positions(request), needs(now())
    mine = [one for one in found if held & one.roles]
    context = {
        "mine": mine,
        "others": [one for one in found if one not in mine],
        "sending": sending(),
        "steps": first_steps(user_of(request), held),
    }
    return render(request, "console/home/home.html", context)

"""What a form becomes: something dropped for the house, and a page that only the browser that dropped it can see."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from selfcontact.identity import public as identity
from selfcontact.identity.public import Parcel, Purpose, TicketState
from selfcontact.ledger.leaf import JSON
from selfcontact.web.public import allowance, browser
from selfcontact.web.public.forms import CodeForm

#: How often a page that loads itself does so, and how many times at most.
SECONDS, TIMES = 10, 60
PROVEN = frozenset({TicketState.PROVEN, TicketState.READY})


@dataclass(frozen=True, kw_only=True)
class Course:
    """How a ticket stands, for whoever looks at it with the browser that dropped it."""

    ticket: UUID
    state: TicketState
    parcel: Parcel | None

    @property
    def proven(self) -> bool:
        """Tell whether the right code came, or none was needed and the house has it."""
        return self.state in PROVEN

    @property
    def done(self) -> bool:
        """Tell whether nothing more will come by itself."""
        return self.state == TicketState.READY

    @property
    def receipt(self) -> Mapping[str, JSON]:
        """Return the reference and the last day for an answer, once the house has written the request down."""
        return self.parcel.json() if self.parcel and self.parcel.kind == "receipt" else {}


def dropped(
    request: HttpRequest, purpose: Purpose, contents: Mapping[str, JSON], route: str, *place: object
) -> HttpResponse:
    """Drop what was filled in, and lead to its page; the same for every number, cookie included."""
    secret = browser.secret_of(request)
    ticket = identity.drop(purpose=purpose, browser=secret, contents=contents, language=(get_language() or "fr")[:2])
    response = redirect(route, *place, ticket)
    browser.keep(response, secret)
    return response


def course(request: HttpRequest, ticket: UUID) -> Course:
    """Return how it stands; raises Http404 for what is no ticket, is over, or is another browser's: all the same."""
    secret = browser.secret_of(request)
    state = identity.state(ticket=ticket, browser=secret)
    parcel = identity.parcel(ticket=ticket, browser=secret)
    if state == TicketState.GONE:
        raise Http404
    return Course(ticket=ticket, state=state, parcel=parcel)


def proved(request: HttpRequest, ticket: UUID, form: CodeForm) -> bool:
    """Tell whether the right code was typed; otherwise the form says, in the same words for every cause, that not."""
    if not form.is_valid():
        return False
    code = form.cleaned_data["code"]
    if identity.try_code(ticket=ticket, browser=browser.secret_of(request), code=code):
        return True
    form.add_error("code", forms.ValidationError(_("Ce code n’est pas le bon, ou il ne vaut plus."), code="code"))
    return False


def page(request: HttpRequest, template: str, found: Course, **context: Any) -> HttpResponse:
    """Show how a ticket stands; with `follow` in its address, the page loads itself again until something comes."""
    given = request.GET.get("follow", "")
    times = int(given) if given.isdecimal() and len(given) < 4 else 0
    waits = not context.get("settled", found.done)
    again = f"{request.path}?follow={times + 1}" if waits and 0 < times < TIMES else ""
    shown = {"found": found, "again": again, "seconds": SECONDS, "waits": waits, **context}
    return render(request, template, shown)


def code_page(request: HttpRequest, found: Course, template: str, form: type[CodeForm], **context: Any) -> HttpResponse:
    """Take a code, or show the field for it."""
    filled = form(request.POST) if request.method == "POST" else form()
    if request.method == "POST" and not found.proven:
        if refused := allowance.spent(request):
            return refused
        if proved(request, found.ticket, filled):
            follow = "?follow=1" if filled.cleaned_data.get("follow") else ""
            return redirect(f"{request.path}{follow}")
    return page(request, template, found, form=filled, **context)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Make this browser forget what it asked: nobody who uses it next finds it."""
    response = redirect(reverse("home"))
    browser.forget(response)
    return response

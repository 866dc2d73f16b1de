"""Coming back with a reference and a number: to read the answer, or to take the request back. Each time a new code."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from selfcontact.identity.public import Purpose
from selfcontact.web.public import allowance, house, tickets
from selfcontact.web.public.forms import CodeForm, FindForm, OpenForm


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest, purpose: Purpose, template: str, route: str) -> HttpResponse:
    """Take a reference and a number in; what goes together is found out later, and by the holder of the number."""
    form = FindForm(request.POST or None)
    if request.method == "POST":
        if refused := allowance.spent(request):
            return refused
        if form.is_valid():
            return tickets.dropped(request, purpose, form.contents(), route)
    return render(request, template, {"form": form, **house.facts()})


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, ticket: UUID) -> HttpResponse:
    """Show the answer once the right code came and the house laid it out; say for how long it can be read."""
    found = tickets.course(request, ticket)
    return tickets.code_page(request, found, "public/answer.html", OpenForm, **house.facts())


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def withdrawn(request: HttpRequest, ticket: UUID) -> HttpResponse:
    """Take the code in, and say that what could be taken back is."""
    found = tickets.course(request, ticket)
    return tickets.code_page(request, found, "public/withdrawn.html", CodeForm, settled=found.proven, **house.facts())

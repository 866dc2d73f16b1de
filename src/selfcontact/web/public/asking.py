"""Asking on this site: one form for each right, and the page that says how it goes."""

from datetime import date
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from selfcontact.identity.public import Purpose
from selfcontact.policies.standing import number_on
from selfcontact.web.public import allowance, house, tickets
from selfcontact.web.public.choices import CHOICES, Choice
from selfcontact.web.public.days import today
from selfcontact.web.public.forms import AskForm, CodeForm


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Take in what one right needs, and nothing else."""
    choice = _choice(slug)
    if request.method != "POST":
        return _form(request, choice, AskForm(choice=choice, initial={"policy": _policy()}))
    if refused := allowance.spent(request):
        return refused
    form = AskForm(request.POST, choice=choice)
    if not form.is_valid():
        return _form(request, choice, form)
    return tickets.dropped(request, Purpose.ASK, form.contents(), "asked", slug)


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def asked(request: HttpRequest, slug: str, ticket: UUID) -> HttpResponse:
    """Say what happens next, take the code where one is needed, and say until when there is an answer."""
    choice = _choice(slug)
    found = tickets.course(request, ticket)
    if request.method == "POST" and not choice.code:
        raise Http404
    due = str(found.receipt.get("due_on", ""))
    steps = [str(one).format(years=settings.OPPOSITION_YEARS) for one in choice.next]
    return tickets.code_page(
        request,
        found,
        "public/asked.html",
        CodeForm,
        choice=choice,
        steps=steps,
        due=date.fromisoformat(due) if due else None,
        settled=found.proven and bool(found.receipt),
        **house.facts(),
    )


def _form(request: HttpRequest, choice: Choice, form: AskForm) -> HttpResponse:
    return render(request, "public/ask.html", {"choice": choice, "form": form, **house.facts()})


def _choice(slug: str) -> Choice:
    if slug not in CHOICES:
        raise Http404
    return CHOICES[slug]


def _policy() -> int | None:
    """Return the number of the version that binds us today, to be kept with what is asked."""
    return number_on(today())

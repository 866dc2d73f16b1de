"""Sending a proof of identity: one file for two people of the house, from the browser whose code was the right one.

The page is the same whether or not the house asked for a document: no door tells how a request stands.
"""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from selfcontact.identity import public as identity
from selfcontact.lib.errors import UserError
from selfcontact.web.public import allowance, browser, house, tickets
from selfcontact.web.public.forms import PieceForm


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def piece(request: HttpRequest, ticket: UUID) -> HttpResponse:
    """Take a document in; raises Http404 before the right code came, as for what is no ticket."""
    if not tickets.course(request, ticket).proven:
        raise Http404
    form = PieceForm(request.POST, request.FILES) if request.method == "POST" else PieceForm()
    if request.method == "POST":
        if refused := allowance.spent(request):
            return refused
        if form.is_valid() and _dropped(request, ticket, form):
            return redirect(f"{request.path}?sent=1")
    return render(request, "public/piece.html", {"form": form, "sent": request.GET.get("sent") == "1", **house.facts()})


@sensitive_variables()
def _dropped(request: HttpRequest, ticket: UUID, form: PieceForm) -> bool:
    document = form.cleaned_data["piece"]
    try:
        identity.drop_document(ticket=ticket, browser=browser.secret_of(request), document=document)
    except UserError as error:
        form.add_error("piece", error.text(get_language() or "fr"))
        return False
    return True

"""Pages of API tokens, and the area's first page."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from selfcontact.integrations import actions
from selfcontact.integrations.models import ApiToken, Webhook
from selfcontact.lib.clock import SystemClock
from selfcontact.web.access import actor_of
from selfcontact.web.console.integrations.forms import TokenForm

#: Tokens live in true time, a rehearsal's included (see `selfcontact.web.api.gate`).
TRUE_TIME = SystemClock()
SHOWN = 100


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """List tokens and webhooks."""
    now = TRUE_TIME.now()
    found = ApiToken.objects.select_related("owner").order_by("-id")[:SHOWN]
    context = {"tokens": [(token, token.state(now)) for token in found], "webhooks": Webhook.objects.order_by("id")}
    return render(request, "console/integrations/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Issue a token and show it, once: the page is its only copy."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        issued = form.run(
            lambda: actions.issue_token(
                actor=actor_of(request),
                owner=given["owner"],
                name=given["name"],
                words=given["scopes"],
                days=given["days"],
                at=TRUE_TIME.now(),
            )
        )
        if issued:
            return render(request, "console/integrations/token.html", {"issued": form.done})
    return render(request, "console/integrations/token_add.html", {"form": form})


@require_POST
def revoke(request: HttpRequest, uid: UUID) -> HttpResponse:
    """End a token now."""
    token = get_object_or_404(ApiToken, uid=uid)
    actions.revoke_token(actor=actor_of(request), token=token, at=TRUE_TIME.now())
    messages.success(request, _("Jeton révoqué : il n’ouvre plus rien."))
    return redirect("integrations")

"""Pages of webhooks."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from selfcontact.integrations import actions
from selfcontact.integrations.models import Webhook
from selfcontact.lib.clock import SystemClock
from selfcontact.web.access import actor_of
from selfcontact.web.console.integrations.forms import WebhookForm

#: Receivers compare timestamps with their own clocks: a rehearsal's shifted one would be refused.
TRUE_TIME = SystemClock()
SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add a webhook and show its secret, once."""
    form = WebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        opened = form.run(
            lambda: actions.add_webhook(
                actor=actor_of(request), url=given["url"], names=given["events"], at=TRUE_TIME.now()
            )
        )
        if opened:
            return render(request, "console/integrations/secret.html", {"opened": form.done})
    return render(request, "console/integrations/webhook_add.html", {"form": form})


@require_GET
def show(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show a webhook and what was last sent there."""
    webhook = get_object_or_404(Webhook, uid=uid)
    context = {"webhook": webhook, "deliveries": webhook.deliveries.order_by("-id")[:SHOWN]}
    return render(request, "console/integrations/webhook.html", context)


@require_POST
def rotate(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Give a webhook a new secret and show it, once."""
    webhook = get_object_or_404(Webhook, uid=uid)
    opened = actions.rotate_secret(actor=actor_of(request), webhook=webhook, at=TRUE_TIME.now())
    return render(request, "console/integrations/secret.html", {"opened": opened})


@require_POST
def test(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Queue a test event."""
    webhook = get_object_or_404(Webhook, uid=uid)
    actions.send_test(actor=actor_of(request), webhook=webhook, at=TRUE_TIME.now())
    messages.success(request, _("Essai en route : son résultat paraît ci-dessous en quelques secondes."))
    return redirect("webhook_show", uid=uid)


@require_POST
def disable(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Tell an address no more."""
    webhook = get_object_or_404(Webhook, uid=uid)
    actions.disable_webhook(actor=actor_of(request), webhook=webhook, at=TRUE_TIME.now(), grounds="by-hand")
    messages.success(request, _("Webhook désactivé."))
    return redirect("webhook_show", uid=uid)


@require_POST
def enable(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Tell an address again."""
    webhook = get_object_or_404(Webhook, uid=uid)
    actions.enable_webhook(actor=actor_of(request), webhook=webhook)
    messages.success(request, _("Webhook activé : il reçoit ce qui arrive à partir de maintenant."))
    return redirect("webhook_show", uid=uid)


@require_POST
def remove(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Forget an address."""
    actions.remove_webhook(actor=actor_of(request), webhook=get_object_or_404(Webhook, uid=uid))
    messages.success(request, _("Webhook oublié, son secret avec lui."))
    return redirect("integrations")

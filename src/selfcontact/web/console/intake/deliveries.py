"""Pages of deliveries: what was accepted, what was refused and why, and what the DPO decides of them."""

from collections.abc import Iterator
from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from selfcontact.changes.parties import IN_USE, stale
from selfcontact.intake import actions
from selfcontact.intake.models import Delivery
from selfcontact.intake.report import refusals
from selfcontact.mandates.models import Mandate
from selfcontact.policies import standing
from selfcontact.uploads.models import Upload
from selfcontact.web.access import actor_of
from selfcontact.web.console.intake import words
from selfcontact.web.console.intake.forms import HoldForm
from selfcontact.web.forms import GroundsForm
from selfcontact.web.public.days import today

PAGE = 50
LATEST_FAILED = 5


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """List the files on their way and the deliveries, of one mandate or of all."""
    mandate = request.GET.get("mandate", "")
    chosen = {"mandate": get_object_or_404(Mandate, reference=mandate)} if mandate else {}
    uploads = Upload.objects.filter(**chosen).select_related("mandate__candidate", "agreement__provider")
    underway = list(uploads.filter(state__in=Upload.OPEN).order_by("-id"))
    failed = list(uploads.filter(state=Upload.State.FAILED).order_by("-id")[:LATEST_FAILED])
    found = Delivery.objects.filter(**chosen).select_related("mandate__candidate", "agreement__provider")
    page = Paginator(found.order_by("-id"), PAGE).get_page(request.GET.get("page"))
    context = {
        "mandate": chosen.get("mandate"),
        "uploads": [(upload, words.UPLOADS[upload.state]) for upload in [*underway, *failed]],
        "page": page,
        "deliveries": [(one, words.DELIVERIES[one.state], sum(one.refused.values())) for one in page],
    }
    return render(request, "console/intake/list.html", context)


@require_GET
def show(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one delivery with its counts and reasons."""
    delivery = _delivery(reference)
    context = {
        "delivery": delivery,
        "state": words.DELIVERIES[delivery.state],
        "refused": words.refused(delivery.refused),
        "refusals": sum(delivery.refused.values()),
        "audit": delivery.audits.order_by("-pk").first(),
        "hold": words.HOLDS.get(delivery.hold_reason, delivery.hold_reason),
        "kind": words.KINDS.get(str(delivery.shape.get("kind", "")), ""),
        "delimiter": words.DELIMITERS.get(str(delivery.shape.get("delimiter", "")), ""),
        "upload": _upload_of(delivery) if delivery.state == Delivery.State.LOADING else None,
        "renewal": _renewal(delivery),
    }
    return render(request, "console/intake/delivery.html", context)


def _renewal(delivery: Delivery) -> tuple[date, int] | None:
    """Return from which day a consent counts and how many contacts gave theirs before; None where it is nobody."""
    counts_from = standing.counts_from(today())
    if counts_from is None or delivery.state not in IN_USE:
        return None
    people = stale([delivery], counts_from).get(delivery.reference)
    return (counts_from, people) if people else None


@require_GET
def report(request: HttpRequest, reference: str) -> StreamingHttpResponse:
    """Give the refused lines for the provider, who alone can say whose they are."""
    delivery = _delivery(reference)
    answer = StreamingHttpResponse(_csv(delivery), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{delivery.reference}-refus.csv"'
    return answer


def _csv(delivery: Delivery) -> Iterator[str]:
    yield "line,code\n"
    for line, code in refusals(delivery):
        yield f"{line},{code}\n"


@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a delivery out of every campaign."""
    delivery, form = _delivery(reference), HoldForm(request.POST or None)
    if form.is_valid() and form.run(
        lambda: actions.hold(actor=actor_of(request), delivery=delivery, reason=form.cleaned_data["grounds"])
    ):
        messages.success(request, _("Livraison retenue : aucune campagne ne la lit plus."))
        return redirect("delivery_show", reference=reference)
    return render(request, "console/intake/hold.html", {"delivery": delivery, "form": form})


@require_POST
def release(request: HttpRequest, reference: str) -> HttpResponse:
    """Let a held delivery be used."""
    actions.release(actor=actor_of(request), delivery=_delivery(reference))
    messages.success(request, _("Livraison libérée : les campagnes peuvent la lire."))
    return redirect("delivery_show", reference=reference)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Delete the contacts of a delivery."""
    delivery, form = _delivery(reference), GroundsForm(request.POST or None)
    if form.is_valid() and form.run(
        lambda: actions.withdraw(actor=actor_of(request), delivery=delivery, reason=form.cleaned_data["grounds"])
    ):
        messages.success(request, _("Contacts effacés. Les comptes et les lignes refusées restent comme preuve."))
        return redirect("delivery_show", reference=reference)
    return render(request, "console/intake/withdraw.html", {"delivery": delivery, "form": form})


def _delivery(reference: str) -> Delivery:
    found = Delivery.objects.select_related("mandate__candidate", "agreement__provider")
    return get_object_or_404(found, reference=reference)


def _upload_of(delivery: Delivery) -> Upload | None:
    # A second attempt adds its number to the reference of the upload.
    names = (delivery.reference, delivery.reference.rpartition("-")[0])
    return Upload.objects.filter(reference__in=names, mandate=delivery.mandate_id).first()

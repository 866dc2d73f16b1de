"""Spending against the ceiling, at the public tariff, and the pack for the campaign accounts."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from selfcontact.compliance import tariff
from selfcontact.figures import pack
from selfcontact.proposals.models import Proposal
from selfcontact.web.clock import now
from selfcontact.web.portal import reach

ODS = "application/vnd.oasis.opendocument.spreadsheet"
OFFERED = (Proposal.State.OPEN, Proposal.State.APPROVED)


@require_safe
def show(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show what was quoted, what is due, and the ceiling."""
    sheet = reach.sheet(request, uid)
    gathered = pack.gather(sheet, now())
    context = {
        "sheet": sheet,
        "pack": gathered,
        "price": tariff.price(now().date()),
        "quotes": sheet.proposals.filter(state__in=OFFERED).order_by("submitted_at"),
        "left_cents": None if sheet.ceiling_cents is None else sheet.ceiling_cents - gathered.gross_cents,
    }
    return render(request, "portal/spend/show.html", context)


@require_safe
def as_csv(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Give the pack for a spreadsheet."""
    gathered = pack.gather(reach.sheet(request, uid), now())
    return _file(pack.as_csv(gathered), "text/csv; charset=utf-8", f"{gathered.sheet.reference}.csv")


@require_safe
def as_ods(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Give the pack as a workbook."""
    gathered = pack.gather(reach.sheet(request, uid), now())
    return _file(pack.as_ods(gathered), ODS, f"{gathered.sheet.reference}.ods")


@require_safe
def as_pdf(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Give the pack to print."""
    gathered = pack.gather(reach.sheet(request, uid), now())
    return _file(pack.as_pdf(gathered), "application/pdf", f"{gathered.sheet.reference}.pdf")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    # A reference holds letters, digits, dots, dashes and underscores.
    answer["Content-Disposition"] = f'attachment; filename="compte-{name}"'
    return answer

"""Searching the ledger, one entry with its proof, and the newest signed head."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from selfcontact.ledger import heads
from selfcontact.ledger.history import Line, Page, find, read
from selfcontact.ledger.proving import prove
from selfcontact.mandates.models import Mandate
from selfcontact.web.console.ledger.forms import SearchForm
from selfcontact.web.console.registers.history import Shown, in_words

NOTHING = Page(lines=(), older="")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One entry of the list, with the mandate that it is about."""

    shown: Shown
    mandate: str


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Answer a search, newest first; a page costs the same however far back it is."""
    form, before = SearchForm(request.GET), request.GET.get("before", "")
    page = read(form.question(), before=before) if form.is_valid() else NOTHING
    asked = {name: value for name in form.fields if (value := request.GET.get(name, "").strip())}
    context = {
        "form": form,
        "rows": _rows(page.lines),
        "asked": asked,
        "from_newest": not before,
        "newest": f"?{urlencode(asked)}",
        "older": f"?{urlencode({**asked, 'before': page.older})}" if page.older else "",
    }
    return render(request, "console/ledger/list.html", context)


def _rows(lines: tuple[Line, ...]) -> list[Row]:
    names = _mandates(lines)
    return [
        Row(shown=shown, mandate=names.get(line.leaf.mandate_id, "") if line.leaf and line.leaf.mandate_id else "")
        for line, shown in zip(lines, in_words(lines), strict=True)
    ]


def _mandates(lines: Iterable[Line]) -> dict[int, str]:
    wanted = {line.leaf.mandate_id for line in lines if line.leaf and line.leaf.mandate_id}
    return dict(Mandate.objects.filter(pk__in=wanted).values_list("pk", "reference"))


@require_safe
def entry(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show one entry: its details, the bytes that are signed, its place, and how to prove it."""
    line = find(uid)
    if line is None:
        raise Http404
    head = heads.newest()
    row = _rows((line,))[0]
    context = {
        "line": line,
        "row": row,
        "signed": line.leaf.encode().decode() if line.leaf else "",
        "provable": head is not None and line.index is not None and line.index < head.size,
        "key": str(heads.verifier()),
    }
    return render(request, "console/ledger/entry.html", context)


@require_safe
def proof(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Answer with the proof of an entry, a file that anybody verifies with the public key alone."""
    if find(uid) is None:
        raise Http404
    return _file(prove(uid).text(), f"{uid}.tlog-proof")


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """Answer with the newest signed head, to be kept elsewhere."""
    head = heads.newest()
    if head is None:
        messages.warning(request, _("Rien n’est encore signé."))
        return redirect("ledger_verification")
    return _file(head.note, f"checkpoint-{head.size}.txt")


def _file(content: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="text/plain; charset=utf-8", headers=headers)

"""Coming back with a reference and a number: to read the answer, go on with a request or take it back.

Each time there is a new code.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from selfcontact.answers.blocks import item, items
from selfcontact.answers.document import Document
from selfcontact.answers.formats.machine import as_csv, as_json
from selfcontact.answers.formats.paper import as_pdf
from selfcontact.answers.reading import sections, title
from selfcontact.identity.public import Purpose
from selfcontact.web.public import allowance, house, tickets
from selfcontact.web.public.forms import AgainForm, CodeForm, FindForm, OpenForm
from selfcontact.web.public.tickets import Course

ANSWER, NEWS = "answer", "news"
#: What each file is, and how it is made of an answer in a language.
FILES: Mapping[str, tuple[str, Callable[[Document, str], bytes]]] = {
    "pdf": ("application/pdf", as_pdf),
    "csv": ("text/csv; charset=utf-8", lambda found, _: as_csv(found)),
    "json": ("application/json", lambda found, _: as_json(found)),
    "portable.csv": ("text/csv; charset=utf-8", lambda found, _: as_csv(item(found["portable"]))),
    "portable.json": ("application/json", lambda found, _: as_json(item(found["portable"]))),
}


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest, purpose: Purpose, template: str, route: str) -> HttpResponse:
    """Take a reference and a number in; what goes together is found out later, and by the holder of the number."""
    form = (FindForm if purpose == Purpose.OPEN else AgainForm)(request.POST or None)
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
    """Show the answer once the right code came and the house laid it out; until it is ready, where things stand."""
    found = tickets.course(request, ticket)
    shown = {**_answer(found), **_news(found), **house.facts()}
    return tickets.code_page(request, found, "public/answer.html", OpenForm, **shown)


@sensitive_variables()
@require_safe
def answer_file(request: HttpRequest, ticket: UUID, ending: str) -> HttpResponse:
    """Give the answer as a file; none of them is kept here."""
    shown = _document(tickets.course(request, ticket))
    if shown is None or ending not in _files(shown):
        raise Http404
    kind, make = FILES[ending]
    name = f"selfcontact-{shown['reference']}.{ending}"
    return HttpResponse(
        make(shown, _language()), content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def come_back(request: HttpRequest, ticket: UUID, template: str) -> HttpResponse:
    """Take the code in, and say that what could be done is."""
    found = tickets.course(request, ticket)
    return tickets.code_page(request, found, template, CodeForm, settled=found.proven, **house.facts())


def _answer(found: Course) -> dict[str, Any]:
    """Return what the page shows of an answer, nothing when there is none."""
    shown = _document(found)
    if shown is None or found.parcel is None:
        return {}
    told = found.parcel.json()
    return {
        "sections": sections(shown, _language()),
        "heading": title(shown, _language()),
        "files": _files(shown),
        "left": int(str(told["openings_left"])),
        "until": datetime.fromisoformat(str(told["until"])),
    }


def _news(found: Course) -> dict[str, Any]:
    """Return where a request stands whose answer does not wait, with what was written about it."""
    if found.parcel is None or found.parcel.kind != NEWS:
        return {}
    told = found.parcel.json()
    days = {name: str(told[name]) for name in ("received_on", "due_on", "ended_on")}
    written = [{**one, "on": date.fromisoformat(str(one["on"]))} for one in items(told["written"])]
    return {"news": {name: date.fromisoformat(day) if day else None for name, day in days.items()}, "written": written}


def _document(found: Course) -> Document | None:
    if found.parcel is None or found.parcel.kind != ANSWER:
        return None
    return item(found.parcel.json()["content"])


def _files(shown: Document) -> list[str]:
    return [ending for ending in FILES if shown.get("portable") or not ending.startswith("portable")]


def _language() -> str:
    return (get_language() or "fr")[:2]

"""The transparency notices as anyone may read them, by hand or by machine, with every version that was published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from selfcontact.transparency.document import given_out
from selfcontact.transparency.models import Published
from selfcontact.web.public import house
from selfcontact.web.public.reading import reading

#: What one page lists at most; an older notice keeps its address.
MOST = 200


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a notice in the reader's language."""

    number: int
    name: str
    said: Sequence[str]


@reading
def disclosures(request: HttpRequest) -> HttpResponse:
    """List the notices, the newest first."""
    newest = Published.objects.order_by("code", "-number").distinct("code")
    found = sorted(newest, key=lambda one: one.published_at, reverse=True)[:MOST]
    return render(request, "public/disclosures.html", {"notices": found})


@reading
def disclosure(request: HttpRequest, code: str, number: int | None = None) -> HttpResponse:
    """Show a notice: the version asked for, or the last."""
    versions = _versions(code)
    shown = _chosen(versions, number)
    language = "en" if (get_language() or "fr").startswith("en") else "fr"
    context = {
        "notice": shown,
        "ad": shown.document["ad"],
        "lines": _lines(shown.document, language),
        # Notices published before they named sources stay as they were.
        "sources": shown.document.get("sources", []),
        "versions": versions,
        "last": versions[0],
    }
    return render(request, "public/disclosure.html", context)


@reading
def document(request: HttpRequest, code: str, number: int | None = None) -> HttpResponse:
    """Give a notice byte for byte as it was hashed."""
    shown = _chosen(_versions(code), number)
    return HttpResponse(given_out(shown.document), content_type="application/json")


@reading
def targeting(request: HttpRequest) -> HttpResponse:
    """Say by what an audience may be chosen, and by what never: the internal policy that notices point to."""
    return render(request, "public/targeting.html", house.facts())


def _versions(code: str) -> list[Published]:
    """Return the versions of a notice, the last first; raises Http404 when there is none."""
    found = list(Published.objects.filter(code=code).order_by("-number"))
    if not found:
        raise Http404
    return found


def _chosen(versions: list[Published], number: int | None) -> Published:
    for one in versions:
        if number in {None, one.number}:
            return one
    raise Http404


def _lines(document: Mapping[str, Any], language: str) -> list[Line]:
    return [
        Line(number=one["number"], name=one["name"][language], said=one["value"][language]) for one in document["lines"]
    ]

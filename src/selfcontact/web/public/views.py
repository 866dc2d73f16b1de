"""What a person who got a message reads first. The database is asked on whose behalf we write, and nothing else."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from selfcontact.web.public import house
from selfcontact.web.public.choices import CHOICES
from selfcontact.web.public.reading import reading
from selfcontact.web.public.speaking import speakers


@reading
def home(request: HttpRequest) -> HttpResponse:
    """Say who we are, and offer one choice."""
    return render(request, "public/home.html", {"choices": CHOICES.values(), "speakers": speakers(), **house.facts()})


@reading
def why(request: HttpRequest) -> HttpResponse:
    """Answer the first question: why me?"""
    return render(request, "public/why.html", {"speakers": speakers(), **house.facts()})


@reading
def right(request: HttpRequest, slug: str) -> HttpResponse:
    """Say of one choice what happens next, how long it takes, and how to do it today."""
    choice = CHOICES.get(slug)
    if choice is None:
        raise Http404
    steps = [str(one).format(years=settings.OPPOSITION_YEARS) for one in choice.next]
    everywhere = settings.STOP_SCOPE == "everywhere"
    return render(
        request, "public/right.html", {"choice": choice, "steps": steps, "everywhere": everywhere, **house.facts()}
    )


@reading
def paper_form(request: HttpRequest) -> HttpResponse:
    """Show a form to print, fill in by hand and post."""
    asked = [one for one in CHOICES.values() if one.by_us]
    return render(request, "public/form.html", {"choices": asked, **house.facts()})


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Show the same page for what never was, what is over and what belongs to another browser."""
    return render(request, "public/not_found.html", status=404)

"""What needs the staff now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from selfcontact.mandates.models import Mandate


def home(request: HttpRequest) -> HttpResponse:
    """Show the live mandates."""
    return render(request, "console/home/home.html", {"live": Mandate.objects.filter(state=Mandate.State.LIVE).count()})

"""What a candidate's team sees first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """Show the team's mandates."""
    return render(request, "portal/home/home.html")

"""The pages that exist before the faces do: what runs, and whether it is well."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from selfcontact.ledger.models import Entry
from selfcontact.mandates.models import Mandate


def _health() -> dict[str, object]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), current_user")
        version, role = cursor.fetchone() or ("", "")
    waiting = Entry.objects.filter(index=None).count()
    return {"database": version, "role": role, "ledger_waiting": waiting}


def health(request: HttpRequest) -> JsonResponse:
    """Answer 200 with counts when the database answers."""
    return JsonResponse(_health())


def home(request: HttpRequest) -> HttpResponse:
    """Show how many mandates are live and where to go from here."""
    live = Mandate.objects.filter(state=Mandate.State.LIVE).count()
    return render(request, "web/home.html", {"live": live, **_health()})

"""The pages that all faces share: health, language, theme, invitation, second factor, errors."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from selfcontact.accounts import actions
from selfcontact.web.account_forms import AcceptForm
from selfcontact.web.clock import now
from selfcontact.web.context import THEME_COOKIE, THEMES
from selfcontact.web.middleware import YEAR, keep_language


@require_GET
def health(request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database answers under this process's role."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), current_user")
        version, role = cursor.fetchone() or ("", "")
    return JsonResponse({"database": version, "role": role, "face": settings.FACE})


def _back(request: HttpRequest) -> HttpResponse:
    asked = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    path = urlsplit(asked).path
    # A path that begins with two slashes is the address of another host.
    return redirect(path if safe and path.startswith("/") and not path.startswith("//") else "/")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language chosen, and go back."""
    response, code = _back(request), request.POST.get("language", "")
    if check_for_language(code) and code in dict(settings.LANGUAGES):
        keep_language(response, code)
    return response


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the theme chosen, or follow the machine's, and go back."""
    response, chosen = _back(request), request.POST.get("theme", "")
    if chosen in THEMES:
        response.set_cookie(THEME_COOKIE, chosen, max_age=YEAR, secure=settings.HTTPS, samesite="Lax", httponly=True)
    else:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    return response


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Let the person invited choose a password, once; a second factor follows at the first sign-in."""
    invited = actions.open_invitation(secret, now())
    form = AcceptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        password = form.cleaned_data["password"]
        if form.run(lambda: actions.accept(secret=secret, password=password, at=now())):
            messages.success(request, _("Votre compte est ouvert : connectez-vous."))
            return redirect("account_login")
    return render(request, "web/invitation.html", {"form": form, "invited": invited.user})


@require_GET
def second_factor(request: HttpRequest) -> HttpResponse:
    """Say that a second factor is needed before anything else, and where to set one."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    return render(request, "web/second_factor.html")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Show the same page for what is not there and for what is not yours."""
    return render(request, "web/not_found.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """Show that the house failed, without its templates' surroundings, which may be what failed."""
    return render(request, "web/failed.html", status=500, using=None)


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Show that a form came from elsewhere, or too late."""
    return render(request, "web/csrf.html", status=403)

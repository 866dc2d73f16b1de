"""Pages of accounts."""

from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import get_resolver
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from selfcontact.accounts import actions
from selfcontact.accounts.actions import Invited, Place
from selfcontact.accounts.models import Face, Role, Seat, User
from selfcontact.web.access import actor_of
from selfcontact.web.clock import now
from selfcontact.web.console.users.forms import InviteForm, RolesForm
from selfcontact.web.routes import Everyone, columns, matrix


def _people() -> list[User]:
    return list(
        User.objects.exclude(email__endswith=actions.TERMINAL)
        .prefetch_related("memberships__candidate", "invitations")
        .order_by("face", "-is_active", "email")
    )


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """List the accounts of both faces."""
    factors = set(
        Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES).values_list("user_id", flat=True)
    )
    return render(request, "console/users/list.html", {"people": _people(), "factors": factors})


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Invite someone by e-mail; the link is shown as well, once, in case the mail does not arrive."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given, place = form.cleaned_data, form.place()
        if form.run(lambda: _invite(request, given["email"], given["name"], place)):
            return render(request, "console/users/invited.html", {"invited": form.done})
    return render(request, "console/users/invite.html", {"form": form})


def _invite(request: HttpRequest, email: str, name: str, place: Place) -> Invited:
    made = actions.invite(actor=actor_of(request), email=email, name=name, place=place, at=now())
    send_mail(
        subject=_("Votre accès à selfcontact"),
        message=render_to_string("web/mail/invitation.txt", {"invited": made}, request),
        from_email=None,
        recipient_list=[made.invitation.user.email],
        fail_silently=True,
    )
    return made


@require_GET
def show(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show one account."""
    user = get_object_or_404(User.objects.prefetch_related("memberships__candidate", "invitations"), uid=uid)
    form = RolesForm(initial={"roles": user.roles})
    factors = Authenticator.objects.filter(user=user).values_list("type", flat=True)
    return render(request, "console/users/show.html", {"person": user, "form": form, "factors": sorted(set(factors))})


@require_POST
def change_roles(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Change the roles of a member of the staff."""
    user = get_object_or_404(User, uid=uid, face=Face.CONSOLE)
    form = RolesForm(request.POST)
    if form.is_valid() and form.run(lambda: actions.set_roles(actor=actor_of(request), user=user, roles=form.chosen())):
        messages.success(request, _("Rôles enregistrés."))
        return redirect("user_show", uid=uid)
    return render(request, "console/users/show.html", {"person": user, "form": form}, status=422)


@require_POST
def close(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Close an account, and end its sessions at once."""
    actions.close(actor=actor_of(request), user=get_object_or_404(User, uid=uid), at=now())
    messages.success(request, _("Compte fermé, sessions terminées."))
    return redirect("user_list")


@require_POST
def renew(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Make a new link for someone whose invitation expired, or whose account was closed."""
    user = get_object_or_404(User, uid=uid)
    seat = user.memberships.first()
    place = Place(
        face=Face(user.face),
        roles=[Role(role) for role in user.roles],
        candidate_id=seat.candidate_id if seat else None,
        seat=Seat(seat.seat) if seat else None,
    )
    return render(request, "console/users/invited.html", {"invited": _invite(request, user.email, user.name, place)})


@require_GET
def roles(request: HttpRequest) -> HttpResponse:
    """Show who may open which page, read off the addresses themselves."""
    held = columns(Face.CONSOLE)
    rows = [
        {"name": row.name, "pattern": row.pattern, "open": row.roles, "cells": [role in row.roles for role in held]}
        for row in matrix(get_resolver().url_patterns)
        if not isinstance(row.roles, Everyone)
    ]
    return render(request, "console/users/roles.html", {"rows": rows, "roles": [Role(role).label for role in held]})

"""Mails that wait for the DPO. What one says is opened with a reason; an attachment is only ever downloaded."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from selfcontact.mailbox import actions
from selfcontact.mailbox.models import Attachment, Direction, Mail, Nature, Passage
from selfcontact.web.access import actor_of
from selfcontact.web.console.mailbox import deeds, words
from selfcontact.web.console.opposition.forms import ReasonForm
from selfcontact.web.console.registers import pages
from selfcontact.web.console.registers.pages import Cell, Link, Listing, Step
from selfcontact.web.console.requests.roles import OFFICERS
from selfcontact.web.templatetags.web import when

UNSENT = (Passage.FAILED, Passage.UNKNOWN)


def waiting() -> QuerySet[Mail]:
    """Return the mails that somebody has to look at, oldest first, without what is sealed."""
    looked_at = Q(request=None) | ~Q(flags=[]) | Q(nature=Nature.LOOP)
    arrived = Q(direction=Direction.IN) & looked_at
    found = Mail.objects.filter(arrived | Q(passage__in=UNSENT), settled_at=None, purged_at=None)
    return found.select_related("request").defer("sealed", "request__sealed").order_by("received_at", "pk")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the mails that wait."""
    return pages.show_list(request, _listing(_("Courriels à traiter")), waiting(), _row)


@require_safe
def settled(request: HttpRequest) -> HttpResponse:
    """List those that are dealt with, the last first."""
    found = Mail.objects.exclude(settled_at=None).select_related("request").defer("sealed", "request__sealed")
    return pages.show_list(request, _listing(_("Courriels traités")), found.order_by("-settled_at"), _row)


def _listing(title: str) -> Listing:
    return Listing(
        title=title,
        lead=_("Ce qui n’entre dans aucune demande, ou demande un regard. Rien de ce qui est écrit ne s’affiche ici."),
        heads=[_("Reçu"), _("De qui"), _("Demande"), _("Pourquoi"), _("Envoi")],
        search=["request__reference"],
        empty=_("Rien n’attend : chaque courriel d’une personne a sa demande."),
        tabs=[
            Link(url=reverse("mailbox_list"), words=_("À traiter")),
            Link(url=reverse("mailbox_settled"), words=_("Traités")),
            Link(url=reverse("request_list"), words=_("Demandes")),
        ],
    )


def _row(mail: Mail) -> list[Cell]:
    asked = mail.request
    return [
        Cell(text=when(mail.received_at), url=reverse("mailbox_read", args=[mail.uid])),
        Cell(text=words.nature(mail)),
        Cell(text=asked.reference if asked else "–", url=_address(asked.reference) if asked else ""),
        Cell(text=words.flags(mail.flags) or "–"),
        Cell(text=words.PASSAGES.get(mail.passage, "–")),
    ]


def _address(reference: str) -> str:
    return reverse("request_show", args=[reference])


@require_http_methods(["GET", "HEAD", "POST"])
def read(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show what is known of a mail; ask why, then show what it says, once."""
    mail, form = _mail(uid), ReasonForm(request.POST or None)
    context: dict[str, object] = {"mail": mail, "form": form, "nature": words.nature(mail)}
    context |= {"why": words.flags(mail.flags), "passage": words.PASSAGES.get(mail.passage, "")}
    links = [
        Link(url=reverse("mailbox_act", args=[uid, name]), words=deed.words, roles=OFFICERS)
        for name, deed in deeds.possible(mail)
    ]
    context["links"] = pages.allowed(request, *links)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if form.run(lambda: actions.disclose(actor=actor_of(request), mail=mail, reason=reason)):
            context |= {"asked": True, "words": form.done, "parts": actions.labels(mail)}
    return render(request, "console/mailbox/read.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, uid: UUID, deed: str) -> HttpResponse:
    """Do one thing with a mail."""
    mail, chosen = _mail(uid), deeds.DEEDS.get(deed)
    if chosen is None:
        raise Http404
    form = chosen.form(request.POST if request.method == "POST" else None)
    step = Step(
        title=chosen.words,
        text=chosen.text,
        submit=chosen.words,
        back=reverse("mailbox_read", args=[uid]),
        done=chosen.done,
        forward=lambda _made: reverse("mailbox_list"),
    )
    return pages.act(request, form, lambda: chosen.act(actor_of(request), mail, form.cleaned_data), step)


@require_http_methods(["GET", "HEAD", "POST"])
def attachment(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ask why, then hand over the octets as they came: nothing here looks into them, and no browser shows them."""
    found = Attachment.objects.select_related("mail").defer("mail__sealed").filter(uid=uid).first()
    if found is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if form.run(lambda: actions.disclose_attachment(actor=actor_of(request), attachment=found, reason=reason)):
            return _opaque(form.done, found)
    return render(request, "console/mailbox/attachment.html", {"found": found, "form": form})


def _opaque(octets: bytes, found: Attachment) -> HttpResponse:
    answer = HttpResponse(octets, content_type="application/octet-stream")
    # Its own name may be a person's, or made to be run: it is told on the page of the mail.
    answer["Content-Disposition"] = f'attachment; filename="piece-{found.position + 1}.bin"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def _mail(uid: UUID) -> Mail:
    found = Mail.objects.select_related("request").filter(uid=uid).first()
    if found is None:
        raise Http404
    return found

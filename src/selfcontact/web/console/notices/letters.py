"""What was written to people and to those who had their data: what waits, what left, what could not."""

from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from selfcontact.lib.errors import UserError
from selfcontact.notices import actions, letter
from selfcontact.notices.models import Means, Notice
from selfcontact.requests.models import Request
from selfcontact.web.access import actor_of
from selfcontact.web.clock import now
from selfcontact.web.console.notices import words
from selfcontact.web.console.notices.forms import LettersForm
from selfcontact.web.console.opposition.forms import ReasonForm

PER_PAGE = 100
#: The lists, by their word in the address.
LISTS: Mapping[str, str | Promise] = {
    "post": gettext_lazy("Lettres à poster"),
    "mail": gettext_lazy("Courriels en attente"),
    "failed": gettext_lazy("Non partis"),
    "sent": gettext_lazy("Partis"),
}


@require_safe
def index(request: HttpRequest, which: str) -> HttpResponse:
    """Show one of the lists, nothing of the person in it."""
    page = Paginator(_found(which).select_related("template").defer("sealed"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    shown = list(page.object_list)
    context = {
        "which": which,
        "title": LISTS[which],
        "lists": LISTS,
        "page": page,
        "rows": rows(shown),
    }
    return render(request, "console/notices/list.html", context)


def rows(found: list[Notice]) -> list[dict[str, object]]:
    """Return each with its words and the reference of its request; one query however many there are."""
    about = dict(Request.objects.filter(uid__in={one.subject_uid for one in found}).values_list("uid", "reference"))
    return in_words(found, about)


def in_words(found: list[Notice], about: Mapping[UUID, str]) -> list[dict[str, object]]:
    """Return each with its words; `about` are the references of what they are about."""
    return [
        {
            "notice": one,
            "kind": words.KINDS[one.kind],
            "recipient": words.recipient(one.recipient),
            "means": words.MEANS[one.means],
            "language": words.LANGUAGES[one.language],
            "reference": about.get(one.subject_uid, ""),
        }
        for one in found
    ]


def _found(which: str) -> QuerySet[Notice]:
    if which == "failed":
        return Notice.objects.filter(sent_at=None, failed_at__isnull=False).order_by("-failed_at")
    if which == "sent":
        return Notice.objects.filter(sent_at__isnull=False).order_by("-sent_at")
    return actions.waiting(Means(which))


@require_POST
def letters(request: HttpRequest) -> HttpResponse:
    """Print the letters that were ticked, or say that they were posted."""
    form = LettersForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Cochez au moins une lettre qui attend."))
        return redirect("notice_list")
    chosen = list(form.cleaned_data["letters"])
    if form.cleaned_data["do"] == "print":
        return _printed(request, chosen)
    for one in chosen:
        try:
            actions.sent(actor=actor_of(request), notice=one, proof=form.cleaned_data["proof"], at=now())
        except UserError as error:
            messages.error(request, error.text("fr"))
            return redirect("notice_list")
    said = ngettext("%(count)d lettre est partie.", "%(count)d lettres sont parties.", len(chosen))
    messages.success(request, said % {"count": len(chosen)})
    return redirect("notice_list")


def _printed(request: HttpRequest, chosen: list[Notice]) -> HttpResponse:
    sender = [settings.COMPANY_NAME, *(part.strip() for part in settings.COMPANY_ADDRESS.split(",") if part.strip())]
    about = dict(Request.objects.filter(uid__in={one.subject_uid for one in chosen}).values_list("uid", "reference"))
    made = letter.pdf(
        [(actions.opened(one), about.get(one.subject_uid, "")) for one in chosen], sender=sender, at=now()
    )
    actions.printed(actor=actor_of(request), notices=chosen, at=now())
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="lettres.pdf"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show when and how something was written; its words, with a reason."""
    found, form = _notice(uid), ReasonForm(request.POST or None)
    context: dict[str, object] = {"row": rows([found])[0], "found": found, "form": form}
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if form.run(lambda: actions.disclose(actor=actor_of(request), notice=found, reason=reason)):
            context |= {"letter": form.done}
    return render(request, "console/notices/show.html", context)


@require_POST
def retry(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Let something that could not leave wait again."""
    found = _notice(uid)
    try:
        actions.retry(actor=actor_of(request), notice=found)
    except UserError as error:
        messages.error(request, error.text("fr"))
    else:
        messages.success(request, _("Il attend de nouveau."))
    return redirect("notice_show", uid=uid)


def _notice(uid: UUID) -> Notice:
    found = Notice.objects.select_related("template").filter(uid=uid).first()
    if found is None:
        raise Http404
    return found

"""Pages of one file from its first byte to its delivery."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from selfcontact.accounts.models import Role
from selfcontact.uploads import actions
from selfcontact.uploads.models import Upload
from selfcontact.uploads.pace import pace
from selfcontact.web.access import actor_of, positions
from selfcontact.web.clock import now
from selfcontact.web.console.intake import looking, words
from selfcontact.web.console.intake.forms import NewForm
from selfcontact.web.console.intake.multipart import SealedFile, SealingHandler, seal_incoming

State = Upload.State


@csrf_exempt
def new(request: HttpRequest) -> HttpResponse:
    """Take a file over a plain form; with its script, the page sends it by pieces instead (see `tus`).

    Django's check of the form's token reads the body: it is made once the file is sure to go to disk sealed.
    """
    handler = seal_incoming(request)
    try:
        return _new(request, handler)
    finally:
        handler.discard()


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def _new(request: HttpRequest, handler: SealingHandler) -> HttpResponse:
    form = NewForm(request.POST or None, request.FILES or None, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid() and form.run(lambda: _adopt(request, form, handler)):
        return redirect("upload_show", uid=form.done.uid)
    return render(request, "console/intake/new.html", {"form": form}, status=422 if form.errors else 200)


def _adopt(request: HttpRequest, form: NewForm, handler: SealingHandler) -> Upload:
    given, file = form.cleaned_data, form.cleaned_data["file"]
    if not isinstance(file, SealedFile):
        raise TypeError("a file that is not sealed")
    upload = actions.adopt(
        actor=actor_of(request),
        mandate=given["mandate"],
        agreement=given["agreement"],
        uid=file.uid,
        key=file.key,
        mark=file.mark,
        synthetic=given["synthetic"],
        at=now(),
    )
    handler.adopted = True
    return upload


@require_GET
def show(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show an upload where it stands: received, looked at, loaded, or over."""
    upload = _upload(uid)
    if upload.state == State.DONE:
        return redirect("delivery_show", reference=upload.delivery_reference)
    if upload.state == State.RECEIVED and str(Role.OPERATOR) in positions(request):
        return looking.page(request, looking.look_at(upload, None))
    return render(request, "console/intake/upload.html", _context(upload))


@require_GET
def progress(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Give the moving part of the page of a load, asked for again and again."""
    upload = _upload(uid)
    if upload.state not in {State.QUEUED, State.LOADING}:
        return HttpResponseClientRedirect(reverse("upload_show", args=[uid]))
    return render(request, "console/intake/progress.html", _context(upload))


@require_POST
def cancel(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Stop an upload, or its load; nothing of it is kept."""
    actions.cancel(actor=actor_of(request), upload=_upload(uid))
    messages.success(request, _("Annulé : rien n’a été gardé de ce fichier."))
    return redirect("delivery_list")


def _upload(uid: UUID) -> Upload:
    return get_object_or_404(Upload.objects.select_related("mandate__candidate", "agreement__provider"), uid=uid)


def _context(upload: Upload) -> dict[str, object]:
    failure = "en" if (get_language() or "fr").startswith("en") else "fr"
    return {
        "upload": upload,
        "state": words.UPLOADS[upload.state],
        "pace": pace(upload),
        "moving": upload.state in {State.QUEUED, State.LOADING},
        "expires": upload.touched_at + timedelta(hours=settings.UPLOAD_HOURS),
        "failure": upload.failure.get(failure, ""),
    }

"""Documents that are sent to the public site: one file, held in memory, of a bounded size, never on a disk."""

import io
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopFutureHandlers
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from selfcontact.identity.models import LARGEST_DOCUMENT
from selfcontact.web.middleware import Answer

FIELD = "piece"
#: A proof of identity, and the proofs of a provider.
AREAS = ("/piece/", "/proofs/")
FACE = "public"
#: What a form has around its file.
AROUND = 64 << 10


def bounded(get_response: Answer) -> Answer:
    """On the public site, turn away what is larger than a document may be, before any of it is read."""

    def answer(request: HttpRequest) -> HttpResponse:
        if settings.FACE != FACE or _length(request) <= LARGEST_DOCUMENT + AROUND:
            return get_response(request)
        sentence = gettext("Cet envoi est trop grand : un fichier de 10 Mo au plus.")
        return render(request, "web/refused.html", {"sentence": sentence, "code": "body_large"}, status=413)

    return answer


def _length(request: HttpRequest) -> int:
    given = request.META.get("CONTENT_LENGTH") or ""
    return int(given) if given.isdecimal() else 0


class PieceHandler(FileUploadHandler):
    """Keeps the one document of its page in memory; elsewhere on the public site it lets go of every file."""

    held: io.BytesIO | None = None

    def new_file(self, field_name: str, *args: Any, **kwargs: Any) -> None:
        """Take the file over on the page of documents, and skip any other."""
        super().new_file(field_name, *args, **kwargs)
        if settings.FACE != FACE:
            return
        here = self.request is not None and self.request.path.startswith(AREAS)
        if not here or field_name != FIELD or self.held is not None:
            raise SkipFile
        self.held = io.BytesIO()
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Keep a piece, unless the whole is too large already."""
        if self.held is None:
            return raw_data
        if start + len(raw_data) <= LARGEST_DOCUMENT:
            self.held.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> InMemoryUploadedFile | None:
        """Return what is held, without the name that the person's device gave it."""
        if self.held is None:
            return None
        self.held.seek(0)
        return InMemoryUploadedFile(self.held, FIELD, FIELD, "", file_size, None)


class PieceField(forms.FileField):
    """A document, of which `cleaned_data` holds the bytes; what kind of file it is, its first octets say."""

    def __init__(self, **kwargs: Any) -> None:
        accepted = "application/pdf,image/jpeg,image/png"
        kwargs.setdefault("label", _("Le fichier"))
        kwargs.setdefault("help_text", _("PDF, JPEG ou PNG, 10 Mo au plus."))
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": accepted}))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the bytes, none where none is required; raises ValidationError for one that is empty or too large."""
        found = super().clean(data, initial)
        if not found:
            return b""
        if found.size > LARGEST_DOCUMENT:
            raise ValidationError(_("Le fichier est trop grand : 10 Mo au plus."), code="document_large")
        return found.read()

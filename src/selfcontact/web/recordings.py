"""Recordings that are uploaded: held in memory, as far as one may be long; nothing of them touches a disk."""

import io
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from selfcontact.lines.sound.refusals import MOST_BYTES, sentence

#: Fields of forms whose name begins so hold a recording.
PREFIX = "recording"
AREA = "/lines/"
FACE = "console"


class RecordingHandler(FileUploadHandler):
    """Keeps a recording in memory; of a longer one, only that it was too long. Elsewhere than on lines, nothing."""

    def new_file(self, field_name: str, *args: Any, **kwargs: Any) -> None:
        """Take the file over when it is a recording for a line."""
        super().new_file(field_name, *args, **kwargs)
        here = settings.FACE == FACE and self.request is not None and self.request.path.startswith(AREA)
        self.mine = here and field_name.startswith(PREFIX)
        self.held, self.size = io.BytesIO(), 0
        if self.mine:
            raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Keep a piece, unless there were too many already."""
        if not self.mine:
            return raw_data
        self.size += len(raw_data)
        if self.size <= MOST_BYTES:
            self.held.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> InMemoryUploadedFile | None:
        """Return what is held."""
        if not self.mine:
            return None
        self.held.seek(0)
        return InMemoryUploadedFile(
            self.held, self.field_name, self.file_name or "", self.content_type or "", file_size, self.charset
        )


class RecordingField(forms.FileField):
    """A recording, of which `cleaned_data` holds the bytes."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("L’enregistrement"))
        kwargs.setdefault(
            "help_text",
            _("WAV, FLAC, MP3 ou OGG, trois minutes au plus. Le niveau, le rythme et les silences sont mis au point."),
        )
        kwargs.setdefault("widget", forms.ClearableFileInput(attrs={"accept": "audio/*,.flac,.ogg"}))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the bytes; raises ValidationError for a file that is missing, empty or too large."""
        found = super().clean(data, initial)
        if found.size > MOST_BYTES:
            raise ValidationError(sentence("sound_large").text(get_language() or "fr"), code="sound_large")
        return found.read()

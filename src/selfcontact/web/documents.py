"""Signed documents: their hash is taken while they arrive, and nothing of them is kept, in memory or on disk."""

from hashlib import sha256
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers
from django.utils.translation import gettext_lazy as _

#: Fields of forms whose name begins so are hashed.
PREFIX = "document"


class SignedDocument(UploadedFile):  # type: ignore[type-arg]
    """The name, the size and the hash of a document that is gone."""

    def __init__(self, name: str, size: int, hexdigest: str) -> None:
        super().__init__(file=None, name=name, size=size)
        self.sha256 = hexdigest


class DocumentHandler(FileUploadHandler):
    """Hashes each piece of a document as it comes and lets it go; other files pass on to the next handler."""

    chunk_size = 1 << 16

    def new_file(self, field_name: str, *args: Any, **kwargs: Any) -> None:
        """Take the file over when it is a document."""
        super().new_file(field_name, *args, **kwargs)
        self.digest = sha256()
        self.mine = field_name.startswith(PREFIX)
        if self.mine:
            raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Hash a piece."""
        if not self.mine:
            return raw_data
        self.digest.update(raw_data)
        return None

    def file_complete(self, file_size: int) -> SignedDocument | None:
        """Return what is left of the document."""
        if not self.mine:
            return None
        return SignedDocument(self.file_name or "", file_size, self.digest.hexdigest())


class DocumentField(forms.FileField):
    """A document of which the form keeps the hash: `cleaned_data` holds 64 hexadecimal characters."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Seule son empreinte SHA-256 est gardée ; le fichier n’est pas enregistré."))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the hash; raises ValidationError for a file that is missing or empty."""
        found = super().clean(data, initial)
        return found.sha256 if isinstance(found, SignedDocument) else ""

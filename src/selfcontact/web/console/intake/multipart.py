"""A file that a plain form brings whole: sealed as it arrives, like one that comes by pieces."""

import io
import os
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from selfcontact.intake.reader.container import refuse_old_workbook
from selfcontact.uploads import limits, place
from selfcontact.uploads.sealing import KEY, SEGMENT, Mark
from selfcontact.uploads.writing import Writer

FIELD = "file"


class SealedFile(UploadedFile):  # type: ignore[type-arg]
    """What lies sealed, and the only key to it; the name that the file had is not kept."""

    def __init__(self, uid: UUID, key: bytes, mark: Mark) -> None:
        super().__init__(file=io.BytesIO(), name="fichier", size=mark.clear)
        self.uid, self.key, self.mark = uid, key, mark


class SealingHandler(FileUploadHandler):
    """Seals the file of the form; any other file that comes with it is left unread."""

    chunk_size = SEGMENT
    uid: UUID | None = None
    adopted = False

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],  # noqa: N803 - Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Refuse what is too long, or has no room, before its first byte is read."""
        limits.refuse_excess(content_length)

    def new_file(self, field_name: str, *args: Any, **kwargs: Any) -> None:
        """Begin a sealed file."""
        super().new_file(field_name, *args, **kwargs)
        if field_name != FIELD or self.uid is not None:
            raise SkipFile
        self.uid, self.key = uuid4(), os.urandom(KEY)
        self.writer = Writer(self.uid, self.key)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Seal a piece; raises UserError for what could not be read anyway."""
        if not start:
            refuse_old_workbook(raw_data[:4])
        self.writer.write(raw_data)

    def file_complete(self, file_size: int) -> SealedFile:
        """Return what was sealed."""
        assert self.uid is not None  # noqa: S101 - it was begun
        with self.writer:
            return SealedFile(self.uid, self.key, self.writer.settle(last=True))

    def discard(self) -> None:
        """Destroy what no upload took over."""
        if self.uid is not None and not self.adopted:
            self.writer.close()
            place.remove(self.uid)


def seal_incoming(request: HttpRequest) -> SealingHandler:
    """Have the file of a request sealed as its body is read, which must not have begun."""
    handler = SealingHandler(request)
    request.upload_handlers = [handler]
    return handler

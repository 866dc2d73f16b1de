"""Takes the pieces of an upload as they come, so that what was durably stored is never asked for again."""

import base64
import binascii
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from selfcontact.intake.reader import container, parquet
from selfcontact.lib.errors import UserError
from selfcontact.uploads.looking import key_of
from selfcontact.uploads.models import Upload
from selfcontact.uploads.sealing import Mark
from selfcontact.uploads.writing import Writer

#: Bytes after which what came is put on disk for good, while more is coming.
SETTLE = 32 << 20
#: Names of tus, which are those of hashlib.
ALGORITHMS = ("sha256", "sha1")


class OffsetError(UserError):
    """The client continues from another place than where the upload stands."""

    def __init__(self, offset: int) -> None:
        super().__init__(
            "upload_offset",
            fr=f"Le dépôt en est à l’octet {offset}.",
            en=f"The upload stands at byte {offset}.",
        )


class ChecksumError(UserError):
    """What came is not what was sent."""

    def __init__(self) -> None:
        super().__init__(
            "upload_checksum",
            fr="Ce qui est arrivé n’est pas ce qui a été envoyé.",
            en="What arrived is not what was sent.",
        )


@dataclass(frozen=True, kw_only=True)
class Checksum:
    """The hash that the pieces of one request must have."""

    algorithm: str
    digest: bytes = field(repr=False)

    @classmethod
    def parse(cls, header: str) -> Self:
        """Read "algorithm base64"; raises UserError for what is not that."""
        algorithm, _, encoded = header.partition(" ")
        try:
            digest = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            digest = b""
        if algorithm not in ALGORITHMS or not digest:
            raise UserError(
                "checksum_unknown",
                fr=f"Somme de contrôle non comprise ; attendu : {', '.join(ALGORITHMS)}.",
                en=f"The checksum is not understood; expected: {', '.join(ALGORITHMS)}.",
            )
        return cls(algorithm=algorithm, digest=digest)


def take(upload: Upload, offset: int, pieces: Iterable[bytes], checksum: Checksum | None, at: datetime) -> Mark:
    """Store the pieces after `offset` and return how far the upload is; what came before a break in the line counts.

    With a checksum all pieces count or none. Raises OffsetError, ChecksumError, UploadBusyError or UserError.
    """
    with Writer(upload.uid, key_of(upload), after=upload.mark, total=upload.length) as writer:
        # Nobody else writes from here on: only now is the row's word final.
        upload.refresh_from_db()
        if upload.state != Upload.State.RECEIVING or offset != upload.offset:
            raise OffsetError(upload.offset)
        writer.back_to(upload.mark)
        if checksum is None:
            _pour(upload, writer, pieces, at)
        else:
            _pour_checked(upload, writer, pieces, checksum)
        return keep(upload, writer.settle(), at)


def _pour(upload: Upload, writer: Writer, pieces: Iterable[bytes], at: datetime) -> None:
    for piece in pieces:
        _refuse(upload, writer, piece)
        writer.write(piece)
        if writer.received - upload.offset >= SETTLE:
            keep(upload, writer.settle(), at)


def _pour_checked(upload: Upload, writer: Writer, pieces: Iterable[bytes], checksum: Checksum) -> None:
    hashed = hashlib.new(checksum.algorithm, usedforsecurity=False)
    for piece in pieces:
        _refuse(upload, writer, piece)
        writer.write(piece)
        hashed.update(piece)
    if hashed.digest() != checksum.digest:
        writer.back_to(upload.mark)
        raise ChecksumError


def _refuse(upload: Upload, writer: Writer, piece: bytes) -> None:
    """Raise UserError for more than was announced, and at the first bytes for what could not be read anyway."""
    if writer.received + len(piece) > upload.length:
        raise UserError(
            "upload_too_long",
            fr="Il arrive plus d’octets que le fichier n’en annonçait.",
            en="More bytes arrive than the file had announced.",
        )
    if not writer.received:
        container.refuse_old_workbook(piece[:4])
        if piece.startswith(container.PARQUET) and upload.length > parquet.MOST_HELD:
            raise parquet.too_large()


def keep(upload: Upload, mark: Mark, at: datetime) -> Mark:
    """Write down how far the upload is stored; raises UserError when someone cancelled it meanwhile."""
    changed = Upload.objects.filter(pk=upload.pk, state=Upload.State.RECEIVING).update(
        offset=mark.clear, records=mark.records, stored=mark.stored, touched_at=at
    )
    if not changed:
        raise UserError("upload_gone", fr="Le dépôt a été annulé.", en="The upload was cancelled.")
    upload.offset, upload.records, upload.stored = mark.clear, mark.records, mark.stored
    return mark

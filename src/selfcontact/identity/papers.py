"""Which files pass for an identity document: by their first octets alone. None is ever opened or drawn here."""

from typing import Literal

from selfcontact.identity.models import LARGEST_DOCUMENT
from selfcontact.lib.errors import UserError

Paper = Literal["application/pdf", "image/jpeg", "image/png"]
STARTS: tuple[tuple[bytes, Paper], ...] = (
    (b"%PDF-1.", "application/pdf"),
    (b"%PDF-2.", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
)


def kind(document: bytes) -> Paper | None:
    """Return what a file begins like, or None; its name and what the browser says of it count for nothing."""
    return next((paper for start, paper in STARTS if document.startswith(start)), None)


def check(document: bytes) -> None:
    """Raise UserError for a file that is too large, or neither a PDF nor a photograph."""
    if len(document) > LARGEST_DOCUMENT:
        raise UserError(
            "document_large",
            fr="Le fichier est trop grand : 10 Mo au plus.",
            en="The file is too large: 10 MB at most.",
        )
    if kind(document) is None:
        raise UserError(
            "document_kind",
            fr="Ce fichier n’est ni un PDF, ni une photo JPEG ou PNG.",
            en="This file is neither a PDF nor a JPEG or PNG photograph.",
        )

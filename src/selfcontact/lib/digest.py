"""Hashes of documents that are signed or received."""

import hashlib
from pathlib import Path

from selfcontact.lib.errors import UserError


def text_sha256(text: str) -> str:
    """Return the hexadecimal SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def file_sha256(path: Path) -> str:
    """Return the hexadecimal SHA-256 of a file, read in pieces; raises UserError when it can't be read."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise UserError(
            "file_unreadable", fr=f"Le fichier {path} ne peut pas être lu.", en=f"The file {path} cannot be read."
        ) from error

"""A file that only its owner reads, never written over another."""

import os
from pathlib import Path
from typing import BinaryIO

from selfcontact.lib.errors import UserError


def create(path: Path) -> BinaryIO:
    """Return it open for writing; raises UserError when it is there already or cannot be made."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise UserError(
            "file_not_written", fr=f"Le fichier {path} ne peut pas être créé.", en=f"The file {path} cannot be made."
        ) from error
    return os.fdopen(descriptor, "wb")

"""Opens plain, gzip and zip files as one stream of bytes, with limits against bombs."""

import gzip
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO

from selfcontact.intake.reader.shape import Container
from selfcontact.intake.reader.source import Source
from selfcontact.lib.errors import UserError

GZIP, ZIP, PARQUET, OLE = b"\x1f\x8b", b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0"
#: A provider's file shrinks by 5 to 20; a bomb by 1,000.
RATIO = 200
#: Below this size the ratio says nothing: a small file of repeated lines may shrink a lot.
ALWAYS_READ = 64 << 20
BLOCK = 4 << 20


def bomb() -> UserError:
    """Return the refusal of a file that grows beyond all measure when opened."""
    return UserError(
        "expands_too_much",
        fr=f"Le fichier grossit plus de {RATIO} fois en s’ouvrant : il n’est pas lu.",
        en=f"The file grows more than {RATIO} times when opened: it is not read.",
    )


def refuse_old_workbook(start: bytes) -> None:
    """Raise UserError when a file begins as an Excel workbook of before 2007 does."""
    if start == OLE:
        raise UserError(
            "old_workbook",
            fr="Ancien classeur .xls : enregistrez-le en .xlsx ou en CSV.",
            en="An old .xls workbook: save it as .xlsx or CSV.",
        )


def container_of(source: Source) -> Container:
    """Return how the file is packed, by its first bytes; a spreadsheet is plain."""
    with source.open() as file:
        start = file.read(4)
    if start.startswith(GZIP):
        return "gzip"
    return "zip" if start == ZIP and not is_workbook(source) else "plain"


def is_workbook(source: Source) -> bool:
    """Tell whether a zip file is an Excel workbook."""
    try:
        with source.open() as file, zipfile.ZipFile(file) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except zipfile.BadZipFile as error:
        raise UserError("archive_damaged", fr="L’archive zip est abîmée.", en="The zip archive is damaged.") from error


@contextmanager
def opened(source: Source, container: Container) -> Iterator[IO[bytes]]:
    """Open the bytes of the table inside the file; raises UserError for an archive that is not one plain table."""
    with source.open() as file:
        if container == "gzip":
            with gzip.open(file) as packed:
                yield packed  # type: ignore[misc]
        elif container == "zip":
            with zipfile.ZipFile(file) as archive, archive.open(_only_member(archive)) as member:
                yield member
        else:
            yield file


def blocks(source: Source, container: Container, size: int = BLOCK) -> Iterator[bytes]:
    """Yield the bytes of the table, `size` at a time; raises UserError on a bomb or a damaged archive."""
    limit = max(ALWAYS_READ, source.size * RATIO)
    try:
        with opened(source, container) as file:
            yield from _bounded(file, size, limit if container != "plain" else None)
    except (zipfile.BadZipFile, gzip.BadGzipFile, EOFError) as error:
        raise UserError(
            "archive_damaged", fr="L’archive est abîmée ou tronquée.", en="The archive is damaged or cut short."
        ) from error


def _bounded(file: IO[bytes] | BinaryIO, size: int, limit: int | None) -> Iterator[bytes]:
    total = 0
    while block := file.read(size):
        total += len(block)
        if limit is not None and total > limit:
            raise bomb()
        yield block


def _only_member(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    members = [m for m in archive.infolist() if not m.is_dir() and not m.filename.startswith("__MACOSX/")]
    if len(members) != 1:
        raise UserError(
            "archive_members",
            fr=f"L’archive contient {len(members)} fichiers ; elle doit en contenir un seul.",
            en=f"The archive holds {len(members)} files; it must hold exactly one.",
        )
    member = members[0]
    if member.flag_bits & 1:
        raise UserError(
            "archive_locked", fr="L’archive a un mot de passe : ouvrez-la d’abord.", en="The archive has a password."
        )
    if member.file_size > max(ALWAYS_READ, member.compress_size * RATIO):
        raise bomb()
    return member

"""The last act: no number and no name can be found in what the dead mandate leaves behind."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from selfcontact.database import binaries
from selfcontact.database.connect import address
from selfcontact.lib.needles import Needles, search
from selfcontact.mandates.models import Mandate
from selfcontact.vault import KeysDestroyedError, open_vault

#: A contact as COPY writes it: mandate, delivery, id, generation, sealed value.
ROW = re.compile(rb"^\d+\t\d+\t(\d+)\t(\d+)\t\\\\x([0-9a-f]+)\t", re.MULTILINE)
SAMPLE = 1000


@dataclass(frozen=True, kw_only=True)
class Searched:
    """How many files and bytes were read, and what was found in clear; zero is the promise."""

    files: int
    megabytes: int
    found: int


def dump(file: Path) -> None:
    """Write a plain dump of the database, as a backup would."""
    command = [str(binaries.installed().path("pg_dump")), "--file", str(file), "--dbname", address()]
    subprocess.run(command, check=True)


def look(places: list[Path], needles: Needles) -> Searched:
    """Search every file of the places, the database's own files and write-ahead log included."""
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
    found = search(places, needles)
    size = sum(path.stat().st_size for path in found if path.exists())
    return Searched(files=len(found), megabytes=size >> 20, found=sum(found.values()))


def open_dump(file: Path, mandate: Mandate) -> tuple[int, int]:
    """Try to open sealed contacts of a dump with the key store as it is now; return (tried, opened)."""
    rows = ROW.findall(file.read_bytes())[:SAMPLE]
    opened = 0
    for row_id, generation, sealed in rows:
        try:
            keys = open_vault().keys.open(mandate.pk, int(generation))
            keys.open("contact", int(row_id), bytes.fromhex(sealed.decode()))
            opened += 1
        except KeysDestroyedError:
            continue
    return len(rows), opened

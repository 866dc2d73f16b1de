"""For who cannot use the page: every form of the answer in an archive encrypted with AES-256."""

import io
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

import pyzipper

from selfcontact.answers.document import Document
from selfcontact.answers.formats.machine import as_csv, as_json
from selfcontact.answers.formats.paper import as_pdf

#: 32 signs that nobody confuses when they are dictated: 20 of them are 100 bits.
SIGNS = "23456789abcdefghijkmnpqrstuvwxyz"
GROUPS, IN_A_GROUP = 5, 4
KEY_BITS = 256


@dataclass(frozen=True, kw_only=True)
class Archive:
    """The file, and what opens it; nobody keeps the second."""

    name: str
    content: bytes = field(repr=False)
    passphrase: str = field(repr=False)


def files(document: Document, language: str) -> Mapping[str, bytes]:
    """Return every form of an answer by its file name."""
    stem = f"{'answer' if language.startswith('en') else 'reponse'}-{document['reference']}"
    made = {
        f"{stem}.pdf": as_pdf(document, language),
        f"{stem}.json": as_json(document),
        f"{stem}.csv": as_csv(document),
    }
    portable = document.get("portable")
    if isinstance(portable, Mapping):
        made |= {f"{stem}-portable.json": as_json(portable), f"{stem}-portable.csv": as_csv(portable)}
    return made


def pack(document: Document) -> Archive:
    """Return an answer in its own language as an archive, with a passphrase made for it."""
    passphrase, written = new_passphrase(), io.BytesIO()
    with pyzipper.AESZipFile(written, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(passphrase.encode())
        archive.setencryption(pyzipper.WZ_AES, nbits=KEY_BITS)
        for name, content in files(document, str(document["language"])).items():
            archive.writestr(name, content)
    return Archive(name=f"{document['reference']}.zip", content=written.getvalue(), passphrase=passphrase)


def new_passphrase() -> str:
    """Return a passphrase of twenty signs in groups of four."""
    groups = ("".join(secrets.choice(SIGNS) for _ in range(IN_A_GROUP)) for _ in range(GROUPS))
    return "-".join(groups)

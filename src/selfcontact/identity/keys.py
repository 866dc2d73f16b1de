"""The key of the codes' digests, and what a browser's secret gives: its digest, and a key that only it can make again.

None of it opens the vault: the public site, which holds no key of ours that opens anything, does all of it.
"""

import hashlib
import hmac
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from selfcontact.lib.home import home
from selfcontact.lib.kept_secret import kept_secret

#: Octets of a browser's secret: nobody guesses one.
SECRET = 32
PARCEL = b"selfcontact/identity/parcel/v1"


def browser_digest(browser: bytes) -> bytes:
    """Return what is stored of a browser's secret; raises ValueError when it is none."""
    if len(browser) != SECRET:
        raise ValueError("a browser's secret has 32 octets")
    return hashlib.sha256(browser).digest()


def parcel_key(ticket: UUID, browser: bytes) -> bytes:
    """Return the key of what is laid out for that browser and ticket; the digest that is stored does not give it."""
    return HKDF(algorithm=SHA256(), length=32, salt=ticket.bytes, info=PARCEL).derive(browser)


def message_digest(ticket: UUID, digest: bytes, code: str) -> bytes:
    """Return what is stored of a code sent by message: good for that ticket in that browser."""
    return _keyed(b"sms", ticket.bytes, digest, code.encode())


def letter_digest(code: str) -> bytes:
    """Return what is stored of a code in a letter: it is on its way before any browser comes."""
    return _keyed(b"letter", code.encode())


def _keyed(*parts: bytes) -> bytes:
    # Each part carries its length: two different lists never give the same octets.
    framed = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return hmac.digest(_key(), framed, "sha256")


def _key() -> bytes:
    return (settings.CODES_KEY or kept_secret(home() / "secrets" / "codes.key")).encode()

"""The certificate as a file, and its verification by someone who has nothing but the file and our public key."""

import hashlib
import json
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from selfcontact.ledger.checkpoint import CheckpointRefusedError, Verifier
from selfcontact.ledger.leaf import JSON, canonical
from selfcontact.ledger.proof import Proof, verify_proof
from selfcontact.ledger.tags import Action
from selfcontact.lib.errors import UserError

#: Signed before the statement, so that a signature of ours for another purpose never fits.
CONTEXT = "selfcontact certificate\n"


class CertificateRefusedError(UserError):
    """The file proves nothing; the sentence says which check failed."""

    def __init__(self, fr: str, en: str) -> None:
        super().__init__("certificate_refused", fr=f"Certificat refusé : {fr}.", en=f"Certificate refused: {en}.")


@dataclass(frozen=True, kw_only=True)
class Certified:
    """What a verified certificate says, and under which head of the ledger."""

    mandate: str
    destroyed_at: str
    ledger_size: int


def identity(statement: dict[str, JSON]) -> UUID:
    """Return the certificate's id: 128 bits of the statement's hash, so that the ledger entry names the statement."""
    return UUID(bytes=hashlib.sha256(canonical(statement)).digest()[:16], version=None)


def signed_bytes(statement: dict[str, JSON]) -> bytes:
    """Return what is signed."""
    return CONTEXT.encode() + canonical(statement)


def compose(statement: dict[str, JSON], signature: bytes, verifier: Verifier, proof: Proof) -> str:
    """Return the certificate as readable JSON; the signature covers the canonical form of the statement."""
    document = {
        "statement": statement,
        "signature": b64encode(signature).decode(),
        "key": str(verifier),
        "proof": proof.text(),
    }
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def verify(text: str, *, trusted: Verifier | None = None, mandate: str | None = None) -> Certified:
    """Check a certificate offline; raises `CertificateRefusedError` with the reason.

    `trusted` is the issuer's published key; without it the key inside the file is used, which proves only that the
    file is whole. `mandate`: the reference it must be for.
    """
    document = _parse(text)
    try:
        statement, proof = document["statement"], Proof.parse(str(document["proof"]))
        verifier = trusted or Verifier.parse(str(document["key"]))
        signature = b64decode(str(document["signature"]), validate=True)
        statement = dict(statement)
        _check_signature(statement, signature, verifier)
        head = verify_proof(proof, verifier)
        _check_entry(statement, json.loads(proof.leaf))
        described, keys = statement["mandate"], statement["keys"]
        reference, destroyed = str(described["reference"]), str(keys["destroyed_at"])
    except CheckpointRefusedError as error:
        raise CertificateRefusedError("la preuve d’inscription au journal ne tient pas", str(error)) from error
    except (KeyError, TypeError, ValueError) as error:
        raise CertificateRefusedError("le fichier est incomplet", "the file is incomplete") from error
    if mandate is not None and reference != mandate:
        raise CertificateRefusedError(
            f"il est d’un autre mandat, {reference}", f"it is of another mandate, {reference}"
        )
    return Certified(mandate=reference, destroyed_at=destroyed, ledger_size=head.size)


def _parse(text: str) -> dict[str, Any]:
    try:
        document = json.loads(text)
    except ValueError as error:
        raise CertificateRefusedError("ce n’est pas du JSON", "it is not JSON") from error
    if not isinstance(document, dict):
        raise CertificateRefusedError("ce n’est pas un certificat", "it is not a certificate")
    return document


def _check_signature(statement: dict[str, JSON], signature: bytes, verifier: Verifier) -> None:
    if not verifier.accepts(signed_bytes(statement).decode(), signature):
        raise CertificateRefusedError("la signature ne correspond pas", "the signature does not match")


def _check_entry(statement: dict[str, JSON], entry: dict[str, JSON]) -> None:
    described = statement["mandate"]
    named = entry["object"] == str(identity(statement)) and entry["action"] == Action.CERTIFICATE_ISSUED
    if not named or not isinstance(described, dict) or entry["mandate"] != described["id"]:
        raise CertificateRefusedError("l’entrée du journal en désigne un autre", "the ledger entry names another one")

"""What an answer says, as one JSON document (see `answer.schema.json`). Plain Python: nothing here opens anything."""

import hashlib
import json
from collections.abc import Mapping
from importlib.resources import files

from selfcontact.ledger.leaf import JSON, canonical

FORMAT = "selfcontact-answer/1"
PORTABLE = "selfcontact-portable/1"
Document = Mapping[str, JSON]
#: Whole parts that may be left out; of `contacts`, one may be left out alone: `contacts.2` is the second.
LEAVABLE = ("contacts", "messages", "replies", "tests", "oppositions", "requests", "directives", "portable")


def encode(document: Document) -> bytes:
    """Return the canonical JSON of a document (RFC 8785), which is what is hashed, sealed and handed over."""
    return canonical(document)


def decode(encoded: bytes) -> dict[str, JSON]:
    """Return the document; raises ValueError for anything else."""
    found = json.loads(encoded)
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise ValueError("not an answer")
    return found


def sha256(document: Document) -> str:
    """Return the hexadecimal digest under which the ledger knows a document."""
    return hashlib.sha256(encode(document)).hexdigest()


def schema() -> str:
    """Return the JSON Schema (2020-12) of answers, as it is published."""
    return files("selfcontact.answers").joinpath("answer.schema.json").read_text(encoding="utf-8")

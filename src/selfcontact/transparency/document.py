"""The notice as anyone can read it by machine: both languages, the ad, sixteen lines; hashed as it is given out."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from selfcontact.compliance.notice import TEMPLATE
from selfcontact.ledger.leaf import JSON, canonical
from selfcontact.transparency.ad import Ad
from selfcontact.transparency.address import address
from selfcontact.transparency.lines import Filled, lines

FORMAT = "selfcontact-transparency-notice/1"


def content(ad: Ad) -> dict[str, JSON]:
    """Return what a notice says: a version is published when this changes, and only then."""
    return {
        "format": FORMAT,
        "template": TEMPLATE,
        "code": ad.code,
        "address": address(ad.code),
        "ad": {
            "text": ad.text,
            "sender_name": ad.sender_name,
            "on_behalf_of": ad.candidate,
            "election": ad.election.code,
        },
        "sources": list(ad.sources),
        "lines": [_line(one) for one in lines(ad)],
    }


def compose(said: Mapping[str, JSON], *, number: int, published_at: datetime) -> dict[str, JSON]:
    """Return the document of one version."""
    return {**said, "version": number, "published_at": published_at.isoformat()}


def given_out(document: Mapping[str, JSON]) -> bytes:
    """Return a document byte for byte as it is given out (RFC 8785) and was hashed."""
    return canonical(document)


def sha256(document: Mapping[str, JSON]) -> str:
    """Return the hexadecimal SHA-256 of what is given out."""
    return hashlib.sha256(given_out(document)).hexdigest()


def _line(one: Filled) -> JSON:
    return {
        "number": one.line.number,
        "name": {"fr": one.line.fr, "en": one.line.en},
        "value": {"fr": list(one.fr), "en": list(one.en)},
    }

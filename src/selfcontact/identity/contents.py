"""What a person typed on the public site, opened again by the worker."""

import json
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field

from selfcontact.identity import boxes, context
from selfcontact.identity.models import BoxKey, Ticket
from selfcontact.lib import phone
from selfcontact.vault import SealBrokenError

KEY = 32
LAST_VERSION = 10**6


class UnreadableError(Exception):
    """Not filled for this box, altered, or not what the site drops: whoever took the site over can drop anything."""


@dataclass(frozen=True, kw_only=True)
class Contents:
    """In clear for as long as an action needs it; prints nothing. `number` is None unless it is a French mobile."""

    parcel_key: bytes = field(repr=False)
    number: int | None = field(default=None, repr=False)
    #: The number as it came, whatever it is.
    typed: str = field(default="", repr=False)
    surname: str = field(default="", repr=False)
    first_name: str = field(default="", repr=False)
    postcode: str = field(default="", repr=False)
    kinds: tuple[str, ...] = ()
    text: str = field(default="", repr=False)
    where: str = field(default="", repr=False)
    reference: str = ""
    candidate: str = ""
    #: Of the privacy policy, as the page said; whoever took the site over can say any.
    policy: int | None = None


def read(ticket: Ticket) -> Contents:
    """Return what was dropped; raises UnreadableError."""
    try:
        said = json.loads(_opened(ticket))
    except (SealBrokenError, BoxKey.DoesNotExist, ValueError):
        raise UnreadableError from None
    if not isinstance(said, dict):
        raise UnreadableError
    return _contents(said)


def _opened(ticket: Ticket) -> bytes:
    sealed, digest = bytes(ticket.sealed or b""), bytes(ticket.browser_digest)
    return boxes.unseal(sealed, context.of_ticket(ticket.uid, ticket.purpose, digest))


def _contents(said: Mapping[str, object]) -> Contents:
    texts = {name: _text(said, name) for name in ("surname", "first_name", "postcode", "text", "where", "reference")}
    kinds = said.get("kinds", [])
    return Contents(
        parcel_key=_key(said),
        number=_mobile(_text(said, "number")),
        typed=_text(said, "number"),
        kinds=tuple(one for one in kinds if isinstance(one, str)) if isinstance(kinds, list) else (),
        candidate=_text(said, "candidate"),
        policy=_version(said.get("policy")),
        **texts,
    )


def _text(said: Mapping[str, object], name: str) -> str:
    value = said.get(name, "")
    if not isinstance(value, str):
        raise UnreadableError
    # A NUL is no character of a text, and PostgreSQL refuses it.
    return value.replace("\x00", "").strip()


def _version(value: object) -> int | None:
    return value if type(value) is int and 0 < value <= LAST_VERSION else None


def _key(said: Mapping[str, object]) -> bytes:
    try:
        key = b64decode(_text(said, "parcel_key"), validate=True)
    except ValueError:
        raise UnreadableError from None
    if len(key) != KEY:
        raise UnreadableError
    return key


def _mobile(digits: str) -> int | None:
    """Return the number if it is a mobile of France or its territories; a premium or foreign one costs, and is none."""
    read_number = phone.parse(f"+{digits.removeprefix('+')}", fiction=True) if digits else None
    return read_number.e164 if isinstance(read_number, phone.Number) and read_number.mobile else None

"""From a sealed contact to what the carrier gets: opened, read, rendered, encoded; nothing of it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from selfcontact.campaigns.sender.claim import Person
from selfcontact.contacts.payload import TABLE, Payload, unpack
from selfcontact.geo import communes
from selfcontact.lib.template import Template, fill_in, parse
from selfcontact.lib.text import Encoded, encode, sanitise
from selfcontact.sms.gateway import Submission
from selfcontact.vault import MandateKeys, SealBrokenError, Vault
from selfcontact.vault.custodian import Numbers

commune_name = lru_cache(maxsize=40_000)(communes.name)


@lru_cache(maxsize=256)
def template(text: str, notice: str) -> Template:
    """Return the template of a campaign, the address of its notice in place."""
    return parse(fill_in(text, notice))


class Opened(NamedTuple):
    """A person, what was sealed, and the tags under which the list may know the number, one by version of its key."""

    person: Person
    payload: Payload
    tags: tuple[bytes, ...]


def opened(vault: Vault, mandate_id: int, people: Sequence[Person]) -> list[Opened]:
    """Return the people with their payloads, by generation; who cannot be read is left out.

    Every one of them has a sealed value. Raises KeysDestroyedError when the mandate ended.
    """
    by_generation: dict[int, list[Person]] = {}
    for person in people:
        by_generation.setdefault(person.generation or 0, []).append(person)
    read: list[tuple[Person, Payload]] = []
    for generation, rows in by_generation.items():
        read += _read(vault.keys.open(mandate_id, generation), rows)
    numbers = np.array([payload.e164 for _, payload in read], dtype=np.uint64)
    tags = zip(*(_tags(vault, numbers, version) for version in vault.describe().suppression_versions), strict=True)
    return [Opened(person, payload, own) for (person, payload), own in zip(read, tags, strict=True)]


def _tags(vault: Vault, numbers: Numbers, version: int) -> list[bytes]:
    octets = vault.suppression(version).tags(numbers).tobytes()
    return [octets[at : at + 16] for at in range(0, len(octets), 16)]


def _read(keys: MandateKeys, rows: Sequence[Person]) -> list[tuple[Person, Payload]]:
    """Open all rows at once; when one is not what was sealed there, open them one by one and leave that one out."""
    try:
        clear = keys.open_many(TABLE, [row.contact_id for row in rows], [row.sealed or b"" for row in rows])
        return list(zip(rows, map(unpack, clear), strict=True))
    except (SealBrokenError, ValueError):
        return [] if len(rows) == 1 else [pair for row in rows for pair in _read(keys, [row])]


@dataclass(frozen=True, kw_only=True, slots=True)
class Wording:
    """What all messages of a slice share."""

    template: Template
    sender_name: str
    udh: bool
    validity: timedelta


def encoded(wording: Wording, one: Opened) -> Encoded:
    """Return the text for one person, as the carrier gets it."""
    payload = one.payload
    values = {
        "first_name": payload.first_name,
        "surname": payload.surname,
        "commune": commune_name(one.person.commune or ""),
    }
    return encode(sanitise(wording.template.render(values)))


def submission(wording: Wording, reference: int, number: int, text: Encoded) -> Submission:
    """Return what the session writes for one message."""
    return Submission(
        reference=reference,
        destination=number,
        sender=wording.sender_name,
        segments=text.parts,
        data_coding=text.data_coding,
        udh=wording.udh,
        validity=wording.validity,
    )

"""The number behind a contact, for an action that needs it; it is never shown."""

from selfcontact.contacts.models import Contact
from selfcontact.contacts.payload import TABLE, unpack
from selfcontact.vault import open_vault


def number_of(mandate_id: int, contact_id: int) -> int | None:
    """Return the E.164 number of a contact of a mandate, or None when it is not there (any more)."""
    # The upper half of a contact's id is its delivery, which tells the partition.
    return _number(Contact.objects.filter(mandate_id=mandate_id, delivery_id=contact_id >> 32, id=contact_id).first())


def number_behind(mandate_id: int, fingerprint: bytes) -> int | None:
    """Return the E.164 number of which a mandate holds this fingerprint, or None when no contact has it any more."""
    return _number(Contact.objects.filter(mandate_id=mandate_id, phone_index=fingerprint).first())


def _number(contact: Contact | None) -> int | None:
    if contact is None:
        return None
    keys = open_vault().keys.open(contact.mandate_id, contact.generation)
    return unpack(keys.open(TABLE, contact.id, bytes(contact.sealed))).e164

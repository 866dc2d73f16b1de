"""To what a sealed value is bound: moved to another ticket, purpose or browser, it opens no more."""

from uuid import UUID


def of_ticket(ticket: UUID, purpose: str, browser_digest: bytes) -> bytes:
    """Return the context of what was dropped."""
    return b"|".join((b"selfcontact/identity/ticket/v1", ticket.bytes, purpose.encode(), browser_digest))


def of_document(uid: UUID, ticket: UUID, browser_digest: bytes) -> bytes:
    """Return the context of an identity document."""
    return b"|".join((b"selfcontact/identity/document/v1", uid.bytes, ticket.bytes, browser_digest))


def row(uid: UUID) -> int:
    """Return the row number that a value under the platform's keys is bound to."""
    return uid.int >> 65

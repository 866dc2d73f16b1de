"""Where the notice of a campaign is read: an address that is known before anything is published, and never changes."""

from uuid import UUID

from django.conf import settings

#: Hexadecimal digits of a campaign's identity in its address: short enough for a text message.
DIGITS = 10
#: The same in SQL, for a query that has the campaign's row.
CODE = "left(replace({uid}::text, '-', ''), 10)"


def code_of(campaign_uid: UUID) -> str:
    """Return the code of a campaign's notice."""
    return campaign_uid.hex[:DIGITS]


def address(code: str) -> str:
    """Return the public address of a notice, https included."""
    return f"{settings.FACE_URLS['public']}/n/{code}/"

"""Signatures of webhooks (Standard Webhooks 1.0, HMAC-SHA256), under secrets that the platform's keys seal."""

import os
from base64 import b64encode
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from standardwebhooks import Webhook as Signer

from selfcontact.integrations.models import Webhook
from selfcontact.vault import open_vault

TABLE = "webhook"
SIZE = 32


def new_secret() -> str:
    """Return a secret as its receiver writes it down."""
    return f"whsec_{b64encode(os.urandom(SIZE)).decode()}"


def seal(uid: UUID, secret: str) -> bytes:
    """Return the secret sealed for that webhook."""
    return open_vault().keys.open(None).seal(TABLE, uid.int >> 65, secret.encode())


def secrets(webhook: Webhook, at: datetime) -> list[str]:
    """Return the secrets that sign now: the present one, and for a day after a rotation the former one."""
    sealed = [bytes(webhook.secret_sealed)]
    if webhook.former_sealed and webhook.former_until and at < webhook.former_until:
        sealed.append(bytes(webhook.former_sealed))
    keys = open_vault().keys.open(None)
    return [keys.open(TABLE, webhook.uid.int >> 65, one).decode() for one in sealed]


def headers(event_id: UUID, body: str, signing: Sequence[str], at: datetime) -> dict[str, str]:
    """Return the headers by which a receiver knows who speaks, what was said and when."""
    at = at.astimezone(UTC)
    signatures = [Signer(secret).sign(str(event_id), at, body) for secret in signing]
    return {
        "content-type": "application/json",
        "user-agent": "selfcontact-webhooks/1",
        "webhook-id": str(event_id),
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }

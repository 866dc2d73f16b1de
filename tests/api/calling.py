"""Calls the interface as a program would: a token, JSON, and what is answered."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.test import Client

from selfcontact.accounts.models import Role, User
from selfcontact.integrations import actions
from selfcontact.integrations.models import ApiToken
from selfcontact.integrations.scopes import Scope
from selfcontact.lib.actor import SYSTEM

#: What a campaign of the house of `tests.campaigns.sending_world` may say and when.
CAMPAIGN: Mapping[str, object] = {
    "reference": "appel-1",
    "mandate": "mandate-1",
    "route": "simulated",
    "text": "Bonjour {prenom}, Alix Durand vous attend a {commune}. Pub. politique {notice} STOP 36180",
    "sender_name": "DURAND",
    "area": ["FR"],
    "earliest": "2027-03-16T09:00:00+01:00",
    "latest": "2027-03-16T19:00:00+01:00",
}


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Caller:
    """A program that holds a token."""

    token: ApiToken
    clear: str

    def get(self, path: str, **headers: str) -> Answered:
        """Read."""
        return self.call("GET", path, **headers)

    def post(self, path: str, body: object = None, **headers: str) -> Answered:
        """Do."""
        return self.call("POST", path, body, **headers)

    def send(self, path: str, piece: bytes, kind: str = "application/octet-stream") -> Answered:
        """Send a piece of a file."""
        return self.call("PATCH", path, piece, content_type=kind)

    def call(self, method: str, path: str, body: object = None, **headers: str) -> Answered:
        """Call with the token; headers are given as `accept_language`."""
        kind = headers.pop("content_type", "application/json")
        said: dict[str, Any] = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        said.setdefault("HTTP_AUTHORIZATION", f"Bearer {self.clear}")
        data = body if isinstance(body, (str, bytes)) else "" if body is None else json.dumps(body)
        found = Client(raise_request_exception=False).generic(
            method, f"/api/v1/{path}", data, content_type=kind, **said
        )
        return Answered(status=found.status_code, headers=found.headers, body=json.loads(found.content))


def caller(*roles: Role, scopes: list[Scope] | None = None) -> Caller:
    """Return a caller whose owner has these roles; with all the scopes that they allow, if none is named."""
    owner = User.objects.create_user(f"{'-'.join(roles)}-{User.objects.count()}@example.org", roles=list(roles))
    issued = actions.issue_token(
        actor=SYSTEM,
        owner=owner,
        name="tests",
        words=[str(one) for one in (list(Scope) if scopes is None else scopes)],
        days=1,
        at=datetime.now(UTC) - timedelta(seconds=1),
    )
    return Caller(token=issued.token, clear=issued.clear)

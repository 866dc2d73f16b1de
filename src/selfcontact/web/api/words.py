"""How an operation presents itself: a title and a sentence in French (translated with the document), and its scope."""

from collections.abc import Mapping
from typing import TypedDict

from selfcontact.integrations.scopes import Scope
from selfcontact.web.api.gate import Needs

#: The kind of a body that is a file.
STREAM = "application/octet-stream"


class Said(TypedDict):
    """What every operation is declared with."""

    summary: str
    description: str
    auth: Needs
    openapi_extra: dict[str, object]


def said(
    summary: str,
    description: str,
    scope: Scope | None,
    *,
    answer: Mapping[str, object] | None = None,
    body: bool = False,
) -> Said:
    """Return what the document says of an operation; `answer` is the content of a 200 that is not JSON.

    With `body` what comes in is the bytes of a file.
    """
    extra: dict[str, object] = {"security": [{"token": [str(scope)] if scope else []}]}
    if answer:
        extra["responses"] = {200: {"content": answer}}
    if body:
        content = {STREAM: {"schema": {"type": "string", "format": "binary"}}}
        extra["requestBody"] = {"required": True, "content": content}
    return Said(summary=summary, description=description, auth=Needs(scope), openapi_extra=extra)

"""Session timers (RFC 4028): a call whose caller went away without a word ends by itself."""

import re
from dataclasses import dataclass
from typing import Final, Literal

import sipmessage

from selfcontact.voice.wire import Headers

INTERVAL: Final = re.compile(r"(\d{1,7})\s*(?:;\s*(?:refresher\s*=\s*(uac|uas)))?", re.IGNORECASE)


class TooShortError(ValueError):
    """The caller wants to refresh more often than we agree to."""


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """Who refreshes the session, and within how many seconds."""

    interval: int
    refresher: Literal["uac", "uas"]
    #: Whether the caller speaks this extension, rather than a proxy on the way.
    spoken: bool

    @property
    def headers(self) -> Headers:
        """What is said of it in a response."""
        required = [("Require", "timer")] if self.spoken else []
        return [("Session-Expires", f"{self.interval};refresher={self.refresher}"), *required]

    @property
    def patience(self) -> float:
        """When to end a session that the caller has not refreshed (section 10)."""
        return self.interval - min(32.0, self.interval / 3)


def agree(request: sipmessage.Request, shortest: int) -> Agreement | None:
    """Return what an INVITE leads to; nothing when no timer runs. Raises TooShortError.

    Where the refreshing would be ours and the caller takes no UPDATE, we use no timer, which section 9 lets us.
    """
    match = INTERVAL.match(request.headers.get("Session-Expires") or "")
    if not match:
        return None
    interval = int(match[1])
    if interval < shortest:
        raise TooShortError
    spoken = "timer" in _tokens(request, "Supported")
    if spoken and (match[2] or "uac").lower() == "uac":
        return Agreement(interval=interval, refresher="uac", spoken=True)
    if "update" in _tokens(request, "Allow"):
        return Agreement(interval=interval, refresher="uas", spoken=spoken)
    return None


def _tokens(request: sipmessage.Request, name: str) -> set[str]:
    return {token.strip().lower() for value in request.headers.getlist(name) for token in value.split(",")}

"""What an INVITE must bring to begin a call, and what it is answered when it does not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from selfcontact.voice.call import Visit
from selfcontact.voice.dialog import Dialog
from selfcontact.voice.digest import Doorkeeper
from selfcontact.voice.limits import Entry, Gate
from selfcontact.voice.number import called_number, caller_number
from selfcontact.voice.peer import Peer
from selfcontact.voice.script import LineBook
from selfcontact.voice.sdp import Offer, UnacceptableError
from selfcontact.voice.session_timer import Agreement, TooShortError, agree
from selfcontact.voice.settings import Settings
from selfcontact.voice.trunk import Trunk
from selfcontact.voice.wire import Headers, Incoming, MalformedError, reading

ACCEPT: Final = ("Accept", "application/sdp")
#: Extensions that a caller may require.
KNOWN: Final = {"timer"}
TURNED_AWAY: Final = {
    Entry.FULL: (503, [("Retry-After", "10")]),
    Entry.LINE_BUSY: (486, []),
    Entry.CALLER_BUSY: (486, []),
}


class RefusedError(Exception):
    """An INVITE that no call comes of: what it is answered, and a word for the counts."""

    def __init__(self, code: int, reason: str, headers: Headers = ()) -> None:
        super().__init__(reason)
        self.code, self.reason, self.headers = code, reason, headers


@dataclass(frozen=True, kw_only=True)
class Admission:
    """All that a call begins with. The gate was entered for it, and has to be left."""

    visit: Visit
    dialog: Dialog
    offer: Offer
    agreement: Agreement | None


class Door:
    """Reads INVITEs. `now` tells the instant that the silence is judged by."""

    def __init__(
        self, settings: Settings, book: LineBook, gate: Gate, keeper: Doorkeeper, now: Callable[[], datetime]
    ) -> None:
        self._settings, self._book, self._gate, self._keeper, self._now = settings, book, gate, keeper, now

    def admit(self, incoming: Incoming, peer: Peer, trunk: Trunk) -> Admission:
        """Check an INVITE and let it in. Raises RefusedError."""
        check_required(incoming)
        if not self._keeper.knows(incoming.request, trunk):
            raise RefusedError(401, "password", self._keeper.challenge(trunk))
        dialog = _dialog(incoming, peer, trunk)
        number = called_number(incoming.request, trunk)
        script = self._book.find(number, trunk.name) if number else None
        if number is None or script is None:
            raise RefusedError(404, "unknown number")
        offer = read_offer(incoming)
        if offer is None or not trunk.carries(offer.host, peer.host):
            raise RefusedError(488, "late offer" if offer is None else "foreign address")
        agreement = read_agreement(incoming, self._settings)
        caller = caller_number(incoming.request, trunk)
        # Asked before the gate is entered: should it fail, nobody would leave again.
        silent = script.silent(self._now())
        entry = self._gate.enter(script, caller)
        if entry in TURNED_AWAY:
            code, headers = TURNED_AWAY[entry]
            raise RefusedError(code, entry.value, headers)
        visit = Visit(number=number, script=script, caller=caller, entry=entry, silent=silent)
        return Admission(visit=visit, dialog=dialog, offer=offer, agreement=agreement)


def check_required(incoming: Incoming) -> None:
    """Raise RefusedError when the caller requires what we do not speak."""
    required = {word.strip() for text in incoming.request.headers.getlist("Require") for word in text.split(",")}
    if unknown := sorted(required - KNOWN - {""}):
        raise RefusedError(420, "extension", [("Unsupported", ", ".join(unknown))])


def _dialog(incoming: Incoming, peer: Peer, trunk: Trunk) -> Dialog:
    try:
        with reading():
            return Dialog.begun(incoming, peer, trunk)
    except MalformedError:
        raise RefusedError(400, "no contact") from None


def read_offer(incoming: Incoming) -> Offer | None:
    """Read what the caller offers; nothing when it wants us to offer first. Raises RefusedError."""
    if not incoming.request.body:
        return None
    kind = (incoming.request.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
    if kind != "application/sdp":
        raise RefusedError(415, "body", [ACCEPT])
    try:
        return Offer.read(incoming.request.body)
    except UnacceptableError:
        raise RefusedError(488, "offer") from None


def read_agreement(incoming: Incoming, settings: Settings) -> Agreement | None:
    """Read the session timer. Raises RefusedError."""
    try:
        return agree(incoming.request, settings.shortest_session)
    except TooShortError:
        raise RefusedError(422, "session timer", [("Min-SE", str(settings.shortest_session))]) from None

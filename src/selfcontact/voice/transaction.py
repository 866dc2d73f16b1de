"""Transactions of RFC 3261, section 17, and RFC 6026: what was answered is answered again, and for how long."""

from collections.abc import Callable

from selfcontact.voice.peer import Handle, Loop, Peer
from selfcontact.voice.settings import Timers
from selfcontact.voice.wire import Headers, Incoming, response, return_address


class Repeat:
    """Sends now, again after T1, twice that and so on up to T2; gives up after 64 T1. `stop` ends it."""

    def __init__(self, loop: Loop, timers: Timers, send: Callable[[], None], give_up: Callable[[], None]) -> None:
        self._loop, self._timers, self._send, self._give_up = loop, timers, send, give_up
        self._until = loop.time() + timers.patience
        self._pause = timers.t1
        self._handle: Handle | None = None
        self._next()

    def _next(self) -> None:
        self._send()
        left = self._until - self._loop.time()
        self._handle = self._loop.call_later(min(self._pause, left), self._again)
        self._pause = min(2 * self._pause, self._timers.t2)

    def _again(self) -> None:
        if self._loop.time() < self._until - 1e-6:
            return self._next()
        self._handle = None
        return self._give_up()

    def stop(self) -> None:
        """Send no more, and do not give up either."""
        if self._handle:
            self._handle.cancel()
            self._handle = None


class Transaction:
    """The server's side of one request. `on_end` is called once, when nothing more can come of it."""

    def __init__(self, loop: Loop, timers: Timers, incoming: Incoming, peer: Peer, on_end: Callable[[], None]) -> None:
        self.incoming, self.peer, self.status = incoming, peer, 0
        self._loop, self._timers, self._on_end = loop, timers, on_end
        self._back = return_address(incoming, peer)
        self._last = b""
        self._repeat: Repeat | None = None
        self._handle: Handle | None = None

    def respond(self, code: int, *, tag: str = "", headers: Headers = (), body: bytes = b"") -> None:
        """Send a response, and keep it for whoever asks again. A second final one is not sent."""
        if self.status >= 200:
            return
        self.status = code
        self._last = response(self.incoming, self.peer, code, tag=tag, headers=headers, body=body)
        if code < 200:
            self.repeat()
        elif self.incoming.method == "INVITE" and code >= 300 and not self.peer.reliable:
            self._repeat = Repeat(self._loop, self._timers, self.repeat, self.end)
        else:
            self.repeat()
            lasting = self.incoming.method == "INVITE" or not self.peer.reliable
            self._close_after(self._timers.patience if lasting else 0.0)

    def repeat(self) -> None:
        """Send the last response again, if there was one."""
        if self._last:
            self.peer.send(self._last, self._back)

    def acknowledged(self) -> None:
        """The caller has seen our refusal: linger for late copies only."""
        if self.status >= 300:
            self._close_after(0.0 if self.peer.reliable else self._timers.t4)

    def _close_after(self, delay: float) -> None:
        self._stop()
        self._handle = self._loop.call_later(delay, self.end)

    def _stop(self) -> None:
        if self._repeat:
            self._repeat.stop()
        if self._handle:
            self._handle.cancel()
        self._repeat = self._handle = None

    def end(self) -> None:
        """Forget it."""
        self._stop()
        self._on_end()


class Request:
    """The client's side of a request of ours that is no INVITE. `on_final` is told the code, or 408 when none came."""

    def __init__(
        self, loop: Loop, timers: Timers, send: Callable[[], None], *, reliable: bool, on_final: Callable[[int], None]
    ) -> None:
        self._on_final = on_final
        self._repeat: Repeat | None = None
        self._handle: Handle | None = None
        if reliable:
            send()
            self._handle = loop.call_later(timers.patience, self._give_up)
        else:
            self._repeat = Repeat(loop, timers, send, self._give_up)

    def _give_up(self) -> None:
        self.answered(408)

    def answered(self, code: int) -> None:
        """Take a response; a provisional one changes nothing."""
        if code < 200:
            return
        self.stop()
        self._on_final(code)

    def stop(self) -> None:
        """Wait no longer."""
        if self._repeat:
            self._repeat.stop()
        if self._handle:
            self._handle.cancel()
        self._repeat = self._handle = None

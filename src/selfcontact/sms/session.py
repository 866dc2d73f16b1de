"""The client's end of SMPP 3.4: credit first, then written at once, never written twice.

For a dispatcher: wait for `credit`, then check oppositions, then `submit_now`. Nothing waits between the check and the
socket. What was written and got no answer is `Unanswered` and is never sent again by this session.
"""

import asyncio
import logging
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from functools import partial
from random import Random

from selfcontact.lib.clock import Clock, SystemClock
from selfcontact.sms import errors
from selfcontact.sms.deliver import read_incoming
from selfcontact.sms.gate import Gate
from selfcontact.sms.gateway import (
    NOT_SENT,
    WITHDRAWN,
    Accepted,
    Incoming,
    Outcome,
    Receipt,
    Rejected,
    Submission,
    Unanswered,
)
from selfcontact.sms.inbox import Inbox
from selfcontact.sms.keeper import BindRefusedError, Keeper
from selfcontact.sms.link import Link, settled
from selfcontact.sms.pdu import (
    BIND_RECEIVER,
    BIND_TRANSCEIVER,
    BIND_TRANSMITTER,
    DELIVER_RESP,
    QUERY,
    SUBMIT,
    MalformedError,
    Pdu,
    frame,
)
from selfcontact.sms.query import read_answer, write_query
from selfcontact.sms.refused import Recheck, Refused, shortened
from selfcontact.sms.route import Route
from selfcontact.sms.submit import check, write_part
from selfcontact.sms.throttle import Throttle
from selfcontact.sms.window import Flight, Window

log = logging.getLogger(__name__)
_RECEIVER_PERMANENT_ERROR = 0x65


class SessionError(Exception):
    """The session gives no credit any more."""


class RouteStoppedError(SessionError):
    """The carrier refused us for a reason that time does not cure; carries its status."""

    def __init__(self, status: int) -> None:
        super().__init__(f"route stopped: {errors.name(status)}")
        self.status = status


class ClosedError(SessionError):
    """The session was closed."""


class Session:
    """One account at one carrier, for one event loop.

    `on_outcomes` is called from the loop with what became of parts, in batches; it must not wait.
    `recheck`: given references that the carrier refused for now, returns those that may still be sent; without it
    such parts are handed back as `Rejected("retry")`. `random` seeds the back-off, `clock` dates replies.
    """

    def __init__(
        self,
        route: Route,
        on_outcomes: Callable[[list[Outcome]], None],
        *,
        recheck: Recheck | None = None,
        clock: Clock | None = None,
        random: Random | None = None,
    ) -> None:
        self.route = route
        self.binds = 0
        self.malformed = 0
        self.stopped: RouteStoppedError | None = None
        self._on_outcomes = on_outcomes
        self._recheck = recheck
        self._clock = clock or SystemClock()
        self._loop = asyncio.get_running_loop()
        self._throttle = Throttle(route.rate, ramp=route.ramp, slowest=route.slowest, pause=route.throttle_pause)
        self._gate = Gate(route.window, self._throttle, self._loop)
        self._window = Window(route.response_timeout)
        self._inbox = Inbox(route.inbox, pause=self._pause_reading, resume=self._resume_reading)
        self._refused = Refused()
        self._outcomes: list[Outcome] = []
        self._landed = 0
        self._grace = 0.0
        self._closing = asyncio.Event()
        self._empty = asyncio.Event()
        self._ready = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._sender, self._receiver = self._keepers(random or Random())  # noqa: S311 (jitter is no secret)

    def _keepers(self, random: Random) -> tuple[Keeper, Keeper]:
        if self.route.mode == "pair":
            return (
                Keeper(self.route, BIND_TRANSMITTER, self, random),
                Keeper(self.route, BIND_RECEIVER, self, random),
            )
        both = Keeper(self.route, BIND_TRANSCEIVER, self, random)
        return both, both

    async def open(self, wait: float | None = None) -> None:
        """Bind, and stay so until `close`. Raises RouteStoppedError, or ConnectionError after `wait` seconds."""
        keepers = {self._sender, self._receiver}
        self._tasks = [asyncio.create_task(self._keep(keeper)) for keeper in keepers]
        self._tasks += [asyncio.create_task(self._sweep()), asyncio.create_task(self._try_again())]
        if not await settled(self._ready, self.route.connect_timeout if wait is None else wait):
            error = self._sender.last_error or self._receiver.last_error
            await self.close()
            raise ConnectionError("the carrier was not reached in time") from error
        if self.stopped:
            stopped = self.stopped
            await self.close()
            raise stopped

    async def _keep(self, keeper: Keeper) -> None:
        try:
            await keeper.run(self._closing, self._bound)
        except BindRefusedError as error:
            self.stopped = RouteStoppedError(error.status)
            self._gate.stop(self.stopped)
            self._ready.set()

    @property
    def bound(self) -> bool:
        """Return whether messages can leave and receipts and replies can come."""
        return bool(self._sender.link and self._receiver.link)

    @property
    def comfortable(self) -> int:
        """Return a size of block that neither empties the window nor leaves in a burst: a tenth of a second's worth."""
        by_window = max(1, self.route.window // 4)
        return min(by_window, max(1, int(self._throttle.rate / 10))) if self.route.rate else by_window

    async def credit(self, segments: int) -> None:
        """Reserve room for that many segments, when there is. Raises ValueError beyond the window, SessionError."""
        await self._gate.wait(segments)

    def release(self, segments: int) -> None:
        """Give back credit that the checks left unused."""
        self._gate.release(segments)

    def submit_now(self, submissions: Sequence[Submission]) -> None:
        """Write submissions on reserved credit, without waiting; outcomes come later, one by part.

        Raises ValueError, and writes nothing, when one of them cannot be written or the credit does not suffice.
        """
        for submission in submissions:
            check(submission)
        now = self._loop.time()
        self._gate.spend(sum(len(submission.segments) for submission in submissions))
        self._write(
            Flight(submission, part, now, now, 0)
            for submission in submissions
            for part in range(1, len(submission.segments) + 1)
        )

    def _write(self, flights: Iterable[Flight]) -> None:
        link = self._sender.link
        if not (link and link.alive):
            self._not_sent(list(flights))
            return
        for flight in flights:
            sequence = link.next_sequence()
            self._window.add(sequence, flight)
            link.queue(frame(SUBMIT, 0, sequence, write_part(flight.submission, flight.part)))
        link.write_queued()

    def _not_sent(self, flights: list[Flight]) -> None:
        for flight in flights:
            self._reject(flight, NOT_SENT)
        self._landed += len(flights)
        self._loop.call_soon(self.flush)

    def _reject(self, flight: Flight, status: int) -> None:
        self._outcomes.append(
            Rejected(
                reference=flight.submission.reference, part=flight.part, cls=errors.classify(status), status=status
            )
        )

    def submit_answered(self, link: Link, pdu: Pdu) -> bool:
        """Take the carrier's answer to one part; a late one counts too."""
        if link is not self._sender.link:
            return False
        if flight := self._window.land(pdu.sequence):
            self._landed += 1
        elif not (flight := self._window.land_late(pdu.sequence)):
            return False
        if pdu.status:
            self._take_refusal(flight, pdu.status)
        else:
            carrier_id = pdu.body.split(b"\0", 1)[0].decode("latin-1")
            reference = flight.submission.reference
            self._outcomes.append(Accepted(reference=reference, part=flight.part, carrier_id=carrier_id))
        return True

    def _take_refusal(self, flight: Flight, status: int) -> None:
        retry = errors.classify(status) == "retry"
        if retry:
            self._throttle.slow_down(self._loop.time())
        if retry and self._recheck and flight.tries < self.route.retries and not self._closing.is_set():
            self._refused.add(replace(flight, tries=flight.tries + 1))
        else:
            self._reject(flight, status)

    async def _try_again(self) -> None:
        """Send refused parts again after the same checks as the first time."""
        while self._recheck:
            await self._refused.wait()
            wanted = min(len(self._refused), self.comfortable)
            try:
                await self._gate.wait(wanted)
            except SessionError:
                return
            flights = self._refused.take(wanted)
            allowed: Collection[int] | None = None
            try:
                allowed = await self._recheck([flight.submission.reference for flight in flights])
            except Exception:
                log.exception("refused parts are handed back: they could not be checked again")
            finally:
                # Also when the session is closed meanwhile: each part ends with exactly one outcome.
                self._send_again(flights, allowed)

    def _send_again(self, flights: Sequence[Flight], allowed: Collection[int] | None) -> None:
        now = self._loop.time()
        again: list[Flight] = []
        for flight in flights:
            submission = shortened(flight, now)
            if allowed is None or not submission:
                self._reject(flight, errors.THROTTLED)
            elif flight.submission.reference not in allowed:
                self._reject(flight, WITHDRAWN)
            else:
                again.append(replace(flight, submission=submission, written=now))
        self._gate.spend(len(again))
        self._write(again)
        self._gate.release(len(flights) - len(again))
        self.flush()

    def delivered(self, link: Link, pdu: Pdu) -> None:
        """Queue and answer a receipt; answer a reply once it is stored, for a lost STOP would be grave."""
        try:
            item = read_incoming(pdu.body, self._clock.now(), self.route.zone)
        except MalformedError:
            self.malformed += 1
            link.queue(frame(DELIVER_RESP, _RECEIVER_PERMANENT_ERROR, pdu.sequence, b"\0"))
            return
        if isinstance(item, Receipt):
            self._inbox.put(item)
            link.queue(frame(DELIVER_RESP, 0, pdu.sequence, b"\0"))
        else:
            self._inbox.put(item, partial(self._answer, link, pdu.sequence))

    def _answer(self, link: Link, sequence: int) -> None:
        link.queue(frame(DELIVER_RESP, 0, sequence, b"\0"))
        self._loop.call_soon(link.write_queued)

    async def receive(self, most: int = 1000) -> list[Incoming]:
        """Return receipts and replies, at least one; an empty list once closed. One consumer.

        Calling it again says that the previous ones are stored, which answers the carrier for the replies among them.
        """
        return await self._inbox.take(most)

    def stored(self) -> None:
        """Say, without asking for more, that what `receive` returned is stored."""
        self._inbox.stored()

    def flush(self) -> None:
        """Hand over outcomes and let credit out."""
        if self._outcomes:
            outcomes, self._outcomes = self._outcomes, []
            self._on_outcomes(outcomes)
        if self._landed:
            landed, self._landed = self._landed, 0
            self._gate.land(landed)
        if not self._window:
            self._empty.set()

    async def query(self, carrier_id: str, *, sender: str = "") -> Receipt | None:
        """Ask what became of one part; None when the carrier does not say. Raises TimeoutError, ConnectionError."""
        link = self._sender.link
        if not link:
            raise ConnectionError("the link is down")
        answer = await link.ask(QUERY, write_query(carrier_id, sender), self.route.response_timeout)
        return None if answer.status else read_answer(answer.body, self.route.zone)

    def _bound(self, link: Link) -> None:
        self.binds += 1
        if link is self._sender.link:
            self._throttle.start(self._loop.time())
        if link is self._receiver.link and self._inbox.paused:
            link.pause_reading()
        if self.bound and not self._closing.is_set():
            self._gate.open()
            self._ready.set()

    def writable(self, link: Link) -> None:
        """Hold credit back while the carrier's socket is full."""
        if self.bound and link is self._sender.link and link.clear and not self._closing.is_set():
            self._gate.open()
        elif link is self._sender.link:
            self._gate.shut()

    def lost(self, link: Link) -> None:
        """All that was in flight on this link is unanswered, for good."""
        if link in {self._sender.link, self._receiver.link}:
            self._gate.shut()
        if link is self._sender.link:
            self._give_up(self._window.lose())

    def _give_up(self, flights: list[Flight]) -> None:
        self._outcomes += [Unanswered(reference=flight.submission.reference, part=flight.part) for flight in flights]
        self._landed += len(flights)
        self.flush()

    async def _sweep(self) -> None:
        while not await settled(self._closing, self.route.response_timeout / 10):
            self._expire()

    def _expire(self) -> None:
        deaf = self._sender is self._receiver and self._inbox.paused
        # While we do not read, an answer may be waiting in the socket: silence proves nothing.
        if not deaf and self._loop.time() >= self._grace:
            self._give_up(self._window.expire(self._loop.time()))

    def _pause_reading(self) -> None:
        if self._receiver.link:
            self._receiver.link.pause_reading()

    def _resume_reading(self) -> None:
        self._grace = self._loop.time() + self.route.response_timeout
        if self._receiver.link:
            self._receiver.link.resume_reading()

    async def close(self) -> None:
        """Let what is in flight land, unbind, and end. Parts that still wait are handed back; safe to call twice."""
        self._gate.stop(ClosedError("the session is closed"))
        self._closing.set()
        for flight in self._refused.take(len(self._refused)):
            self._reject(flight, errors.THROTTLED)
        self._empty.clear()
        self.flush()
        await settled(self._empty, self.route.response_timeout)
        for keeper in {self._sender, self._receiver}:
            await keeper.leave(min(self.route.response_timeout, 5.0))
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._inbox.close()

"""One connection to a carrier: frames, questions with one answer, and nothing about messages."""

import asyncio
import logging
from typing import Protocol

from selfcontact.sms import errors
from selfcontact.sms.pdu import (
    DELIVER,
    ENQUIRE_LINK,
    ENQUIRE_LINK_RESP,
    GENERIC_NACK,
    RESPONSE,
    SUBMIT_RESP,
    UNBIND,
    UNBIND_RESP,
    Pdu,
    frame,
)
from selfcontact.sms.stream import Splitter

log = logging.getLogger(__name__)
_LAST_SEQUENCE = 0x7FFFFFFF


class Owner(Protocol):
    """Whoever gives messages to a link and takes them from it."""

    def submit_answered(self, link: "Link", pdu: Pdu) -> bool:
        """Take the answer to a submit_sm; return False when it was not ours."""

    def delivered(self, link: "Link", pdu: Pdu) -> None:
        """Take a deliver_sm."""

    def flush(self) -> None:
        """Act on what came with the last octets."""

    def writable(self, link: "Link") -> None:
        """The socket takes octets again, or not."""

    def lost(self, link: "Link") -> None:
        """The connection is gone."""


class Link(asyncio.Protocol):
    """The client's end of one connection. `gone` is set when it is over, whatever the reason."""

    def __init__(self, owner: Owner) -> None:
        self.clear = True
        self.gone = asyncio.Event()
        self.heard = False
        self._owner = owner
        self._splitter = Splitter()
        self._sequence = 0
        self._asked: dict[int, asyncio.Future[Pdu]] = {}
        self._out: list[bytes] = []
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 (asyncio's own promise for streams)
        # What the socket does not take at once must not pile up: it would leave after its checks have aged.
        transport.set_write_buffer_limits(high=0)
        self._transport = transport

    @property
    def alive(self) -> bool:
        """Return whether octets written now can still leave."""
        return self._transport is not None and not self._transport.is_closing()

    def pause_writing(self) -> None:
        self.clear = False
        self._owner.writable(self)

    def resume_writing(self) -> None:
        self.clear = True
        self._owner.writable(self)

    def pause_reading(self) -> None:
        """Stop reading: the carrier is held back by its own socket."""
        if self._transport:
            self._transport.pause_reading()

    def resume_reading(self) -> None:
        """Read again."""
        if self._transport:
            self._transport.resume_reading()

    def next_sequence(self) -> int:
        """Return a number for the next request, never 0."""
        self._sequence = self._sequence % _LAST_SEQUENCE + 1
        return self._sequence

    def queue(self, octets: bytes) -> None:
        """Keep octets for the next `write_queued`."""
        self._out.append(octets)

    def write_queued(self) -> None:
        """Hand what is queued to the socket, in one call."""
        if self._out and self.alive and self._transport:
            self._transport.write(b"".join(self._out))
        self._out.clear()

    def data_received(self, data: bytes) -> None:
        self.heard = True
        for pdu in self._splitter.feed(data):
            self._take(pdu)
        if self._splitter.fault:
            log.error("carrier sent a broken stream: %s", self._splitter.fault)
            self.queue(frame(GENERIC_NACK, errors.INVALID_COMMAND_LENGTH, 0))
        self._owner.flush()
        self.write_queued()
        if self._splitter.fault:
            self.drop()

    def _take(self, pdu: Pdu) -> None:
        command = pdu.command
        if command == SUBMIT_RESP:
            self._owner.submit_answered(self, pdu)
        elif command == DELIVER:
            self._owner.delivered(self, pdu)
        elif command & RESPONSE:
            self._answered(pdu)
        elif command == ENQUIRE_LINK:
            self.queue(frame(ENQUIRE_LINK_RESP, 0, pdu.sequence))
        elif command == UNBIND:
            self.queue(frame(UNBIND_RESP, 0, pdu.sequence))
            asyncio.get_running_loop().call_soon(self.drop)
        else:
            self.queue(frame(GENERIC_NACK, errors.INVALID_COMMAND, pdu.sequence))

    def _answered(self, pdu: Pdu) -> None:
        asked = self._asked.pop(pdu.sequence, None)
        if asked and not asked.done():
            asked.set_result(pdu)
        elif not asked and pdu.command == GENERIC_NACK:
            self._owner.submit_answered(self, pdu)

    async def ask(self, command: int, body: bytes, wait: float) -> Pdu:
        """Send one request and return its answer. Raises TimeoutError, or ConnectionError when the link is over."""
        if not self.alive:
            raise ConnectionError("the link is down")
        sequence = self.next_sequence()
        answer: asyncio.Future[Pdu] = asyncio.get_running_loop().create_future()
        self._asked[sequence] = answer
        self.queue(frame(command, 0, sequence, body))
        self.write_queued()
        try:
            async with asyncio.timeout(wait):
                return await answer
        finally:
            self._asked.pop(sequence, None)

    async def watch(self, every: float, wait: float) -> None:
        """Ask a silent carrier whether it is still there, until the link is over; drop it when it does not answer."""
        while not self.gone.is_set():
            self.heard = False
            if await settled(self.gone, every) or self.heard:
                continue
            try:
                await self.ask(ENQUIRE_LINK, b"", wait)
            except (TimeoutError, ConnectionError):
                log.warning("carrier does not answer enquire_link: the link is dropped")
                self.drop()

    def drop(self) -> None:
        """End the connection now."""
        if self._transport:
            self._transport.abort() if not self.clear else self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        for asked in self._asked.values():
            if not asked.done():
                asked.set_exception(ConnectionError("the link was lost"))
        self._asked.clear()
        self.gone.set()
        self._owner.lost(self)


async def settled(event: asyncio.Event, wait: float) -> bool:
    """Return whether the event came within `wait` seconds."""
    try:
        async with asyncio.timeout(wait):
            return await event.wait()
    except TimeoutError:
        return False

"""The carrier's end of one connection."""

import asyncio
from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from selfcontact.sms import errors
from selfcontact.sms.bind import read_bind
from selfcontact.sms.message import read_message
from selfcontact.sms.pdu import (
    BIND_RECEIVER,
    BIND_TRANSMITTER,
    BINDS,
    DELIVER,
    DELIVER_RESP,
    ENQUIRE_LINK,
    ENQUIRE_LINK_RESP,
    GENERIC_NACK,
    QUERY,
    QUERY_RESP,
    RESPONSE,
    SUBMIT,
    SUBMIT_RESP,
    UNBIND,
    UNBIND_RESP,
    MalformedError,
    Pdu,
    frame,
)
from selfcontact.sms.query import read_query
from selfcontact.sms.stream import Splitter

if TYPE_CHECKING:
    from selfcontact.sms.carrier.server import Carrier


class Delivery(NamedTuple):
    """One deliver_sm to make; `digest` is set for a reply of which the journal wants the answer."""

    system_id: str
    body: bytes
    digest: str = ""


class ServerLink(asyncio.Protocol):
    """One client of the simulated carrier."""

    def __init__(self, carrier: "Carrier") -> None:
        self.system_id = ""
        self.sending = False
        self.receiving = False
        self.clear = True
        self.unanswered: dict[int, Delivery] = {}
        self.backlog: deque[Delivery] = deque()
        self._carrier = carrier
        self._splitter = Splitter()
        self._sequence = 0
        self._out: list[bytes] = []
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 (asyncio's own promise for streams)
        self._transport = transport
        self._carrier.connected(self)

    def pause_writing(self) -> None:
        self.clear = False

    def resume_writing(self) -> None:
        self.clear = True
        while self.backlog and self.clear:
            self.deliver(self.backlog.popleft())
        self.write_queued()

    def queue(self, octets: bytes) -> None:
        """Keep octets for the next `write_queued`."""
        self._out.append(octets)

    def write_queued(self) -> None:
        """Hand what is queued to the socket, in one call."""
        if self._out and self._transport and not self._transport.is_closing():
            self._transport.write(b"".join(self._out))
        self._out.clear()

    def answer(self, command: int, status: int, sequence: int, body: bytes = b"") -> None:
        """Queue the answer to a request."""
        self._out.append(frame(command, status, sequence, body))

    def deliver(self, delivery: Delivery) -> None:
        """Queue a receipt or a reply; it waits here while the client does not read."""
        if not self.clear:
            self.backlog.append(delivery)
            return
        self._sequence = self._sequence % 0x7FFFFFFF + 1
        self.unanswered[self._sequence] = delivery
        self._out.append(frame(DELIVER, 0, self._sequence, delivery.body))

    def enquire(self) -> None:
        """Ask the client whether it is there."""
        self._sequence = self._sequence % 0x7FFFFFFF + 1
        self.queue(frame(ENQUIRE_LINK, 0, self._sequence))

    def data_received(self, data: bytes) -> None:
        for pdu in self._splitter.feed(data):
            try:
                self._take(pdu)
            except MalformedError:
                self.answer(GENERIC_NACK, errors.INVALID_COMMAND_LENGTH, pdu.sequence)
        if self._splitter.fault:
            self.answer(GENERIC_NACK, errors.INVALID_COMMAND_LENGTH, 0)
        self._carrier.settle()
        self.write_queued()
        if self._splitter.fault:
            self.hang_up()

    def _take(self, pdu: Pdu) -> None:
        command = pdu.command
        if command == SUBMIT:
            self._submit(pdu)
        elif command == DELIVER_RESP:
            self._answered(pdu.sequence)
        elif command in BINDS:
            self._bind(pdu)
        elif command == QUERY:
            self.answer(QUERY_RESP, *self._carrier.find(read_query(pdu.body), pdu.sequence))
        else:
            self._take_rest(pdu)

    def _take_rest(self, pdu: Pdu) -> None:
        if pdu.command == ENQUIRE_LINK:
            if not self._carrier.deaf:
                self.answer(ENQUIRE_LINK_RESP, 0, pdu.sequence)
        elif pdu.command == ENQUIRE_LINK_RESP:
            self._carrier.stats.enquiries_answered += 1
        elif pdu.command == UNBIND:
            self.answer(UNBIND_RESP, 0, pdu.sequence)
            asyncio.get_running_loop().call_soon(self.hang_up)
        elif not pdu.command & RESPONSE:
            self.answer(GENERIC_NACK, errors.INVALID_COMMAND, pdu.sequence)

    def _bind(self, pdu: Pdu) -> None:
        bind = read_bind(pdu.body)
        status = self._carrier.admit(bind) if not self.system_id else errors.ALREADY_BOUND
        self.answer(pdu.command | RESPONSE, status, pdu.sequence, b"SIMULATED\0")
        if status == errors.OK:
            self.system_id = bind.system_id or "anyone"
            self.sending = pdu.command != BIND_RECEIVER
            self.receiving = pdu.command != BIND_TRANSMITTER
            self._carrier.bound(self)

    def _submit(self, pdu: Pdu) -> None:
        if self.sending:
            self._carrier.submit(self, pdu.sequence, read_message(pdu.body))
        else:
            self.answer(SUBMIT_RESP, errors.WRONG_BIND_STATE, pdu.sequence, b"\0")

    def _answered(self, sequence: int) -> None:
        delivery = self.unanswered.pop(sequence, None)
        if delivery and delivery.digest:
            self._carrier.reply_answered(delivery.digest)

    def hang_up(self) -> None:
        """End the connection without a word."""
        if self._transport:
            self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self.sending = self.receiving = False
        self._carrier.lost(self)

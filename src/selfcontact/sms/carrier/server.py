"""The simulated carrier: takes submits, makes receipts and replies, misbehaves on request."""

import asyncio
import json
import logging
import os
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from random import Random
from typing import NamedTuple

from selfcontact.lib.text import encode
from selfcontact.sms import errors
from selfcontact.sms.bind import Bind
from selfcontact.sms.carrier.control import Control
from selfcontact.sms.carrier.fate import Fate, teller
from selfcontact.sms.carrier.journal import Journal
from selfcontact.sms.carrier.link import Delivery, ServerLink
from selfcontact.sms.carrier.orders import REFUSALS, Orders
from selfcontact.sms.carrier.settings import BANNER, CarrierSettings
from selfcontact.sms.carrier.telephones import Telephones
from selfcontact.sms.carrier.wheel import Wheel
from selfcontact.sms.deliver import write_deliver
from selfcontact.sms.gateway import State
from selfcontact.sms.message import RECEIPT, Message
from selfcontact.sms.parts import read_part
from selfcontact.sms.pdu import MESSAGE_STATE, RECEIPTED_MESSAGE_ID, SUBMIT_RESP, tlv
from selfcontact.sms.query import write_answer
from selfcontact.sms.receipt import NUMBERS, write_text
from selfcontact.sms.validity import read_validity

log = logging.getLogger(__name__)


@dataclass
class Stats:
    """Counts since the start."""

    links: int = 0
    binds: int = 0
    submits: int = 0
    accepted: int = 0
    refused: int = 0
    receipts: int = 0
    replies: int = 0
    replies_answered: int = 0
    enquiries_answered: int = 0


class _Taken(NamedTuple):
    """A message that the carrier took; `due`: monotonic instant of its final state."""

    carrier_id: str
    destination: bytes
    sender: str
    state: State
    error: str
    due: float
    submitted: str


class Carrier:
    """One running simulated carrier, for tests and rehearsals. Made by `serve`."""

    def __init__(self, settings: CarrierSettings) -> None:
        self.settings = settings
        self.stats = Stats()
        self.port = settings.port
        self.deaf = False
        self.journal = Journal(settings.journal_key, settings.journal_file) if settings.journal_key else None
        self.telephones = Telephones() if settings.telephones else None
        self.orders = Orders()
        self._loop = asyncio.get_running_loop()
        self._wheel = Wheel(self._loop, self.settle)
        self._tell = teller(settings)
        self._random = Random(settings.seed)  # noqa: S311 (a simulation is reproducible)
        self._run = f"{self._random.getrandbits(32):08x}"
        self._links: set[ServerLink] = set()
        self._alone = asyncio.Event()
        self._alone.set()
        self._dirty: set[ServerLink] = set()
        self._waiting: deque[Delivery] = deque()
        self._held: deque[Callable[[], None]] | None = None
        self._late: list[Callable[[], None]] = []
        self._reversed: list[Callable[[], None]] = []
        self._taken: dict[str, _Taken] = {}
        self._minute = (0, "")
        self._second = (0, 0)
        self._server: asyncio.Server | None = None
        self._control: Control | None = None

    async def start(self) -> None:
        """Open the port, then the control socket, then say where."""
        settings = self.settings
        self._server = await self._loop.create_server(
            lambda: ServerLink(self), settings.host, settings.port, ssl=settings.tls
        )
        self.port = self._server.sockets[0].getsockname()[1]
        if settings.control:
            self._control = Control(self, settings.control)
            await self._control.start()
        if settings.announce:
            place = {"host": settings.host, "port": self.port, "pid": os.getpid()}
            temporary = settings.announce.with_suffix(".new")
            temporary.write_text(json.dumps(place), encoding="utf-8")
            temporary.replace(settings.announce)
        log.warning(BANNER)

    async def close(self) -> None:
        """Close the port and all links."""
        self._wheel.stop()
        if self._server:
            self._server.close()
        if self._control:
            await self._control.close()
        self.disconnect_all()
        if self.journal:
            self.journal.close()
        await self._alone.wait()

    # What links tell.

    def connected(self, link: ServerLink) -> None:
        """Count a connection."""
        self._links.add(link)
        self._alone.clear()
        self.stats.links += 1

    def admit(self, bind: Bind) -> int:
        """Return the status of a bind."""
        wanted = self.settings
        if wanted.system_id and bind.system_id != wanted.system_id:
            return 0x0F
        return errors.INVALID_PASSWORD if wanted.password and bind.password != wanted.password else errors.OK

    def bound(self, link: ServerLink) -> None:
        """Hand over what waited for this client."""
        self.stats.binds += 1
        if link.receiving:
            waiting, self._waiting = self._waiting, deque()
            for delivery in waiting:
                self._deliver(delivery, link)

    def lost(self, link: ServerLink) -> None:
        """Keep for the next bind what the client has not answered."""
        self._links.discard(link)
        self._dirty.discard(link)
        self._waiting.extend(link.unanswered.values())
        self._waiting.extend(link.backlog)
        if not self._links:
            self._alone.set()

    def settle(self) -> None:
        """Write what the last events queued."""
        for link in self._dirty:
            link.write_queued()
        self._dirty.clear()
        if self.journal and self.settings.journal_file:
            self.journal.save()

    def submit(self, link: ServerLink, sequence: int, message: Message) -> None:
        """Take or refuse one submit_sm."""
        self.stats.submits += 1
        order = self.orders.take()
        fate = self._tell(message.destination, message.text).within(read_validity(message.validity))
        if status := REFUSALS.get(order) or self._refusal(fate):
            self.stats.refused += 1
            self._note("refused", message, status=status)
            self._respond(link, fate, partial(link.answer, SUBMIT_RESP, status, sequence, b"\0"))
            return
        taken = self._take(message, fate)
        respond = partial(link.answer, SUBMIT_RESP, 0, sequence, f"{taken.carrier_id}\0".encode())
        self._live(link, taken, fate, order, respond)
        self._maybe_reply(link, message, fate)
        if order == "drop" or (
            self.settings.disconnect_every and self.stats.submits % self.settings.disconnect_every == 0
        ):
            link.hang_up()

    def _refusal(self, fate: Fate) -> int:
        if fate.refused:
            return errors.INVALID_DESTINATION
        limit = self.settings.submits_per_second
        if limit:
            second = int(self._loop.time())
            count = self._second[1] + 1 if self._second[0] == second else 1
            self._second = (second, count)
            if count > limit:
                return errors.THROTTLED
        rate = self.settings.throttle_rate
        return errors.THROTTLED if rate and self._random.random() < rate else 0

    def _take(self, message: Message, fate: Fate) -> _Taken:
        self.stats.accepted += 1
        # Ids as text, with zeros in front: whoever keeps them as numbers loses the receipts.
        carrier_id = f"00{self._run}{self.stats.accepted:08d}"
        taken = _Taken(
            carrier_id,
            message.destination,
            message.source.decode("latin-1"),
            fate.state,
            fate.error,
            self._loop.time() + fate.delay,
            self._stamp(),
        )
        self._taken[carrier_id] = taken
        self._note("submit", message, carrier_id=carrier_id)
        if self.telephones:
            self.telephones.take(message)
        return taken

    def _live(self, link: ServerLink, taken: _Taken, fate: Fate, order: str, respond: Callable[[], None]) -> None:
        receipt = partial(self._receipt, taken, link)
        rate = self.settings.unanswered_rate
        answered = order not in {"silent", "drop"} and not (rate and self._random.random() < rate)
        if order == "early" or fate.early:
            receipt()
        if answered:
            self._respond(link, fate, respond)
        if fate.enroute:
            self._wheel.add(self._loop.time() + fate.delay / 2, partial(self._receipt, taken, link, State.ENROUTE))
        if order == "late":
            self._late.append(receipt)
        elif order == "reverse":
            self._reverse(receipt)
        elif order != "early" and not fate.early and not fate.silent:
            self._wheel.add(taken.due, receipt)
        if order == "double" or fate.duplicate:
            self._wheel.add(taken.due, receipt)

    def _reverse(self, receipt: Callable[[], None]) -> None:
        self._reversed.append(receipt)
        if not self.orders.more("reverse"):
            due = self._loop.time()
            for each in reversed(self._reversed):
                self._wheel.add(due, each)
            self._reversed.clear()

    def _respond(self, link: ServerLink, fate: Fate, respond: Callable[[], None]) -> None:
        if self._held is not None:
            self._held.append(partial(self._respond_now, link, respond))
        elif fate.latency:
            self._wheel.add(self._loop.time() + fate.latency, partial(self._respond_now, link, respond))
        else:
            respond()

    def _respond_now(self, link: ServerLink, respond: Callable[[], None]) -> None:
        respond()
        self._dirty.add(link)

    # What the carrier sends by itself.

    def _receipt(self, taken: _Taken, link: ServerLink, state: State | None = None) -> None:
        self.stats.receipts += 1
        state = state or taken.state
        body = write_deliver(
            taken.destination,
            taken.sender,
            RECEIPT,
            0,
            write_text(taken.carrier_id, taken.submitted, self._stamp(), state, taken.error),
            tlv(RECEIPTED_MESSAGE_ID, f"{taken.carrier_id}\0".encode()) + tlv(MESSAGE_STATE, bytes((NUMBERS[state],))),
        )
        self._deliver(Delivery(link.system_id, body), link)

    def _maybe_reply(self, link: ServerLink, message: Message, fate: Fate) -> None:
        if fate.reply < 0 or read_part(message).number != 1:
            return
        text = self.settings.replies[fate.reply]
        send = partial(self._reply, message.destination, message.source.decode("latin-1"), text, link)
        self._wheel.add(self._loop.time() + fate.delay + fate.reply_delay, send)

    def _reply(self, number: bytes, to: str, text: str, link: ServerLink | None = None) -> None:
        self.stats.replies += 1
        encoded = encode(text)
        digest = self.journal.digest(number) if self.journal else ""
        if self.journal:
            self.journal.add(self._loop.time(), "reply", digest)
        body = write_deliver(number, to, 0, encoded.data_coding, encoded.parts[0] if encoded.parts else b"")
        self._deliver(Delivery(link.system_id if link else "", body, digest), link)

    def reply_answered(self, digest: str) -> None:
        """Note that the client has answered for a reply: from here on it knows."""
        self.stats.replies_answered += 1
        if self.journal:
            self.journal.add(self._loop.time(), "reply_answered", digest)

    def _deliver(self, delivery: Delivery, link: ServerLink | None) -> None:
        if not (link and link.receiving):
            fitting = [each for each in self._links if each.receiving and delivery.system_id in {"", each.system_id}]
            link = fitting[0] if fitting else None
        if link:
            link.deliver(delivery)
            self._dirty.add(link)
        else:
            self._waiting.append(delivery)

    def find(self, carrier_id: str, sequence: int) -> tuple[int, int, bytes]:
        """Return status, sequence and body of the answer to a query."""
        taken = self._taken.get(carrier_id)
        if not taken:
            return errors.QUERY_FAILED, sequence, write_answer("", "", 7, 0)
        if self._loop.time() < taken.due:
            return errors.OK, sequence, write_answer(carrier_id, "", NUMBERS[State.ENROUTE], 0)
        return (
            errors.OK,
            sequence,
            write_answer(carrier_id, self._stamp() + "00", NUMBERS[taken.state], int(taken.error)),
        )

    def _note(self, kind: str, message: Message, *, carrier_id: str = "", status: int = 0) -> None:
        if self.journal:
            part = read_part(message)
            digest = self.journal.digest(message.destination)
            at = self._loop.time()
            self.journal.add(
                at, "submit" if kind == "submit" else "refused", digest, part.number, part.total, carrier_id, status
            )

    def _stamp(self) -> str:
        minute = int(self._loop.time() // 60)
        if self._minute[0] != minute or not self._minute[1]:
            self._minute = (minute, datetime.now(UTC).strftime("%y%m%d%H%M"))
        return self._minute[1]

    # What a test orders.

    def inject_reply(self, number: int, to: str, text: str) -> None:
        """Let a telephone write to us, now."""
        self._reply(str(number).encode(), to, text)
        self.settle()

    def disconnect_all(self) -> None:
        """Drop every link without a word."""
        for link in list(self._links):
            link.hang_up()

    def hold_responses(self) -> None:
        """Keep the answers to submits back until `release_responses`."""
        self._held = self._held if self._held is not None else deque()

    def release_responses(self) -> None:
        """Give the answers that were held back, in order."""
        held, self._held = self._held or deque(), None
        for respond in held:
            respond()
        self.settle()

    def release_receipts(self) -> None:
        """Send the receipts ordered `late`."""
        late, self._late = self._late, []
        for receipt in late:
            receipt()
        self.settle()

    def enquire_all(self) -> None:
        """Ask each client whether it is there; `stats.enquiries_answered` counts the answers."""
        for link in self._links:
            link.enquire()
            link.write_queued()

    def counts(self) -> dict[str, int]:
        """Return the statistics."""
        return asdict(self.stats)

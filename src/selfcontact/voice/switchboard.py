"""Where messages find their call, or a line to begin one: the server without its sockets."""

import logging
import secrets
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Final, TypeVar

from selfcontact.lib.clock import Clock
from selfcontact.lib.personal import Personal
from selfcontact.voice import flow
from selfcontact.voice.call import Call
from selfcontact.voice.dialog import Dialog, Key, bracketed
from selfcontact.voice.digest import Doorkeeper
from selfcontact.voice.door import ACCEPT, Admission, Door, RefusedError, check_required, read_agreement, read_offer
from selfcontact.voice.flow import Exit
from selfcontact.voice.keypad import UnknownKindError, pressed
from selfcontact.voice.limits import Entry, Gate
from selfcontact.voice.media import Studio
from selfcontact.voice.metrics import Metrics, Snapshot
from selfcontact.voice.peer import Peer
from selfcontact.voice.script import LineBook, Script
from selfcontact.voice.settings import Settings
from selfcontact.voice.transaction import Request, Transaction
from selfcontact.voice.trunk import Trunk
from selfcontact.voice.wire import Incoming, MalformedError, Reply, read, response, return_address

log = logging.getLogger(__name__)
ALLOW: Final = ("Allow", "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO")
#: Writes an objection, and tells whether it is written.
Objector = Callable[[str, Personal, Callable[[bool], None]], None]
Ended = Callable[[str, float, Exit], None]
#: The trunk's name, and what the transaction goes by on it.
Slot = tuple[str, str, str, str]
K = TypeVar("K")


class Switchboard:
    """Calls, transactions and requests of ours; `holding` counts what is held."""

    def __init__(
        self,
        settings: Settings,
        studio: Studio,
        *,
        book: LineBook,
        object: Objector,  # noqa: A002 (the verb of the flow)
        on_ended: Ended,
        clock: Clock,
    ) -> None:
        self.settings, self.studio, self.loop = settings, studio, studio.loop
        self.gate = Gate(settings.limits, self.loop.time)
        self.metrics = Metrics()
        self.calls: dict[Key, Call] = {}
        self.transactions: dict[Slot, Transaction] = {}
        self.requests: dict[tuple[str, str, str], Request] = {}
        self.object = object
        self._book, self._on_ended, self._clock = book, on_ended, clock
        self._door = Door(settings, book, self.gate, Doorkeeper(self.loop.time), clock.now)
        self._invited: dict[Slot, Call] = {}
        self._first: dict[Key, Call] = {}
        self._trunks = settings.trunks
        #: The trunk of an address, if any.
        self.trunk = lru_cache(4096)(self._find_trunk)
        self._answers: dict[str, Callable[[Transaction, Trunk], None]] = {
            "INVITE": self._invite,
            "CANCEL": self._cancel,
            "BYE": self._bye,
            "INFO": self._info,
            "OPTIONS": self._options,
        }

    @property
    def holding(self) -> dict[str, int]:
        """What is held: nothing of it may stay when its call is long over."""
        return {
            "calls": len(self.calls) + len(self._invited) + len(self._first),
            "entered": self.gate.calls,
            "ports": self.studio.ports.used,
            "streams": len(self.studio.pacer),
            "transactions": len(self.transactions),
            "requests": len(self.requests),
        }

    def snapshot(self) -> Snapshot:
        """Return the figures of this instant."""
        return self.metrics.snapshot(self.gate.lines, self.gate.calls, self.studio.pacer)

    def use(self, trunks: tuple[Trunk, ...]) -> None:
        """Serve these trunks from now on; calls in progress end as they began."""
        self._trunks = trunks
        self.trunk.cache_clear()

    @property
    def trunks(self) -> int:
        """How many there are."""
        return len(self._trunks)

    def _find_trunk(self, host: str) -> Trunk | None:
        return next((trunk for trunk in self._trunks if trunk.holds(host)), None)

    # Messages

    def receive(self, data: bytes, peer: Peer) -> None:
        """Take one message. A stranger gets no answer, and neither does what is no message."""
        trunk = self.trunk(peer.host)
        if trunk is None:
            self.metrics.dropped["stranger"] += 1
            return
        try:
            message = read(data)
        except MalformedError:
            self.metrics.dropped["malformed"] += 1
            return
        if isinstance(message, Reply):
            self._replied(message, trunk)
        elif message.method == "ACK":
            self._acknowledge(message, trunk)
        elif transaction := self.transactions.get((trunk.name, *message.key(message.method))):
            transaction.repeat()
        else:
            self._open(message, peer, trunk)

    def _replied(self, reply: Reply, trunk: Trunk) -> None:
        if request := self.requests.get((trunk.name, reply.branch, reply.method)):
            request.answered(reply.code)

    def _acknowledge(self, incoming: Incoming, trunk: Trunk) -> None:
        call = self._find(incoming, trunk)
        if call and not incoming.fault:
            call.acknowledged()
        if transaction := self.transactions.get((trunk.name, *incoming.key("ACK"))):
            transaction.acknowledged()

    def _open(self, incoming: Incoming, peer: Peer, trunk: Trunk) -> None:
        if incoming.fault:
            self.metrics.dropped["faulty"] += 1
            peer.send(response(incoming, peer, 400), return_address(incoming, peer))
            return
        # Each call leaves a few behind for half a minute; more of them is a flood.
        if len(self.transactions) >= 20 * self.settings.limits.calls + 1000:
            self.metrics.dropped["flood"] += 1
            return
        key = (trunk.name, *incoming.key(incoming.method))
        forget = partial(self._end, key)
        transaction = Transaction(self.loop, self.settings.timers, incoming, peer, forget)
        self.transactions[key] = transaction
        self._answer(transaction, trunk)

    def _end(self, key: Slot) -> None:
        self.transactions.pop(key, None)

    def _answer(self, transaction: Transaction, trunk: Trunk) -> None:
        try:
            self._answers.get(transaction.incoming.method, self._unknown)(transaction, trunk)
        except RefusedError as refused:
            self.metrics.refused[refused.reason] += 1
            transaction.respond(refused.code, tag=new_tag(), headers=refused.headers)
        except Exception as error:  # noqa: BLE001 (one message must not take the calls of the others down)
            self._fault("a request could not be handled", error)
            transaction.respond(500, tag=new_tag())

    # Methods

    def _find(self, incoming: Incoming, trunk: Trunk) -> Call | None:
        """Return the call that a message is about: one of its own trunk, whatever the message says."""
        call = self.calls.get((incoming.call_id, incoming.to_tag, incoming.from_tag))
        return call if call and call.dialog.trunk.name == trunk.name else None

    def _call(self, incoming: Incoming, trunk: Trunk) -> Call:
        """Return the call of a request within one. Raises RefusedError."""
        call = self._find(incoming, trunk)
        if not call:
            raise RefusedError(481, "no such call")
        if not call.dialog.in_order(incoming):
            raise RefusedError(500, "out of order")
        return call

    def _invite(self, transaction: Transaction, trunk: Trunk) -> None:
        incoming = transaction.incoming
        if incoming.to_tag:
            call = self._call(incoming, trunk)
            check_required(incoming)
            call.invited_again(transaction, read_offer(incoming), read_agreement(incoming, self.settings))
        elif (trunk.name, incoming.call_id, incoming.from_tag) in self._first:
            raise RefusedError(482, "came twice")
        else:
            self._begin(transaction, self._door.admit(incoming, transaction.peer, trunk))

    def _begin(self, transaction: Transaction, admission: Admission) -> None:
        visit = admission.visit
        try:
            call = Call(self, visit, admission.dialog, transaction, admission.offer, admission.agreement)
        except Exception as error:
            self.gate.leave(visit.script, visit.entry)
            if not isinstance(error, OSError):
                raise
            raise RefusedError(503, "no port", [("Retry-After", "10")]) from None
        self.calls[call.dialog.key] = call
        incoming = transaction.incoming
        self._invited[call.dialog.trunk.name, *incoming.key("INVITE")] = call
        self._first[call.dialog.trunk.name, incoming.call_id, incoming.from_tag] = call
        call.leave = partial(self._forget, call, incoming)
        if self.settings.ring:
            call.ring(self.settings.ring)
        else:
            call.answer()

    def _forget(self, call: Call, incoming: Incoming) -> None:
        self.gate.leave(call.visit.script, call.visit.entry)
        name = call.dialog.trunk.name
        _drop(self.calls, call.dialog.key, call)
        _drop(self._invited, (name, *incoming.key("INVITE")), call)
        _drop(self._first, (name, incoming.call_id, incoming.from_tag), call)

    def _cancel(self, transaction: Transaction, trunk: Trunk) -> None:
        key = (trunk.name, *transaction.incoming.key("INVITE"))
        if key not in self.transactions:
            raise RefusedError(481, "no such call")
        call = self._invited.get(key)
        transaction.respond(200, tag=call.dialog.tag if call else new_tag())
        if call:
            call.cancelled()

    def _bye(self, transaction: Transaction, trunk: Trunk) -> None:
        self._call(transaction.incoming, trunk).said_goodbye(transaction)

    def _info(self, transaction: Transaction, trunk: Trunk) -> None:
        call = self._call(transaction.incoming, trunk)
        try:
            key = pressed(transaction.incoming.request)
        except UnknownKindError:
            raise RefusedError(415, "body", [("Accept", "application/dtmf-relay")]) from None
        transaction.respond(200)
        if key:
            call.key("info", key)

    def _options(self, transaction: Transaction, trunk: Trunk) -> None:
        # Who asks whether we are there, a carrier or the edge, must send its calls elsewhere while we drain.
        code = 503 if self.gate.draining else 200
        transaction.respond(code, tag=new_tag(), headers=[ALLOW, ACCEPT, ("Supported", "timer")])

    def _unknown(self, transaction: Transaction, trunk: Trunk) -> None:
        transaction.respond(405, tag=new_tag(), headers=[ALLOW])

    # What calls ask for

    def contact(self, peer: Peer) -> str:
        """Return our address as that peer reaches it."""
        kind = ";transport=tcp" if peer.reliable else ""
        return f"<sip:{bracketed(self.settings.told)}:{peer.local[1]}{kind}>"

    def ask(self, dialog: Dialog, method: str, on_final: Callable[[int], None]) -> None:
        """Send a request to the caller."""
        branch, data = dialog.request(method, self.contact(dialog.peer))
        peer, destination = dialog.peer, dialog.destination
        key = (dialog.trunk.name, branch, method)

        def done(code: int) -> None:
            self.requests.pop(key, None)
            on_final(code)

        self.requests[key] = Request(
            self.loop,
            self.settings.timers,
            partial(peer.send, data, destination),
            reliable=peer.reliable,
            on_final=done,
        )

    def up(self, call: Call) -> None:
        """Count a call that was answered."""
        if call.visit.entry is Entry.SCRIPT:
            self.metrics.answered(call.visit.script.line)

    def told(self, call: Call, outcome: Exit) -> None:
        """Count how a call ended, and tell the line."""
        line, seconds = call.visit.script.line, call.media.seconds_heard
        self.metrics.ended(line, seconds, outcome, call.media.quality)
        self._on_ended(line, seconds, outcome)

    # The course of time

    def sweep(self) -> None:
        """Look at the silence and at the line book, report, and end the calls of callers who are gone."""
        now, instant = self.loop.time(), self._clock.now()
        lines = {place: self._book.find(*place) for place in {_place(call) for call in self.calls.values()}}
        silent: dict[int, bool] = {}
        for call in list(self.calls.values()):
            try:
                script = call.visit.script
                if _gone(call, lines[_place(call)]):
                    call.hush(flow.Gone())
                elif silent.setdefault(id(script), script.silent(instant)):
                    call.hush(flow.Silence())
                call.sweep(now)
            except Exception as error:  # noqa: BLE001 (one call must not keep the others from being looked at)
                self._give_up(call, error)
        self.gate.callers.forget()

    def _give_up(self, call: Call, error: Exception) -> None:
        """End a call that can't be looked at: it would not be hushed either when the silence comes."""
        self._fault("a call could not be looked at", error)
        self._hang_up(call)

    def _hang_up(self, call: Call) -> None:
        try:
            call.hang_up(Exit.STOPPED)
        except Exception as error:  # noqa: BLE001 (the others have to be ended as well)
            self._fault("a call could not be ended", error)

    def _fault(self, what: str, error: Exception) -> None:
        self.metrics.dropped["fault"] += 1
        # The error's own words could hold a number.
        log.error("voice: %s: %s", what, type(error).__name__)

    def hang_up_all(self) -> None:
        """End every call from our side."""
        for call in list(self.calls.values()):
            self._hang_up(call)

    def forget_all(self) -> None:
        """Wait for nobody any more."""
        for transaction in list(self.transactions.values()):
            transaction.end()
        for request in list(self.requests.values()):
            request.stop()
        self.requests.clear()


def _drop(held: dict[K, Call], key: K, call: Call) -> None:
    """Forget a call, unless another one has its place: a caller may name a later transaction as an earlier one."""
    if held.get(key) is call:
        del held[key]


def _gone(call: Call, found: Script | None) -> bool:
    """Whether the call's line answers there no more; another line may have its number from that very second on."""
    return found is None or found.line != call.visit.script.line


def _place(call: Call) -> tuple[str, str]:
    """Return the number that was called, and the trunk by which it was."""
    return call.visit.number, call.dialog.trunk.name


def new_tag() -> str:
    """Make a tag that nobody can guess."""
    return secrets.token_hex(8)

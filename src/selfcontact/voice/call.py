"""One call from its INVITE to its end: whatever happens to it, it gives everything back once."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Protocol

from selfcontact.lib.personal import Personal
from selfcontact.voice import flow
from selfcontact.voice.dialog import Dialog
from selfcontact.voice.flow import Exit
from selfcontact.voice.g711 import BEAT
from selfcontact.voice.limits import Entry
from selfcontact.voice.media import Media, Studio
from selfcontact.voice.peer import Handle, Loop, Peer
from selfcontact.voice.script import Script
from selfcontact.voice.sdp import Offer, Session
from selfcontact.voice.session_timer import Agreement
from selfcontact.voice.settings import Settings
from selfcontact.voice.transaction import Repeat, Transaction
from selfcontact.voice.wire import Headers

#: What still plays of a line that is off the air, in packets of 20 ms: with the second in which that is noticed, all is
#: over within two.
LAST_WORD = 25


class Stage(Enum):
    """How far a call is."""

    RINGING = 0
    ANSWERED = 1
    UP = 2
    OVER = 3


@dataclass(frozen=True, kw_only=True)
class Visit:
    """Who calls what; `entry` says whether it hears the script or that the line is busy."""

    number: str
    script: Script
    caller: Personal | None
    entry: Entry
    silent: bool


def _whatever(code: int) -> None:
    """Take the answer to a goodbye: there is nothing left to do."""


class Desk(Protocol):
    """What a call needs of the switchboard."""

    loop: Loop
    settings: Settings
    studio: Studio

    def contact(self, peer: Peer) -> str:
        """Return our address as that peer reaches it."""

    def ask(self, dialog: Dialog, method: str, on_final: Callable[[int], None]) -> None:
        """Send a request to the caller."""

    def object(self, line: str, caller: Personal, done: Callable[[bool], None]) -> None:
        """Have an objection written."""

    def up(self, call: "Call") -> None:
        """Learn that a call was answered."""

    def told(self, call: "Call", outcome: Exit) -> None:
        """Learn how it ended, once that is known."""


class Call:
    """One call. Raises NoPortError when there is no port for it, another OSError when it can't be listened to."""

    def __init__(
        self,
        desk: Desk,
        visit: Visit,
        dialog: Dialog,
        transaction: Transaction,
        offer: Offer,
        agreement: Agreement | None,
    ) -> None:
        self.visit, self.dialog, self.stage = visit, dialog, Stage.RINGING
        self._desk, self._invite, self._offer = desk, transaction, offer
        self.media = Media(desk.studio, offer, carries=self._carries, on_key=partial(self.key, "rtp"))
        self._session = Session(host=desk.settings.told, port=self.media.port, number=self.media.stream.ssrc)
        self._state = flow.State(
            languages=len(visit.script.languages), withheld=visit.caller is None, silent=visit.silent
        )
        self._means: str | None = None
        self._version = 0
        self._answer: Repeat | None = None
        self._agreement = agreement
        self._timers: dict[str, Handle] = {}
        self._objecting: Exit | None = None
        self._writing = False
        self.next_report = 0.0
        self.leave: Callable[[], None] = lambda: None

    def _carries(self, host: str) -> bool:
        return self.dialog.trunk.carries(host, self.dialog.peer.host)

    def _arm(self, name: str, delay: float, then: Callable[[], None]) -> None:
        self._disarm(name)
        self._timers[name] = self._desk.loop.call_later(delay, then)

    def _disarm(self, name: str) -> None:
        if handle := self._timers.pop(name, None):
            handle.cancel()

    # What the caller's end says

    def ring(self, delay: float) -> None:
        """Ring, then answer."""
        self._invite.respond(180, tag=self.dialog.tag, headers=[("Contact", self._desk.contact(self.dialog.peer))])
        self._arm("ring", delay, self.answer)

    def answer(self) -> None:
        """Take the call; it begins when the caller acknowledges."""
        self.stage = Stage.ANSWERED
        self._desk.up(self)
        self._disarm("ring")
        self._arm("longest", self._desk.settings.longest_call, partial(self.hang_up, Exit.STOPPED))
        self._accept(self._invite, self._agreement)

    def _accept(self, transaction: Transaction, agreement: Agreement | None) -> None:
        self._version += 1
        self._agreement = agreement
        self._refreshed()
        body = self._session.answer(self._offer, self._version)
        timer: Headers = self._agreement.headers if self._agreement else ()
        headers = [("Contact", self._desk.contact(transaction.peer)), ("Supported", "timer"), *timer]

        def send() -> None:
            if transaction.status >= 200:
                transaction.repeat()
            transaction.respond(200, tag=self.dialog.tag, headers=headers, body=body)

        self._stop_answer()
        self._answer = Repeat(self._desk.loop, self._desk.settings.timers, send, self._not_acknowledged)

    def _stop_answer(self) -> None:
        if self._answer:
            self._answer.stop()
            self._answer = None

    def acknowledged(self) -> None:
        """The caller has our answer."""
        self._stop_answer()
        if self.stage is Stage.ANSWERED:
            self.stage = Stage.UP
            self.media.start(self.visit.script.line)
            self._begin()

    def _not_acknowledged(self) -> None:
        self._answer = None
        self.hang_up(Exit.LOST)

    def cancelled(self) -> None:
        """The caller gave up before we answered; later it is too late, and a BYE follows."""
        if self.stage is Stage.RINGING:
            self._invite.respond(487, tag=self.dialog.tag)
            self._release(Exit.LEFT)

    def said_goodbye(self, transaction: Transaction) -> None:
        """The caller hung up; an INVITE that is not answered yet ends with it (RFC 3261, section 15.1.2)."""
        transaction.respond(200)
        if self.stage is Stage.RINGING:
            self._invite.respond(487, tag=self.dialog.tag)
        self._release(self._state.outcome)

    def invited_again(self, transaction: Transaction, offer: Offer | None, agreement: Agreement | None) -> None:
        """The caller holds the call, resumes it, moves it or only refreshes it."""
        if self.stage is not Stage.UP:
            transaction.respond(500, headers=[("Retry-After", "2")])
            return
        # Without an offer it is a refresh: what was agreed is offered anew (RFC 3261, section 14.2).
        offer = offer or self._offer
        if offer.law is not self._offer.law or (offer.hears and not self._carries(offer.host)):
            transaction.respond(488)
            return
        self.dialog.follow(transaction.incoming, transaction.peer)
        self._follow(offer)
        self._accept(transaction, agreement)

    def _follow(self, offer: Offer) -> None:
        if offer is not self._offer:
            self._offer = offer
            self.media.follow(offer)
        if self._state.silent and self._state.part in flow.POLITICAL:
            self._stop_held()

    # What the caller hears

    def _begin(self) -> None:
        if self.visit.entry is Entry.BUSY_PROMPT and self.visit.script.busy:
            frames = self.visit.script.busy.frames(self.media.stream.law)
            self.media.stream.play(frames, self._told_busy)
        else:
            self._take(flow.Begin())

    def _told_busy(self, whole: bool) -> None:  # noqa: FBT001 (a callback is told yes or no)
        self._hang_up_soon(Exit.BUSY)

    def _hang_up_soon(self, outcome: Exit) -> None:
        """Leave the caller's end the time to play what it still holds back against jitter."""
        self.media.stream.rest()
        self._arm("farewell", self._desk.settings.farewell, partial(self.hang_up, outcome))

    def key(self, means: str, digit: str) -> None:
        """Take a key. The way the first one came is the call's: some carriers tell each press in both ways."""
        self._means = self._means or means
        if self.stage is Stage.UP and means == self._means and self.visit.entry is Entry.SCRIPT:
            self._disarm("key")
            self._take(flow.Key(digit))

    def hush(self, event: flow.Silence | flow.Gone) -> None:
        """The silence has begun, or the line is off the air."""
        if self.stage is Stage.UP and self.visit.entry is Entry.SCRIPT:
            self._take(event)
        elif self.stage is not Stage.OVER:
            self._state = flow.step(self._state, event)[0]

    def _take(self, event: flow.Event) -> None:
        self._state, orders = flow.step(self._state, event)
        for order in orders:
            self._perform(order)

    def _perform(self, order: flow.Order) -> None:
        match order:
            case flow.Play(part=part, language=language):
                frames = self.visit.script.prompt(part, language).frames(self.media.stream.law)
                self.media.stream.play(frames, self._played)
            case flow.FinishSentence():
                self._finish_sentence()
            case flow.BreakOff():
                self.media.stream.stop_before(self.media.stream.position + LAST_WORD)
                self._stop_held()
            case flow.Listen():
                self.media.stream.rest()
                self._arm("key", self._desk.settings.key_wait, partial(self._take, flow.NoKey()))
            case flow.Record():
                self.media.stream.rest()
                self._object()
            case flow.HangUp():
                self._hang_up_soon(self._state.outcome)

    def _played(self, whole: bool) -> None:  # noqa: FBT001 (a callback is told yes or no)
        self._take(flow.Played(whole=whole))

    def _finish_sentence(self) -> None:
        state, stream = self._state, self.media.stream
        if stream.held:
            self._stop_held()
        elif state.part:
            prompt = self.visit.script.prompt(state.part, state.language)
            longest = round(self._desk.settings.longest_sentence / BEAT)
            stream.stop_before(prompt.end_of_sentence(stream.position, longest))

    def _stop_held(self) -> None:
        """End what plays while the call is held: nothing moves on until it is resumed, be it hours later."""
        stream = self.media.stream
        if stream.held:
            stream.stop_before(stream.position)

    def _object(self) -> None:
        if self.visit.caller is None:
            return
        self._writing = True
        self._desk.object(self.visit.script.line, self.visit.caller, self._written)

    def _written(self, done: bool) -> None:  # noqa: FBT001 (a callback is told yes or no)
        self._writing = False
        if self.stage is Stage.UP:
            self._take(flow.Recorded(done))
        elif self._objecting:
            self._desk.told(self, Exit.OBJECTED if done else self._objecting)

    # Its end

    def sweep(self, now: float) -> None:
        """Report how it goes, and end the call of a caller who is gone."""
        if self.stage is not Stage.UP:
            return
        if now >= self.next_report:
            self.next_report = now + self._desk.settings.report
            self.media.report()
        heard = self.media.last_heard
        if heard is not None and not self.media.stream.held and now - heard > self._desk.settings.silence_limit:
            self.hang_up(Exit.LOST)

    def _refreshed(self) -> None:
        if not self._agreement:
            self._disarm("session")
        elif self._agreement.refresher == "uac":
            self._arm("session", self._agreement.patience, partial(self.hang_up, Exit.LOST))
        else:
            self._arm("session", self._agreement.interval / 2, self._refresh)

    def _refresh(self) -> None:
        self._desk.ask(self.dialog, "UPDATE", self._refresh_answered)

    def _refresh_answered(self, code: int) -> None:
        if self.stage is Stage.OVER:
            return
        if code in {408, 481}:
            self.hang_up(Exit.LOST)
        else:
            self._refreshed()

    def hang_up(self, outcome: Exit) -> None:
        """End the call from our side."""
        if self.stage is Stage.OVER:
            return
        try:
            if self.stage is Stage.RINGING:
                self._invite.respond(503, tag=self.dialog.tag)
            else:
                self._desk.ask(self.dialog, "BYE", _whatever)
        finally:
            self._release(outcome)

    def _release(self, outcome: Exit) -> None:
        answered, self.stage = self.stage is not Stage.RINGING, Stage.OVER
        self._stop_answer()
        for name in list(self._timers):
            self._disarm(name)
        try:
            self.media.close()
        finally:
            self.leave()
        if self.visit.entry is Entry.BUSY_PROMPT:
            outcome = Exit.BUSY
        if self._writing:
            self._objecting = outcome
        elif answered:
            self._desk.told(self, Exit.OBJECTED if self._state.objected else outcome)

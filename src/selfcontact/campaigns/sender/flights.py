"""What left and has no outcome yet, by our own reference; and how the carrier's words become outcomes."""

import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from selfcontact.campaigns.models import Outcome
from selfcontact.campaigns.sender.recent import NOWHERE, Place, Recent
from selfcontact.campaigns.sender.recorder import Recorder, Slice
from selfcontact.sms import errors
from selfcontact.sms.gateway import WITHDRAWN, Accepted, Rejected, Unanswered
from selfcontact.sms.gateway import Outcome as Word

Kind = Outcome.Kind
#: Messages without an answer whose late answer is still understood.
LATE = 10_000
_REASON = 15


@dataclass(slots=True, kw_only=True)
class Sent:
    """One message on its way; `why` says which check took it back before a second try.

    `ends`: instant of the loop's clock until which the carrier may deliver it.
    """

    held: Slice
    position: int
    tags: tuple[bytes, ...]
    left: int
    ends: float
    why: Kind = Kind.FAILED

    def place(self, part: int) -> Place:
        """Return the place of one of its parts."""
        return Place(self.held.mandate_id, self.held.campaign_id, self.position, part)


class Flights:
    """The messages in flight of one route. `stop` is called with the status that closes the route."""

    def __init__(self, recorder: Recorder, recent: Recent, stop: Callable[[int], None]) -> None:
        self.accepted = 0
        self._recorder = recorder
        self._recent = recent
        self._stop = stop
        # Anywhere: a telephone must not join the parts of two senders' long messages by the same reference.
        self._references = count(secrets.randbelow(1 << 16))
        self._sent: dict[int, Sent] = {}
        self._late: dict[int, Sent] = {}
        self._aside: dict[int, Callable[[Word], None]] = {}

    def __len__(self) -> int:
        return len(self._sent) + len(self._aside)

    def add(self, sent: Sent) -> int:
        """Keep a message and return its reference."""
        reference = next(self._references)
        self._sent[reference] = sent
        return reference

    def add_aside(self, told: Callable[[Word], None]) -> int:
        """Keep a message that belongs to no campaign; `told` gets what became of the first part that is answered."""
        reference = next(self._references)
        self._aside[reference] = told
        return reference

    def by_campaign(self) -> dict[int, int]:
        """Return how many messages of each campaign have no answer yet."""
        return Counter(sent.held.campaign_id for sent in self._sent.values())

    def get(self, reference: int) -> Sent | None:
        """Return a message in flight."""
        return self._sent.get(reference)

    def take(self, words: list[Word]) -> None:
        """Turn what the session tells into outcomes."""
        for word in words:
            if sent := self._sent.get(word.reference):
                self._landed(sent, word)
                sent.left -= 1
                if sent.left == 0:
                    del self._sent[word.reference]
            elif sent := self._late.get(word.reference):
                self._known_late(sent, word)
            elif told := self._aside.pop(word.reference, None):
                if isinstance(word, Accepted):
                    self._recent.put(word.carrier_id, NOWHERE)
                told(word)

    def _landed(self, sent: Sent, word: Word) -> None:
        place = sent.place(word.part)
        if isinstance(word, Accepted):
            self.accepted += 1
            self._recorder.outcome(sent.held, place, Kind.HANDED_OVER, "", word.carrier_id)
            self._recent.put(word.carrier_id, place)
        elif isinstance(word, Unanswered):
            self._recorder.outcome(sent.held, place, Kind.UNKNOWN, "", None)
            self._keep_late(word.reference, sent)
        else:
            self._rejected(sent, place, word)

    def _rejected(self, sent: Sent, place: Place, word: Rejected) -> None:
        kind = sent.why if word.status == WITHDRAWN else Kind.FAILED
        reason = "" if kind == Kind.OPPOSED else errors.name(word.status).removeprefix("ESME_")[:_REASON]
        self._recorder.outcome(sent.held, place, kind, reason, None)
        if word.cls == "stop_route":
            self._stop(word.status)

    def _keep_late(self, reference: int, sent: Sent) -> None:
        self._late[reference] = sent
        if len(self._late) > LATE:
            del self._late[next(iter(self._late))]

    def _known_late(self, sent: Sent, word: Word) -> None:
        """An answer after the time-out: the unknown is known."""
        if isinstance(word, Accepted):
            place = sent.place(word.part)
            self._recorder.correct(place, Kind.HANDED_OVER, word.carrier_id, sent.held.at)
            self._recent.put(word.carrier_id, place)
        elif isinstance(word, Rejected):
            self._recorder.correct(sent.place(word.part), Kind.FAILED, None, sent.held.at)

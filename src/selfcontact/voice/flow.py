"""How a call goes, as a pure machine: from a state and an event to a state and orders, without network or clock.

The message is never played before a greeting was heard whole, and never once the silence reigns.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from selfcontact.voice.script import Part


class Exit(StrEnum):
    """How a call ended, for the statistics."""

    HEARD = "heard"
    LEFT = "left"
    OBJECTED = "objected"
    SILENCE = "silence"
    BUSY = "busy"
    LOST = "lost"
    STOPPED = "stopped"


class Wait(StrEnum):
    """What the call waits for while nothing plays."""

    KEY = "key"
    CONFIRMATION = "confirmation"
    OBJECTION = "objection"


@dataclass(frozen=True, kw_only=True)
class State:
    """Where a call stands: what plays, what follows it, or what it waits for."""

    languages: int = 1
    withheld: bool = False
    silent: bool = False
    #: The line is off the air; it is silent too.
    gone: bool = False
    language: int = 0
    part: Part | None = None
    following: tuple[Part, ...] = ()
    wait: Wait | None = None
    greeted: bool = False
    heard: bool = False
    objected: bool = False
    over: bool = False

    @property
    def outcome(self) -> Exit:
        """How the call ended if it ends now by the caller's will or at its natural end."""
        if self.objected:
            return Exit.OBJECTED
        if self.heard:
            return Exit.HEARD
        return Exit.SILENCE if self.silent else Exit.LEFT


@dataclass(frozen=True)
class Begin:
    """The call was answered."""


@dataclass(frozen=True)
class Played:
    """The part played to its end, or to the end of a sentence when it was asked to stop there."""

    whole: bool = True


@dataclass(frozen=True)
class Key:
    """A key was pressed."""

    digit: str


@dataclass(frozen=True)
class NoKey:
    """The wait for a key is over."""


@dataclass(frozen=True)
class Silence:
    """The electoral silence has begun."""


@dataclass(frozen=True)
class Gone:
    """The line was stopped, is closed or may not speak any more."""


@dataclass(frozen=True)
class Recorded:
    """The objection is written, or could not be."""

    done: bool


Event = Begin | Played | Key | NoKey | Silence | Gone | Recorded


@dataclass(frozen=True)
class Play:
    """Play a part now, instead of whatever plays."""

    part: Part
    language: int


@dataclass(frozen=True)
class FinishSentence:
    """Let what plays come to the end of its sentence, then stop."""


@dataclass(frozen=True)
class BreakOff:
    """Let what plays stop within the second, in the middle of a word if need be."""


@dataclass(frozen=True)
class Listen:
    """Wait for a key."""


@dataclass(frozen=True)
class Record:
    """Write the objection."""


@dataclass(frozen=True)
class HangUp:
    """End the call."""


Order = Play | FinishSentence | BreakOff | Listen | Record | HangUp
Step = tuple[State, tuple[Order, ...]]

#: What speaks for the candidate, or invites to hear it again.
POLITICAL: Final = (Part.GREETING, Part.MESSAGE, Part.MENU)
WHOLE: Final = (Part.GREETING, Part.MESSAGE, Part.NOTICE, Part.MENU)


def step(state: State, event: Event) -> Step:
    """Take the call one event further."""
    if state.over:
        return state, ()
    match event:
        case Begin():
            taken = _open(state)
        case Played(whole=whole):
            taken = _played(state, whole=whole)
        case Key(digit=digit):
            taken = _key(state, digit)
        case NoKey():
            taken = _no_key(state)
        case Silence():
            taken = _silence(state)
        case Gone():
            taken = _gone(state)
        case Recorded(done=done):
            taken = _recorded(state, done=done)
    return taken


def _play(state: State, *parts: Part) -> Step:
    first, *rest = parts
    return replace(state, part=first, following=tuple(rest), wait=None), (Play(first, state.language),)


def _wait(state: State, wait: Wait) -> Step:
    order = Record() if wait is Wait.OBJECTION else Listen()
    return replace(state, part=None, following=(), wait=wait), (order,)


def _open(state: State) -> Step:
    return _play(state, Part.NEUTRAL) if state.silent else _play(state, *WHOLE)


def _menu(state: State) -> Step:
    return _play(state, Part.NEUTRAL if state.silent else Part.MENU)


def _played(state: State, *, whole: bool) -> Step:
    part = state.part
    if part is None:
        return state, ()
    heard = replace(
        state,
        greeted=state.greeted or (whole and part is Part.GREETING),
        heard=state.heard or (whole and part is Part.MESSAGE),
    )
    return _after(heard, part)


def _after(state: State, part: Part) -> Step:
    if part in {Part.GOODBYE, Part.OBJECTED}:
        return replace(state, part=None, over=True), (HangUp(),)
    if part is Part.CONFIRM:
        return _wait(state, Wait.CONFIRMATION)
    if state.silent and part is not Part.NEUTRAL:
        return _play(state, Part.NEUTRAL)
    if state.following:
        return _play(state, *state.following) if state.greeted else _open(state)
    if part in {Part.MENU, Part.NEUTRAL}:
        return _wait(state, Wait.KEY)
    return _menu(state)


def _key(state: State, digit: str) -> Step:
    if state.wait is Wait.OBJECTION or state.part is Part.OBJECTED:
        return state, ()
    if state.part is Part.CONFIRM or state.wait is Wait.CONFIRMATION:
        return _wait(state, Wait.OBJECTION) if digit == "9" else _menu(state)
    return _choice(state, digit)


def _choice(state: State, digit: str) -> Step:
    match digit:
        case "9":
            chosen = _play(state, Part.WITHHELD if state.withheld else Part.CONFIRM)
        case "0":
            chosen = _play(state, Part.RIGHTS)
        case "1":
            chosen = _again(state)
        case "2" if state.languages > 1:
            chosen = _open(replace(state, language=(state.language + 1) % state.languages))
        case _:
            chosen = state, ()
    return chosen


def _again(state: State) -> Step:
    if state.silent:
        return _play(state, Part.NEUTRAL)
    if state.part is Part.GREETING:
        return state, ()
    return _play(state, *(WHOLE[1:] if state.greeted else WHOLE))


def _no_key(state: State) -> Step:
    if state.wait is Wait.KEY:
        return _play(state, Part.GOODBYE)
    return _menu(state) if state.wait is Wait.CONFIRMATION else (state, ())


def _silence(state: State) -> Step:
    if state.silent:
        return state, ()
    silent = replace(state, silent=True, following=())
    return silent, (FinishSentence(),) if state.part in POLITICAL else ()


def _gone(state: State) -> Step:
    if state.gone:
        return state, ()
    gone = replace(state, silent=True, gone=True, following=())
    return gone, (BreakOff(),) if state.part in POLITICAL else ()


def _recorded(state: State, *, done: bool) -> Step:
    if state.wait is not Wait.OBJECTION:
        return state, ()
    return _play(replace(state, objected=done), Part.OBJECTED if done else Part.FAILED)

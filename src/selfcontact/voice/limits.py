"""Who is let in: as many calls as the process and the line can carry, and not the same caller over and over."""

import hashlib
import secrets
from collections import Counter, deque
from collections.abc import Callable
from enum import StrEnum
from typing import Final

from selfcontact.lib.personal import Personal
from selfcontact.voice.script import Script
from selfcontact.voice.settings import Limits

#: Callers remembered at most; beyond it the oldest are forgotten.
MOST_CALLERS: Final = 100_000


class Entry(StrEnum):
    """What a call is let in to, or why not."""

    SCRIPT = "script"
    BUSY_PROMPT = "busy prompt"
    LINE_BUSY = "line busy"
    CALLER_BUSY = "caller busy"
    FULL = "full"


class Callers:
    """How often each number called of late, under a key that lives as long as the process."""

    def __init__(self, most: int, window: float, time: Callable[[], float]) -> None:
        self._most, self._window, self._time = most, window, time
        self._key = secrets.token_bytes(32)
        self._calls: dict[bytes, deque[float]] = {}

    def __len__(self) -> int:
        return len(self._calls)

    def may_call(self, caller: Personal | None) -> bool:
        """Count a call of this number and say whether it is one too many. A withheld number can't be counted."""
        if caller is None:
            return True
        digest = hashlib.blake2b(caller.reveal().encode(), key=self._key, digest_size=16).digest()
        calls = self._calls.pop(digest, None) or deque()
        # Moved to the end: the first of the dictionary is the one that has been quiet the longest.
        self._calls[digest] = calls
        if len(self._calls) > MOST_CALLERS:
            del self._calls[next(iter(self._calls))]
        now = self._time()
        while calls and calls[0] <= now - self._window:
            calls.popleft()
        if len(calls) >= self._most:
            return False
        calls.append(now)
        return True

    def forget(self) -> None:
        """Forget those who have not called within the window."""
        oldest = self._time() - self._window
        while self._calls and (calls := self._calls[first := next(iter(self._calls))])[-1] <= oldest:
            del self._calls[first]
            calls.clear()


class Gate:
    """Counts the calls in progress. Whoever was let in is let out by `leave`, once."""

    def __init__(self, limits: Limits, time: Callable[[], float]) -> None:
        self._limits = limits
        self.callers = Callers(limits.per_caller, limits.per_caller_window, time)
        self.lines: Counter[str] = Counter()
        self.busy = 0
        self.draining = False

    @property
    def calls(self) -> int:
        """How many are in, those who hear that it is busy included."""
        return self.lines.total() + self.busy

    def enter(self, script: Script, caller: Personal | None) -> Entry:
        """Let a call in, or say why not."""
        if self.draining or self.calls >= self._limits.calls:
            return Entry.FULL
        if not self.callers.may_call(caller):
            return Entry.CALLER_BUSY
        if self.lines[script.line] < script.most_calls:
            self.lines[script.line] += 1
            return Entry.SCRIPT
        if script.busy and self.busy < self._limits.busy_prompts:
            self.busy += 1
            return Entry.BUSY_PROMPT
        return Entry.LINE_BUSY

    def leave(self, script: Script, entry: Entry) -> None:
        """Let a call out."""
        if entry is Entry.BUSY_PROMPT:
            self.busy -= 1
            return
        self.lines[script.line] -= 1
        if not self.lines[script.line]:
            del self.lines[script.line]

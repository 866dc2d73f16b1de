"""What the simulated telephones show, in memory and only when asked for.

The last messages of the last numbers that got one, and of those that somebody looks at: a campaign of a million does
not wipe the screen of a telephone that is being watched.
"""

from collections import OrderedDict, deque

from selfcontact.sms.alphabet import decode
from selfcontact.sms.message import Message
from selfcontact.sms.parts import read_part

NUMBERS = 1_000
MESSAGES = 10
Screens = OrderedDict[bytes, deque[str]]


class Telephones:
    """Every telephone of the simulation; a message in several parts shows once it is whole."""

    def __init__(self) -> None:
        self._shown: Screens = OrderedDict()
        self._watched: Screens = OrderedDict()
        self._parts: dict[tuple[bytes, int, int], dict[int, str]] = {}

    def take(self, message: Message) -> None:
        """Receive one part."""
        part = read_part(message)
        key = (message.destination, part.group, part.total)
        held = self._parts.setdefault(key, {})
        held[part.number] = decode(part.text, message.data_coding)
        if len(held) >= part.total:
            del self._parts[key]
            self._show(message.destination, "".join(held[number] for number in sorted(held)))

    def read(self, number: int) -> list[str]:
        """Return what the telephone of E.164 digits shows, oldest first; from now on it is watched."""
        key = str(number).encode()
        if key not in self._watched:
            _put(self._watched, key, self._taken(key))
        return list(self._watched[key])

    def _show(self, number: bytes, text: str) -> None:
        if number in self._watched:
            self._watched[number].append(text)
            return
        screen = self._taken(number)
        screen.append(text)
        _put(self._shown, number, screen)

    def _taken(self, number: bytes) -> deque[str]:
        return self._shown.pop(number) if number in self._shown else deque(maxlen=MESSAGES)


def _put(screens: Screens, number: bytes, screen: deque[str]) -> None:
    """Keep one more screen as the latest, and forget the oldest beyond the limit."""
    screens[number] = screen
    if len(screens) > NUMBERS:
        screens.popitem(last=False)

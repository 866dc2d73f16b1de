"""What the simulated telephones show, in memory and only when asked for: the last messages of the last numbers."""

from collections import OrderedDict, deque

from selfcontact.sms.alphabet import decode
from selfcontact.sms.message import Message
from selfcontact.sms.parts import read_part

NUMBERS = 1_000
MESSAGES = 10


class Telephones:
    """Every telephone of the simulation; a message in several parts shows once it is whole."""

    def __init__(self) -> None:
        self._shown: OrderedDict[bytes, deque[str]] = OrderedDict()
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
        """Return what the telephone of E.164 digits shows, oldest first."""
        return list(self._shown.get(str(number).encode(), ()))

    def _show(self, number: bytes, text: str) -> None:
        self._shown.setdefault(number, deque(maxlen=MESSAGES)).append(text)
        self._shown.move_to_end(number)
        if len(self._shown) > NUMBERS:
            self._shown.popitem(last=False)

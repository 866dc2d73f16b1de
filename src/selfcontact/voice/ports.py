"""A bounded range of ports: an even one for the audio, the odd one above it for the reports."""

import errno
import random
import socket
from collections import deque
from ipaddress import ip_address
from typing import Final, NamedTuple

#: This process or this machine may open no more sockets: another port would not help.
FULL: Final = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM}


class NoPortError(OSError):
    """Every port of the range is taken, or no socket can be opened for one."""


class Pair(NamedTuple):
    """The two sockets of one call."""

    port: int
    audio: socket.socket
    reports: socket.socket


class Ports:
    """Hands out pairs of bound sockets; one given back waits for as long as it can before it serves again."""

    def __init__(self, host: str, ports: tuple[int, int]) -> None:
        first, last = ports
        self._host = host
        self._family = socket.AF_INET6 if ip_address(host).version == 6 else socket.AF_INET
        free = list(range(first + first % 2, last, 2))
        # A stranger who guesses ports learns nothing from the last call.
        random.SystemRandom().shuffle(free)
        self._free = deque(free)
        self._all = len(free)

    @property
    def used(self) -> int:
        """How many pairs are out."""
        return self._all - len(self._free)

    def take(self) -> Pair:
        """Bind a pair. Raises NoPortError."""
        for _ in range(len(self._free)):
            # It is taken out once it is bound, and not before: whatever is raised, it is not lost.
            if pair := self._bind(self._free[0]):
                self._free.popleft()
                return pair
            self._free.rotate(-1)
        raise NoPortError("no port left")

    def _bind(self, port: int) -> Pair | None:
        sockets: list[socket.socket] = []
        try:
            for offset in range(2):
                sockets.append(socket.socket(self._family, socket.SOCK_DGRAM))
                sockets[offset].setblocking(False)
                sockets[offset].bind((self._host, port + offset))
        except OSError as error:
            for sock in sockets:
                sock.close()
            if error.errno in FULL:
                raise NoPortError("no socket left") from None
            return None
        return Pair(port, *sockets)

    def give_back(self, pair: Pair) -> None:
        """Close a pair."""
        pair.audio.close()
        pair.reports.close()
        self._free.append(pair.port)

"""Somebody's telephone: it calls a line, keeps what it hears, and its owner presses a key twice."""

import asyncio
import re
import secrets
import struct
from asyncio import DatagramProtocol, DatagramTransport
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from selfcontact.demo.sip_words import EVENTS, Words, acceptance, line_tag
from selfcontact.lib.errors import UserError
from selfcontact.voice.g711 import FRAME, Samples, pcm_of_alaw
from selfcontact.voice.rtp import KEYS

HERE: Final = ("127.0.0.1", 0)
HEAD: Final = 12
#: A press lasts for so many packets; its end is told as often as RFC 4733 asks for, lest it be lost.
PRESSED, TOLD = 5, 3
#: Packets between two presses of one key: three tenths of a second.
BETWEEN: Final = 15
PATIENCE: Final = 60.0


class Ear(DatagramProtocol):
    """The sound of one call: what comes is kept, keys go out."""

    def __init__(self) -> None:
        self._packets: dict[int, bytes] = {}
        self._first: int | None = None
        self._enough, self._wanted = asyncio.Event(), 0
        self._transport: DatagramTransport | None = None
        self._sequence = secrets.randbelow(1 << 15)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way out."""
        self._transport = transport  # type: ignore[assignment]

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Keep the sound of a packet, in its place."""
        sequence = int.from_bytes(data[2:4])
        self._first = sequence if self._first is None else self._first
        self._packets[(sequence - self._first) & 0xFFFF] = data[HEAD:]
        if len(self._packets) >= self._wanted:
            self._enough.set()

    async def listen(self, packets: int) -> None:
        """Wait for so many more packets."""
        self._enough.clear()
        self._wanted = len(self._packets) + packets
        await self._enough.wait()

    def heard(self) -> Samples:
        """Return all that was heard."""
        return np.concatenate([pcm_of_alaw(sound) for _, sound in sorted(self._packets.items())])

    def press(self, key: str, to: tuple[str, int]) -> None:
        """Press a key and let it go."""
        at = len(self._packets) * FRAME
        for number in range(1, PRESSED + TOLD):
            over, lasted = number >= PRESSED, min(number, PRESSED) * FRAME
            mark = 0x80 if number == 1 else 0
            head = struct.pack("!BBHII", 0x80, EVENTS | mark, self._sequence & 0xFFFF, at, 1)
            event = struct.pack("!BBH", KEYS.index(key), 0x8A if over else 0x0A, lasted)
            self._sequence += 1
            if self._transport:
                self._transport.sendto(head + event, to)


@dataclass
class Handset(DatagramProtocol):
    """The signalling of one call."""

    words: Words
    answered: "asyncio.Future[str]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    over: asyncio.Event = field(default_factory=asyncio.Event)
    _transport: DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way out."""
        self._transport = transport  # type: ignore[assignment]
        self.words.local = transport.get_extra_info("sockname")[:2]

    def say(self, message: bytes) -> None:
        """Send a message to the line."""
        if self._transport:
            self._transport.sendto(message, self.words.at)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Take the answer to the call, and the line's goodbye."""
        text = data.decode()
        if text.startswith("BYE "):
            self.say(acceptance(text))
            self.over.set()
        elif re.match(r"SIP/2.0 [2-6]", text) and "INVITE" in text and not self.answered.done():
            self.words.tag = line_tag(text)
            self.say(self.words.request("ACK"))
            self.answered.set_result(text)


async def call(words: Words, *, packets: int, key: str) -> Samples:
    """Call, listen to so many packets, press the key twice, stay to the end; return what was heard.

    Raises UserError when the line does not answer, or not to the end.
    """
    loop = asyncio.get_running_loop()
    signalling, handset = await loop.create_datagram_endpoint(lambda: Handset(words), local_addr=HERE)
    sound, ear = await loop.create_datagram_endpoint(Ear, local_addr=HERE)
    try:
        handset.say(words.request("INVITE", offer=sound.get_extra_info("sockname")[1]))
        to = await _answered(handset)
        with suppress(TimeoutError):
            async with asyncio.timeout(packets * 0.02 + PATIENCE):
                await ear.listen(packets)
                ear.press(key, to)
                await ear.listen(BETWEEN)
                ear.press(key, to)
                await handset.over.wait()
                return ear.heard()
        handset.say(words.request("BYE"))
        raise _not_served("the end never came")
    finally:
        signalling.close()
        sound.close()


async def _answered(handset: Handset) -> tuple[str, int]:
    """Return where the line takes the sound of the call, its keys."""
    try:
        text = await asyncio.wait_for(handset.answered, PATIENCE)
    except TimeoutError:
        raise _not_served("no answer") from None
    host, port = re.search(r"\r\nc=IN IP4 (\S+)\r\n", text), re.search(r"\r\nm=audio (\d+) ", text)
    if not host or not port:
        raise _not_served(text.split("\r\n", 1)[0])
    return host[1], int(port[1])


def _not_served(what: str) -> UserError:
    return UserError(
        "line_silent",
        fr=f"La ligne n’a pas servi l’appel : {what}.",
        en=f"The line did not serve the call: {what}.",
        hint="voice.log",
    )

"""baresip as the caller: a softphone that records what it hears, and presses keys by RFC 4733."""

import asyncio
import itertools
import json
import shutil
import subprocess
import wave
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from tests.voice.world import CALLER, LINE_NUMBER, free_port, until

from selfcontact.voice.g711 import Samples

CONFIG = """poll_method epoll
sip_listen 127.0.0.1:0
net_interface 127.0.0.1
rtp_ports 41000-42000
audio_source aufile,{folder}/mute.wav
audio_player aufile,{folder}/nothing.wav
module_path /usr/lib/baresip/modules
module g711.so
module aufile.so
module sndfile.so
snd_path {folder}
module_tmp account.so
module_app menu.so
module ctrl_tcp.so
ctrl_tcp_listen 127.0.0.1:{control}
"""


class Phone:
    """One softphone, driven over its control port."""

    def __init__(
        self, folder: Path, process: subprocess.Popen[bytes], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.events: list[str] = []
        self._folder, self._process, self._reader, self._writer = folder, process, reader, writer
        self._listening = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        """Read netstrings of JSON."""
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while length := await self._reader.readuntil(b":"):
                message = json.loads(await self._reader.readexactly(int(length[:-1])))
                await self._reader.readexactly(1)
                self.events.append(str(message.get("type", "answer")))

    async def command(self, command: str, parameter: str = "") -> None:
        """Give a command and wait until it was taken."""
        before = self.events.count("answer")
        text = json.dumps({"command": command, "params": parameter, "token": "t"}).encode()
        self._writer.write(b"%d:%b," % (len(text), text))
        await self.until(lambda: self.events.count("answer") > before)

    async def call(self, address: str) -> None:
        """Call the line at that address, until it answers."""
        await self.command("dial", f"sip:+{LINE_NUMBER}@{address}")
        await self.until(lambda: "CALL_ESTABLISHED" in self.events)

    async def press(self, key: str) -> None:
        """Press a key for as long as somebody does."""
        await self.command("sndcode", key)
        await asyncio.sleep(0.15)
        await self.command("sndcode", chr(4))

    async def until(self, condition: object) -> None:
        """Wait until a condition holds."""
        await until(condition, lambda: self.events)

    async def heard(self) -> Samples:
        """Switch it off and return what it recorded of the call."""
        await self.off()
        (file,) = self._folder.glob("dump-*-dec.wav")
        with wave.open(str(file)) as recorded:
            return np.frombuffer(recorded.readframes(recorded.getnframes()), np.int16)

    async def off(self) -> None:
        """Switch it off, however often."""
        self._process.terminate()
        await asyncio.to_thread(self._process.wait)
        await self._listening
        self._writer.close()

    def vanish(self) -> None:
        """Die without a word."""
        self._process.kill()


def _furnish(folder: Path, control: int, more: str) -> None:
    (folder / "config").write_text(CONFIG.format(folder=folder, control=control) + more)
    (folder / "accounts").write_text(f"<sip:+{CALLER}@127.0.0.1>;regint=0\n")
    with wave.open(str(folder / "mute.wav"), "wb") as mute:
        mute.setparams((1, 2, 8000, 0, "NONE", ""))
        mute.writeframes(bytes(16000 * 60))


async def _connected(control: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    for attempt in itertools.count():
        try:
            return await asyncio.open_connection("127.0.0.1", control)
        except ConnectionError:
            assert attempt < 500
            await asyncio.sleep(0.02)
    raise AssertionError


@asynccontextmanager
async def phone(more: str = "") -> AsyncIterator[Phone]:
    """Start a softphone, with more lines of configuration."""
    with TemporaryDirectory(prefix="baresip-") as name:
        folder, control = Path(name), free_port()
        _furnish(folder, control, more)
        process = _started(name)
        try:
            softphone = Phone(folder, process, *await _connected(control))
            yield softphone
            await softphone.off()
        finally:
            process.kill()
            await asyncio.to_thread(process.wait)


def _started(folder: str) -> subprocess.Popen[bytes]:
    nothing = subprocess.DEVNULL
    command = [shutil.which("baresip") or "baresip", "-f", folder]
    return subprocess.Popen(command, cwd=folder, stdin=nothing, stdout=nothing, stderr=nothing)

"""The announcement server: SIP over UDP and TCP on one port, audio from a bounded range of ports."""

import asyncio
import contextlib
import logging
import resource
from collections.abc import Callable
from typing import Final

from selfcontact.lib.clock import Clock, SystemClock
from selfcontact.lib.personal import Personal
from selfcontact.voice.media import Studio
from selfcontact.voice.metrics import Snapshot
from selfcontact.voice.number import warm
from selfcontact.voice.objections import Objections, Writer
from selfcontact.voice.pacer import Pacer
from selfcontact.voice.peer import HostPort
from selfcontact.voice.ports import Ports
from selfcontact.voice.script import LineBook
from selfcontact.voice.settings import AGENT, Settings
from selfcontact.voice.switchboard import Ended, Switchboard
from selfcontact.voice.tcp import Connection
from selfcontact.voice.trunk import Trunk
from selfcontact.voice.udp import Datagrams

log = logging.getLogger(__name__)
#: Connections of all trunks together.
MOST_CONNECTIONS: Final = 256
#: Sockets of each call, and some for the house.
FILES_PER_CALL: Final = 2
FILES_OF_THE_HOUSE: Final = 256
#: How many free ports are looked at.
TRIES: Final = 8


class Server:
    """One process of announcements, for one event loop.

    `on_objection` is awaited with the line and the caller's E.164 digits; when it raises or takes too long, it is asked
    again, and the caller is told otherwise if that lasts. `on_ended` gets the line, the seconds of prompts sent and how
    the call ended; it must not wait.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        book: LineBook,
        on_objection: Writer,
        on_ended: Ended,
        clock: Clock | None = None,
    ) -> None:
        self._settings = settings
        self._loop = asyncio.get_running_loop()
        ports = Ports(settings.media_host or settings.host, settings.ports)
        self.studio = Studio(loop=self._loop, ports=ports, pacer=Pacer(self._loop), name=AGENT)
        self.switchboard = Switchboard(
            settings, self.studio, book=book, object=self._object, on_ended=on_ended, clock=clock or SystemClock()
        )
        self._objections = Objections(on_objection, settings, self.switchboard.metrics)
        #: Each with the name of its trunk.
        self._connections: dict[Connection, str] = {}
        self._datagrams: Datagrams | None = None
        self._listener: asyncio.Server | None = None
        self._sweeper: asyncio.TimerHandle | None = None

    @property
    def address(self) -> HostPort:
        """Where it listens."""
        if not self._datagrams:
            raise RuntimeError("not open")
        return self._datagrams.address

    async def open(self) -> None:
        """Listen. Raises OSError when the port is taken."""
        _allow_files(FILES_PER_CALL * self._settings.limits.calls + FILES_OF_THE_HOUSE)
        for trunk in self._settings.trunks:
            warm(trunk)
        # Any port will do when it is 0, but the free one of UDP may be taken in TCP.
        for left in reversed(range(TRIES if self._settings.port == 0 else 1)):
            try:
                await self._listen(self._settings.host)
                break
            except OSError:
                if not left:
                    raise
        self._sweep()

    async def _listen(self, host: str) -> None:
        self._datagrams = Datagrams(self.switchboard.receive)
        await self._datagrams.open(host, self._settings.port)
        try:
            self._listener = await self._loop.create_server(self._connection, host, self.address[1])
        except OSError:
            self._datagrams.close()
            raise

    def _connection(self) -> Connection:
        return Connection(self.switchboard.receive, self._may_connect, self._disconnected)

    def _may_connect(self, connection: Connection, host: str) -> bool:
        trunk = self.switchboard.trunk(host)
        if not trunk or len(self._connections) >= MOST_CONNECTIONS:
            return False
        # An equal share for each, so that one trunk that connects over and over keeps no other out.
        share = max(1, MOST_CONNECTIONS // self.switchboard.trunks)
        if list(self._connections.values()).count(trunk.name) >= share:
            return False
        self._connections[connection] = trunk.name
        return True

    def _disconnected(self, connection: Connection) -> None:
        self._connections.pop(connection, None)

    def _sweep(self) -> None:
        try:
            self.switchboard.sweep()
        except Exception as error:  # noqa: BLE001 (calls that nobody looks at would not end at the silence)
            log.error("voice: the calls could not be looked at: %s", type(error).__name__)  # noqa: TRY400
        finally:
            self._sweeper = self._loop.call_later(self._settings.sweep, self._sweep)

    def _object(self, line: str, caller: Personal, done: Callable[[bool], None]) -> None:
        self._objections.take(line, caller, done)

    def use(self, trunks: tuple[Trunk, ...]) -> None:
        """Serve these trunks from now on; calls in progress end as they began."""
        for trunk in trunks:
            warm(trunk)
        self.switchboard.use(trunks)

    def metrics(self) -> Snapshot:
        """Return the figures of this instant."""
        return self.switchboard.snapshot()

    @property
    def holding(self) -> dict[str, int]:
        """What the server holds at this instant."""
        return self.switchboard.holding | {"objections": len(self._objections), "connections": len(self._connections)}

    async def drain(self, patience: float) -> None:
        """Take no new call, let those in progress end for so many seconds, then close."""
        self.switchboard.gate.draining = True
        until = self._loop.time() + patience
        while self.switchboard.calls and self._loop.time() < until:  # noqa: ASYNC110 (it is done once, at the end)
            await asyncio.sleep(0.05)
        await self.close()

    async def close(self) -> None:
        """Hang up, write the objections that are being written, give everything back."""
        self.switchboard.gate.draining = True
        self.switchboard.hang_up_all()
        await self._objections.finish()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._goodbyes(), 2 * self._settings.timers.t1)
        self._shut()

    async def _goodbyes(self) -> None:
        """Leave the callers' ends a moment to answer our last words."""
        while self.switchboard.requests:  # noqa: ASYNC110 (likewise)
            await asyncio.sleep(0.02)

    def _shut(self) -> None:
        self.switchboard.forget_all()
        self.studio.pacer.stop()
        if self._sweeper:
            self._sweeper.cancel()
        for connection in list(self._connections):
            connection.close()
        if self._listener:
            self._listener.close()
        if self._datagrams:
            self._datagrams.close()


def _allow_files(wanted: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    if most < wanted:
        log.warning("voice: so many calls need %d files, and the system allows %d", wanted, most)

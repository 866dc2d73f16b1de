"""The process that sends: its lines, its heart, and its end."""

import asyncio
import os
import signal
from collections.abc import Sequence

import structlog
from django.conf import settings

from selfcontact.campaigns.sender import ending, identity, recovery
from selfcontact.campaigns.sender.connection import Connection, appending, claiming
from selfcontact.campaigns.sender.office import Office
from selfcontact.campaigns.sender.recorder import Recorder
from selfcontact.campaigns.sender.route import House, Line
from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.clock import Clock, ShiftedClock, of_installation
from selfcontact.lib.errors import UserError
from selfcontact.sms import errors
from selfcontact.sms.session import RouteStoppedError
from selfcontact.subprocessors import actions as subprocessors
from selfcontact.subprocessors.models import Route
from selfcontact.vault import open_vault

HEARTBEAT = 10.0
HOUSEKEEPING = 1.0
#: Seconds without anything to do after which `until_idle` is over.
QUIET = 1.5
log = structlog.get_logger("sender")


def clock() -> Clock:
    """Return the machine's clock, or the shifted one of a rehearsal."""
    return of_installation(settings.CLOCK_START, settings.CLOCK_ANCHOR)


def enabled(references: Sequence[str] | None, *, shifted: bool) -> list[tuple[Route, str]]:
    """Return the enabled routes with their passwords, or those of the given references among them.

    Raises UserError when a shifted clock meets a route that is not simulated.
    """
    routes = Route.objects.filter(enabled=True).select_related("subprocessor").order_by("pk")
    if references is not None:
        routes = routes.filter(reference__in=references)
    for route in routes:
        if shifted and route.kind != Route.Kind.SIMULATED:
            raise UserError(
                "clock_shifted",
                fr=f"Horloge décalée : la route {route.reference} n’est pas simulée, rien n’y part.",
                en=f"Shifted clock: the route {route.reference} is not simulated, nothing leaves through it.",
                hint="SELFCONTACT_CLOCK_START",
            )
    return [(route, subprocessors.password(route)) for route in routes]


class Process:
    """One sender, from `open` to `close`; `routes` are references, None for every enabled route."""

    def __init__(self, routes: Sequence[str] | None = None, *, at: Clock | None = None) -> None:
        self.lines: dict[int, Line] = {}
        self._routes = routes
        self._clock = at or clock()
        self._office = Office()
        self._opening: dict[int, asyncio.Task[None]] = {}
        self._stopping: set[asyncio.Task[None]] = set()
        self._tasks: list[asyncio.Task[None]] = []
        self._closing = asyncio.Event()

    async def open(self) -> None:
        """Take a name, put in order what dead senders left, and open the lines."""
        role = settings.ROLE or None
        self._life: Connection = await claiming(role)
        sender = await identity.begin(self._life)
        self._ink = await appending(role)
        self.recorder = Recorder(self._ink, sender)
        self.house = House(
            sender=sender,
            role=role,
            vault=open_vault(),
            clock=self._clock,
            recorder=self.recorder,
            office=self._office,
        )
        await self._office.do(recovery.recover, sender)
        self._recording = asyncio.create_task(self.recorder.run())
        await self._open_lines()
        self._tasks = [asyncio.create_task(self._keep_house()), asyncio.create_task(self._beat())]
        log.info("sender_started", sender=str(sender), pid=os.getpid())

    async def _open_lines(self) -> None:
        """Open a line for each new route, close those of routes that are no more."""
        shifted = isinstance(self._clock, ShiftedClock)
        found = {route.pk: (route, password) for route, password in await self._office.do(self._enabled, shifted)}
        for number in [number for number in self.lines if number not in found]:
            await self.lines.pop(number).close()
        for number, (route, password) in found.items():
            if number not in self.lines and number not in self._opening:
                self._opening[number] = asyncio.create_task(self._open_line(route, password))

    def _enabled(self, shifted: bool) -> list[tuple[Route, str]]:  # noqa: FBT001 (handed on by position)
        return enabled(self._routes, shifted=shifted)

    async def _open_line(self, route: Route, password: str) -> None:
        line = Line(self.house, route, password, self._stopped)
        try:
            await line.open()
            self.lines[route.pk] = line
        except RouteStoppedError as error:
            self._stopped(route, error.status)
        finally:
            del self._opening[route.pk]

    def _stopped(self, route: Route, status: int) -> None:
        """The carrier will refuse whatever comes: the route is closed until a human opens it again."""
        log.error("route_stopped", route=route.pk, status=errors.name(status))
        task = asyncio.create_task(self._office.do(_disable, route, errors.name(status)))
        self._stopping.add(task)
        task.add_done_callback(self._stopping.discard)

    async def _keep_house(self) -> None:
        turn = 0
        while True:
            await asyncio.sleep(HOUSEKEEPING)
            # A session that broke took our lock along: others take us for dead, so we end.
            await self._life.execute("SELECT 1")
            for ended in await self._office.do(ending.finish_due, list(self.lines), self._clock):
                log.info("campaign_finished", campaign=ended)
            if turn % 3 == 0:
                await self._office.do(recovery.recover, self.house.sender)
                await self._open_lines()
            turn += 1

    async def _beat(self) -> None:
        before = 0
        while True:
            await asyncio.sleep(HEARTBEAT)
            written = self.recorder.written
            log.info("heartbeat", per_second=round((written - before) / HEARTBEAT, 1), lines=self._states())
            before = written

    def _states(self) -> list[dict[str, object]]:
        return [
            {
                "route": number,
                "bound": line.session.bound,
                "in_flight": len(line.flights),
                "receipts": line.receipts.received,
                "parked": line.receipts.parked,
                "withheld": sorted({served.withheld for served in line.roster if served.withheld}),
            }
            for number, line in self.lines.items()
        ]

    async def watch(self) -> None:
        """Return when `stop` is called; raise what broke, if something broke."""
        stopping = asyncio.create_task(self._closing.wait())
        while not self._closing.is_set():
            running = [task for line in self.lines.values() for task in line.tasks]
            watched = [stopping, self._recording, *self._tasks, *running, *self._opening.values()]
            for task in watched:
                if task.done() and task.exception():
                    stopping.cancel()
                    task.result()
            alive = [task for task in watched if not task.done()]
            await asyncio.wait(alive, timeout=HOUSEKEEPING, return_when=asyncio.FIRST_COMPLETED)

    async def idle(self) -> None:
        """Return once nothing has moved for a while and nothing could leave now."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(HOUSEKEEPING / 4)
            still = all(line.idle and loop.time() - line.active_at > QUIET for line in self.lines.values())
            if still and not self._opening:
                return

    def stop(self) -> None:
        """Ask for the end."""
        self._closing.set()

    async def close(self) -> None:
        """Let what is in flight land, store it, and leave nothing claimed."""
        self._closing.set()
        for task in [*self._tasks, *self._opening.values()]:
            task.cancel()
        for line in self.lines.values():
            await line.close()
        await self.recorder.finish()
        await asyncio.gather(self._recording, *self._tasks, *self._stopping, return_exceptions=True)
        await self._office.do(ending.finish_due, list(self.lines), self._clock)
        await self._ink.close()
        await self._life.close()
        # Our lock has fallen: what never got an answer is written down as any other sender would.
        await self._office.do(recovery.recover)
        self._office.close()


def _disable(route: Route, status: str) -> None:
    subprocessors.disable_route(actor=SYSTEM, route=route, grounds=status)


async def main(routes: Sequence[str] | None, *, until_idle: bool) -> None:
    """Send until a signal comes, or until there is nothing more to send."""
    process = Process(routes)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, process.stop)
    await process.open()
    idle = asyncio.create_task(process.idle()) if until_idle else None
    if idle:
        idle.add_done_callback(lambda _: process.stop())
    try:
        await process.watch()
    finally:
        await process.close()

"""Everything that happens on one route: slices out, answers, receipts and replies in."""

import asyncio
import ssl
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import UTC
from uuid import UUID

import structlog
from django.conf import settings

from selfcontact.campaigns.sender import replies
from selfcontact.campaigns.sender.aside import Aside
from selfcontact.campaigns.sender.claim import groups
from selfcontact.campaigns.sender.connection import Connection, appending, claiming
from selfcontact.campaigns.sender.flights import Flights
from selfcontact.campaigns.sender.handover import Desk, Handover, NothingError, Target, TooLongError, WithheldError
from selfcontact.campaigns.sender.office import Office
from selfcontact.campaigns.sender.presence import Presence, Word
from selfcontact.campaigns.sender.receipts import Receipts
from selfcontact.campaigns.sender.recent import Recent
from selfcontact.campaigns.sender.recheck import Recheck
from selfcontact.campaigns.sender.recorder import Recorder
from selfcontact.campaigns.sender.roster import BLINK, REST, Roster, Served
from selfcontact.lib.clock import Clock
from selfcontact.lib.errors import UserError
from selfcontact.sms import route as sms
from selfcontact.sms.gateway import Receipt, Reply
from selfcontact.sms.session import Session, SessionError
from selfcontact.subprocessors.models import Route
from selfcontact.vault import Vault

#: Slices in the making at the same time: while one waits for the disk, the other is on the wire.
LOOPS = 2
#: Segments of a slice at most; a crash leaves no more than LOOPS times as many unknown, besides what is in flight.
SLICE = 200
REFRESH = 1.0
IDLE = 0.05
#: Seconds in which answers may still come at the end.
FAREWELL = 10.0
log = structlog.get_logger("sender")


def way(route: Route, password: str) -> sms.Route:
    """Return how the session reaches the carrier of a route."""
    tls = ssl.create_default_context(cafile=route.ca_file or None) if route.tls else None
    return sms.Route(
        host=route.host,
        port=route.port,
        system_id=route.system_id,
        password=password,
        mode="pair" if route.bind == Route.Bind.PAIR else "transceiver",
        tls=tls,
        window=route.window,
        rate=float(route.segments_per_second),
        zone=UTC,
    )


@dataclass(frozen=True, kw_only=True)
class House:
    """What all routes of a sender share."""

    sender: UUID
    role: str | None
    vault: Vault
    clock: Clock
    recorder: Recorder
    office: Office


class Line:
    """One route of one sender, from `open` to `close`."""

    def __init__(self, house: House, route: Route, password: str, stopped: Callable[[Route, int], None]) -> None:
        self.route = route
        self.roster = Roster()
        self.active_at = 0.0
        self._house = house
        self._stopped = stopped
        self._recent = Recent()
        self.flights = Flights(house.recorder, self._recent, self._stop)
        self._way = way(route, password)
        self._closing = asyncio.Event()
        self._clear = asyncio.Event()
        self._clear.set()
        self._confirmations: asyncio.Queue[list[replies.Confirmation]] = asyncio.Queue()
        self._serving: list[asyncio.Task[None]] = []
        self._tasks: list[asyncio.Task[None]] = []
        self._connections: list[Connection] = []

    async def open(self) -> None:
        """Bind, however long the carrier takes to answer, and start to serve. Raises RouteStoppedError."""
        house = self._house
        self._recheck = Recheck(await self._connection(), self.flights, house.clock)
        self.receipts = Receipts(
            conn=await self._connection(durable=False),
            route_id=self.route.pk,
            recorder=house.recorder,
            recent=self._recent,
            vault=house.vault,
            clock=house.clock,
            sender=house.sender,
        )
        self._control = await self._connection()
        self._presence = Presence(conn=self._control, sender=house.sender, route_id=self.route.pk)
        claims = [await self._connection() for _ in range(LOOPS)]
        self.session = await self._bound()
        self.aside = Aside(
            session=self.session,
            flights=self.flights,
            office=house.office,
            clock=house.clock,
            route_id=self.route.pk,
            stop_code=self.route.stop_code,
        )
        self.active_at = asyncio.get_running_loop().time()
        await self.refresh()
        self._serving = [asyncio.create_task(self._serve(conn)) for conn in claims]
        self._tasks = [asyncio.create_task(task) for task in self._others()]

    async def _bound(self) -> Session:
        pause = 1.0
        while True:
            session = Session(self._way, self.flights.take, recheck=self._recheck, clock=self._house.clock)
            try:
                await session.open()
            except ConnectionError:
                log.warning("carrier_unreachable", route=self.route.pk, again_in=pause)
                await asyncio.sleep(pause)
                pause = min(2 * pause, 30.0)
            else:
                return session

    def _others(self) -> list[Coroutine[None, None, None]]:
        return [
            self._listen(),
            self._refresh_always(),
            self._sweep_always(),
            self._test_always(),
            self._codes_always(),
            self._confirm_always(),
        ]

    async def _connection(self, *, durable: bool = True) -> Connection:
        conn = await (claiming if durable else appending)(self._house.role)
        self._connections.append(conn)
        return conn

    @property
    def tasks(self) -> list[asyncio.Task[None]]:
        """Return what must not end before `close`."""
        return [*self._serving, *self._tasks]

    def _stop(self, status: int) -> None:
        """The carrier refuses everything: nothing more is claimed for this route."""
        if not self._closing.is_set():
            self._closing.set()
            self._stopped(self.route, status)

    async def _serve(self, conn: Connection) -> None:
        """Hand over slices, one after the other, until the route closes."""
        desk = Desk(
            session=self.session,
            flights=self.flights,
            recorder=self._house.recorder,
            vault=self._house.vault,
            clock=self._house.clock,
            sender=self._house.sender,
            udh=self.route.concatenation == Route.Concatenation.UDH,
        )
        handover, loop = Handover(conn, desk), asyncio.get_running_loop()
        while not self._closing.is_set():
            turn = self.roster.next(loop.time())
            if turn is None:
                await asyncio.sleep(IDLE)
                continue
            served, group = turn
            room = self._room(served)
            try:
                await self._credit(room)
            except SessionError:
                if self.session.stopped:
                    self._stop(self.session.stopped.status)
                return
            target = Target(
                mandate_id=served.mandate_id,
                campaign_id=served.campaign_id,
                group=group,
                messages=room // served.segments,
                room=room,
            )
            await self._hand_over(handover, served, target)

    async def _credit(self, room: int) -> None:
        """Wait for room to send, then until no STOP waits: what comes now is checked after it."""
        await self._house.recorder.room()
        await self.session.credit(room)
        await self._clear.wait()

    def _room(self, served: Served) -> int:
        """Return the segments of the next slice: half the window, a quarter of a second, and one message at least."""
        comfortable = min(self._way.window // 2, int((self._way.rate or SLICE * 4) / 4), SLICE)
        return min(max(1, comfortable, served.segments), self._way.window)

    async def _hand_over(self, handover: Handover, served: Served, target: Target) -> None:
        now = asyncio.get_running_loop().time()
        if self._closing.is_set():
            self.session.release(target.room)
            return
        try:
            await handover.slice(target)
        except NothingError as error:
            served.rest(target.group, now, seconds=BLINK if error.elsewhere else REST)
        except WithheldError as error:
            served.rest(target.group, now, error.rule)
        except TooLongError as error:
            self._longer(served, target, error.longest, now)
        except UserError as error:
            served.rest_all(now, error.code)
        else:
            served.withheld = ""
            self.active_at = now

    def _longer(self, served: Served, target: Target, longest: int, now: float) -> None:
        """A text was longer than any before: count with it from now on; wider than the window, it cannot leave."""
        if longest > self._way.window or longest <= served.segments:
            served.rest(target.group, now, "window")
        served.segments = min(max(served.segments, longest), self._way.window)

    async def _listen(self) -> None:
        """Take receipts and replies as they come; a reply is stored before the carrier gets its answer."""
        loop = asyncio.get_running_loop()
        while batch := await self.session.receive():
            self.active_at = loop.time()
            answers = [item for item in batch if isinstance(item, Reply)]
            if answers:
                self._clear.clear()
            self.receipts.take((item for item in batch if isinstance(item, Receipt)), loop.time())
            if answers:
                confirmations = await self._house.office.urgent(
                    replies.store, self.route.pk, answers, self._house.clock
                )
                self._clear.set()
                self.session.stored()
                if confirmations and settings.STOP_CONFIRMATION:
                    self._confirmations.put_nowait(confirmations)
            await self._house.recorder.room()

    async def _confirm_always(self) -> None:
        while True:
            await self.aside.confirm(await self._confirmations.get())

    async def _refresh_always(self) -> None:
        while not self._closing.is_set():
            await self.refresh()
            await asyncio.sleep(REFRESH)

    async def refresh(self) -> None:
        """Read which campaigns of this route run, say that it was read, and how the route is."""
        orders = await self._presence.orders()
        running = [order for order in orders if order.running]
        self.roster.keep(order.campaign_id for order in running)
        for order in running:
            if not self.roster.known(order.campaign_id):
                found = await groups(self._control, order.mandate_id, order.campaign_id)
                self.roster.add(Served(mandate_id=order.mandate_id, campaign_id=order.campaign_id, groups=found))
        await self._presence.follow(orders, self.flights.by_campaign())
        await self._presence.say(self._word())

    def _word(self) -> Word:
        return Word(
            clock_at=self._house.clock.now(),
            bound=self.session.bound,
            binds=self.session.binds,
            in_flight=len(self.flights),
            withheld=sorted({served.withheld for served in self.roster if served.withheld}),
        )

    async def _sweep_always(self) -> None:
        loop, round_ = asyncio.get_running_loop(), 0
        while True:
            await asyncio.sleep(REFRESH / 2)
            await self.receipts.sweep(loop.time())
            if round_ % 20 == 0:
                await self.receipts.unpark()
            round_ += 1

    async def _test_always(self) -> None:
        while not self._closing.is_set():
            await self.aside.test()
            await asyncio.sleep(REFRESH)

    async def _codes_always(self) -> None:
        while not self._closing.is_set():
            await self.aside.codes()
            await asyncio.sleep(REFRESH)

    @property
    def idle(self) -> bool:
        """Return whether nothing is on its way and nothing could leave now."""
        resting = self.roster.next(asyncio.get_running_loop().time()) is None
        return resting and not len(self.flights) and not len(self.receipts) and self._confirmations.empty()

    async def close(self) -> None:
        """Claim nothing more, wait ten seconds for answers, store what came, unbind."""
        self._closing.set()
        self._clear.set()
        try:
            async with asyncio.timeout(FAREWELL):
                await self.session.close()
        except TimeoutError:
            log.warning("answers_missing", route=self.route.pk, messages=len(self.flights))
        listening, *others = self._tasks
        for task in others:
            task.cancel()
        await asyncio.gather(*self._serving, listening, *others, return_exceptions=True)
        await self._house.recorder.flush()
        await self.receipts.sweep(float("inf"))
        await self._presence.leave()
        for conn in self._connections:
            await conn.close()

"""The process that answers: the engine, and once a second what the database says and is told."""

import asyncio
import json
import os
import signal
from pathlib import Path
from uuid import UUID, uuid4

import structlog
from django.conf import settings

from selfcontact.campaigns.sender.office import Office
from selfcontact.lib.clock import Clock, of_installation
from selfcontact.lib.errors import UserError
from selfcontact.lib.personal import Personal
from selfcontact.lines.answering import counting, objecting, presence, ways_in
from selfcontact.lines.answering.shelf import Book, Reader, Slot
from selfcontact.voice.flow import Exit
from selfcontact.voice.metrics import LineFigures
from selfcontact.voice.server import Server
from selfcontact.voice.settings import Limits, Settings
from selfcontact.voice.trunk import Trunk as Way

#: What is published or stopped is followed within two of these.
BEAT = 0.7
PATIENCE = 30.0
#: How often the log tells what was refused, dropped and late.
TOLD_EVERY = 60.0
log = structlog.get_logger("voice")


def clock() -> Clock:
    """Return the machine's clock, or the shifted one of a rehearsal."""
    return of_installation(settings.CLOCK_START, settings.CLOCK_ANCHOR)


def configured(port: int | None = None) -> Settings:
    """Return what the installation's settings say; raises UserError for addresses that carriers cannot be told."""
    try:
        return Settings(
            host=settings.VOICE_HOST,
            port=settings.VOICE_PORT if port is None else port,
            media_host=settings.VOICE_MEDIA_HOST or None,
            shown_host=settings.VOICE_SHOWN_HOST or None,
            ports=settings.VOICE_MEDIA_PORTS,
            limits=Limits(calls=settings.VOICE_CALLS),
        )
    except ValueError as error:
        raise UserError(
            "voice_address",
            fr="L’adresse de la voix n’est pas comprise, ou ne peut pas être donnée aux opérateurs.",
            en="The address of the voice is not understood, or cannot be told to operators.",
            hint="SELFCONTACT_VOICE_HOST, SELFCONTACT_VOICE_SHOWN_HOST",
        ) from error


class Process:
    """One answering process, from `open` to `close`."""

    def __init__(self, how: Settings, *, at: Clock | None = None) -> None:
        self._clock = at or clock()
        self._how = how
        self._office = Office()
        self._reader = Reader()
        self._tally = counting.Tally()
        self._ways: tuple[Way, ...] = ()
        self._known: dict[str, Slot] = {}
        self.book = Book(self._clock)
        self.uid: UUID = uuid4()
        self.closing = asyncio.Event()
        self._over = False
        self._tell_at = 0.0

    async def open(self) -> None:
        """Read what answers, then listen. Raises UserError when the port is taken."""
        await self._look()
        self.server = Server(
            self._how, book=self.book, on_objection=self._object, on_ended=self._ended, clock=self._clock
        )
        try:
            await self.server.open()
        except OSError as error:
            raise _taken(self._how) from error
        self.server.use(self._ways)
        self._beating = asyncio.create_task(self._beat())
        log.info("voice_started", process=str(self.uid), pid=os.getpid(), lines=len(self.book.shelf.by_line))

    async def _look(self) -> None:
        now = self._clock.now()
        self.book.shelf = await self._office.do(self._reader.read, now)
        # Of a line that was just stopped calls may still be in progress: they end as its own.
        self._known.update(self.book.shelf.by_line)
        self._ways = await self._office.do(ways_in.read, now.date())

    async def _beat(self) -> None:
        """Follow what is published, stopped and opened; write what was counted. A fault is told, and tried again."""
        loop = asyncio.get_running_loop()
        while not self._over:
            due = loop.time() + BEAT
            self._tell_in_time(loop.time())
            try:
                before = self._ways
                await self._look()
                if self._ways != before:
                    self.server.use(self._ways)
                await self._write()
            except Exception:
                log.exception("voice_beat_failed")
            await asyncio.sleep(max(0.05, due - loop.time()))

    def _tell_in_time(self, now: float) -> None:
        if now >= self._tell_at:
            self._tell_at = now + TOLD_EVERY
            self._tell()

    def _tell(self) -> None:
        """Log what was refused, dropped and late since the start: how often and for what reason, never whose it was."""
        told = self.server.metrics()
        log.info(
            "voice_counts",
            process=str(self.uid),
            concurrent=told.concurrent,
            refused=told.refused,
            dropped=told.dropped,
            stalls=told.stalls,
        )

    async def _write(self) -> None:
        taken = self._tally.take()
        try:
            await self._office.do(counting.write, taken)
        except Exception:
            self._tally.give_back(taken)
            raise
        await self._office.do(presence.say, self.uid, self._figures())

    def _figures(self) -> dict[int, presence.Said]:
        told = self.server.metrics().lines
        return {slot.line_id: _said(told.get(uid)) for uid, slot in self.book.shelf.by_line.items()}

    async def _object(self, line: str, caller: Personal) -> None:
        await self._office.urgent(objecting.write, caller, self._known[line].candidate_id, self._clock.now())

    def _ended(self, line: str, seconds: float, how: Exit) -> None:
        policy = self.book.shelf.policy
        self._tally.add(self._known[line].line_id, seconds, str(how), self._clock.now(), policy)

    async def close(self) -> None:
        """Take no new call, let those in progress end as the rules have it, write what was counted."""
        await self.server.drain(PATIENCE)
        self._over = True
        self._tell()
        await self._beating
        await self._office.do(counting.write, self._tally.take())
        await self._office.do(presence.leave, self.uid)
        self._office.close()


def _said(told: LineFigures | None) -> presence.Said:
    if told is None:
        return presence.Said()
    return presence.Said(
        concurrent=told.concurrent,
        calls=told.calls,
        late_permille=round(told.late * 1000),
        worst_ms=round(told.gap_p999 * 1000),
    )


def _taken(how: Settings) -> UserError:
    return UserError(
        "voice_port",
        fr=f"Le port {how.port} de {how.host} est déjà pris.",
        en=f"The port {how.port} of {how.host} is taken already.",
        hint="SELFCONTACT_VOICE_PORT",
    )


def _announce(file: Path, host: str, port: int) -> None:
    file.write_text(json.dumps({"host": host, "port": port}), encoding="utf-8")


async def main(how: Settings, announce: Path | None) -> None:
    """Answer until a signal comes."""
    process = Process(how)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, process.closing.set)
    await process.open()
    if announce:
        _announce(announce, *process.server.address)
    await process.closing.wait()
    await process.close()

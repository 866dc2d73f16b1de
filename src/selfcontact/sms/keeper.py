"""Keeps one bound link to a carrier: connect, bind, watch, and again after a pause that grows."""

import asyncio
import logging
from collections.abc import Callable
from random import Random

from selfcontact.sms import errors
from selfcontact.sms.bind import Bind, write_bind
from selfcontact.sms.link import Link, Owner, settled
from selfcontact.sms.pdu import UNBIND
from selfcontact.sms.route import Route

log = logging.getLogger(__name__)


class BindRefusedError(Exception):
    """The carrier refused the bind; carries its status."""

    def __init__(self, status: int) -> None:
        super().__init__(f"bind refused: {errors.name(status)}")
        self.status = status


class Backoff:
    """Pauses that double up to a limit, each cut by up to half so that clients do not march in step."""

    def __init__(self, first: float, longest: float, random: Random) -> None:
        self._first = first
        self._longest = longest
        self._random = random
        self._next = first

    def pause(self) -> float:
        """Return the seconds to wait before the next try."""
        length = self._next
        self._next = min(length * 2, self._longest)
        return length * (0.5 + self._random.random() / 2)

    def reset(self) -> None:
        """A try succeeded."""
        self._next = self._first


class Keeper:
    """One role (a bind command) of one session; `link` is the bound link, or None."""

    def __init__(self, route: Route, command: int, owner: Owner, random: Random) -> None:
        self.link: Link | None = None
        self.last_error: Exception | None = None
        self._route = route
        self._command = command
        self._owner = owner
        self._backoff = Backoff(route.backoff_first, route.backoff_longest, random)

    async def run(self, closing: asyncio.Event, bound: Callable[[Link], None]) -> None:
        """Hold a link until `closing`. Raises BindRefusedError when another try would be refused as well."""
        while not closing.is_set():
            try:
                link = await self._bind()
            except (OSError, BindRefusedError) as error:
                self._judge(error)
            else:
                self._backoff.reset()
                self.link, self.last_error = link, None
                bound(link)
                await link.watch(self._route.enquire_every, self._route.response_timeout)
                self.link = None
            if not closing.is_set():
                await settled(closing, self._backoff.pause())

    def _judge(self, error: Exception) -> None:
        self.last_error = error
        log.warning("carrier link failed: %s", type(error).__name__ if isinstance(error, OSError) else error)
        if isinstance(error, BindRefusedError) and not errors.bind_may_be_tried_again(error.status):
            raise error

    async def _bind(self) -> Link:
        route = self._route
        async with asyncio.timeout(route.connect_timeout):
            _, link = await asyncio.get_running_loop().create_connection(
                lambda: Link(self._owner), route.host, route.port, ssl=route.tls, server_hostname=self._server_name()
            )
        try:
            bind = Bind(route.system_id, route.password, route.system_type)
            answer = await link.ask(self._command, write_bind(bind), route.response_timeout)
        except BaseException:
            link.drop()
            raise
        if answer.status:
            link.drop()
            raise BindRefusedError(answer.status)
        if not link.alive:
            raise ConnectionError("the link was lost as soon as it was bound")
        return link

    def _server_name(self) -> str | None:
        return (self._route.server_name or self._route.host) if self._route.tls else None

    async def leave(self, wait: float) -> None:
        """Unbind and close, politely while `wait` lasts."""
        link = self.link
        if not link:
            return
        try:
            await link.ask(UNBIND, b"", wait)
        except (OSError, TimeoutError):
            log.info("carrier did not answer unbind")
        link.drop()
        await link.gone.wait()

"""Starting a simulated carrier, in this loop or as a process of its own."""

import asyncio
import contextlib
import signal
from collections.abc import Callable

from selfcontact.sms.carrier.server import Carrier
from selfcontact.sms.carrier.settings import CarrierSettings


async def serve(settings: CarrierSettings) -> Carrier:
    """Start a simulated carrier in this loop; it listens when this returns, on `port`. Raises OSError."""
    carrier = Carrier(settings)
    await carrier.start()
    return carrier


def run(settings: CarrierSettings, *, ready: Callable[[Carrier], None] | None = None) -> None:
    """Serve until SIGINT or SIGTERM; `ready` is called once the port is open."""
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve_until_stopped(settings, ready))


async def _serve_until_stopped(settings: CarrierSettings, ready: Callable[[Carrier], None] | None) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    carrier = await serve(settings)
    if ready:
        ready(carrier)
    await stop.wait()
    await carrier.close()

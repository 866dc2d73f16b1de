"""Where a worker process begins: its surroundings are set before the heavy libraries are loaded."""

import os
import signal
from multiprocessing.connection import Connection

from selfcontact.intake.loading.shared import Memory, Turn


def main(
    number: int, inbox: Connection, outbox: Connection, turns: tuple[Turn, ...], memories: tuple[Memory, ...]
) -> None:
    """Run worker `number` until its parent has no more chunks, or is gone."""
    # One thread each: there are as many workers as the load is meant to use cores.
    os.environ["POLARS_MAX_THREADS"] = "1"
    # Ctrl-C reaches the whole group: the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from selfcontact.intake.loading.worker import serve

    serve(number, inbox, outbox, turns, memories)

"""A voice process: `worker.py PORT FIRST LAST [T1]`; says when it listens, and on SIGUSR1 what it holds."""

import asyncio
import ctypes
import gc
import json
import resource
import signal
import sys
from pathlib import Path

from tests.voice.world import QUICK, House, house

from selfcontact.voice.settings import Timers


def possessions(home: House) -> dict[str, object]:
    """Return what is held, open files, tasks, and the resident size in KiB once what is free was given back."""
    home.ended.clear()
    home.objections.clear()
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return {
        "held": sum(home.server.holding.values()),
        "tasks": len(asyncio.all_tasks()),
        "files": len(list(Path("/proc/self/fd").iterdir())),
        "kib": pages * resource.getpagesize() // 1024,
    }


def say(text: str) -> None:
    """Tell the test."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


async def main(port: int, first: int, last: int, t1: float = 0.0) -> None:
    """Answer until killed."""
    timers = Timers(t1=t1, t2=4 * t1, t4=2 * t1) if t1 else QUICK
    async with house(port=port, ports=(first, last), timers=timers) as home:
        tell = lambda: say(json.dumps(possessions(home)))  # noqa: E731
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, tell)
        say("listening")
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*map(int, sys.argv[1:4]), *map(float, sys.argv[4:])))

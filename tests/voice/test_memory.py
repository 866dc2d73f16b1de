"""The memory of the process, as its machine counts it: waves of calls of every kind leave it where it was."""

import asyncio
import json
import os
import signal
import subprocess
from typing import Any

from tests.voice.carrier import Carrier, carrier
from tests.voice.test_edge import worker
from tests.voice.world import free_port, until

#: Calls of a wave, a quarter of each kind: fewer than the line takes at a time.
WAVE = 96
#: A call takes 10 KiB while it is up: were one in ten kept, ten waves would weigh more.
MOST_KIB = 600


async def asked(process: "subprocess.Popen[str]") -> dict[str, Any]:
    """Return what the process holds."""
    assert process.stdout
    os.kill(process.pid, signal.SIGUSR1)
    line = await asyncio.to_thread(process.stdout.readline)
    return dict(json.loads(line))


async def emptied(process: "subprocess.Popen[str]") -> dict[str, Any]:
    """Return what the process holds when it holds no call any more."""
    found = await asked(process)
    for _ in range(200):
        if not found["held"]:
            break
        await asyncio.sleep(0.1)
        found = await asked(process)
    assert found["held"] == 0, found
    return found


async def wave(end: Carrier) -> None:
    """Call: some hang up, some object, some cancel too late, some are refused."""
    answered = len(end.up)
    made = end.call(WAVE * 3 // 4, 9000)
    refused = len(end.refused)
    end.call(WAVE // 4, 9000, called="33199009999")
    await until(lambda: len(end.up) == answered + len(made), lambda: (len(end.up), len(end.refused)))
    for number, caller in enumerate(made):
        if number % 3 == 1:
            caller.press("9")
            caller.press("9")
        if number % 3 == 2:
            caller.say("CANCEL", new=False, sequence=1)
        caller.bye()
    await until(lambda: len(end.refused) == refused + WAVE // 4, lambda: len(end.refused))


def test_more_waves_of_calls_leave_the_process_as_large_as_the_first_ones_did() -> None:
    async def calls(process: "subprocess.Popen[str]", port: int) -> None:
        async with carrier(("127.0.0.1", port)) as end:
            for _ in range(3):
                await wave(end)
                before = await emptied(process)
            for _ in range(10):
                await wave(end)
                after = await emptied(process)
            assert (after["files"], after["tasks"]) == (before["files"], before["tasks"])
            assert after["kib"] - before["kib"] < MOST_KIB, (before, after)

    port = free_port()
    with worker(port, 30000, "0.02") as process:
        asyncio.run(asyncio.wait_for(calls(process, port), 240))

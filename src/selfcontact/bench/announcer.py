"""The voice server alone in a process, for a measure: `python -m selfcontact.bench.announcer CALLS`."""

import asyncio
import json
import sys
from datetime import datetime

import numpy as np

from selfcontact.bench.telephones import LINE
from selfcontact.lib.personal import Personal
from selfcontact.voice.flow import Exit
from selfcontact.voice.prompt import Prompt
from selfcontact.voice.script import Part, Script
from selfcontact.voice.server import Server
from selfcontact.voice.settings import Limits, Settings
from selfcontact.voice.trunk import Trunk


class _Book:
    def __init__(self, script: Script) -> None:
        self._script = script

    def find(self, number: str, trunk: str) -> Script | None:
        del trunk
        return self._script if number == LINE else None


def _script(calls: int) -> Script:
    """A line that speaks for minutes: nobody reaches the end of the message during a measure."""
    noise = np.random.default_rng(1).normal(0, 3000, 8000 * 300).astype(np.int16)
    prompts = dict.fromkeys(Part, Prompt.of_pcm(noise))
    return Script(line="bench", parts={"fr": prompts}, silent=_never_silent, most_calls=calls)


def _never_silent(instant: datetime) -> bool:
    return False


async def _never(line: str, caller: Personal) -> None:
    """Nobody objects in a measure."""


def _ended(line: str, seconds: float, outcome: Exit) -> None:
    """Nobody counts in a measure."""


async def main(calls: int) -> None:
    """Answer until the standard input ends."""
    settings = Settings(
        port=0,
        ports=(20000, 20000 + 2 * calls + 100),
        trunks=(Trunk(name="loopback", networks=("127.0.0.1/32",)),),
        limits=Limits(calls=calls, per_caller=calls),
        longest_call=280.0,
    )
    server = Server(settings, book=_Book(_script(calls)), on_objection=_never, on_ended=_ended)
    await server.open()
    sys.stdout.write(json.dumps(server.address) + "\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)
    await server.close()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))

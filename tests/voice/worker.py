"""A voice process of its own, for tests that kill one: `python worker.py PORT FIRST LAST`; says when it listens."""

import asyncio
import sys

from tests.voice.world import house


async def main(port: int, first: int, last: int) -> None:
    """Answer until killed."""
    async with house(port=port, ports=(first, last)):
        sys.stdout.write("listening\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*map(int, sys.argv[1:4])))

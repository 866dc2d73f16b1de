"""From a frozen audience to the carrier, and back: claims, checks, marks, hands over, records, recovers."""

import asyncio
from collections.abc import Sequence


def run(routes: Sequence[str] | None = None, *, until_idle: bool = False) -> None:
    """Send on the given routes (references), or on every enabled one, until SIGTERM or until nothing more can leave.

    Raises UserError; any other exception means that the process has to be started again.
    """
    from selfcontact.campaigns.sender.process import main

    asyncio.run(main(routes, until_idle=until_idle))

"""Commands to a simulated carrier in another process: JSON lines over a unix socket.

{"do": "stats"} {"do": "journal"} {"do": "doubles"} {"do": "reply", "number": "...", "to": "...", "text": "..."}
{"do": "order", "what": "throttle", "count": 3} {"do": "disconnect"} {"do": "hold"} {"do": "release"}
{"do": "release_receipts"} {"do": "enquire"} {"do": "deaf", "on": true} {"do": "read", "number": "..."}
Each line is answered by one line, `{"ok": true, ...}` or `{"ok": false, "error": "..."}`.
"""

import asyncio
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selfcontact.sms.carrier.server import Carrier

Command = Mapping[str, str | int | bool]


class Control:
    """The control socket of one carrier."""

    def __init__(self, carrier: "Carrier", path: Path) -> None:
        self._carrier = carrier
        self._path = path
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()

    async def start(self) -> None:
        """Listen."""
        self._path.unlink(missing_ok=True)
        self._server = await asyncio.start_unix_server(self._serve, self._path)

    async def close(self) -> None:
        """Stop listening and leave no socket behind."""
        if self._server:
            self._server.close()
        for writer in self._writers:
            writer.close()
        self._path.unlink(missing_ok=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            while line := await reader.readline():
                writer.write(json.dumps(self.obey(line)).encode() + b"\n")
                await writer.drain()
        except ConnectionError:
            pass
        finally:
            self._writers.discard(writer)
            writer.close()

    def obey(self, line: bytes) -> dict[str, object]:
        """Carry out one command line and return the answer."""
        try:
            command: Command = json.loads(line)
            return {"ok": True, **(_COMMANDS[str(command["do"])](self._carrier, command) or {})}
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            # The class only: the line may hold a number.
            return {"ok": False, "error": type(error).__name__}


def _journal(carrier: "Carrier", _command: Command) -> dict[str, object]:
    return {"entries": [entry.plain() for entry in carrier.journal.entries] if carrier.journal else []}


def _doubles(carrier: "Carrier", _command: Command) -> dict[str, object]:
    return {"doubles": carrier.journal.doubles() if carrier.journal else []}


def _read(carrier: "Carrier", command: Command) -> dict[str, object]:
    return {"texts": carrier.telephones.read(int(command["number"])) if carrier.telephones else []}


def _reply(carrier: "Carrier", command: Command) -> None:
    carrier.inject_reply(int(command["number"]), str(command["to"]), str(command["text"]))


def _order(carrier: "Carrier", command: Command) -> None:
    carrier.orders.give(str(command["what"]), int(command.get("count", 1)))


def _deaf(carrier: "Carrier", command: Command) -> None:
    carrier.deaf = bool(command["on"])


_COMMANDS: dict[str, Callable[["Carrier", Command], dict[str, object] | None]] = {
    "stats": lambda carrier, _: dict(carrier.counts()),
    "journal": _journal,
    "doubles": _doubles,
    "read": _read,
    "reply": _reply,
    "order": _order,
    "deaf": _deaf,
    "disconnect": lambda carrier, _: carrier.disconnect_all(),
    "hold": lambda carrier, _: carrier.hold_responses(),
    "release": lambda carrier, _: carrier.release_responses(),
    "release_receipts": lambda carrier, _: carrier.release_receipts(),
    "enquire": lambda carrier, _: carrier.enquire_all(),
}

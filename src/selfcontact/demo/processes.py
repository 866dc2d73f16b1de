"""The carrier and the sender of a rehearsal, as the processes that they are in life."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from selfcontact.lib.errors import UserError

PATIENCE = 120


@contextmanager
def process(*arguments: str, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run one of our commands beside this one, its log in a file; stopped in order at the end."""
    with log.open("ab") as stream:
        command = [sys.executable, "-m", "selfcontact", *arguments]
        child = subprocess.Popen(command, stdout=stream, stderr=stream, start_new_session=True)
        try:
            yield child
        finally:
            _end(child)


@contextmanager
def site(place: Path) -> Iterator[str]:
    """Run the public site and the worker behind it, and give the site's address once it answers; raises UserError."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ("web", "public", "--bind", f"127.0.0.1:{port}", "--workers", "1")
    with process("worker", log=place / "worker.log"), process(*words, log=place / "public.log") as child:
        _answers(child, port, place / "public.log")
        yield f"http://127.0.0.1:{port}"


def _answers(child: subprocess.Popen[bytes], port: int, log: Path) -> None:
    for _ in range(PATIENCE * 10):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        try:
            child.wait(0.1)
        except subprocess.TimeoutExpired:
            continue
        break
    raise UserError(
        "site_down",
        fr=f"Le site public ne démarre pas : voir {log}.",
        en=f"The public site does not start: see {log}.",
    )


def _end(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


@contextmanager
def carrier(place: Path, arguments: Sequence[str] = ()) -> Iterator[int]:
    """Run a simulated carrier and give its port once it listens; raises UserError when it does not come up."""
    announce, log = place / "carrier.json", place / "carrier.log"
    announce.unlink(missing_ok=True)
    with process("carrier", "--port", "0", "--announce", str(announce), *arguments, log=log) as child:
        yield _port(child, announce, log)


def _port(child: subprocess.Popen[bytes], announce: Path, log: Path) -> int:
    for _ in range(PATIENCE * 10):
        if announce.exists() and (said := announce.read_text(encoding="utf-8")):
            return int(json.loads(said)["port"])
        try:
            child.wait(0.1)
        except subprocess.TimeoutExpired:
            continue
        break
    raise UserError(
        "carrier_down",
        fr=f"L’opérateur simulé ne démarre pas : voir {log}.",
        en=f"The simulated carrier does not start: see {log}.",
    )

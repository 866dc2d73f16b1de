"""The carrier, the sender and the voice of a rehearsal, as the processes that they are in life."""

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
    with _announced("carrier", place, arguments) as said:
        if said is None:
            raise UserError(
                "carrier_down",
                fr=f"L’opérateur simulé ne démarre pas : voir {place / 'carrier.log'}.",
                en=f"The simulated carrier does not start: see {place / 'carrier.log'}.",
            )
        yield int(said["port"])


@contextmanager
def voice(place: Path) -> Iterator[tuple[str, int]]:
    """Run what answers the lines and give its address once it listens; raises UserError when it does not come up."""
    with _announced("voice", place, ()) as said:
        if said is None:
            raise UserError(
                "voice_down",
                fr=f"Ce qui répond aux appels ne démarre pas : voir {place / 'voice.log'}.",
                en=f"What answers calls does not start: see {place / 'voice.log'}.",
            )
        yield said["host"], int(said["port"])


@contextmanager
def _announced(name: str, place: Path, arguments: Sequence[str]) -> Iterator[dict[str, str] | None]:
    """Run a command on a free port and give what it announces; nothing when it does not come up."""
    announce = place / f"{name}.json"
    announce.unlink(missing_ok=True)
    words = (name, "--port", "0", "--announce", str(announce), *arguments)
    with process(*words, log=place / f"{name}.log") as child:
        yield _said(child, announce)


def _said(child: subprocess.Popen[bytes], announce: Path) -> dict[str, str] | None:
    for _ in range(PATIENCE * 10):
        if announce.exists() and (said := announce.read_text(encoding="utf-8")):
            return dict(json.loads(said))
        try:
            child.wait(0.1)
        except subprocess.TimeoutExpired:
            continue
        break
    return None

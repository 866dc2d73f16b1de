"""The three faces, the worker, the sender and a simulated carrier, as the processes that they are in life."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from urllib.error import URLError

from django.conf import settings

#: A Tuesday on which every territory is inside its sending hours, five weeks before the ballot.
START = "2027-03-09T14:30:00+01:00"
PATIENCE = 90.0


@dataclass(frozen=True, kw_only=True)
class House:
    """A running installation; `environment` is what its processes, and whoever joins them, live in."""

    place: Path
    database: str
    console: str
    portal: str
    public: str
    carrier: int
    environment: Mapping[str, str]

    def command(self, *arguments: str) -> dict[str, object]:
        """Run one of our commands and return what it says in JSON."""
        said = subprocess.run(
            [sys.executable, "-m", "selfcontact", *arguments, "--json"],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, **self.environment},
        ).stdout
        found: dict[str, object] = json.loads(said.splitlines()[-1])
        return found


def eventually(question: Callable[[], object], what: str = "", patience: float = PATIENCE) -> None:
    """Ask until the answer is true; fail when it never is."""
    deadline = time.monotonic() + patience
    pause = 0.05
    while not question():
        if time.monotonic() > deadline:
            raise AssertionError(what or "it never came true")
        time.sleep(pause)
        pause = min(pause * 1.5, 0.5)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/health/", timeout=2) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


@contextmanager
def child(log: Path, environment: Mapping[str, str], *arguments: str) -> Iterator[None]:
    """Run one of our long processes; its log is in a file, for whoever looks for the cause or for a number."""
    with log.open("ab") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "selfcontact", *arguments],
            stdout=stream,
            stderr=stream,
            env={**os.environ, **environment},
            start_new_session=True,
        )
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


@contextmanager
def opened(
    database: str,
    place: Path,
    *,
    sending: bool = True,
    carrier: Sequence[str] = (),
    more: Mapping[str, str] = MappingProxyType({}),
    faces: Sequence[str] = ("console", "portal", "public"),
) -> Iterator[House]:
    """Open a house over a migrated database and a home with a vault; closed with everything at the end.

    `carrier` are further options of the simulated one, `more` further settings, `faces` those that open.
    """
    console, portal, public = free_port(), free_port(), free_port()
    environment = {
        "DATABASE_URL": database,
        "SELFCONTACT_HOME": str(place),
        # The test's own, so that it can give accounts a second factor.
        "SELFCONTACT_SECRET_KEY": settings.SECRET_KEY,
        "SELFCONTACT_CLOCK_START": START,
        "SELFCONTACT_CLOCK_ANCHOR": datetime.now(UTC).isoformat(),
        "SELFCONTACT_CONSOLE_URL": f"http://localhost:{console}",
        "SELFCONTACT_PORTAL_URL": f"http://localhost:{portal}",
        "SELFCONTACT_PUBLIC_URL": f"http://localhost:{public}",
        "SELFCONTACT_COMPANY_ADDRESS": "1 rue de l’Exemple, 00000 Nulle-Part",
        **more,
    }
    logs = place / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        port = stack.enter_context(_carrier(logs, environment, carrier)) if sending else 0
        doors = {"console": console, "portal": portal, "public": public}
        for name, door in ((face, doors[face]) for face in faces):
            words = ("web", name, "--bind", f"127.0.0.1:{door}", "--workers", "1")
            stack.enter_context(child(logs / f"{name}.log", environment, *words))
        stack.enter_context(child(logs / "worker.log", environment, "worker"))
        if sending:
            stack.enter_context(child(logs / "sender.log", environment, "sender"))
        house = House(
            place=place,
            database=database,
            console=f"http://localhost:{console}",
            portal=f"http://localhost:{portal}",
            public=f"http://localhost:{public}",
            carrier=port,
            environment=environment,
        )
        for url in (f"http://localhost:{doors[face]}" for face in faces):
            eventually(lambda url=url: answers(url), f"{url} never answered")  # type: ignore[misc]
        yield house


@contextmanager
def _carrier(logs: Path, environment: Mapping[str, str], options: Sequence[str]) -> Iterator[int]:
    announce = logs / "carrier.json"
    with child(logs / "carrier.log", environment, "carrier", "--port", "0", "--announce", str(announce), *options):
        eventually(lambda: announce.exists() and announce.read_text(), "the carrier never listened")
        yield int(json.loads(announce.read_text())["port"])

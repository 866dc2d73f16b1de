"""Two processes behind Kamailio: calls are spread, and when one is killed the other serves every new call."""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from tests.sms.ends import certified
from tests.voice import baresip, sipp
from tests.voice.world import ear, expected, free_port, until

from selfcontact.demo.hearing import likeness
from selfcontact.voice.edge import Edge, Tls, files
from selfcontact.voice.script import Part

ROOT = Path(__file__).parents[2]


@contextmanager
def worker(port: int, first: int, *more: str) -> Iterator[subprocess.Popen[str]]:
    """Start a voice process."""
    command = [sys.executable, "-m", "tests.voice.worker", str(port), str(first), str(first + 400), *more]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        assert process.stdout.readline() == "listening\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def kamailio() -> str:
    """Return the command; Debian has it where only root looks."""
    return shutil.which("kamailio", path=os.environ["PATH"] + ":/usr/sbin") or "kamailio"


def write(edge: Edge, folder: Path) -> Path:
    """Write the configuration and have Kamailio itself judge it."""
    for name, text in files(edge, folder).items():
        (folder / name).write_text(text)
    command = [kamailio(), "-c", "-f", str(folder / "kamailio.cfg"), "-Y", str(folder)]
    judged = subprocess.run(command, check=False, capture_output=True, text=True)
    assert judged.returncode == 0, judged.stderr
    return folder / "kamailio.cfg"


@contextmanager
def running(edge: Edge, folder: Path) -> Iterator[None]:
    """Start Kamailio with the configuration."""
    command = [kamailio(), "-DD", "-E", "-f", str(write(edge, folder)), "-Y", str(folder), "-P", str(folder / "pid")]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


def accepts(port: int) -> bool:
    """Tell whether something takes connections there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def answered(phone_port: int) -> list[str]:
    """Return the beginning of a call."""
    return [sipp.invite(phone_port), sipp.receive(100, optional=True), sipp.receive(200), sipp.send("ACK", 1)]


def hanging_up() -> list[str]:
    """Return the end of a call by the caller."""
    return [sipp.pause(200), sipp.send("BYE", 2), sipp.receive(200)]


def test_a_killed_process_loses_its_calls_and_no_new_one(tmp_path: Path) -> None:
    workers, port = (free_port(), free_port()), free_port()
    edge = Edge(
        listen=("127.0.0.1", port),
        workers=tuple(("127.0.0.1", one) for one in workers),
        networks=("127.0.0.1/32",),
        children=2,
    )

    async def calls() -> None:
        async with ear() as phone, ear() as last:
            whole = await sipp.run_at(f"127.0.0.1:{port}", [*answered(phone.port), sipp.await_bye()])
            assert whole.code == 0, whole.output
            assert likeness(phone.heard(), expected(Part.GREETING, Part.MESSAGE)) > 0.99
            short = [*answered(phone.port), *hanging_up()]
            before = await sipp.run_at(f"127.0.0.1:{port}", short, calls=10)
            assert before.code == 0, before.output
            up = asyncio.create_task(
                sipp.run_at(f"127.0.0.1:{port}", [*answered(last.port), sipp.pause(2500)], calls=6)
            )
            # Every call of these is heard, those of the one that is killed too.
            await until(lambda: len(last.sources) == 6)
            doomed.kill()
            after = await sipp.run_at(f"127.0.0.1:{port}", short, calls=20)
            assert after.code == 0, after.output
            await up

    with ExitStack() as stack:
        doomed = stack.enter_context(worker(workers[0], 46000))
        stack.enter_context(worker(workers[1], 47000))
        stack.enter_context(running(edge, tmp_path))
        asyncio.run(asyncio.wait_for(calls(), 120))


def test_a_call_over_tls_is_served_by_a_process_and_heard_to_its_end(tmp_path: Path) -> None:
    made, behind, plain, sealed = certified(tmp_path), free_port(), free_port(), free_port(socket.SOCK_STREAM)
    tls = Tls(certificate=made.certificate, key=made.key, port=sealed)
    edge = Edge(
        listen=("127.0.0.1", plain), workers=(("127.0.0.1", behind),), networks=("127.0.0.1/32",), tls=tls, children=2
    )

    both = tmp_path / "telephone.pem"
    both.write_bytes(made.key.read_bytes() + made.certificate.read_bytes())

    async def call() -> None:
        # The edge calls the telephone back to hang up: that end has a certificate, too.
        async with baresip.phone(f"sip_certificate {both}\nsip_cafile {made.certificate}\n") as phone:
            await until(lambda: accepts(sealed))
            await phone.call(f"127.0.0.1:{sealed};transport=tls")
            await phone.until(lambda: "CALL_CLOSED" in phone.events)
            heard = await phone.heard()
            assert likeness(heard, expected(Part.GREETING, Part.MESSAGE, Part.NOTICE, Part.MENU)) > 0.99
            assert likeness(heard, expected(Part.GOODBYE)) > 0.99

    with worker(behind, 46000), running(edge, tmp_path):
        asyncio.run(asyncio.wait_for(call(), 120))


@pytest.mark.parametrize("host", ["192.0.2.10", "2001:db8::10"])
def test_the_configuration_names_whom_it_lets_in_and_the_workers(host: str) -> None:
    tls = Tls(certificate=Path("/etc/voice/cert.pem"), key=Path("/etc/voice/key.pem"))
    edge = Edge(listen=(host, 5060), workers=((host, 5080),), networks=("198.51.100.0/24", "2001:db8::/64"), tls=tls)
    written = files(edge, Path("/etc/voice"))
    assert written["address.list"] == "1 198.51.100.0 24 0 trunk\n1 2001:db8:: 64 0 trunk\n"
    address = f"[{host}]" if ":" in host else host
    assert written["dispatcher.list"] == f"1 sip:{address}:5080\n"
    assert f"listen=tls:{address}:5061" in written["kamailio.cfg"]
    assert "private_key = /etc/voice/key.pem" in written["tls.cfg"]

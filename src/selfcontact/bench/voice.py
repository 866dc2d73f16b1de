"""Calls paced on one core, against baresip at a load that it can hold, in the same run."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
import wave
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

import numpy as np
import psutil

from selfcontact.bench.telephones import LINE, Telephones
from selfcontact.lib.errors import UserError

#: baresip 1.0 takes 255 calls at most, whatever it is told.
PEER_CALLS: Final = 100
BARESIP: Final = """poll_method epoll
sip_listen 127.0.0.1:{port}
net_interface 127.0.0.1
call_max_calls 250
rtp_ports 30000-32000
audio_source aufile,{folder}/speech.wav
module_path /usr/lib/baresip/modules
module g711.so
module aufile.so
module_tmp account.so
module_app menu.so
"""
Figures = dict[str, float | int]


def measure(*, calls: int, seconds: float) -> dict[str, object]:
    """Return CPU, memory and pacing of both, and how many times ours is baresip's processor time per packet.

    Per packet and not per call: on a busy machine the one that sends less would seem the better.
    """
    with ExitStack() as stack:
        process, address = stack.enter_context(_announcer(calls))
        ours = asyncio.run(_measured(process, address, calls, seconds))
    theirs = None
    if shutil.which("baresip"):
        with _baresip() as (process, address):
            theirs = asyncio.run(_measured(process, address, min(calls, PEER_CALLS), seconds))
    return {"selfcontact": ours, "baresip": theirs, "ratio_of_processor_time_per_packet": _ratio(ours, theirs)}


def _ratio(ours: Figures, theirs: Figures | None) -> float | None:
    """Return how many times ours theirs is; a measure too short for the kernel to count its time tells nothing."""
    cost = ours["cpu_us_per_packet"]
    return round(theirs["cpu_us_per_packet"] / cost, 1) if theirs and cost else None


async def _measured(process: psutil.Process, address: tuple[str, int], calls: int, seconds: float) -> Figures:
    telephones = Telephones(*address, calls)
    await asyncio.get_running_loop().create_datagram_endpoint(lambda: telephones, local_addr=("127.0.0.1", 0))
    empty = process.memory_info().rss
    await telephones.call()
    if not telephones.tags:
        raise UserError("bench_unanswered", fr="Aucun appel n’a abouti.", en="No call was answered.")
    before = sum(process.cpu_times()[:2])
    await telephones.listen(seconds)
    spent, full = sum(process.cpu_times()[:2]) - before, process.memory_info().rss
    await telephones.hang_up()
    return _figures(telephones, spent, full - empty, seconds)


def _figures(telephones: Telephones, spent: float, memory: int, seconds: float) -> Figures:
    gaps, answered = telephones.gaps, len(telephones.tags)
    return {
        "calls": answered,
        "refused": telephones.refused,
        "packets": gaps.counts.total(),
        "packets_expected": round(answered * seconds * 50),
        "gap_p50_ms": gaps.percentile(0.5),
        "gap_p999_ms": gaps.percentile(0.999),
        "gap_max_ms": max(gaps.counts, default=0),
        "late_share": round(gaps.beyond(40), 6),
        "cpu_share_of_a_core": round(spent / seconds, 3),
        "cpu_us_per_packet": round(1e6 * spent / max(1, gaps.counts.total()), 2),
        "kib_per_call": round(memory / 1024 / answered, 1),
    }


@contextmanager
def _announcer(calls: int) -> Iterator[tuple[psutil.Process, tuple[str, int]]]:
    """The server, alone on one core where there are two."""
    command = [sys.executable, "-m", "selfcontact.bench.announcer", str(calls)]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, preexec_fn=_pin(0))  # noqa: PLW1509 (one call to the kernel)
    try:
        assert child.stdout  # noqa: S101 (a pipe was asked for)
        host, port = json.loads(child.stdout.readline())
        yield psutil.Process(child.pid), (host, port)
    finally:
        child.communicate()


@contextmanager
def _baresip() -> Iterator[tuple[psutil.Process, tuple[str, int]]]:
    with tempfile.TemporaryDirectory(prefix="scv-") as name:
        port = 30900
        Path(name, "config").write_text(BARESIP.format(folder=name, port=port), encoding="ascii")
        account = f"<sip:+{LINE}@127.0.0.1>;regint=0;answermode=auto\n"
        Path(name, "accounts").write_text(account, encoding="ascii")
        _speech(Path(name, "speech.wav"))
        nothing = subprocess.DEVNULL
        command = [shutil.which("baresip") or "baresip", "-f", name]
        child = subprocess.Popen(command, stdin=nothing, stdout=subprocess.PIPE, stderr=nothing, preexec_fn=_pin(0))  # noqa: PLW1509 (one call to the kernel)
        try:
            _until_ready(child)
            yield psutil.Process(child.pid), ("127.0.0.1", port)
        finally:
            child.kill()
            child.communicate()


def _until_ready(child: subprocess.Popen[bytes]) -> None:
    for line in child.stdout or ():
        if b"is ready" in line:
            return


def _speech(file: Path) -> None:
    with wave.open(str(file), "wb") as speech:
        speech.setparams((1, 2, 8000, 0, "NONE", ""))
        speech.writeframes(np.random.default_rng(1).normal(0, 3000, 8000 * 120).astype(np.int16).tobytes())


def _pin(core: int) -> Callable[[], None]:
    def pin() -> None:
        os.sched_setaffinity(0, {sorted(os.sched_getaffinity(0))[core]})

    return pin

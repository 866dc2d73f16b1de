"""Somebody calls the demo's line, hears it and objects; what the demo says of it is what happened."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.voice.world import CALLER, LINE_NUMBER, House, expected, house, samples

from selfcontact.database.server import Server
from selfcontact.demo import handset
from selfcontact.demo.calling import Told
from selfcontact.demo.hearing import likeness
from selfcontact.demo.sip_words import Words
from selfcontact.lib.errors import UserError
from selfcontact.voice.flow import Exit
from selfcontact.voice.g711 import FRAME, Samples
from selfcontact.voice.script import Part

WHOLE = (Part.GREETING, Part.MESSAGE, Part.NOTICE)
TOLD = Told(
    number="01 99 00 12 34",
    seconds_heard=30.0,
    likeness=0.9999,
    likeness_of_confirmation=0.9999,
    oppositions_before=4,
    oppositions_after=5,
    counted_as_objected=1,
    left_out_by_next_campaign=True,
    texts_since=0,
)


async def called(home: House, line: str = LINE_NUMBER) -> Samples:
    words = Words(line=line, caller=CALLER, call_id="test", at=home.server.address)
    return await handset.call(words, packets=expected(*WHOLE).size // FRAME, key="9")


def test_the_telephone_hears_the_whole_line_and_its_key_twice_is_an_objection() -> None:
    async def call() -> None:
        async with house() as home:
            heard = await called(home)
            await home.until_empty()
            assert likeness(heard, expected(*WHOLE)) > 0.99
            assert likeness(heard, expected(Part.OBJECTED)) > 0.99
            assert home.objections == [("line-1", CALLER)]
            assert [outcome for _, _, outcome in home.ended] == [Exit.OBJECTED]

    asyncio.run(asyncio.wait_for(call(), 60))


def test_a_number_that_nobody_answers_is_told_as_such() -> None:
    async def call() -> None:
        async with house(book={}) as home:
            await called(home)

    with pytest.raises(UserError, match="404") as refusal:
        asyncio.run(asyncio.wait_for(call(), 60))
    assert CALLER not in str(refusal.value)


def test_another_recording_or_one_with_a_hole_is_not_alike() -> None:
    wanted = expected(*WHOLE)
    cut = np.concatenate([wanted[:8000], np.zeros(FRAME, np.int16), wanted[8000:]])
    assert likeness(wanted, wanted) > 0.9999
    assert likeness(cut, wanted) < 0.9
    assert likeness(expected(*WHOLE, language="en"), wanted) < 0.9
    assert likeness(samples(Part.GREETING), wanted) == 0.0


def test_a_call_is_served_only_when_all_of_it_came_true() -> None:
    assert TOLD.served
    for wrong in (
        {"likeness": 0.98},
        {"likeness_of_confirmation": 0.5},
        {"oppositions_after": 4},
        {"oppositions_after": 6},
        {"counted_as_objected": 0},
        {"left_out_by_next_campaign": False},
        {"texts_since": 1},
    ):
        assert not replace(TOLD, **wrong).served, wrong


@pytest.fixture(name="elsewhere")
def _elsewhere() -> Iterator[dict[str, str]]:
    # Where the user of the embedded server may go: pytest's own directories are closed to others.
    place = Path(tempfile.mkdtemp(prefix="sct-", dir="/tmp"))
    place.chmod(0o711)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_URL")}
    yield environment | {"SELFCONTACT_HOME": str(place), "SELFCONTACT_VOICE_HOST": "192.0.2.10"}
    Server(place / "demo").stop()
    shutil.rmtree(place)


def demo(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "selfcontact", "demo", "--rows", "600", "--json"]
    return subprocess.run(command, check=False, capture_output=True, text=True, env=environment)


@pytest.mark.timeout(900)
def test_the_demo_ends_with_a_call_heard_and_one_more_opposition_that_the_next_campaign_respects(
    elsewhere: dict[str, str],
) -> None:
    done = demo(elsewhere)
    assert done.returncode == 0, done.stderr
    facts = json.loads(done.stdout)
    call = facts["call"]
    assert facts["proved"] is True
    assert call["served"] is True
    assert call["likeness"] > 0.99
    assert call["oppositions_after"] == call["oppositions_before"] + 1
    assert list(facts["campaigns"]) == ["premiere", "seconde", "troisieme"]
    assert facts["campaigns"]["troisieme"]["opposed"] >= 1
    assert facts["search"]["numbers_found"] == 0

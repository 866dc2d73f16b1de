"""The simulated carrier, as others see it: an outside client, another process, a reader of its journal."""

import asyncio
import json
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import smpplib.client
import smpplib.consts
from tests.sms.ends import KEY, SimulatedEnd
from tests.sms.world import FIRST, World, message

from selfcontact.sms.carrier import BANNER, Carrier, CarrierSettings, serve
from selfcontact.sms.carrier.settings import MIXED
from selfcontact.sms.gateway import State

AT_ONCE = CarrierSettings(password="right", receipt_delay=(0, 0), journal_key=KEY)


def play(settings: CarrierSettings, case: Callable[[SimulatedEnd], Awaitable[None]]) -> None:
    """Run a case against a simulator with these settings."""

    async def whole() -> None:
        end = SimulatedEnd(await serve(settings))
        try:
            await case(end)
        finally:
            await end.close()

    asyncio.run(whole())


def states_of(settings: CarrierSettings, messages: int) -> dict[int, State]:
    """Return the final state that each reference got."""
    states: dict[int, State] = {}

    async def case(end: SimulatedEnd) -> None:
        async with World(end) as world:
            await world.send([message(reference) for reference in range(messages)])
            await world.until(lambda: len(world.receipts) == messages and len(world.accepted) == messages)
            states.update({world.accepted[each.carrier_id].reference: each.state for each in world.receipts})

    play(settings, case)
    return states


def test_the_same_seed_gives_the_same_fates_and_another_seed_others() -> None:
    mixed = replace(AT_ONCE, outcomes=MIXED)
    first, again, other = (states_of(replace(mixed, seed=seed), 400) for seed in (7, 7, 8))
    assert first == again != other
    assert set(Counter(first.values())) >= {State.DELIVERED, State.FAILED_UNDELIVERABLE, State.FAILED_EXPIRED}
    assert 0.85 < Counter(first.values())[State.DELIVERED] / 400 < 0.99


def test_a_message_that_outlives_its_validity_expires() -> None:
    async def case(end: SimulatedEnd) -> None:
        async with World(end) as world:
            await world.send([message(1, validity=timedelta(seconds=1)), message(2, validity=None)])
            await world.until(lambda: len(world.receipts) == 1)
            assert world.receipts[0].state is State.FAILED_EXPIRED
            assert world.accepted[world.receipts[0].carrier_id].reference == 1

    play(replace(AT_ONCE, receipt_delay=(3600, 3600)), case)


def test_what_is_asked_about_a_message_on_its_way_is_not_final() -> None:
    async def case(end: SimulatedEnd) -> None:
        async with World(end) as world:
            await world.send([message(1)])
            await world.until(lambda: len(world.accepted) == 1)
            (carrier_id,) = world.accepted
            answer = await world.session.query(carrier_id)
            assert answer
            assert (answer.state, answer.final) == (State.ENROUTE, False)
            assert await world.session.query("nobody's") is None

    play(replace(AT_ONCE, receipt_delay=(3600, 3600)), case)


def test_people_answer_the_texts_they_were_given() -> None:
    async def case(end: SimulatedEnd) -> None:
        async with World(end) as world:
            await world.send([message(reference) for reference in range(1, 101)])
            await world.until(lambda: len(world.replies) == 100)
            assert {each.text.reveal() for each in world.replies} == {"STOP", "Arrêtez ça", "Merci 🙂"}

    texts = ("STOP", "Arrêtez ça", "Merci 🙂")
    play(replace(AT_ONCE, reply_rate=1.0, replies=texts, reply_delay=(0, 0)), case)


def test_trouble_by_rates_still_gives_each_part_one_outcome_and_no_double() -> None:
    async def case(end: SimulatedEnd) -> None:
        async with World(end, recheck=_everyone, retries=50, response_timeout=0.3) as world:
            await world.send([message(reference) for reference in range(300)])
            await world.until(lambda: len({each.reference for each in world.outcomes}) == 300)
            assert len(world.accepted) + len(world.rejected) + len(world.unanswered) == 300
            assert end.carrier.journal
            assert end.carrier.journal.doubles() == []
            assert world.rejected
            assert world.unanswered

    trouble = replace(AT_ONCE, throttle_rate=0.05, unanswered_rate=0.02, refuse_rate=0.05, disconnect_every=70)
    play(replace(trouble, duplicate_rate=0.1, early_rate=0.1, enroute_rate=0.1, latency=0.001), case)


async def _everyone(references: object) -> Any:
    return references


def test_the_journal_shows_a_double_and_no_number(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"

    async def case(end: SimulatedEnd) -> None:
        async with World(end) as world:
            await world.send([message(1), message(1), message(2)])
            await end.tell("reply", number=str(FIRST + 1), to="CANDIDAT", text="STOP")
            await world.until(lambda: len(world.receipts) == 3)
            await world.until_carrier("replies_answered", 1)
        assert (await end.tell("doubles"))["doubles"] == [(end.digest(FIRST + 1), 1)]

    play(replace(AT_ONCE, journal_file=path), case)
    kinds = [json.loads(line)["kind"] for line in path.read_text().splitlines()]
    assert Counter(kinds) == {"submit": 3, "reply": 1, "reply_answered": 1}
    assert str(FIRST + 1) not in path.read_text()


def test_what_a_client_has_not_answered_is_delivered_again() -> None:
    async def case(end: SimulatedEnd) -> None:
        async with World(end, consume=False) as world:
            await end.tell("reply", number=str(FIRST), to="CANDIDAT", text="STOP")
            await world.session.receive()
            # The session falls before the reply is stored.
        async with World(end) as later:
            await later.until(lambda: len(later.replies) == 1)

    play(AT_ONCE, case)


def test_it_says_loudly_what_it_is(caplog: pytest.LogCaptureFixture) -> None:
    async def case(end: SimulatedEnd) -> None:
        assert end.port

    play(AT_ONCE, case)
    assert BANNER in caplog.text


def test_a_process_of_its_own_announces_its_port_and_obeys_its_socket(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from selfcontact.sms.carrier import CarrierSettings, run; "
        "folder = Path(sys.argv[1]); "
        "run(CarrierSettings(announce=folder / 'place', control=folder / 'control', journal_key=b'k'), "
        "ready=lambda carrier: print('ready', flush=True))"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        place = json.loads((tmp_path / "place").read_text())
        assert place["pid"] == process.pid
        answers = asyncio.run(_talk(tmp_path / "control", [b'{"do": "stats"}', b'{"do": "reply"}', b"[1]"]))
        assert [answer["ok"] for answer in answers] == [True, False, False]
        process.terminate()
        assert process.wait(timeout=20) == 0
    assert not (tmp_path / "control").exists()


async def _talk(path: Path, lines: list[bytes]) -> list[dict[str, Any]]:
    reader, writer = await asyncio.open_unix_connection(path)
    answers = []
    for line in lines:
        writer.write(line + b"\n")
        answers.append(json.loads(await reader.readline()))
    writer.close()
    await writer.wait_closed()
    return answers


class Outsider:
    """python-smpplib as a client."""

    def __init__(self, port: int) -> None:
        self.ids: list[str] = []
        self.receipts: list[bytes] = []
        self.client = smpplib.client.Client("127.0.0.1", port, timeout=20, allow_unknown_opt_params=True)
        self.client.set_message_sent_handler(lambda pdu: self.ids.append(pdu.message_id.decode()))
        self.client.set_message_received_handler(self._receive)

    def _receive(self, pdu: Any) -> None:
        self.receipts.append(pdu.short_message)

    def send_one(self) -> None:
        """Bind, send one message, wait for its answer and its receipt, unbind."""
        self.client.connect()
        self.client.bind_transceiver(system_id="outsider", password="right")
        self.client.send_message(
            source_addr_ton=smpplib.consts.SMPP_TON_ALNUM,
            source_addr="CANDIDAT",
            dest_addr_ton=smpplib.consts.SMPP_TON_INTL,
            destination_addr=str(FIRST),
            short_message=b"Bonjour",
            registered_delivery=True,
        )
        while not (self.ids and self.receipts):
            self.client.read_once()
        self.client.unbind()
        self.client.disconnect()


def test_a_client_of_another_hand_binds_sends_and_gets_its_receipt() -> None:
    started: list[Outsider] = []

    async def case(end: SimulatedEnd) -> None:
        outsider = Outsider(end.port)
        started.append(outsider)
        await asyncio.to_thread(outsider.send_one)
        carrier: Carrier = end.carrier
        assert carrier.stats.accepted == 1

    play(AT_ONCE, case)
    (outsider,) = started
    assert f"id:{outsider.ids[0]} ".encode() in outsider.receipts[0]
    assert b"stat:DELIVRD" in outsider.receipts[0]
    assert threading.active_count() >= 1

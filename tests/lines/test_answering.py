"""The process that answers, as it is in life: what it reads, what it writes, and how soon it follows."""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import numpy as np
import psycopg
import pytest
from tests.lines.world import DAY, NOON, NUMBER, STAFF, Studio
from tests.policies import world as policy
from tests.voice import sipp
from tests.voice.world import CALLER, ear
from tests.web.house import eventually
from typer.testing import CliRunner

from selfcontact.cli.voice import voice as command
from selfcontact.demo.hearing import likeness
from selfcontact.lines import actions, figures, standing
from selfcontact.lines.answering import counting, presence
from selfcontact.lines.answering.shelf import Book, Reader, Shelf
from selfcontact.lines.models import Heard, Language, Line, Part, Prompt, VoicePresence
from selfcontact.opposition.actions import listed
from selfcontact.voice import script
from selfcontact.voice.g711 import Samples, pcm_of_alaw

CALLED = str(NUMBER)
TRUNK = "loop"


class At:
    """A clock that is set by hand."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def set(self, now: datetime) -> None:
        self._now = now


@contextmanager
def answering(database: str, place: Path) -> Iterator[Any]:
    """Run `selfcontact voice`, at noon of the tests; give its address as the telephones take it."""
    announce, log = place / "voice.json", place / "voice.log"
    environment = {
        **os.environ,
        "DATABASE_URL": database,
        "SELFCONTACT_CLOCK_START": NOON.isoformat(),
        "SELFCONTACT_CLOCK_ANCHOR": datetime.now(UTC).isoformat(),
        "SELFCONTACT_VOICE_MEDIA_FIRST": "41000",
        "SELFCONTACT_VOICE_MEDIA_LAST": "42000",
    }
    with log.open("ab") as stream:
        child = subprocess.Popen(
            [sys.executable, "-m", "selfcontact", "voice", "--port", "0", "--announce", str(announce)],
            stdout=stream,
            stderr=stream,
            env=environment,
        )
        try:
            eventually(lambda: announce.exists() and announce.read_text(), log.read_text())
            told = json.loads(announce.read_text())
            yield SimpleNamespace(address=f"{told['host']}:{told['port']}", pid=child.pid, log=log)
        finally:
            child.send_signal(signal.SIGTERM)
            assert child.wait(40) == 0, log.read_text()


def published(studio: Studio, terms: actions.Terms | None = None) -> Line:
    line = studio.line(terms=terms)
    for language in line.languages:
        studio.record(line, language=Language(language))
    studio.approve(line)
    actions.publish(actor=STAFF, line=line, at=NOON)
    return line


def sound(part: Part, line: Line | None = None) -> Samples:
    found = Prompt.objects.get(line=line, part=part, language="fr", retired_at=None)
    return pcm_of_alaw(bytes(found.alaw))


async def heard(voice: Any, *steps: str) -> tuple[sipp.Sipp, Samples]:
    """Call the line, do these steps, and return what was heard."""
    async with ear() as phone:
        head = [sipp.invite(phone.port, called=CALLED), sipp.receive(200), sipp.send("ACK", 1, called=CALLED)]
        run = await sipp.run(voice, [*head, *steps])
        return run, phone.heard()


def done(call: Coroutine[None, None, tuple[sipp.Sipp, Samples]]) -> Samples:
    run, sounds = asyncio.run(asyncio.wait_for(call, 120))
    assert run.code == 0, run.output
    return sounds


def refused(voice: Any, code: int) -> bool:
    """Tell whether a call is refused so."""
    steps = [sipp.invite(9000, called=CALLED), sipp.receive(code), sipp.send("ACK", 1, called=CALLED)]
    return asyncio.run(sipp.run(voice, steps)).code == 0


def test_a_call_hears_the_line_and_objects_and_leaves_a_count_and_an_opposition_but_no_trace_of_a_caller(
    database: str, studio: Studio, tmp_path: Path, owner: "psycopg.Connection[tuple[object, ...]]"
) -> None:
    line = published(studio)
    whole = np.concatenate([sound(Part.GREETING, line), sound(Part.MESSAGE, line), sound(Part.NOTICE)])
    with answering(database, tmp_path) as voice:
        seconds = int(len(whole) / 8) + 200
        heard_first = done(
            heard(
                voice,
                sipp.pause(seconds),
                sipp.info("9", 2),
                sipp.pause(300),
                sipp.info("9", 3),
                sipp.await_bye(),
            )
        )
        assert likeness(heard_first, whole) > 0.99
        assert listed(number=int(CALLER)) == ["opposition"]
        eventually(lambda: Heard.objects.count() == 1)
        assert VoicePresence.objects.get().calls == 1
        log = voice.log.read_text()
    counted = Heard.objects.get()
    assert (counted.line, counted.exit, counted.count) == (line, "objected", 1)
    assert counted.quarter.minute % 15 == 0
    assert counted.seconds in counting.CLASSES
    assert not VoicePresence.objects.exists()
    assert CALLER not in log
    assert CALLER[2:] not in log
    rows = owner.execute("SELECT row_to_json(h)::text FROM lines_heard AS h").fetchall()
    assert set(json.loads(str(rows[0][0]))) == {"line_id", "quarter", "seconds", "exit", "policy", "count"}


def test_a_line_is_on_the_air_as_soon_as_it_is_published_and_off_it_as_soon_as_it_is_stopped(
    database: str, studio: Studio, tmp_path: Path
) -> None:
    line = studio.line()
    studio.record(line)
    studio.approve(line)
    with answering(database, tmp_path) as voice:
        assert refused(voice, 404)
        actions.publish(actor=STAFF, line=line, at=NOON)
        eventually(lambda: VoicePresence.objects.filter(line=line).exists())
        greeting = sound(Part.GREETING, line)
        assert likeness(done(heard(voice, sipp.pause(1600), sipp.send("BYE", 2), sipp.receive(200))), greeting) > 0.99
        actions.stop(actor=STAFF, line=line, grounds="test", at=NOON)
        eventually(lambda: not VoicePresence.objects.filter(line=line).exists())
        assert refused(voice, 404)
    # The last word of the process: what it refused, and why; nothing of whom.
    told = [row for row in voice.log.read_text().splitlines() if "voice_counts" in row][-1]
    assert re.search("""unknown number['"]: 2""", told), told
    assert "dropped" in told
    assert "stalls" in told
    assert CALLER[2:] not in voice.log.read_text()


def test_the_role_of_the_voice_reaches_its_tables_and_no_contact(
    database: str, studio: Studio, owner: "psycopg.Connection[tuple[object, ...]]"
) -> None:
    published(studio)
    for table, verb, allowed in (
        ("lines_line", "SELECT", True),
        ("lines_line", "UPDATE", False),
        ("lines_heard", "INSERT", True),
        ("lines_heard", "DELETE", False),
        ("opposition_entry", "INSERT", True),
        ("opposition_entry", "DELETE", False),
        ("contacts_contact", "SELECT", False),
        ("campaigns_message", "SELECT", False),
        ("campaigns_campaign", "SELECT", False),
        ("requests_request", "SELECT", False),
        ("accounts_user", "SELECT", False),
    ):
        found = owner.execute("SELECT has_table_privilege('selfcontact_voice', %s, %s)", [table, verb]).fetchone()
        assert found == (allowed,), (table, verb)


def book(studio: Studio, at: At) -> Book:
    made = Book(at)
    made.shelf = Reader().read(at.now())
    return made


def test_the_book_opens_and_closes_a_line_to_the_second_without_asking_the_database(studio: Studio) -> None:
    opens = NOON + timedelta(hours=1)
    line = published(
        studio,
        actions.Terms(
            number=NUMBER, languages=(Language.FRENCH,), opens_at=opens, closes_at=opens + timedelta(seconds=20)
        ),
    )
    second, at = timedelta(seconds=1), At(opens - timedelta(seconds=2))
    made = book(studio, at)
    answers = []
    for moment in (opens - second, opens, line.closes_at - second, line.closes_at):
        at.set(moment)
        answers.append(made.find(CALLED, TRUNK) is not None)
    assert answers == [False, True, True, False]


def test_a_rehearsal_that_bears_a_real_number_is_heard_by_its_own_trunk_alone(studio: Studio) -> None:
    published(studio)
    real = studio.add_trunk("real", network="127.0.0.2/32")
    made = book(studio, At(NOON))
    assert made.find(CALLED, studio.trunk.reference)
    assert made.find(CALLED, real.reference) is None


def test_what_was_read_too_long_ago_is_played_no_more(studio: Studio) -> None:
    published(studio)
    at = At(NOON)
    made = book(studio, at)
    assert made.find(CALLED, TRUNK)
    at.set(NOON + timedelta(seconds=31))
    assert made.find(CALLED, TRUNK) is None


def test_the_menu_says_how_to_change_the_language_only_where_there_are_two(studio: Studio) -> None:
    alone = published(studio)
    two = (Language.FRENCH, Language.ENGLISH)
    both = studio.line("both", studio.terms(NUMBER + 1, two))
    for language in two:
        studio.record(both, language=language)
    studio.approve(both)
    actions.publish(actor=STAFF, line=both, at=NOON)
    shelf = Reader().read(NOON)
    short = shelf.by_line[str(alone.uid)].script.parts["fr"]
    long = shelf.by_line[str(both.uid)].script.parts["fr"]
    assert long[script.Part.MENU].seconds > short[script.Part.MENU].seconds
    assert long[script.Part.NEUTRAL].seconds > short[script.Part.NEUTRAL].seconds
    assert long[script.Part.NOTICE].seconds == short[script.Part.NOTICE].seconds


@pytest.mark.parametrize(
    ("area", "starts", "ends"),
    [
        ("dep:35", "2027-04-16T22:00+00:00", "2027-04-18T22:00+00:00"),
        # La Réunion, four hours before Greenwich.
        ("dep:974", "2027-04-16T20:00+00:00", "2027-04-18T20:00+00:00"),
    ],
)
def test_the_silence_of_a_line_is_that_of_its_territory_to_the_second(
    studio: Studio, area: str, starts: str, ends: str
) -> None:
    mandate = studio.add_mandate("elsewhere", area=area)
    studio.mandate = mandate
    line = studio.line("there", studio.terms(NUMBER + 2))
    second = timedelta(seconds=1)
    windows = standing.silences(line)
    first, last = (datetime.fromisoformat(one) for one in (starts, ends))
    found = [standing.silent(windows, at) for at in (first - second, first, last - second, last)]
    assert found == [False, True, True, False]


def test_a_line_whose_operator_loses_its_vetting_leaves_the_shelf(studio: Studio) -> None:
    line = published(studio)
    assert str(line.uid) in Reader().read(NOON).by_line
    line.trunk.enabled = False
    line.trunk.save()
    assert str(line.uid) not in Reader().read(NOON).by_line
    assert Reader().read(NOON + 2 * DAY) == Shelf(at=NOON + 2 * DAY)


def test_durations_are_kept_by_class_and_instants_by_quarter() -> None:
    durations = (0, 4.9, 5, 29, 61, 299, 300, 4000)
    assert [counting.seconds_class(one) for one in durations] == [0, 0, 5, 20, 60, 180, 300, 300]
    assert counting.quarter(NOON + timedelta(minutes=44, seconds=59)) == NOON + timedelta(minutes=30)


def test_counts_that_could_not_be_written_are_written_later_once(studio: Studio) -> None:
    line = published(studio)
    tally = counting.Tally()
    tally.add(line.pk, 12, "heard", NOON)
    taken = tally.take()
    tally.add(line.pk, 12, "heard", NOON)
    tally.give_back(taken)
    counting.write(tally.take())
    counting.write(tally.take())
    assert Heard.objects.get().count == 2
    tally.add(line.pk, 12, "heard", NOON)
    counting.write(tally.take())
    assert Heard.objects.get().count == 3


def test_calls_are_counted_under_the_policy_in_force_when_they_end(studio: Studio) -> None:
    line, tally = published(studio), counting.Tally()
    policy.publish(on=NOON.date(), at=NOON)
    policy.publish(policy.SECOND, on=(NOON + DAY).date(), at=NOON)
    for at in (NOON - DAY, NOON, NOON, NOON + DAY):
        tally.add(line.pk, 12, "heard", at, Reader().read(at).policy)
    counting.write(tally.take())
    assert figures.promised(line) == {0: 1, 1: 2, 2: 1}
    assert sum(one.calls for one in figures.quarters(line, NOON - 2 * DAY)) == 4


def test_the_command_tells_what_is_up_on_a_line_and_how_well_its_own_packets_leave(studio: Studio) -> None:
    line, other = studio.line(), studio.line("other", studio.terms(NUMBER + 1))

    def up(line: Line) -> object:
        return json.loads(CliRunner().invoke(command, ["show", line.reference, "--json"]).stdout)["live"]

    assert up(line) is None
    slow, quick = presence.Said(concurrent=2, calls=9, late_permille=31, worst_ms=55), presence.Said(worst_ms=21)
    presence.say(uuid4(), {line.pk: slow, other.pk: quick})
    presence.say(uuid4(), {line.pk: quick})
    assert up(line) == {"processes": 2, "concurrent": 2, "late_permille": 31, "worst_ms": 55}
    assert up(other) == {"processes": 1, "concurrent": 0, "late_permille": 0, "worst_ms": 21}

"""How an operator writes numbers is a term of its trunk: what it writes otherwise is nobody's number."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.lines.test_answering import answering, published
from tests.lines.world import NOON, NUMBER, STAFF, Studio
from tests.voice import sipp
from typer.testing import CliRunner

from selfcontact.cli.trunks import trunk as command
from selfcontact.lib.errors import UserError
from selfcontact.lines import trunks
from selfcontact.lines.answering import ways_in
from selfcontact.lines.models import Trunk
from selfcontact.voice.trunk import USUAL, Format

NATIONAL = f"0{str(NUMBER)[2:]}"


def code_of(voice: Any, called: str, expected: int) -> bool:
    """Tell whether a call to a number so written is answered with this code."""
    steps = [sipp.invite(9000, called=called, plus=""), sipp.receive(expected)]
    steps.append(sipp.send("ACK", 1, called=called, plus=""))
    if expected == 200:
        steps += [sipp.send("BYE", 2, called=called, plus=""), sipp.receive(200)]
    return asyncio.run(sipp.run(voice, steps)).code == 0


def test_a_real_call_finds_the_line_in_the_writing_of_its_trunk_and_no_other(
    database: str, studio: Studio, tmp_path: Path
) -> None:
    studio.trunk.formats = [Format.NATIONAL.value]
    studio.trunk.save()
    published(studio)
    with answering(database, tmp_path) as voice:
        assert code_of(voice, NATIONAL, 200)
        for other in (f"+{NUMBER}", f"00{NUMBER}", str(NUMBER), str(NUMBER)[2:]):
            assert code_of(voice, other, 404)


def test_a_trunk_of_which_nothing_is_said_is_read_in_every_usual_writing(
    database: str, studio: Studio, tmp_path: Path
) -> None:
    published(studio)
    with answering(database, tmp_path) as voice:
        for usual in (f"+{NUMBER}", f"00{NUMBER}", str(NUMBER), NATIONAL):
            assert code_of(voice, usual, 200)
        assert code_of(voice, str(NUMBER)[2:], 404)


def test_the_engine_gets_what_the_trunk_says(studio: Studio) -> None:
    (usual,) = ways_in.read(NOON.date())
    assert (usual.formats, usual.country) == (USUAL, "33")
    studio.trunk.formats, studio.trunk.country = ["short", "plus"], "262"
    studio.trunk.save()
    (told,) = ways_in.read(NOON.date())
    assert (told.formats, told.country) == ((Format.SHORT, Format.PLUS), "262")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"formats": ["international"]}, "trunk_formats"),
        ({"formats": ["plus", "plus"]}, "trunk_formats"),
        ({"country": "+33"}, "trunk_country"),
        ({"country": "0"}, "trunk_country"),
        ({"country": "1234"}, "trunk_country"),
        ({"country": "3٣"}, "trunk_country"),
    ],
)
def test_a_writing_that_does_not_exist_is_refused_with_its_reason(
    studio: Studio, changes: dict[str, Any], code: str
) -> None:
    way = trunks.Way(networks=["127.0.0.1/32"], simulated=True, **changes)
    with pytest.raises(UserError) as refused:
        trunks.add_trunk(actor=STAFF, reference="second", subprocessor=studio.trunk.subprocessor, way=way)
    assert refused.value.code == code


def test_two_open_trunks_have_no_address_in_common(studio: Studio) -> None:
    with pytest.raises(UserError, match="loop") as refused:
        studio.add_trunk("second", network="127.0.0.0/24")
    assert refused.value.code == "trunk_shared"
    second = Trunk.objects.get(reference="second")
    assert not second.enabled
    trunks.disable_trunk(actor=STAFF, trunk=studio.trunk, grounds="contrat fini")
    trunks.enable_trunk(actor=STAFF, trunk=second, on=NOON.date())
    with pytest.raises(UserError, match="second"):
        trunks.enable_trunk(actor=STAFF, trunk=studio.trunk, on=NOON.date())


def test_an_open_trunk_is_not_changed_to_what_another_one_has(studio: Studio) -> None:
    other = studio.add_trunk("second", network="127.0.0.2/32")
    way = trunks.way_of(other)
    with pytest.raises(UserError, match="loop"):
        trunks.change_trunk(actor=STAFF, trunk=other, way=replace(way, networks=["127.0.0.2/32", "127.0.0.1/32"]))
    trunks.change_trunk(actor=STAFF, trunk=other, way=replace(way, networks=["127.0.0.3/32", "::1/128"]))
    assert Trunk.objects.get(reference="second").networks == ["127.0.0.3/32", "::1/128"]


def test_the_command_takes_the_writing_and_shows_it(studio: Studio) -> None:
    del studio
    words = ["add", "second", "--subprocessor", "loop-op", "--network", "127.0.0.1/32", "--simulated"]
    made = CliRunner().invoke(command, [*words, "--format", "national", "--country", "596", "--json"])
    assert '"national"' in made.stdout
    assert '"596"' in made.stdout

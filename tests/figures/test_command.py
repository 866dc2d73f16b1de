"""Published figures on the command line."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.figures.world import World
from typer.testing import CliRunner

from selfcontact.cli.figures import figures
from selfcontact.figures.models import Release
from selfcontact.ledger.models import Entry
from selfcontact.lib.errors import UserError


def run(*arguments: str) -> Any:
    result = CliRunner().invoke(figures, [*arguments, "--json"], catch_exceptions=False)
    if isinstance(result.exception, UserError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def test_the_command_line_shows_what_the_candidate_sees_and_no_more(world: World) -> None:
    campaign = world.campaign()
    world.hand_over(campaign, world.messages(campaign)[:30])
    world.publish()
    shown = run("show", campaign.reference)
    assert shown | world.sheet(campaign).totals == shown
    assert shown["delivered"] is None
    cells = run("tables", campaign.reference, "--measure", "selected")
    assert {cell["table"] for cell in cells} >= {"area", "age"}
    assert all(cell["value"] % 5 == 0 for cell in cells)
    assert run("tables", campaign.reference, "--measure", "stop") == []


def test_a_release_is_listed_with_the_thresholds_it_passed_and_its_entry_in_the_ledger(world: World) -> None:
    campaign = world.campaign()
    world.publish()
    (found,) = run("releases", campaign.reference)
    assert (found["volume"], found["behaviour"], found["base"]) == (11, 20, 5)
    assert found["uid"] == str(Release.objects.get().uid)
    assert Entry.objects.filter(object_id=found["uid"]).exists()


def test_the_pack_is_written_once_as_a_table_or_as_pages(world: World, tmp_path: Path) -> None:
    world.send_all(world.campaign())
    world.publish()
    for name, head in (("pack.csv", b"\xef\xbb\xbf"), ("pack.pdf", b"%PDF")):
        assert run("pack", "figures", "--to", str(tmp_path / name))["campaigns"] == 1
        assert (tmp_path / name).read_bytes().startswith(head)
        with pytest.raises(UserError) as refused:
            run("pack", "figures", "--to", str(tmp_path / name))
        assert refused.value.code == "file_exists"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("show", "nothing"), "unknown_campaign"),
        (("show", "c1"), "nothing_published"),
        (("pack", "figures", "--to", "/nowhere/pack.csv"), "nothing_published"),
        (("pack", "figures", "--to", "pack.txt"), "pack_format"),
    ],
)
def test_what_is_not_published_is_said_so(world: World, arguments: tuple[str, ...], code: str) -> None:
    world.campaign()
    with pytest.raises(UserError) as refused:
        run(*arguments)
    assert refused.value.code == code

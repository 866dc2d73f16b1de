"""The commands declare, withdraw, publish and show."""

import json
from pathlib import Path

import pytest
from tests.campaigns.sending_world import House, People
from typer.testing import CliRunner

from selfcontact.cli.transparency import sponsor, transparency
from selfcontact.mandates.models import Mandate

OPTIONS = {
    "--signatory": "A. Durand",
    "--signed": "2026-11-02T09:00",
    "--standing": "citizen",
    "--name": "Alix Durand",
    "--email": "alix@durand.example",
    "--address": "1 rue du Test, 35000 Rennes",
    "--funds": "private",
    "--paying": "agent",
    "--whence": "inside",
}


@pytest.fixture
def signed(tmp_path: Path) -> Path:
    """Give a signed declaration."""
    path = tmp_path / "declaration.pdf"
    path.write_bytes(b"signed")
    return path


def test_a_declaration_is_made_shown_and_withdrawn(house: House, signed: Path) -> None:
    house.mandate(People(count=1), reference="m-1")
    Mandate.objects.get().sponsors.all().delete()
    flags = [word for pair in OPTIONS.items() for word in pair]
    made = CliRunner().invoke(sponsor, ["declare", "m-1", "--document", str(signed), *flags, "--json"])
    assert made.exit_code == 0, made.output
    shown = json.loads(CliRunner().invoke(sponsor, ["show", "m-1", "--json"]).stdout)
    assert (shown["name"], shown["political"], shown["withdrawn_at"]) == ("Alix Durand", True, None)
    assert CliRunner().invoke(sponsor, ["withdraw", "m-1"]).exit_code == 0
    assert CliRunner().invoke(sponsor, ["show", "m-1"]).exit_code == 1


def test_a_notice_is_listed_and_shown_and_published_again_only_when_it_differs(house: House) -> None:
    campaign = house.campaign(house.mandate(People(count=1)))
    listed = CliRunner().invoke(transparency, ["list", "--json"]).stdout
    assert "Alix Durand" in listed
    shown = json.loads(CliRunner().invoke(transparency, ["show", campaign.reference, "--json"]).stdout)
    assert [line["number"] for line in shown["lines"]] == list(range(1, 17))
    again = json.loads(CliRunner().invoke(transparency, ["publish", campaign.reference, "--json"]).stdout)
    assert again["version"] == 1
    assert json.loads(CliRunner().invoke(transparency, ["purge", "--json"]).stdout) == {"versions": 0}


def test_a_draft_has_no_notice(house: House) -> None:
    campaign = house.campaign(house.mandate(People(count=1)), start=False)
    for verb in ("show", "publish"):
        assert CliRunner().invoke(transparency, [verb, campaign.reference]).exit_code == 1
